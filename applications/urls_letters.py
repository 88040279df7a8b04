"""Letter texts: editing and preview."""

from django.urls import path

from applications.views import letters

urlpatterns = [
    path("standar/<uuid:uuid>/surat/", letters.letters, name="letters"),
    path("standar/<uuid:uuid>/surat/<slug:letter>/", letters.letter, name="letter"),
    path("standar/<uuid:uuid>/surat/<slug:letter>/contoh.pdf", letters.letter_sample, name="letter_sample"),
]
