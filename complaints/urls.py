"""Complaints: the desk's own pages. The reporter's and the public ones stand in `urls_public`."""

from django.urls import include, path

from complaints.views import acts, desk

app_name = "complaints"
urlpatterns = [
    path("", include("complaints.urls_public")),
    path("kerja/pengaduan/", desk.queue, name="queue"),
    path("kerja/pengaduan/<uuid:uuid>/", desk.complaint, name="complaint"),
    path("kerja/pengaduan/<uuid:uuid>/rujukan.pdf", desk.referral, name="referral"),
    path("kerja/pengaduan/<uuid:uuid>/lampiran/<uuid:attachment_uuid>/", desk.paper, name="paper"),
    path("kerja/pengaduan/<uuid:uuid>/<slug:act>/", acts.act, name="act"),
]
