"""/kantor/<office>/panduan/: an office's own guides, written question by question. Every save checks the whole guide."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Agency, Region
from applications import policies
from applications.actions.guides import save_guide, set_guide_published, start_guide
from applications.forms import ChoiceForm, GuideForm, NewGuideForm, QuestionForm
from applications.guide_walk import place_of, walk_of
from applications.models import Guide, PermitType
from applications.schema import guide_edit as edit
from applications.views.draft_pages import revision_of
from applications.views.guides import question_context, result_context
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused


@office
@once
def office_guides(request, office_slug):
    """The office's own, and everybody's to copy. POST `title` begins an empty one, `source` copies one."""
    agency = _agency(request, office_slug)
    is_new = request.method == "POST" and "source" not in request.POST
    form = NewGuideForm(request.POST if is_new else None)
    if request.method == "POST":
        started = _started(request, agency, form)
        if started:
            return redirect("applications:edit_guide", agency.slug, started.uuid)
    own = list(Guide.objects.visible_to(request.user).filter(office=agency).order_by("title"))
    context = {
        "agency": agency,
        "is_keeper": Agency.objects.kept_by(request.user).filter(pk=agency.pk).exists(),
        "form": form,
        "guides": own,
        "national": Guide.objects.public().national().exclude(slug__in=[each.slug for each in own]).order_by("title"),
    }
    status = 400 if form.errors else 200
    return render(request, "applications/guides/office_list.html", context, status=status)


def _started(request, agency, form) -> Guide | None:
    source = request.POST.get("source", "").replace("\0", "")
    if source:
        found = get_object_or_404(Guide.objects.public().national(), slug=source)
        return start_guide(agency.pk, by=request.user, source_uuid=found.uuid)
    if not form.is_valid():
        return None
    try:
        return start_guide(agency.pk, by=request.user, title=form.cleaned_data["title"])
    except NotAllowed:
        raise
    except Refused as why:
        form.add_error("title", str(why.message))
        return None


@office
@once
def edit_guide(request, office_slug, uuid):
    """Title, introduction, what everybody needs, and the list of questions (POST `act`: save, publish, withdraw, or a move)."""
    agency, guide = _guide(request, office_slug, uuid)
    act = request.POST.get("act", "")
    if act in ("publish", "withdraw"):
        return _show(request, agency, guide, is_published=act == "publish")
    if act in ("up", "down", "remove"):
        return _rearrange(request, agency, guide, act)
    base = edit.base_of(guide.questions)
    initial = {
        "title": guide.title, "title_en": guide.title_en, "intro": guide.intro, "intro_en": base.get("intro_en", ""),
        "services": base.get("services", []),
    }  # fmt: skip
    form = GuideForm(request.POST or None, initial=initial, **_services(agency))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        questions = edit.with_base(guide.questions, services=form.codes, intro_en=typed["intro_en"])
        changes = {key: typed[key] for key in ("title", "title_en", "intro")} | {"questions": questions}
        if _saved(request, guide, form, changes):
            return redirect("applications:edit_guide", agency.slug, guide.uuid)
    context = _context(agency, guide, form) | {"questions": _numbered(guide)}
    return render(request, "applications/guides/edit.html", context, status=400 if form.errors else 200)


@office
@once
def edit_question(request, office_slug, uuid, question=""):
    """One question and its list of choices; without a code a new one."""
    agency, guide = _guide(request, office_slug, uuid)
    rows = edit.questions_of(guide.questions)
    row = _found(rows, question)
    if request.POST.get("act") in ("up", "down", "remove"):
        return _rearrange(request, agency, guide, request.POST["act"], question)
    earlier = rows[: rows.index(row)] if row else rows
    when = (row or {}).get("show_when")
    initial = (row or {}) | {"show_when": f"{when['question']}={when['choice']}" if when else ""}
    form = QuestionForm(request.POST or None, initial=initial, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        questions, code = edit.put_question(guide.questions, question, form.texts, form.condition)
        if _saved(request, guide, form, {"questions": questions}):
            return redirect("applications:edit_question", agency.slug, guide.uuid, code)
    context = _context(agency, guide, form) | {"row": row, "names": _services(agency)["known"]}
    return render(request, "applications/guides/edit_question.html", context, status=400 if form.errors else 200)


@office
@once
def edit_choice(request, office_slug, uuid, question, choice=""):
    """One choice: its words and the services that it leads to; without a code a new one."""
    agency, guide = _guide(request, office_slug, uuid)
    row = _found(edit.questions_of(guide.questions), question)
    own = _found(row["choices"], choice)
    form = ChoiceForm(request.POST or None, initial=own or {}, **_services(agency))
    if request.method == "POST" and form.is_valid():
        questions = edit.put_choice(guide.questions, question, choice, form.texts, form.codes)
        if _saved(request, guide, form, {"questions": questions}):
            return redirect("applications:edit_question", agency.slug, guide.uuid, question)
    context = _context(agency, guide, form) | {"row": row, "choice": own}
    return render(request, "applications/guides/edit_choice.html", context, status=400 if form.errors else 200)


@office
def try_guide(request, office_slug, uuid):
    """The walk as the public would go it, through what is written now; nothing can be begun from here."""
    agency, guide = _guide(request, office_slug, uuid)
    walk = walk_of(guide, _trial_place(agency, request.GET), request.GET)
    back = reverse("applications:edit_guide", args=[agency.slug, guide.uuid])
    shared = {"base": "base_office.html", "list_url": back, "is_trial": True}
    if not walk.is_over:
        return render(request, "applications/guides/question.html", question_context(walk) | shared)
    return render(request, "applications/guides/result.html", result_context(walk) | shared)


# --- parts ------------------------------------------------------------------------------------------------------------


def _trial_place(agency, query):
    """The office's own region; in a province, which is too large, one inside it that the walk asks for."""
    if agency.region.level != Region.Level.PROVINCE:
        return agency.region
    place = place_of(query)
    return place if place and agency.region.contains(place.code) else None


