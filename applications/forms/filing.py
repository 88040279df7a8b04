"""What the applicant fills in beside the standard's own form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Business
from applications.forms.fields import MOST_AT_ONCE, UploadField


class DocumentForm(forms.Form):
    """Papers for one requirement of the standard."""

    requirement = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, application):
        super().__init__(data, files)
        self.requirements = {each["code"]: each for each in application.standard.requirements_for(application.kind)}
        self.fields["requirement"].choices = [(code, each["name"]) for code, each in self.requirements.items()]
        wanted = self.requirements.get((data or {}).get("requirement", ""), {"formats": []})
        self.fields["file"] = UploadField(label=_("Berkas"), allowed=wanted["formats"], most=MOST_AT_ONCE)


class ApplicantForm(forms.Form):
    """For oneself, or for a business that one may represent today."""

    OWN = "sendiri"
    business = forms.ChoiceField(label=_("Atas nama siapa permohonan ini?"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, user, initial=None):
        super().__init__(data, initial=initial)
        self.businesses = {str(each.uuid): each for each in Business.objects.visible_to(user)}
        own = [(self.OWN, _("Saya sendiri"))]
        self.fields["business"].choices = own + [(uuid, each.name) for uuid, each in self.businesses.items()]

    @property
    def chosen(self):
        return self.businesses.get(self.cleaned_data["business"])
