"""Pages of those who govern. Paths are Indonesian, names English."""

from django.urls import path

from dashboards.views import behind

app_name = "dashboards"
urlpatterns = [
    path("berkas/", behind.files, name="files"),
]
