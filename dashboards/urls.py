"""Pages of those who govern. Paths are Indonesian, names English."""

from django.urls import path

from dashboards.views import (
    behind,
    comparing,
    digests,
    expectations,
    exports,
    overview,
    patterns,
    standards,
    stuck,
    taskforce,
)

app_name = "dashboards"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("wilayah/", comparing.regions, name="regions"),
    path("layanan/", comparing.services, name="services"),
    path("standar/", standards.standards, name="standards"),
    path("berkas/", behind.files, name="files"),
    path("macet/", stuck.stuck, name="stuck"),
    path("macet/instansi/", stuck.agencies, name="agencies"),
    path("macet/satgas/", taskforce.cases, name="cases"),
    path("macet/satgas/tambah/<uuid:uuid>/", taskforce.add, name="add_case"),
    path("macet/satgas/<uuid:uuid>/", taskforce.case, name="case"),
    path("macet/satgas/<uuid:uuid>/jawab/", taskforce.answer, name="answer_case"),
    path("macet/satgas/<uuid:uuid>/selesai/", taskforce.close, name="close_case"),
    path("perkiraan/", expectations.expectations, name="expectations"),
    path("pola/", patterns.patterns, name="patterns"),
    path("unduhan/", exports.exports, name="exports"),
    path("unduhan/keadaan/", exports.orders, name="orders"),
    path("unduhan/<uuid:uuid>/", exports.take, name="take_export"),
    path("bukti/", exports.evidence, name="evidence"),
    path("sidik/<slug:day>/", digests.sealed_figures, name="sealed_figures"),
]
