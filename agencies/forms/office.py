"""Forms of the office's own page: who gets which role, until when; hours and days off."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from agencies.models import Delegation, Membership
from agencies.office_policies import roles_of
from agencies.queries import today

DAYS = [
    (1, gettext_lazy("Senin")), (2, gettext_lazy("Selasa")), (3, gettext_lazy("Rabu")), (4, gettext_lazy("Kamis")),
    (5, gettext_lazy("Jumat")), (6, gettext_lazy("Sabtu")), (7, gettext_lazy("Minggu")),
]  # fmt: skip


class DayField(forms.DateField):
    def __init__(self, **options):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **options)


class ClockField(forms.TimeField):
    def __init__(self, **options):
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-short"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], required=False, **options)


class OfficerForm(forms.Form):
    """Somebody new in the office, known by the e-mail address."""

    email = forms.EmailField(
        label=gettext_lazy("Alamat surel"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-mid"}),
        help_text=gettext_lazy("Bila sudah ada akunnya, akun itu yang dipakai; bila belum, akun dibuat setelah disetujui."),
    )  # fmt: skip
    full_name = forms.CharField(
        label=gettext_lazy("Nama lengkap dan gelar"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Peran"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Nama jabatan"), max_length=120, required=False,
        help_text=gettext_lazy("Seperti tercetak pada surat, misalnya “Kepala Bidang Pelayanan Perizinan”."),
    )  # fmt: skip
    from_on = DayField(label=gettext_lazy("Mulai"))
    until_on = DayField(
        label=gettext_lazy("Sampai"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila belum ada hari terakhirnya."),
    )

    def __init__(self, data=None, *, agency):
        super().__init__(data, initial={"from_on": today()})
        labels = dict(Membership.Role.choices)
        self.fields["role"].choices = [(role, capfirst(labels[role])) for role in roles_of(agency)]


class ProlongForm(forms.Form):
    until_on = DayField(
        label=gettext_lazy("Hari terakhir yang baru"), required=False,
        help_text=gettext_lazy("Kosongkan bila tidak berakhir dengan sendirinya."),
    )  # fmt: skip


class EndForm(forms.Form):
    until_on = DayField(
        label=gettext_lazy("Hari terakhir"),
        help_text=gettext_lazy("Pilih kemarin bila haknya harus berakhir sekarang juga."),
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"until_on": today()})


class DeputyForm(forms.Form):
    acting = forms.ChoiceField(
        label=gettext_lazy("Jenis"), widget=forms.RadioSelect,
        choices=[
            (Delegation.Kind.PLH, gettext_lazy("Plh. – pejabatnya berhalangan sementara")),
            (Delegation.Kind.PLT, gettext_lazy("Plt. – jabatannya sedang kosong")),
        ],
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Alamat surel pengganti"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-mid"}),
        help_text=gettext_lazy("Seseorang yang sudah menjabat di portal ini."),
    )  # fmt: skip
    decree = forms.CharField(label=gettext_lazy("Nomor surat perintah"), max_length=80)
    from_on = DayField(label=gettext_lazy("Mulai"))
    until_on = DayField(label=gettext_lazy("Sampai"))

    def __init__(self, data=None):
        super().__init__(data, initial={"from_on": today()})


class RightsRefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan penolakan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class HoursForm(forms.Form):
    """What is left empty is as in the region above."""

    work_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hari kerja"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    opens_at = ClockField(label=gettext_lazy("Buka"))
    closes_at = ClockField(label=gettext_lazy("Tutup"))
    friday_closes_at = ClockField(
        label=gettext_lazy("Tutup hari Jumat"), help_text=gettext_lazy("Kosongkan bila sama dengan hari lain.")
    )


class HolidayForm(forms.Form):
    on = DayField(label=gettext_lazy("Tanggal"))
    name = forms.CharField(label=gettext_lazy("Nama hari libur"), max_length=160)
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar"), max_length=200, required=False,
        help_text=gettext_lazy("Misalnya nomor keputusan wali kota atau bupati."),
    )  # fmt: skip


class RemoveHolidayForm(forms.Form):
    on = forms.DateField(input_formats=["%Y-%m-%d"])
