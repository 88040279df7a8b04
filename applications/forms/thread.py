"""One message in the conversation on a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import TextField

LONGEST = 2000


class MessageField(TextField):
    def to_python(self, value):
        """A line break counts as one letter, as in the browser's own limit."""
        return super().to_python(value).replace("\r\n", "\n")


class MessageForm(forms.Form):
    text = MessageField(
        label=_("Pesan Anda"), max_length=LONGEST, rows=4,
        help_text=_("Paling panjang 2.000 huruf. Jangan tulis NIK, kata sandi, atau nomor kartu."),
    )  # fmt: skip
