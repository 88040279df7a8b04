"""Forms of the guide's editor: its head, a question, a choice with the services that it leads to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import TextField
from applications.schema.guide import LONGEST, MAX_SERVICES

OPTIONAL = {"required": False}


class NewGuideForm(forms.Form):
    title = forms.CharField(
        label=_("Judul panduan baru"),
        max_length=160,
        help_text=_("Seperti orang mengatakannya: “Saya mau membuka klinik”."),
    )


class ServicesForm(forms.Form):
    """Services to tick: those of the office's own level; any other by its code."""

    services = forms.MultipleChoiceField(
        label=_("Layanan yang diperlukan"), widget=forms.CheckboxSelectMultiple, **OPTIONAL
    )
    others = forms.CharField(
        label=_("Layanan kantor lain (kode)"), max_length=400,
        help_text=_("Pisahkan dengan koma atau spasi, misalnya REKLAME, SKU. Daftar kodenya di bawah."), **OPTIONAL,
    )  # fmt: skip

    def __init__(self, *args, own, known, initial=None, **kwargs):
        """`own` and `known`: {code: name} of the office's level, and of all that an office may lead to."""
        self.known, chosen = known, (initial or {}).get("services", ())
        initial = (initial or {}) | {
            "services": [code for code in chosen if code in own],
            "others": ", ".join(code for code in chosen if code not in own),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["services"].choices = [(code, f"{code} – {name}") for code, name in own.items()]

    def clean_others(self):
        codes = list(dict.fromkeys(self.cleaned_data["others"].upper().replace(",", " ").split()))
        unknown = [code for code in codes if code not in self.known]
        if unknown:
            raise forms.ValidationError(
                _("Kode ini tidak ada dalam katalog: %(codes)s.") % {"codes": ", ".join(unknown)}
            )
        return codes

    def clean(self):
        cleaned = super().clean()
        codes = [*cleaned.get("services", []), *cleaned.get("others", [])]
        self.codes = list(dict.fromkeys(codes))
        if len(self.codes) > MAX_SERVICES:
            self.add_error("services", _("Paling banyak %(most)d layanan.") % {"most": MAX_SERVICES})
        return cleaned


class GuideForm(ServicesForm):
    title = forms.CharField(label=_("Judul"), max_length=160)
    title_en = forms.CharField(label=_("Judul dalam bahasa Inggris"), max_length=160, **OPTIONAL)
    intro = TextField(label=_("Pengantar"), rows=3, max_length=1000, **OPTIONAL)
    intro_en = TextField(label=_("Pengantar dalam bahasa Inggris"), rows=3, max_length=1000, **OPTIONAL)

    field_order = ("title", "title_en", "intro", "intro_en", "services", "others")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["services"].label = _("Layanan yang diperlukan semua orang, apa pun jawabannya")


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Pertanyaan"), max_length=LONGEST["text"])
    text_en = forms.CharField(label=_("Pertanyaan dalam bahasa Inggris"), max_length=LONGEST["text"], **OPTIONAL)
    help = TextField(label=_("Penjelasan di bawah pertanyaan"), rows=2, max_length=LONGEST["help"], **OPTIONAL)
    help_en = TextField(label=_("Penjelasan dalam bahasa Inggris"), rows=2, max_length=LONGEST["help"], **OPTIONAL)
    show_when = forms.ChoiceField(
        label=_("Ditanyakan bila"),
        help_text=_("Hanya jawaban atas pertanyaan sebelumnya yang dapat dipilih."),
        **OPTIONAL,
    )

    TEXTS = ("text", "text_en", "help", "help_en")

    def __init__(self, *args, earlier, **kwargs):
        """`earlier`: the questions before this one, as they are stored."""
        super().__init__(*args, **kwargs)
        groups = [
            (row["text"], [(f"{row['code']}={each['code']}", each["text"]) for each in row["choices"]])
            for row in earlier
        ]
        self.fields["show_when"].choices = [("", _("selalu")), *groups]

    @property
    def texts(self) -> dict:
        return {key: self.cleaned_data[key] for key in self.TEXTS}

    @property
    def condition(self) -> tuple[str, str] | None:
        return tuple(self.cleaned_data["show_when"].split("=", 1)) if self.cleaned_data["show_when"] else None


class ChoiceForm(ServicesForm):
    text = forms.CharField(label=_("Jawaban"), max_length=LONGEST["text"])
    text_en = forms.CharField(label=_("Jawaban dalam bahasa Inggris"), max_length=LONGEST["text"], **OPTIONAL)
    note = TextField(
        label=_("Catatan pada daftar layanannya"), rows=2, max_length=LONGEST["note"],
        help_text=_("Misalnya: diajukan setelah gedungnya selesai dibangun."), **OPTIONAL,
    )  # fmt: skip
    note_en = TextField(label=_("Catatan dalam bahasa Inggris"), rows=2, max_length=LONGEST["note"], **OPTIONAL)

    field_order = ("text", "text_en", "services", "others", "note", "note_en")
    TEXTS = ("text", "text_en", "note", "note_en")

    @property
    def texts(self) -> dict:
        return {key: self.cleaned_data[key] for key in self.TEXTS}
