"""What is filled in for the task force's list: who owes what until when, how it stands, and how it ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership

MOST_WORDS = 500
NOBODY = [("", _("tidak ditunjuk: kepala instansinya"))]


def _day(label, **how) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}), **how)


def _words(label, **how) -> forms.CharField:
    return forms.CharField(label=label, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3}), **how)


class ListForm(forms.Form):
    """`owners`: agencies that can owe something about the file."""

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Membership.objects.current().filter(
            agency__in=owners, role__in=("head", "endorser", "verifier", "officer")
        )
        people = {
            str(post.user_id): f"{post.user.full_name} – {post.title or post.get_role_display()}, {post.agency.name}"
            for post in posts.select_related("user", "agency").order_by("agency__name", "user__full_name")
        }
        self.fields["owner_pk"] = forms.TypedChoiceField(
            label=_("Penanggung jawab"), choices=[(each.pk, each.name) for each in owners], coerce=int
        )
        self.fields["person_pk"] = forms.TypedChoiceField(
            label=_("Pejabat yang ditunjuk"),
            choices=[*NOBODY, *people.items()],
            required=False,
            coerce=int,
            empty_value=None,
        )
        self.fields["promise"] = _words(
            _("Tindakan yang dijanjikan"), help_text=_("Jangan tulis nama pemohon: daftar ini dibaca pimpinan.")
        )
        self.fields["promised_on"] = _day(_("Selesai paling lambat"))


class AnswerForm(forms.Form):
    words = _words(_("Bagaimana keadaannya"))
    promised_on = _day(
        _("Tanggal janji yang baru"), required=False, help_text=_("Kosongkan bila tanggal semula tetap.")
    )


class CloseForm(forms.Form):
    words = _words(_("Apa yang sudah terjadi"))
