"""What is filled in about the survey: the nine questions, a paper sheet, a line of the action plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import PermitType
from complaints.models import Element, SurveyResponse, SurveySetting
from complaints.models.survey import PROFILE
from complaints.survey_index import EXACT

UNSAID = [("", _("tidak disebut"))]
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
CHOOSE = _("Pilih salah satu jawaban.")


def _day(label, **how) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-date"})
    return forms.DateField(label=label, widget=widget, input_formats=DAY_FORMATS, **how)


def services_at(office):
    """What the office offers, for "which service?"."""
    return PermitType.objects.begun().filter(offers__office=office, offers__is_open=True).order_by("name")


class ProfileForm(forms.Form):
    """Who answers, in groups, every one of which may stay unsaid; and free words."""

    def __init__(self, *args, office=None, **kwargs):
        super().__init__(*args, **kwargs)
        if office is not None:
            self.fields["permit_type"] = forms.ModelChoiceField(
                label=_("Layanan yang diurus"), queryset=services_at(office), required=False, to_field_name="code",
                empty_label=_("tidak disebut"),
            )  # fmt: skip
        for name, choices in PROFILE.items():
            label = SurveyResponse._meta.get_field(name).verbose_name.capitalize()
            self.fields[name] = forms.ChoiceField(label=label, choices=[*UNSAID, *choices.choices], required=False)
        self.fields["suggestion"] = forms.CharField(
            label=_("Saran Anda"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Jangan tulis nama, nomor berkas, atau nomor telepon: saran dibaca petugas tanpa tahu siapa penulisnya."),
        )  # fmt: skip

    @property
    def profile(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in (*PROFILE, "hours") if name in self.fields}


class SurveyForm(ProfileForm):
    """The nine questions of a version, every one to be answered."""

    needs_all = True
    left_open: tuple = ()  # what the radio buttons offer before the four answers

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        rest = self.fields
        self.fields = {each.element: self._question(each) for each in questions}
        self.fields.update(rest)

    def _question(self, question):
        return forms.TypedChoiceField(
            label=question.words, choices=[*self.left_open, *question.choices], coerce=int, empty_value=None,
            required=self.needs_all, widget=forms.RadioSelect, error_messages={"required": CHOOSE},
        )  # fmt: skip

    @property
    def scores(self) -> dict[str, int | None]:
        return {code: self.cleaned_data.get(code) for code in Element.values}


class SheetForm(SurveyForm):
    """A paper sheet: its number and day first; what was left open on it stays open."""

    needs_all = False
    left_open = (("", _("dikosongkan")),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rest = self.fields
        self.fields = {
            "number": forms.CharField(
                label=_("Nomor lembar"), max_length=20, help_text=_("Seperti tertulis di sudut kanan atas lembar."),
                widget=forms.TextInput(attrs={"class": "w-mid", "autocomplete": "off"}),
            ),
            "on": _day(_("Tanggal pengisian")),
        }  # fmt: skip
        self.fields.update(rest)
        hours = [*UNSAID, *SurveyResponse.Hours.choices]
        label = SurveyResponse._meta.get_field("hours").verbose_name.capitalize()
        self.fields["hours"] = forms.ChoiceField(label=label, choices=hours, required=False)


class PlanForm(forms.Form):
    element = forms.ChoiceField(label=_("Unsur"), choices=Element.choices)
    what = forms.CharField(label=_("Yang akan dilakukan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    who = forms.CharField(label=_("Penanggung jawab"), max_length=120)
    due_on = _day(_("Selesai paling lambat"))


class DoneForm(forms.Form):
    words = forms.CharField(
        label=_("Apa yang sudah dilakukan?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettingForm(forms.Form):
    weights = forms.ChoiceField(
        label=_("Bobot unsur"), choices=SurveySetting.Weights.choices, initial=EXACT, widget=forms.RadioSelect,
        help_text=_("Berlaku untuk semua angka kantor ini, juga periode lama. Dengan bobot 0,11 nilai tertinggi hanya 99,00."),
    )  # fmt: skip
    kiosk_on = forms.BooleanField(label=_("Buka kios survei di ruang tunggu"), required=False)
