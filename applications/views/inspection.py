"""A field visit: its page for everybody who sees the file, its day, its end, and the agency's list of visits."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from agencies.scoping import agencies_of
from applications import policies, visits
from applications.actions import inspection as acts
from applications.checklist import items_of
from applications.desks import PAGE, desks_of
from applications.forms import CancelVisitForm, VisitForm, WishForm
from applications.models import Inspection, Recommendation
from applications.queries import AGENCY_ROLES
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.counting import MOST, bounded_counts
from ptsp_portal.lib.paging import deadline_page
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed

# verb: (words on the button, url name, look); the rest stands in panels of its own.
BUTTONS = {
    "save_minutes": (gettext_lazy("Isi daftar periksa"), "applications:checklist", "main"),
    "sign_as_team": (gettext_lazy("Baca dan tanda tangani BAP"), "applications:sign_minutes", "main"),
    "sign_as_applicant": (gettext_lazy("Baca dan tanda tangani BAP"), "applications:sign_minutes", "main"),
    "record_paper": (gettext_lazy("Pemohon menandatangani di kertas"), "applications:paper_signature", "quiet"),
    "propose_again": (gettext_lazy("Usulkan waktu lain"), "applications:propose_visit_again", "quiet"),
    "cancel": (gettext_lazy("Batalkan peninjauan"), "applications:cancel_visit", "quiet"),
}


def visible(request, uuid) -> Inspection:
    rows = Inspection.objects.visible_to(request.user).select_related(
        "agency",
        "proposed_by",
        "agreed_by",
        "reported_by",
        "applicant_signed_by",
        "recommendation__agency",
        "recommendation__unit",
        "application__office__region",
        "application__permit_type",
        "application__standard",
        "application__person",
        "application__business",
    )
    visit = get_object_or_404(rows.prefetch_related("team__user", "printed_documents"), uuid=uuid)
    visit.recommendation.application = visit.application
    return visit


def must(request, thing, verb) -> None:
    """Refuse the page of an act that is not this person's now; also when its form was sent and had a fault."""
    if verb not in policies.allowed(request.user, thing):
        raise NotAllowed(NOT_ALLOWED)


@signed_in
@require_GET
def visit(request, uuid):
    """/peninjauan/<uuid>/: when, where, who, what was seen, who signed; the acts that are mine now."""
    row = visible(request, uuid)
    verbs = policies.allowed(request.user, row)
    member = policies.member_of(request.user, row)
    context = {
        "visit": row,
        "application": row.application,
        "zone": row.application.office.region,
        "own": policies.is_applicant(request.user, row.application),
        "verbs": verbs,
        "buttons": [_button(row, verb) for verb in BUTTONS if verb in verbs and not _signed(verb, member)],
        "items": items_of(row) if row.state in ("reported", "signed") or row.checklist else [],
        "photos": photos_of(row),
        "tag": visits.TAGS[row.state],
    }
    return render(request, "applications/inspection/visit.html", context)


def photos_of(row) -> list:
    return list(row.photos.kept().select_related("document"))


def _signed(verb, member) -> bool:
    return verb == "sign_as_team" and member.signed_at is not None


def _button(row, verb) -> dict:
    label, name, kind = BUTTONS[verb]
    return {"label": label, "url": reverse(name, args=[row.uuid]), "kind": kind, "method": "get"}


@office
@once
def propose(request, uuid):
    """/rekomendasi/<uuid>/peninjauan/: the agency proposes a day."""
    rows = Recommendation.objects.visible_to(request.user).select_related(
        "agency", "unit", "application__office__region", "application__standard", "application__permit_type"
    )
    recommendation = get_object_or_404(rows.select_related("application__person", "application__business"), uuid=uuid)
    posts = acts.possible_team(recommendation)
    form = _visit_form(request, recommendation, posts, {"place": recommendation.application.place_words})
    if request.method == "POST" and form.is_valid():
        row = acts.propose_inspection(uuid, by=request.user, **_plan(form))
        return _proposed(request, row, recommendation)
    must(request, recommendation, "propose_visit")
    back = reverse("applications:recommendation", args=[uuid])
    return _planning_page(request, form, recommendation.application, back, _("Usulkan peninjauan lapangan"))


@office
@once
def propose_again(request, uuid):
    """/peninjauan/<uuid>/jadwal/: another day, place or team."""
    row = visible(request, uuid)
    team = [str(member.user.uuid) for member in row.team.all()]
    initial = {
        "starts_at": row.wished_at or row.starts_at, "place": row.place, "purpose": row.purpose,
        "lead": team[:1] and team[0], "team": team[1:],
    }  # fmt: skip
    form = _visit_form(request, row.recommendation, acts.possible_team(row.recommendation), initial)
    if request.method == "POST" and form.is_valid():
        proposed = acts.propose_inspection_again(uuid, by=request.user, **_plan(form))
        return _proposed(request, proposed, row.recommendation)
    must(request, row, "propose_again")
    back = reverse("applications:visit", args=[uuid])
    return _planning_page(request, form, row.application, back, _("Usulkan waktu peninjauan lain"), row)


