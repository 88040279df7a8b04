"""What the applicant fills in beside the standard's own form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Business
from applications.forms.fields import MOST_AT_ONCE, TextField, UploadField
from applications.papers_asked import largest_paper


class DocumentForm(forms.Form):
    """Papers for one requirement of the standard."""

    requirement = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, application):
        super().__init__(data, files)
        self.requirements = {each["code"]: each for each in application.requirements}
        self.fields["requirement"].choices = [(code, each["name"]) for code, each in self.requirements.items()]
        wanted = self.requirements.get((data or {}).get("requirement", ""), {"formats": []})
        self.fields["file"] = UploadField(
            label=_("Berkas"), allowed=wanted["formats"], most=MOST_AT_ONCE, max_bytes=largest_paper(wanted)
        )


class CauseForm(forms.Form):
    """Why a permit is changed, copied or closed, in the holder's words."""

    use_required_attribute = False
    WORDS = {
        "amendment": (
            _("Apa yang berubah, dan mengapa?"),
            _(
                "Misalnya: pindah alamat praktik. Setelah ini, ubah juga isiannya; petugas melihat yang lama di samping yang baru."
            ),
        ),
        "duplicate": (_("Ceritakan singkat apa yang terjadi"), _("Boleh dikosongkan.")),
        "closure": (
            _("Mengapa izin ini Anda tutup?"),
            _("Misalnya: usahanya berhenti. Alasan ini tercetak pada surat penutupan."),
        ),
    }

    def __init__(self, data=None, *, kind, initial=None):
        super().__init__(data, initial=initial)
        if kind == "duplicate":
            self.fields["cause"] = forms.ChoiceField(
                label=_("Mengapa Anda perlu salinan?"),
                choices=[("lost", _("Izinnya hilang")), ("damaged", _("Izinnya rusak"))],
                widget=forms.RadioSelect,
                help_text=_("Bila hilang, lampirkan surat keterangan kehilangan dari kepolisian."),
            )
        label, help_text = self.WORDS[kind]
        self.fields["words"] = TextField(
            label=label, help_text=help_text, rows=4, max_length=1000, required=kind != "duplicate"
        )


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
