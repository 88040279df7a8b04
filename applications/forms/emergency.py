"""The emergency register's small forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 100


class ReserveForm(forms.Form):
    count = forms.IntegerField(
        label=_("Berapa nomor?"), min_value=1, max_value=MOST, initial=24,
        widget=forms.NumberInput(attrs={"class": "w-short", "inputmode": "numeric"}),
        help_text=_("Sampai 100 sekali pesan. Satu lembar cetak memuat empat atau lima potongan."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Untuk apa"), max_length=200, help_text=_("Misalnya: persediaan musim angin utara 2026.")
    )


class VoidForm(forms.Form):
    number = forms.TypedChoiceField(label=_("Nomor yang batal"), coerce=int)
    reason = forms.CharField(
        label=_("Alasan"), max_length=200, help_text=_("Misalnya: potongan rusak kena air, atau hilang.")
    )

    def __init__(self, data=None, *, unused):
        super().__init__(data)
        self.fields["number"].choices = [(each["number"], each["text"]) for each in unused]
