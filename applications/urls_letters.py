"""Letter texts: editing and preview."""

from django.urls import path, register_converter

from applications.views import letters


class LettersSection:
    """The section `surat` of a standard, under the name that all sections of the editor share."""

    regex = "surat"

    def to_python(self, value):
        return value

    def to_url(self, value):
        if value != self.regex:
            raise ValueError("another section")
        return value


register_converter(LettersSection, "letters_section")

urlpatterns = [
    path("standar/<uuid:uuid>/<letters_section:slug>/", letters.letters, name="standard_section"),
    path("standar/<uuid:uuid>/surat/<slug:letter>/", letters.letter, name="letter"),
    path("standar/<uuid:uuid>/surat/<slug:letter>/contoh.pdf", letters.letter_sample, name="letter_sample"),
]
