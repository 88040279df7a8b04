"""Pages of those who govern. Paths are Indonesian, names English."""

from django.urls import path

from dashboards.views import comparing, digests, exports, overview

app_name = "dashboards"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("wilayah/", comparing.regions, name="regions"),
    path("layanan/", comparing.services, name="services"),
    path("unduhan/", exports.exports, name="exports"),
    path("unduhan/keadaan/", exports.orders, name="orders"),
    path("unduhan/<uuid:uuid>/", exports.take, name="take_export"),
    path("bukti/", exports.evidence, name="evidence"),
    path("sidik/<slug:day>/", digests.sealed_figures, name="sealed_figures"),
]
