"""/standar/<uuid>/surat/: the five letters of one version, each in the portal's layout or in the office's own words."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from applications import policies
from applications.actions.standards import save_terms
from applications.forms.letters import LetterForm
from applications.letters.check import letter_faults
from applications.letters.editing import for_editor, sample_page
from applications.letters.markup import faults_of
from applications.letters.placeholders import ASSIGNMENT, BILL, LETTERS, TITLES, menu_of
from applications.letters.portal_texts import portal_text
from applications.letters.preview import preview_pdf
from applications.models import ServiceStandard, TrialFiling
from applications.standards.check_letters import findings_of_letters
from applications.views.assisting_send import pdf_page
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.pdf import RenderFailed
from ptsp_portal.lib.rules import NotAllowed, Refused

# A sample takes the renderer's time from letters that somebody waits for.
PER_PERSON = Limit("letter-samples", tries=60, window=timedelta(minutes=10))
TOO_MANY_SAMPLES = gettext_lazy("Terlalu banyak contoh dalam waktu singkat. Coba lagi sepuluh menit lagi.")


@office
@require_GET
def letters(request, uuid):
    """The five letters: whose words, what is wrong."""
    standard = _standard(request, uuid)
    faulty = {letter for letter, _line, _reason in letter_faults(standard)}
    rows = [
        {
            "letter": letter,
            "title": TITLES[letter],
            "is_own": bool(standard.letters.get(letter)),
            "is_faulty": letter in faulty,
            "unused": _why_unused(standard, letter),
        }
        for letter in LETTERS
    ]
    context = {"rows": rows, "findings": findings_of_letters(standard)}
    return render(request, "applications/standards/letters/letters.html", _context(request, standard) | context)


@office
@once
def letter(request, uuid, letter):
    """One letter. POST `act`: look (shows what was typed, saves nothing), save, sample (saves, then the sample), remove."""
    standard = _standard(request, uuid)
    if letter not in LETTERS:
        raise Http404
    menu, act = menu_of(standard, letter), request.POST.get("act", "look")
    if request.method != "POST":
        from_portal = request.GET.get("mulai") == "portal"
        text = portal_text(standard, letter) if from_portal else standard.letters.get(letter, "")
        form = LetterForm(menu=menu, initial={"text": text, "revision": standard.revision})
        return _page(request, standard, letter, form, text, unsaved=from_portal)
    form = LetterForm({**request.POST.dict(), **({"text": ""} if act == "remove" else {})}, menu=menu)
    if form.is_valid() and act in ("save", "sample", "remove") and _saved(request, standard, letter, form):
        address = reverse("applications:letter", args=[standard.uuid, letter])
        return redirect(f"{address}#contoh" if act == "sample" else address)
    return _page(request, standard, letter, form, request.POST.get("text", ""), unsaved=True)


@office
@require_GET
def letter_sample(request, uuid, letter):
    """The letter of a made-up file as PDF; of a trial filing with `?uji=`."""
    standard = _standard(request, uuid)
    if letter not in LETTERS:
        raise Http404
    back = redirect("applications:letter", standard.uuid, letter)
    if PER_PERSON.is_reached(str(request.user.pk)):
        messages.error(request, TOO_MANY_SAMPLES)
        return back
    PER_PERSON.count(str(request.user.pk))
    try:
        return pdf_page(preview_pdf(standard, letter, _trial_answers(request, standard)), f"contoh-{letter}.pdf")
    except RenderFailed:
        messages.error(request, _("Contoh ini gagal dibuat. Periksa naskahnya, lalu coba lagi."))
        return back


def _standard(request, uuid) -> ServiceStandard:
    rows = ServiceStandard.objects.visible_to(request.user).select_related("office__region", "permit_type")
    return get_object_or_404(rows, uuid=uuid)


def _trial_answers(request, standard) -> dict | None:
    wanted = request.GET.get("uji", "")
    if not wanted:
        return None
    trials = TrialFiling.objects.visible_to(request.user).filter(standard=standard)
    trial = next((each for each in trials if str(each.uuid) == wanted), None)
    if trial is None:
        raise Http404
    return trial.answers


def _context(request, standard) -> dict:
    return {
        "standard": standard,
        "back_url": reverse("applications:standard", args=[standard.uuid]),
        "may_write": standard.status == "draft" and policies.can_write_standard(request.user, standard),
    }


def _page(request, standard, letter, form, text, *, unsaved):
    """`unsaved`: the text comes from elsewhere than the draft, and says so."""
    faults = faults_of(text, form.menu)
    context = {
        "letter": letter,
        "title": TITLES[letter],
        "form": form,
        "text": text,
        "unsaved": unsaved and text.strip() != standard.letters.get(letter, "").strip(),
        "is_own": bool(standard.letters.get(letter)),
        "groups": form.menu.groups(),
        "faults": faults,
        "blocks": [] if faults else for_editor(text, form.menu),
        "doc": None if faults or not text.strip() else sample_page(standard, letter, text),
        "unused": _why_unused(standard, letter),
    }
    return render(request, "applications/standards/letters/letter.html", _context(request, standard) | context)


def _saved(request, standard, letter, form) -> bool:
    text = form.cleaned_data["text"]
    texts = {name: each for name, each in standard.letters.items() if name != letter} | ({letter: text} if text else {})
    try:
        save_terms(standard.uuid, by=request.user, revision=form.cleaned_data["revision"], letters=texts)
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(
        request,
        _("Naskah tersimpan.") if text else _("Naskah sendiri dihapus; surat ini memakai tata letak portal lagi."),
    )
    return True


def _why_unused(standard, letter) -> str:
    if letter == BILL and not standard.has_fee:
        return _("Layanan ini gratis, jadi surat ini tidak dipakai.")
    inspects = standard.has_inspection or any(each.get("inspects") for each in standard.agency_terms.values())
    if letter == ASSIGNMENT and not inspects:
        return _("Layanan ini tanpa peninjauan lapangan, jadi surat ini tidak dipakai.")
    return ""
