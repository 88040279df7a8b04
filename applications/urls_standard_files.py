"""Standards as files, and what the national template changed."""

from django.urls import path

from applications.views import standard_compare, standard_files, standard_library

urlpatterns: list = [
    path("kantor/<slug:office_slug>/layanan/impor/", standard_files.import_service, name="import_service"),
    path("kantor/<slug:office_slug>/layanan/pustaka/", standard_library.template_library, name="template_library"),
    path(
        "kantor/<slug:office_slug>/layanan/pustaka/<slug:code>/",
        standard_library.library_template,
        name="library_template",
    ),
    path(
        "kantor/<slug:office_slug>/layanan/pustaka/<slug:code>/unduh/",
        standard_files.library_download,
        name="library_download",
    ),
    path("standar/<uuid:uuid>/berkas/", standard_files.standard_file, name="standard_file"),
    path("standar/<uuid:uuid>/berkas/unduh/", standard_files.standard_file_download, name="standard_file_download"),
    path("standar/<uuid:uuid>/pembanding/", standard_compare.standard_compare, name="standard_compare"),
]
