"""What a writer fills in about a service standard: the sections that are plain questions, and its publication."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.numbering import check_tokens
from applications.catalogue.components import lines_of
from applications.forms.fields import LinesField, TextField
from applications.forms.permits import DayField
from applications.forms.standard_base import PartForm
from applications.models import Application, PermitType
from applications.schema.catalogue import TYPE_CODE
from applications.standards.check_signing import ENDORSERS, MOST_ENDORSERS, SIGNERS, pattern_fault
from applications.standards.terms import COMPONENTS, LABELS, PUBLISHED_COMPONENTS
from applications.standards.words import ROLES

SHORT = {"inputmode": "numeric", "class": "w-short"}
# These are always lists; another text becomes one when it has several lines.
LISTS = {"procedure", "complaints"}
PUBLISHED = {key for key, *_rest in COMPONENTS[:PUBLISHED_COMPONENTS]}
MOST_LAWS = 60


def number(label, low, high, **kwargs):
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, widget=forms.NumberInput(attrs=SHORT), **kwargs
    )


class ServiceNamesForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Nama layanan"), max_length=160)
    name_en = forms.CharField(
        label=gettext_lazy("Nama dalam bahasa Inggris"), max_length=160, required=False,
        help_text=gettext_lazy("Boleh dikosongkan; yang membaca dalam bahasa Inggris lalu melihat nama Indonesianya."),
    )  # fmt: skip
    sector = forms.CharField(
        label=gettext_lazy("Sektor"), max_length=80,
        widget=forms.TextInput(attrs={"list": "sektor-dikenal", "autocomplete": "off"}),
        help_text=gettext_lazy("Pilih dari yang sudah ada bila cocok, supaya layanan sejenis berkumpul."),
    )  # fmt: skip


class NewServiceForm(ServiceNamesForm):
    field_order = ["name", "code"]
    code = forms.CharField(
        label=gettext_lazy("Kode"), max_length=40, widget=forms.TextInput(attrs={"class": "w-mid", "autocapitalize": "characters"}),
        help_text=gettext_lazy("Huruf besar, angka, dan tanda hubung, misalnya IZIN-PASAR-MALAM. Tidak dapat diganti lagi."),
    )  # fmt: skip

    def clean_code(self):
        code = self.cleaned_data["code"].strip().upper().replace(" ", "-")
        if not TYPE_CODE.match(code):
            raise forms.ValidationError(_("Pakai huruf besar, angka, dan tanda hubung saja; mulai dengan huruf."))
        if PermitType.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Kode ini sudah dipakai layanan lain."))
        return code


class SectionForm(PartForm):
    """A section's questions, of which each section says what stands in them (`shown`) and what the act saves (`terms`)."""

    def __init__(self, data=None, *, standard):
        super().__init__(data, standard=standard, initial=self.shown(standard))

    def shown(self, standard) -> dict:
        raise NotImplementedError

    def terms(self) -> dict:
        raise NotImplementedError


