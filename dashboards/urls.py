"""Pages of those who govern. Paths are Indonesian, names English."""

from django.urls import path

from dashboards.views import expectations, patterns

app_name = "dashboards"
urlpatterns = [
    path("perkiraan/", expectations.expectations, name="expectations"),
    path("pola/", patterns.patterns, name="patterns"),
]
