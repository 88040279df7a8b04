"""The public pages of the catalogue, tracking and verification. Included by `urls`, in its namespace."""

from django.urls import path

from applications.views import (
    answer_link,
    appointments,
    catalogue,
    queue,
    register,
    standards_public,
    tracking,
    verification,
)

urlpatterns = [
    path("layanan/", catalogue.catalogue, name="catalogue"),
    # Before the codes of services: no service is called "kantor".
    path("layanan/kantor/<slug:office_slug>/", standards_public.public_services, name="public_services"),
    path("layanan/kantor/<slug:office_slug>/sippn.csv", standards_public.sippn, name="sippn"),
    path("layanan/kantor/<slug:office_slug>/maklumat.pdf", standards_public.pledge, name="service_pledge"),
    path("layanan/<slug:code>/<slug:office_slug>/standar.pdf", standards_public.poster, name="standard_poster"),
    path("layanan/<slug:code>/<slug:office_slug>/lampiran.pdf", standards_public.annex, name="standard_annex"),
    path("layanan/<slug:code>/", catalogue.service, name="service"),
    path("layanan/<slug:code>/<slug:office_slug>/", catalogue.office_service, name="office_service"),
    path("lacak/", tracking.track, name="track"),
    path("jawaban/selesai/", answer_link.answer_link_done, name="answer_link_done"),
    path("jawaban/<str:token>/", answer_link.answer_link, name="answer_link"),
    path("jawaban/<str:token>/berkas/<uuid:uuid>/", answer_link.answer_link_paper, name="answer_link_paper"),
    path("register-izin/", register.public_register, name="public_register"),
    path("verifikasi/", verification.find_permit, name="verify_form"),
    path("verifikasi/<str:code>/", verification.verify, name="verify"),
    # The waiting room
    path("antrean/nomor/<uuid:uuid>/", queue.ticket, name="ticket"),
    path("antrean/<slug:office_slug>/", queue.kiosk, name="kiosk"),
    path("antrean/<slug:office_slug>/layar/", queue.display, name="display"),
    path("janji/", appointments.find_appointment, name="find_appointment"),
    path("janji/lihat/<uuid:uuid>/", appointments.appointment, name="appointment"),
    path("janji/<slug:office_slug>/", appointments.book, name="book_appointment"),
]
