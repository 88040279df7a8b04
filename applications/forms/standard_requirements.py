"""One requirement of a draft with its blank form, and its retirement from a day."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.fields import UploadField
from applications.forms.levy import day_field
from applications.forms.standard_base import CodeField, PartForm, PlainField, WholeNumberField
from applications.forms.standard_fields import CODE_SETTLED
from applications.models import Application
from applications.standards import parts

LONGEST_NAME, LONGEST_HELP, LONGEST_OFFICE, MOST_MB = 300, 300, 120, 10
FORMAT_NAMES = {
    "pdf": "PDF", "jpg": gettext_lazy("Foto JPG"), "png": gettext_lazy("Foto PNG"), "geojson": gettext_lazy("Peta GeoJSON"),
    "kml": gettext_lazy("Peta KML"), "dwg": gettext_lazy("Gambar teknik DWG"), "zip": gettext_lazy("Berkas ZIP"),
}  # fmt: skip
BLANK_FORMATS = {"pdf", "jpg", "png", "zip"}
WRITTEN = {"code", "name", "mandatory", "formats", "for", "when", "help", "issued_by", "max_mb", "blank_form"}


class RequirementForm(PartForm):
    """`row`: as it is now, None for a new one."""

    name = PlainField(
        label=gettext_lazy("Nama dokumen"), limit=LONGEST_NAME, help_text=gettext_lazy("Seperti dibaca pemohon.")
    )
    mandatory = forms.BooleanField(label=gettext_lazy("Wajib dilampirkan"), required=False, initial=True)
    help = PlainField(
        label=gettext_lazy("Bantuan"), limit=LONGEST_HELP, rows=2, required=False,
        help_text=gettext_lazy("Misalnya: masih berlaku, halaman depan dan belakang."),
    )  # fmt: skip
    issued_by = PlainField(
        label=gettext_lazy("Kantor yang menerbitkan dokumen ini"), limit=LONGEST_OFFICE, required=False,
        help_text=gettext_lazy("Supaya pemohon tahu ke mana mencarinya."),
    )  # fmt: skip
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Jenis berkas yang diterima"), choices=list(FORMAT_NAMES.items()),
        widget=forms.CheckboxSelectMultiple, initial=["pdf", "jpg", "png"],
    )  # fmt: skip
    max_mb = WholeNumberField(
        label=gettext_lazy("Ukuran terbesar (MB)"), low=1, high=MOST_MB, required=False,
        help_text=gettext_lazy("1 sampai 10. Bila kosong, batas umum portal."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Diminta untuk permohonan"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=Application.Kind.choices,
        help_text=gettext_lazy("Bila tidak dicentang satu pun: baru, perpanjangan, dan perubahan."),
    )  # fmt: skip
    when = forms.ChoiceField(
        label=gettext_lazy("Bila untuk salinan: hanya karena"), required=False,
        choices=[("", gettext_lazy("hilang atau rusak")), *Application.Cause.choices],
        help_text=gettext_lazy("Hanya bila yang dipilih di atas salinan saja."),
    )  # fmt: skip
    blank_form = UploadField(
        label=gettext_lazy("Formulir kosong untuk diunduh pemohon"), allowed=BLANK_FORMATS, required=False,
        help_text=gettext_lazy("PDF, JPG, PNG, atau ZIP. Misalnya contoh surat pernyataan."),
    )  # fmt: skip
    drop_blank = forms.BooleanField(label=gettext_lazy("Jangan tawarkan formulir kosong lagi"), required=False)

    def __init__(self, data=None, files=None, *, standard, row=None, settled=()):
        super().__init__(data, files, standard=standard, initial=_typed(row))
        self.row = row
        self.fields["blank_form"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,.zip"
        if not (row and row.get("blank_form")):
            del self.fields["drop_blank"]
        taken = {each["code"] for each in standard.requirements if row is None or each["code"] != row["code"]}
        self.fields["code"] = CodeField(
            label=_("Nama pendek"),
            taken=taken,
            help_text=_("Kosongkan saja: dibuat dari nama dokumen. Dipakai dalam berkas standar."),
        )
        if row is not None and row["code"] in settled:
            self.fields["code"].disabled, self.fields["code"].help_text = True, CODE_SETTLED

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") and cleaned.get("kinds") != [Application.Kind.DUPLICATE]:
            self.add_error("when", _("Sebab hanya berlaku bila dokumen ini diminta untuk salinan saja."))
        return cleaned

    @property
    def upload(self):
        """(inspected, content, safe name) of a new blank form, or None."""
        return (self.cleaned_data.get("blank_form") or [None])[0]

    def entry(self, blank_form: str = "") -> dict:
        """The row as it will stand in the draft. `blank_form`: the uuid of the file that was just kept."""
        said, old = self.cleaned_data, self.row or {}
        taken = {each["code"] for each in self.standard.requirements if each["code"] != old.get("code")}
        code = said.get("code") or old.get("code") or parts.free_code(said["name"], taken)
        row = {"code": code, "name": said["name"], "mandatory": said["mandatory"], "formats": said["formats"]}
        for key, name in (
            ("for", "kinds"),
            ("when", "when"),
            ("help", "help"),
            ("issued_by", "issued_by"),
            ("max_mb", "max_mb"),
        ):
            if said.get(name):
                row[key] = said[name]
        kept = blank_form or ("" if said.get("drop_blank") else old.get("blank_form", ""))
        if kept:
            row["blank_form"] = kept
        return row | {key: value for key, value in old.items() if key not in WRITTEN}


def _typed(row) -> dict:
    if row is None:
        return {}
    shown = {key: row[key] for key in WRITTEN & set(row) if key != "blank_form"}
    return shown | {"kinds": row.get("for", [])}


class RetireForm(PartForm):
    """From which day it is no longer asked, and why."""

    on = day_field(label=gettext_lazy("Tidak diminta lagi sejak"))
    why = PlainField(
        label=gettext_lazy("Alasannya"), limit=300, rows=2, help_text=gettext_lazy("Dibaca pemohon dan petugas.")
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if not 2000 <= day.year <= 2200:
            raise ValidationError(_("Periksa tahunnya."))
        return day