class GeneralForm(SectionForm):
    PLAIN = ("kinds", "time_limit_days", "validity_months", "lapse_after_days", "pauses_allowed", "deemed_approval")
    kinds = forms.MultipleChoiceField(
        label=LABELS["kinds"], choices=Application.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    time_limit_days = number(
        LABELS["time_limit_days"], 1, 365,
        help_text=gettext_lazy("Sejak berkas terdaftar lengkap sampai keputusan terbit. Janji ini tercetak di tanda terima."),
    )  # fmt: skip
    unlimited = forms.BooleanField(label=gettext_lazy("Izin berlaku tanpa batas waktu"), required=False)
    validity_months = number(
        LABELS["validity_months"], 1, 1200, required=False,
        help_text=gettext_lazy("Misalnya 60 untuk lima tahun. Kosongkan bila tanpa batas waktu."),
    )  # fmt: skip
    lapse_after_days = number(
        LABELS["lapse_after_days"], 10, 365,
        help_text=gettext_lazy("Berkas yang menunggu pemohon ditutup sesudah itu, setelah dua kali diingatkan."),
    )  # fmt: skip
    pauses_allowed = number(
        LABELS["pauses_allowed"], 0, 9,
        help_text=gettext_lazy("Berapa kali waktu boleh berhenti untuk pertanyaan kepada pemohon tanpa persetujuan atasan."),
    )  # fmt: skip
    deemed_approval = forms.BooleanField(
        label=gettext_lazy("Fiktif positif: bila batas waktu lewat tanpa keputusan, permohonan dianggap dikabulkan"),
        required=False,
        help_text=gettext_lazy("Tetap ditetapkan penanda tangan, dengan buktinya. Jangan dipakai bila menyangkut keselamatan."),
    )  # fmt: skip

    def shown(self, standard):
        return {name: getattr(standard, name) for name in self.PLAIN} | {"unlimited": standard.validity_months is None}

    def clean(self):
        cleaned = super().clean()
        months = cleaned.get("validity_months")
        if cleaned.get("unlimited") and months:
            self.add_error("validity_months", _("Pilih salah satu: tanpa batas waktu, atau sejumlah bulan."))
        elif not cleaned.get("unlimited") and not months and "validity_months" not in self.errors:
            self.add_error("validity_months", _("Isi jumlah bulannya, atau pilih tanpa batas waktu."))
        return cleaned

    def terms(self):
        return {name: self.cleaned_data[name] for name in self.PLAIN}


class ComponentsForm(SectionForm):
    """The 14 components as texts; several lines are several entries."""

    def __init__(self, data=None, *, standard):
        super().__init__(data, standard=standard)
        for key, title, made_from in COMPONENTS:
            rows = max(5 if key in LISTS else 3, len(lines_of(standard.components.get(key))) + 1)
            must = not made_from and key in PUBLISHED
            # A draft may lack it; what is published may not, and the check says so.
            self.fields[key] = LinesField(label=title, rows=rows, max_length=6000, required=must, sometimes=must)
            self.fields[key].widget.attrs["aria-describedby"] = f"data-{key}"

    def shown(self, standard):
        return {key: "\n".join(lines_of(standard.components.get(key))) for key, *_rest in COMPONENTS}

    def terms(self):
        texts = dict(self.standard.components)
        for key, *_rest in COMPONENTS:
            lines = lines_of(self.cleaned_data[key])
            if lines == lines_of(texts.get(key)):
                continue  # as it was, be it one line or a list of one
            texts[key] = lines if key in LISTS or len(lines) > 1 else "".join(lines)
        return {"components": texts}


class SigningForm(SectionForm):
    number_pattern = forms.CharField(label=LABELS["number_pattern"], max_length=120)
    classification = forms.CharField(
        label=LABELS["classification"], max_length=20, widget=forms.TextInput(attrs={"class": "w-mid"}),
        help_text=gettext_lazy("Kode klasifikasi arsip daerah, misalnya 500.16.7. Menggantikan {klasifikasi} dalam nomor."),
    )  # fmt: skip
    signing_role = forms.ChoiceField(label=LABELS["signing_role"])

    def __init__(self, data=None, *, standard):
        super().__init__(data, standard=standard)
        roles = standard.endorsing_roles
        for place in range(MOST_ENDORSERS):
            now = roles[place] if place < len(roles) else ""
            label = _("Pemaraf ke-%(n)d") % {"n": place + 1}
            choices = [("", _("– tidak ada –")), *_role_choices(ENDORSERS, now)]
            self.fields[f"endorser_{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=now
            )
        self.fields["signing_role"].choices = _role_choices(SIGNERS, standard.signing_role)

    def shown(self, standard):
        return {name: getattr(standard, name) for name in ("number_pattern", "classification", "signing_role")}

    @property
    def endorsers(self) -> list:
        return [self[f"endorser_{place}"] for place in range(MOST_ENDORSERS)]

    def clean_number_pattern(self):
        pattern = self.cleaned_data["number_pattern"]
        try:
            check_tokens(pattern)
        except ValueError as fault:
            raise forms.ValidationError(
                _("Pola ini tidak dapat dipakai: %(why)s."), params={"why": pattern_fault(fault)}
            ) from fault
        return pattern

    def terms(self):
        roles = [self.cleaned_data[f"endorser_{place}"] for place in range(MOST_ENDORSERS)]
        plain = {name: self.cleaned_data[name] for name in ("number_pattern", "classification", "signing_role")}
        return plain | {"endorsing_roles": [role for role in roles if role]}


def _role_choices(roles, now) -> list:
    """What stands there now stays a choice, even when nobody would choose it anew."""
    offered = [*roles, *([now] if now and now not in roles else [])]
    return [(str(role), str(ROLES.get(role, role)).capitalize()) for role in offered]


class LawForm(forms.Form):
    """One legal basis."""

    use_required_attribute = False
    text = TextField(label="", max_length=500, rows=2, sometimes=True)  # an empty one is no row
    on = DayField(label=gettext_lazy("Dicabut sejak"), required=False)
    why = forms.CharField(label=gettext_lazy("Alasan dicabut"), max_length=300, required=False)
    gone = forms.BooleanField(label=gettext_lazy("Hapus dari daftar"), required=False)

    def clean(self):
        cleaned = super().clean()
        cleaned["text"] = " ".join((cleaned.get("text") or "").split())
        on, why = cleaned.get("on"), (cleaned.get("why") or "").strip()
        if on and not why:
            self.add_error("why", _("Tulis mengapa dicabut; pemohon dan petugas membacanya."))
        if why and not on and "on" not in self.errors:
            self.add_error("on", _("Isi sejak tanggal berapa dicabut."))
        if (on or why) and not cleaned["text"]:
            self.add_error("text", _("Tulis dasar hukumnya."))
        return cleaned


class LawRows(forms.BaseFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        is_new = index is None or index >= self.initial_form_count()
        form.fields["text"].label = _("Dasar hukum baru") if is_new else _("Dasar hukum %(n)d") % {"n": index + 1}

    def clean(self):
        seen = set()
        for form in self.forms:
            text = form.cleaned_data.get("text") if form.is_valid() else ""
            if text and text in seen:
                form.add_error("text", _("Dasar hukum ini sudah ada di atas."))
            seen.add(text)

    def rows(self) -> list[dict]:
        """What stays, in the order of the page."""
        return [
            form.cleaned_data for form in self.forms if form.cleaned_data.get("text") and not form.cleaned_data["gone"]
        ]


LawFormSet = forms.formset_factory(
    LawForm, formset=LawRows, extra=1, max_num=MOST_LAWS, absolute_max=MOST_LAWS, validate_max=True
)


class PublishForm(forms.Form):
    """`today`: the office's local day."""

    use_required_attribute = False
    effective_from = DayField(
        label=gettext_lazy("Berlaku sejak"),
        help_text=gettext_lazy("Permohonan yang diajukan mulai hari itu memakai versi ini; yang sudah ada tetap memakai versinya."),
    )  # fmt: skip
    decree_number = forms.CharField(label=gettext_lazy("Nomor SK penetapan"), max_length=80)
    decree_on = DayField(label=gettext_lazy("Tanggal SK"))
    change_note = TextField(
        label=gettext_lazy("Apa yang berubah"), max_length=500, rows=3,
        help_text=gettext_lazy("Satu atau dua kalimat untuk masyarakat, misalnya: jangka waktu menjadi 4 hari kerja."),
    )  # fmt: skip

    def __init__(self, data=None, *, today, initial):
        super().__init__(data, initial=initial)
        self.today = today
        self.fields["effective_from"].widget.attrs["min"] = today.isoformat()

    def clean_effective_from(self):
        day = self.cleaned_data["effective_from"]
        if day < self.today:
            raise forms.ValidationError(_("Standar tidak dapat berlaku surut; pilih hari ini atau sesudahnya."))
        return day


class ReworkForm(forms.Form):
    use_required_attribute = False
    reason = TextField(
        label=gettext_lazy("Apa yang harus diperbaiki?"), max_length=500, rows=4,
        help_text=gettext_lazy("Penulisnya membacanya di halaman draf."),
    )  # fmt: skip
