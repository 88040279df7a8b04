"""The public pages of the catalogue, tracking and verification. Included by `urls`, in its namespace."""

from django.urls import path

from applications.views import catalogue, tracking, verification

urlpatterns = [
    path("layanan/", catalogue.catalogue, name="catalogue"),
    path("layanan/<slug:code>/", catalogue.service, name="service"),
    path("layanan/<slug:code>/<slug:office_slug>/", catalogue.office_service, name="office_service"),
    path("lacak/", tracking.track, name="track"),
    path("verifikasi/", verification.find_permit, name="verify_form"),
    path("verifikasi/<str:code>/", verification.verify, name="verify"),
]
