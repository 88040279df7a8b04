from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("pesan/", views.inbox, name="inbox"),
    path("pesan/<uuid:uuid>/", views.message, name="message"),
    path("kotak-surat/", views.mailbox, name="mailbox"),
    path("kotak-surat/<uuid:uuid>/", views.mail, name="mail"),
]
