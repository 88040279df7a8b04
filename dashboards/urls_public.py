"""Figures for everybody. Paths are Indonesian, names English."""

from django.urls import path, re_path

from dashboards.views import public

app_name = "figures"
urlpatterns = [
    path("statistik/", public.statistics, name="statistics"),
    re_path(r"^data/(?P<cut>bulan|kantor|layanan)\.(?P<form>csv|json)$", public.open_data, name="open_data"),
]
