"""Figures for everybody. Paths are Indonesian, names English."""

from django.urls import path, re_path

from dashboards.views import digests, public

app_name = "figures"
urlpatterns = [
    path("statistik/", public.statistics, name="statistics"),
    re_path(r"^data/(?P<cut>bulan|kantor|layanan)\.(?P<form>csv|json)$", public.open_data, name="open_data"),
    path("sidik-harian/", digests.digests, name="digests"),
    path("sidik-harian/periksa/", digests.check, name="check_digest"),
    path("sidik-harian/sidik-harian.jsonl", digests.chain, name="digest_chain"),
    path("sidik-harian/<slug:day>/", digests.digest, name="digest"),
]
