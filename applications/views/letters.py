"""/standar/<uuid>/surat/: the five letters of one version, each in the portal's layout or in the office's own words."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.forms.letters import LetterForm
from applications.letters.check import letter_faults
from applications.letters.editing import for_editor, sample_page
from applications.letters.markup import faults_of
from applications.letters.placeholders import ASSIGNMENT, BILL, LETTERS, TITLES, menu_of
from applications.letters.portal_texts import portal_text
from applications.models import TrialFiling
from applications.standards.check_letters import findings_of_letters
from applications.views.draft_pages import head_below, head_of_section, may_edit, saved, status_of, version_of
from applications.views.samples import sample
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Refused


@office
@require_GET
def letters(request, uuid):
    """The five letters: whose words, what is wrong."""
    standard = version_of(request, uuid)
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
    context = head_of_section(standard, "letters") | {
        "rows": rows,
        "findings": findings_of_letters(standard),
        "may_edit": may_edit(request, standard),
    }
    return render(request, "applications/standards/letters/letters.html", context)


@office
@once
def letter(request, uuid, letter):
    """One letter. POST `act`: look (shows what was typed, saves nothing), save, sample (saves, then the sample), remove."""
    standard = version_of(request, uuid)
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
    standard = version_of(request, uuid)
    if letter not in LETTERS:
        raise Http404
    answers = _trial_answers(request, standard)
    try:
        return sample(request, standard, letter, answers, f"contoh-{letter}.pdf")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("applications:letter", standard.uuid, letter)


def _trial_answers(request, standard) -> dict | None:
    wanted = request.GET.get("uji", "")
    if not wanted:
        return None
    trials = TrialFiling.objects.visible_to(request.user).filter(standard=standard)
    trial = next((each for each in trials if str(each.uuid) == wanted), None)
    if trial is None:
        raise Http404
    return trial.answers


def _page(request, standard, letter, form, text, *, unsaved):
    """`unsaved`: the text comes from elsewhere than the draft, and says so."""
    faults = faults_of(text, form.menu)
    context = head_below(standard, "letters") | {
        "may_edit": may_edit(request, standard),
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
    return render(request, "applications/standards/letters/letter.html", context, status=status_of(form))


def _saved(request, standard, letter, form) -> bool:
    text = form.cleaned_data["text"]
    texts = {name: each for name, each in standard.letters.items() if name != letter} | ({letter: text} if text else {})
    if not saved(request, standard, form, letters=texts):
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
