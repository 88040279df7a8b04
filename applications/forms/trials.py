"""What a tester of a draft fills in: the kind of filing, the papers that are there; and why a file moves to another version."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import TextField
from applications.models import Application

Kind, Cause = Application.Kind, Application.Cause


def kind_choices(standard) -> list[tuple[str, str]]:
    """The kinds that a version serves, a copy by its cause: what is asked differs."""
    found = []
    for kind in standard.kinds:
        if kind == Kind.DUPLICATE:
            words = {cause: f"{capfirst(Kind.DUPLICATE.label)} ({cause.label})" for cause in Cause}
            found += [(f"{kind}:{cause.value}", label) for cause, label in words.items()]
        elif kind in Kind.values:
            found.append((kind, capfirst(Kind(kind).label)))
    return found


class TrialForm(forms.Form):
    """Which kind of filing is tried; cleans to `kind` and `cause`."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("Jenis permohonan yang diuji"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, standard):
        choices = kind_choices(standard)
        super().__init__(data, initial={"kind": choices[0][0] if choices else None})
        self.fields["kind"].choices = choices

    def clean(self):
        kind, _colon, cause = self.cleaned_data.get("kind", "").partition(":")
        return {"kind": kind, "cause": cause}


class MoveForm(forms.Form):
    """Why a running file goes on under a newer version."""

    use_required_attribute = False
    reason = TextField(
        label=_("Mengapa berkas ini dipindahkan?"), max_length=2000, rows=3,
        help_text=_("Misalnya: pemohon meminta persyaratan yang baru, yang lebih ringan."),
    )  # fmt: skip