def _visit_form(request, recommendation, posts, initial) -> VisitForm:
    mine = {str(post.user.uuid) for post in posts} & {str(request.user.uuid)}
    initial = {"lead": next(iter(mine), "")} | initial
    return VisitForm(
        request.POST or None, posts=posts, zone=recommendation.application.office.region.zone, initial=initial
    )


def _plan(form) -> dict:
    cleaned = form.cleaned_data
    return {
        "starts_at": cleaned["starts_at"], "place": cleaned["place"], "purpose": cleaned["purpose"],
        "team": form.chosen_team(),
    }  # fmt: skip


def _proposed(request, row, recommendation):
    messages.success(request, _("Jadwal diusulkan. Pemohon diberi tahu dan diminta menyetujuinya."))
    for words in visits.odd_times(recommendation, row.starts_at):
        messages.warning(request, words)
    return redirect("applications:visit", row.uuid)


def _planning_page(request, form, application, back, title, row=None):
    context = {"form": form, "application": application, "back": back, "title": title, "visit": row}
    return render(request, "applications/inspection/plan.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
@once
def agree(request, uuid):
    """The applicant consents to the day as it stood on the page."""
    row = visible(request, uuid)
    seen = request.POST.get("act", "")
    acts.agree_inspection(
        row.uuid, by=request.user, seen_version=int(seen) if seen.isascii() and seen.isdigit() else -1
    )
    messages.success(request, _("Terima kasih. Jadwalnya pasti; petugas membawa surat tugas."))
    return redirect("applications:visit", uuid)


@signed_in
@once
def wish(request, uuid):
    """The applicant can't at that time."""
    row = visible(request, uuid)
    form = WishForm(request.POST or None, zone=row.application.office.region.zone)
    if request.method == "POST" and form.is_valid():
        acts.wish_other_time(uuid, by=request.user, **form.cleaned_data)
        messages.success(request, _("Keinginan Anda dikirim. Petugas akan mengusulkan jadwal baru."))
        return redirect("applications:visit", uuid)
    must(request, row, "wish_other_time")
    return _asked(request, row, form, _("Usulkan waktu lain"), _("Kirim keinginan saya"))


@office
@once
def cancel(request, uuid):
    """The agency gives the visit up, with a reason."""
    row = visible(request, uuid)
    form = CancelVisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.cancel_inspection(uuid, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Peninjauan dibatalkan; pemohon dan tim diberi tahu."))
        return redirect("applications:visit", uuid)
    must(request, row, "cancel")
    return _asked(request, row, form, _("Batalkan peninjauan"), _("Batalkan peninjauan"))


def _asked(request, row, form, title, label):
    context = {
        "visit": row, "application": row.application, "zone": row.application.office.region, "form": form, "title": title,
        "label": label,
    }  # fmt: skip
    return render(request, "applications/inspection/ask.html", context, status=400 if form.errors else 200)


@office
@require_GET
def visit_list(request):
    """/kerja/peninjauan/: the visits of my agencies, the next one on top; my team's first."""
    places = agencies_of(request.user, AGENCY_ROLES)
    if not places:
        raise Http404
    rows = Inspection.objects.addressed_to(request.user)
    filters = visits.filters_for(request.user, places[0].region)
    chosen = request.GET.get("saringan", "")
    chosen = chosen if chosen in filters else next(iter(filters))
    counts = bounded_counts({key: [rows.filter(condition)] for key, (_label, condition) in filters.items()})
    page = deadline_page(visits.listed(rows.filter(filters[chosen][1])), request.GET.get("after", ""), PAGE)
    for row in page.rows:
        row.tag = visits.TAGS[row.state]
    chips = [
        {
            "value": key,
            "label": label,
            "count": min(counts[key], MOST),
            "is_more": counts[key] > MOST,
            "current": key == chosen,
        }
        for key, (label, _condition) in filters.items()
    ]
    context = {
        "desks": desks_of(request.user),
        "places": places,
        "chips": chips,
        "page": page,
        "sentence": _sentence(counts),
    }
    return render(request, "applications/inspection/visits.html", context)


def _sentence(counts) -> str:
    """The list in one sentence, before the table."""
    words = {"mine": counts["saya"], "today": counts["hari-ini"], "week": counts["minggu-ini"]}
    if counts["hari-ini"]:
        return _("%(today)d peninjauan hari ini, %(week)d minggu ini; tim Anda bertugas dalam %(mine)d.") % words
    if counts["minggu-ini"]:
        return _("Tidak ada peninjauan hari ini; %(week)d minggu ini, tim Anda bertugas dalam %(mine)d.") % words
    return _("Tidak ada peninjauan minggu ini.")
