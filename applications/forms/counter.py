"""Forms of the waiting room: how a counter receives people, and an hour that somebody books."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.office import ClockField
from agencies.forms.profile import IdentifierField
from applications.forms.fields import LinesField, lines_of
from applications.models import OFFERED, Phrase
from ptsp_portal.lib import identifiers

MOST_COUNTERS = 12
LENGTHS = [(minutes, gettext_lazy("%d menit") % minutes) for minutes in (10, 15, 20, 30, 45, 60)]
NUMBER = {"inputmode": "numeric", "class": "w-short"}


class CounterSettingForm(forms.Form):
    queue_on = forms.BooleanField(label=gettext_lazy("Buka antrean: orang dapat mengambil nomor"), required=False)
    counters = LinesField(
        label=gettext_lazy("Nama loket (satu per baris)"), rows=4, max_length=600, required=False,
        help_text=gettext_lazy("Seperti tertulis di atas mejanya, misalnya “Loket 1”."),
    )  # fmt: skip
    letters = forms.MultipleChoiceField(
        label=gettext_lazy("Keperluan yang dilayani"),
        choices=OFFERED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    appointments_on = forms.BooleanField(label=gettext_lazy("Buka janji temu: orang dapat memesan jam"), required=False)
    slot_minutes = forms.TypedChoiceField(label=gettext_lazy("Lama satu janji"), choices=LENGTHS, coerce=int)
    seats = forms.IntegerField(
        label=gettext_lazy("Orang pada jam yang sama"),
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    days_ahead = forms.IntegerField(
        label=gettext_lazy("Dapat dipesan berapa hari sebelumnya"), min_value=1, max_value=60,
        widget=forms.NumberInput(attrs=NUMBER),
    )  # fmt: skip
    first_at = ClockField(label=gettext_lazy("Janji pertama"), help_text=gettext_lazy("Kosongkan: sejak kantor buka."))
    last_at = ClockField(
        label=gettext_lazy("Janji berakhir"), help_text=gettext_lazy("Kosongkan: sampai kantor tutup.")
    )

    def clean_counters(self):
        names = list(dict.fromkeys(lines_of(self.cleaned_data["counters"])))
        if len(names) > MOST_COUNTERS or any(len(name) > 40 for name in names):
            raise forms.ValidationError(_("Paling banyak 12 loket, masing-masing paling panjang 40 huruf."))
        return names

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_at"), cleaned.get("last_at")
        if first and last and first >= last:
            self.add_error("last_at", _("Janji berakhir harus sesudah janji pertama."))
        return cleaned


class BookingForm(forms.Form):
    """`slots` are the free ones of one day; without an account also who one is."""

    slot = forms.ChoiceField(
        label=gettext_lazy("Jam"), widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Jam itu penuh atau tidak dibuka lagi. Pilih jam lain.")},
    )  # fmt: skip
    letter = forms.ChoiceField(label=gettext_lazy("Keperluan"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Nama Anda"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = IdentifierField(
        identifiers.clean_phone, label=gettext_lazy("Nomor HP"), autocomplete="tel", inputmode="tel",
        help_text=gettext_lazy("Hanya untuk menemukan janji Anda; kami tidak mengirim SMS."),
    )  # fmt: skip

    def __init__(self, data=None, *, setting, slots, has_account):
        super().__init__(data)
        self.zone = ZoneInfo(setting.office.region.zone)
        self.fields["slot"].choices = [(slot.key, f"{slot.starts_at:%H.%M}") for slot in slots if slot.free]
        self.fields["letter"].choices = [choice for choice in OFFERED if choice[0] in setting.letters]
        if len(self.fields["letter"].choices) == 1:
            self.initial["letter"] = self.fields["letter"].choices[0][0]
        if has_account:
            del self.fields["name"], self.fields["phone"]

    def booking(self) -> dict:
        """What the action takes."""
        typed = {name: self.cleaned_data[name] for name in ("letter", "name", "phone") if name in self.fields}
        return typed | {"starts_at": datetime.fromisoformat(self.cleaned_data["slot"]).replace(tzinfo=self.zone)}


class FindAppointmentForm(forms.Form):
    phone = IdentifierField(
        identifiers.clean_phone, label=gettext_lazy("Nomor HP"), autocomplete="tel", inputmode="tel"
    )
    code = forms.CharField(
        label=gettext_lazy("Kode janji"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-mid"}),
    )  # fmt: skip


class PhraseForm(forms.Form):
    use = forms.ChoiceField(label=gettext_lazy("Dipakai untuk"), choices=Phrase.Use.choices)
    text = forms.CharField(
        label=gettext_lazy("Kalimat"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tanpa nama orang atau nomor berkas: kalimat ini dipakai di banyak berkas."),
    )  # fmt: skip
