"""Investment targets and realisation, under /investasi/: figures for everybody, and the pages of those who keep them."""

from django.urls import path

from dashboards.views import investment, investment_desk

app_name = "investment"
urlpatterns = [
    path("", investment.index, name="index"),
    path("kerja/", investment_desk.desk, name="desk"),
    path("kerja/unggah/<slug:office_slug>/", investment_desk.upload, name="upload"),
    path("kerja/contoh/<str:kind>.<str:ending>", investment_desk.sample, name="sample"),
    path("kerja/berkas/<uuid:uuid>/", investment_desk.file, name="file"),
    path("kerja/berkas/<uuid:uuid>/kembalikan/", investment_desk.send_back, name="send_back"),
    path("kerja/wilayah/<str:code>/", investment_desk.region, name="inside"),
    path("kerja/wilayah/<str:code>/<int:year>/<str:cut>.<str:ending>", investment_desk.table, name="inside_table"),
    path("<str:code>/", investment.region, name="region"),
    path("<str:code>/<int:year>/<str:cut>.<str:ending>", investment.table, name="table"),
]
