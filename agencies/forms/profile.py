"""Forms of the profile. A place is found by its name: type, "Cari", choose; everything else that was typed stays."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Person, Region
from ptsp_portal.lib import identifiers
from ptsp_portal.lib.uploads import ACCEPT, UploadRefused, inspect

SHOWN = 30
LETTER_KINDS = {"pdf", "jpg", "png"}
LEGAL_FORMS = [
    "Perseorangan", "PT", "PT Perorangan", "CV", "Firma", "Persekutuan perdata", "Koperasi", "Yayasan", "Perkumpulan",
    "BUMD", "BUMDes", "Lainnya",
]  # fmt: skip


class IdentifierField(forms.CharField):
    """Text that one of lib/identifiers.py's `clean_…` functions reads."""

    def __init__(self, reader, *, autocomplete="off", inputmode="numeric", **options):
        attrs = {"autocomplete": autocomplete, "inputmode": inputmode, "class": "w-mid"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **options)
        self.reader = reader

    def clean(self, value):
        text = super().clean(value)
        try:
            return self.reader(text) if text else ""
        except identifiers.BadIdentifier as error:
            raise forms.ValidationError(str(error)) from error


class VillageSearch(forms.Form):
    """`q` and `region`: the kelurahan or desa of an address. To search without judging, pass what was typed as `initial`."""

    q = forms.CharField(
        label=gettext_lazy("Cari kelurahan atau desa"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
        help_text=gettext_lazy("Boleh ditambah nama kecamatan atau kota, misalnya “tanjung riau batam”."),
    )
    region = forms.ModelChoiceField(
        Region.objects.of_level(Region.Level.KELURAHAN),
        label=gettext_lazy("Kelurahan atau desa"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih kelurahan atau desa: tulis namanya, tekan Cari, lalu pilih.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = self.data if self.is_bound else self.initial
        # Read before any field has cleaned it, so what the database can't even be asked for (NUL) goes here.
        text, chosen = (str(given.get(name) or "").replace("\0", "").strip() for name in ("q", "region"))
        villages = list(Region.objects.villages_like(text)[: SHOWN + 1]) if len(text) > 1 else []
        self.fields["region"].help_text = _search_result(text, len(villages))
        villages = villages[:SHOWN]
        if chosen and chosen not in [village.code for village in villages]:
            villages = [*Region.objects.villages_like("").filter(code=chosen), *villages]
        self.fields["region"].choices = [(village.code, _in_its_place(village)) for village in villages]


class PersonForm(VillageSearch):
    name = forms.CharField(
        label=gettext_lazy("Nama sesuai KTP"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    nik = IdentifierField(identifiers.clean_nik, label="NIK", help_text=gettext_lazy("16 angka pada KTP-el."))
    birth_place = forms.CharField(
        label=gettext_lazy("Tempat lahir"), max_length=60, widget=forms.TextInput(attrs={"class": "w-mid"})
    )
    birth_on = forms.DateField(
        label=gettext_lazy("Tanggal lahir"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday", "class": "w-date"}),
    )
    sex = forms.ChoiceField(label=gettext_lazy("Jenis kelamin"), choices=Person.Sex.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("Alamat"),
        max_length=200,
        help_text=gettext_lazy("Jalan, nomor, RT dan RW."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    phone = IdentifierField(
        identifiers.clean_phone, label=gettext_lazy("Nomor HP"), autocomplete="tel", inputmode="tel"
    )
    npwp = IdentifierField(
        identifiers.clean_npwp, label="NPWP", required=False, help_text=gettext_lazy("15 atau 16 angka.")
    )

    def __init__(self, *args, stored_nik="", nik_fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        if nik_fixed:
            del self.fields["nik"]
        elif stored_nik:
            self.fields["nik"].required = False
            self.fields["nik"].help_text = _("Tersimpan: %(nik)s. Isi hanya bila ingin menggantinya.") % {
                "nik": identifiers.masked(stored_nik)
            }


class BusinessForm(VillageSearch):
    name = forms.CharField(
        label=gettext_lazy("Nama usaha"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Bentuk badan"), choices=[("", "—"), *[(one, one) for one in LEGAL_FORMS]]
    )
    npwp = IdentifierField(identifiers.clean_npwp, label=gettext_lazy("NPWP usaha"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Alamat usaha"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class NibForm(forms.Form):
    nib = IdentifierField(identifiers.clean_nib, label="NIB", help_text=gettext_lazy("13 angka dari OSS."))


class NewBusinessForm(BusinessForm):
    nib = IdentifierField(identifiers.clean_nib, label="NIB")


class ClaimForm(NibForm):
    letter = forms.FileField(
        label=gettext_lazy("Surat kuasa"),
        help_text=gettext_lazy("PDF, JPG, atau PNG; bertanda tangan pimpinan usaha dan bermeterai."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPT[kind] for kind in sorted(LETTER_KINDS))}),
    )

    def clean_letter(self):
        """Replaced by what is kept: (content, extension)."""
        letter = self.cleaned_data["letter"]
        try:
            found = inspect(letter, allowed=LETTER_KINDS, max_bytes=settings.UPLOAD_MAX_BYTES, name=letter.name)
        except UploadRefused as error:
            raise forms.ValidationError(str(error)) from error
        return found.content(letter), found.extension


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Alamat surel orang itu"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-mid"}),
        help_text=gettext_lazy("Ia menerima tautan yang berlaku tujuh hari dan hanya untuk akun dengan alamat ini."),
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan penolakan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca oleh pengaju: apa yang kurang, dan apa yang perlu dibawa."),
    )


def doubts(data: dict) -> list[str]:
    """What does not fit together in an identity. A NIK may be wrong at its source, so this warns and never refuses."""
    nik, found = data.get("nik"), []
    if not nik:
        return found
    found += identifiers.nik_warnings(nik)
    day, is_woman = int(nik[6:8]), int(nik[6:8]) > 40
    if (data["sex"] == Person.Sex.FEMALE) != is_woman:
        found.append(_("Jenis kelamin berbeda dengan yang terbaca dari NIK. Periksa sekali lagi pada KTP-el."))
    if f"{day - 40 if is_woman else day:02}{nik[8:12]}" != data["birth_on"].strftime("%d%m%y"):
        found.append(_("Tanggal lahir berbeda dengan yang terbaca dari NIK. Periksa sekali lagi pada KTP-el."))
    return found


def _in_its_place(village: Region) -> str:
    kecamatan = village.parent
    return f"{village.full_name} – {kecamatan.full_name}, {kecamatan.parent.full_name}"


def _search_result(text: str, found: int) -> str:
    if len(text) < 2:
        return _("Tulis nama kelurahan atau desa di atas, lalu tekan Cari.")
    if not found:
        return _("Tidak ada kelurahan atau desa yang cocok dengan “%(text)s”. Periksa ejaannya.") % {"text": text}
    if found > SHOWN:
        return _("Hanya %(n)s yang pertama ditampilkan. Tambahkan nama kecamatan atau kotanya, lalu cari lagi.") % {
            "n": SHOWN
        }
    return ""
