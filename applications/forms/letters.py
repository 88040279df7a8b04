"""The text of one letter of a standard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.standard_base import RevisionForm
from applications.letters.markup import MOST_CHARS, faults_of

LINE = _("Baris %(line)s: %(reason)s")


class LetterForm(RevisionForm):
    """`text` empty: the portal's own layout. Every fault is said with its line, and what was typed stays in the form."""

    text = forms.CharField(
        label=_("Naskah surat"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true", "class": "letter-text"}),
        help_text=_(
            "Tulis seperti biasa; baris kosong memisahkan paragraf. ## judul, **tebal**, *miring*, 1. daftar bernomor, - daftar "
            "butir. Kop, judul, nomor, tanggal, tanda tangan, dan QR selalu ditambahkan portal."
        ),
    )

    def __init__(self, data=None, *, menu, **more):
        super().__init__(data, **more)
        self.menu = menu

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not text.strip():
            return ""
        for fault in faults_of(text[: MOST_CHARS + 1], self.menu):
            self.add_error("text", LINE % fault._asdict())
        return f"{text}\n"
