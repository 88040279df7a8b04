"""Pages of those who govern. Paths are Indonesian, names English."""

from django.urls import path

from dashboards.views import comparing, overview

app_name = "dashboards"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("wilayah/", comparing.regions, name="regions"),
    path("layanan/", comparing.services, name="services"),
]
