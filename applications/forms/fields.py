"""Form fields that several pages share: larger texts, one entry a line, checked uploads."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ptsp_portal.lib.uploads import UploadRefused, inspect

LONGEST_LINE, MOST_LINES = 2000, 30
ATTACHMENT_FORMATS = {"pdf", "jpg", "png"}
MOST_ATTACHMENTS = 5
MOST_AT_ONCE = 5


def lines_of(text: str) -> list[str]:
    """One entry a line, blank ones dropped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def no_more_lines_than_fit(text: str) -> None:
    """Validator of a "satu per baris" field: nothing is cut off silently. Raises ValidationError."""
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(_("Paling banyak %(most)d baris."), params={"most": MOST_LINES})
    if any(len(line) > LONGEST_LINE for line in lines):
        raise forms.ValidationError(
            _("Satu baris paling panjang %(most)d huruf; pecah menjadi beberapa baris."), params={"most": LONGEST_LINE}
        )


class TextField(forms.CharField):
    """A larger text. `sometimes`: another answer may make it necessary; the form's `clean` says so, and its help says when."""

    def __init__(self, *, rows, sometimes=False, **kwargs):
        self.sometimes = sometimes
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def validate(self, value):
        if not self.sometimes:
            super().validate(value)


class LinesField(TextField):
    """Text whose lines are separate entries; cleans to the text, so that a redrawn form shows it as typed."""

    default_validators = [no_more_lines_than_fit]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadField(forms.FileField):
    """One or several uploads, each checked by content; cleans to a list of (inspected, content, safe name)."""

    def __init__(self, *, allowed, most=1, max_bytes=None, **kwargs):
        self.allowed, self.most = set(allowed), most
        self.max_bytes = max_bytes or settings.UPLOAD_MAX_BYTES
        super().__init__(widget=SeveralFiles(), **kwargs)

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data if isinstance(data, (list, tuple)) else [data]) if upload]
        if not uploads:
            super().clean(None, initial)
            return []
        if len(uploads) > self.most:
            raise forms.ValidationError(_("Paling banyak %(most)d berkas sekaligus."), params={"most": self.most})
        return [self._checked(upload) for upload in uploads]

    def _checked(self, upload):
        try:
            found = inspect(upload, allowed=self.allowed, max_bytes=self.max_bytes, name=upload.name)
        except UploadRefused as refused:
            raise forms.ValidationError(refused.message) from refused
        return found, found.content(upload), found.name