def _agency(request, slug) -> Agency:
    agency = get_object_or_404(Agency.objects.filter(is_active=True).select_related("region"), slug=slug)
    if not policies.can_write_standards(request.user, agency):
        raise Http404
    return agency


def _guide(request, slug, uuid) -> tuple[Agency, Guide]:
    agency = _agency(request, slug)
    return agency, get_object_or_404(Guide.objects.visible_to(request.user).filter(office=agency), uuid=uuid)


def _found(rows, code) -> dict | None:
    """None for a new one; 404 for a code that is not there."""
    row = edit.find(rows, code) if code else None
    if code and row is None:
        raise Http404
    return row


def _services(agency) -> dict:
    """The office's own level to tick, and all codes with their names."""
    types = list(PermitType.objects.known_to(agency).order_by("name"))
    own = {each.code: each.title for each in types if each.owner_id or each.level == agency.region.level}
    return {"own": own, "known": {each.code: each.title for each in types}}


def _context(agency, guide, form) -> dict:
    revision = form.data.get("revision") if form.is_bound else None
    return {
        "agency": agency,
        "guide": guide,
        "form": form,
        "revision": revision or guide.revision,
        "faults": getattr(form, "faults", []),
    }


def _numbered(guide) -> list[dict]:
    rows = edit.questions_of(guide.questions)
    texts = {row["code"]: row["text"] for row in rows}
    choices = {(row["code"], each["code"]): each["text"] for row in rows for each in row["choices"]}
    for row in rows:
        if when := row.get("show_when"):
            row["asked_when"] = f"{texts.get(when['question'])} {choices.get((when['question'], when['choice']))}"
    return rows


def _saved(request, guide, form, changes) -> bool:
    """A refusal stands above the form, with what was typed kept."""
    try:
        save_guide(guide.uuid, by=request.user, revision=revision_of(request), **changes)
    except NotAllowed:
        raise
    except Refused as why:
        form.add_error(None, str(why.message))
        form.faults = getattr(why, "gaps", [])
        return False
    messages.success(request, _("Tersimpan."))
    return True


def _rearrange(request, agency, guide, act, question=""):
    """Moving and removing, of questions on the guide's page and of choices on their question's."""
    code = request.POST.get("code", "")
    path = (question, code) if question else (code,)
    rows = edit.questions_of(guide.questions)
    row = _found(rows, path[0])
    if row is None or (question and edit.find(row["choices"], code) is None):
        raise Http404
    steps = {"up": -1, "down": 1}
    changed = (
        edit.removed(guide.questions, *path) if act == "remove" else edit.moved(guide.questions, *path, by=steps[act])
    )
    try:
        save_guide(guide.uuid, by=request.user, revision=revision_of(request), questions=changed)
        messages.success(request, _("Tersimpan."))
    except NotAllowed:
        raise
    except Refused as why:
        _say(request, why)
    if question:
        return redirect("applications:edit_question", agency.slug, guide.uuid, question)
    return redirect("applications:edit_guide", agency.slug, guide.uuid)


def _show(request, agency, guide, *, is_published):
    try:
        set_guide_published(guide.uuid, by=request.user, is_published=is_published)
    except NotAllowed:
        raise
    except Refused as why:
        _say(request, why)
    else:
        said = _("Panduan ini sekarang tampil untuk umum.") if is_published else _("Panduan ini ditarik dari umum.")
        messages.success(request, said)
    return redirect("applications:edit_guide", agency.slug, guide.uuid)


def _say(request, why) -> None:
    gaps = why.gaps if isinstance(why, Incomplete) else []
    messages.error(request, " ".join([str(why.message), *(f"{label}." for label, _url in gaps)]))
