"""/kantor/<office>/frasa/: an agency's own sentences of the phrase library."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agencies.models import Agency
from applications import policies
from applications.actions.phrases import save_phrase, set_phrase_active
from applications.forms.counter import PhraseForm
from applications.models import Phrase
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NotAllowed, Refused


@office
@once
def phrases(request, office_slug):
    """The list by use, and a form for one more."""
    agency = _agency(request, office_slug)
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _saved(request, form, agency):
        messages.success(request, _("Kalimat tersimpan; petugas dapat memilihnya sekarang juga."))
        return redirect("applications:phrases", agency.slug)
    rows = list(Phrase.objects.of_library(agency))
    context = {
        "agency": agency,
        "form": form,
        "groups": [(words, [row for row in rows if row.use == use]) for use, words in Phrase.Use.choices],
        "may_keep": policies.can_keep_phrases(request.user, agency),
    }
    return render(request, "applications/queue/phrases.html", context)


@office
@once
def phrase(request, office_slug, uuid):
    """One sentence: other words, out of use, in use again (POST `act`: save, retire, revive)."""
    agency = _agency(request, office_slug)
    row = get_object_or_404(Phrase.objects.filter(agency=agency), uuid=uuid)
    act = request.POST.get("act", "")
    if act in ("retire", "revive"):
        set_phrase_active(agency.pk, row.uuid, act == "revive", by=request.user)
        messages.success(request, _("Tersimpan. Berkas yang sudah memakai kalimat ini tidak berubah."))
        return redirect("applications:phrases", agency.slug)
    if not policies.can_keep_phrases(request.user, agency):
        raise Http404
    form = PhraseForm(request.POST if request.method == "POST" else None, initial={"use": row.use, "text": row.text})
    if form.is_valid() and _saved(request, form, agency, row.uuid):
        messages.success(request, _("Tersimpan. Berkas yang sudah memakai kalimat ini tidak berubah."))
        return redirect("applications:phrases", agency.slug)
    return render(request, "applications/queue/phrase.html", {"agency": agency, "row": row, "form": form})


def _agency(request, slug) -> Agency:
    return get_object_or_404(Agency.objects.kept_by(request.user).select_related("region"), slug=slug)


def _saved(request, form, agency, uuid=None) -> bool:
    try:
        save_phrase(agency.pk, by=request.user, uuid=uuid, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("text", str(refused))
        return False
    return True
