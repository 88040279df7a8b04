"""Many files at once: read each, tick, confirm, and see what became of each. The acts themselves are the ordinary ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.fresh import fresh_sign_in, is_fresh
from agencies.policies import has_role, signing_capacity, signs_for
from applications import policies
from applications.actions import bulk
from applications.actions.bulk import Chosen
from applications.conflicts import opinions_of, opinions_with_conditions, why_single
from applications.desks import PAGE, prepare_requests
from applications.models import Application, BulkAct, Recommendation
from applications.permit_document import concept_words
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.paging import deadline_page
from ptsp_portal.lib.rules import NOT_ALLOWED


@dataclass(frozen=True)
class Many:
    """One act on many: its page, its words, where its things are found and what each row of the page needs."""

    verb: str
    url_name: str
    title: str
    button: str
    sure: str  # what the confirming page says happens
    scope: Callable  # user → every row that may be chosen or was a moment ago
    waiting: Callable  # rows → those that wait for this act
    prepare: Callable  # (rows, user) → sets `why_not` and `seen` on each
    row: str  # template of one row
    thing_url: str


def works_off(view):
    """Goes above @once: what the view wrote down is done after its transaction, each item in one of its own."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        act = getattr(request, "bulk_act", None)
        if act is not None:
            bulk.work_off(act.uuid, by=request.user)
        return response

    return guarded


# Where the rows come from.
def _drafts(role):
    def scope(user):
        rows = Application.objects.visible_to(user).at_office_of(user, role)
        return rows.with_names().select_related(
            "objection", "standard", "decision__drafted_by", "person", "business", "of_permit__office__region"
        )

    return scope


def _requests(user):
    rows = Recommendation.objects.addressed_to(user)
    return rows.select_related(
        "agency", *(f"application__{each}" for each in ("permit_type", "office__region", "person", "business"))
    )


def _prepare_drafts(rows, user) -> None:
    """The words of each KONSEP, what clashes, and why it can't be ticked; no statement for any single row."""
    for row in rows:
        row.seen = row.change_count
        row.opinions = opinions_of(row, row.decision)
        row.words = concept_words(row)
        row.why_not = _why_not(row, user)
        row.parafs = [
            each for each in row.endorsements.all()
            if each.round == row.decision.round and each.result == "endorsed" and not each.is_void
        ]  # fmt: skip


def _why_not(row, user) -> str:
    if row.is_own:
        return policies.OWN_FILE
    if row.had_part:
        return policies.ALREADY_WORKED_ON_IT
    is_signing = row.state == Application.State.SIGNING
    may = signs_for(user, row.office, row.holder_role) if is_signing else has_role(user, row.office, row.holder_role)
    return why_single(row.decision, row.opinions.marks) if may else NOT_ALLOWED


def _draft_rows(state, role):
    def waiting(rows, user):
        rows = rows.filter(state=state, holder="agency", holder_role=role, decision__isnull=False).marked_for(user)
        return rows.prefetch_related(opinions_with_conditions(), "endorsements__by")

    return waiting


def _new_requests(rows, _user):
    return rows.filter(state="requested")


def _prepare_new_requests(rows, user) -> None:
    prepare_requests(rows)
    act = policies.RECOMMENDATION_ACTS["acknowledge"]
    for row in rows:
        row.seen = row.version
        may = act.possible(row) and act.rule(user, row)
        row.why_not = "" if may else policies.barred_from_answering(user, row) or NOT_ALLOWED


SIGN = Many(
    "sign", "applications:sign_many", gettext_lazy("Tanda tangani banyak berkas"), gettext_lazy("Tanda tangani"),
    gettext_lazy("Setiap izin mendapat nomor, dibuat sebagai PDF, lalu dikirim kepada pemohon. Tidak dapat dibatalkan."),
    _drafts("head"), _draft_rows("signing", "head"), _prepare_drafts, "applications/bulk/_draft.html", "applications:file",
)  # fmt: skip
ENDORSE = Many(
    "endorse", "applications:endorse_many", gettext_lazy("Paraf banyak berkas"), gettext_lazy("Paraf"),
    gettext_lazy("Setiap konsep diteruskan ke pemaraf berikutnya atau ke penanda tangan."),
    _drafts("endorser"), _draft_rows("drafting", "endorser"), _prepare_drafts, "applications/bulk/_draft.html", "applications:file",
)  # fmt: skip
ACKNOWLEDGE = Many(
    "acknowledge", "applications:acknowledge_many", gettext_lazy("Tandai banyak permintaan sudah diterima"),
    gettext_lazy("Tandai sudah diterima"), gettext_lazy("Kantor penerbit melihat bahwa permintaannya sudah Anda terima."),
    _requests, _new_requests, _prepare_new_requests, "applications/bulk/_request.html", "applications:recommendation",
)  # fmt: skip
ALL = {each.verb: each for each in (SIGN, ENDORSE, ACKNOWLEDGE)}
OF_DESK = {"tanda-tangan": SIGN, "paraf": ENDORSE, "rekomendasi": ACKNOWLEDGE}


@office
@fresh_sign_in
@works_off
@once
def sign_many(request):
    """The head or the deputy reads the drafts of a page and signs the ticked ones."""
    return _many(request, SIGN)


@office
@works_off
@once
def endorse_many(request):
    """An endorser reads the drafts of a page and gives paraf to the ticked ones."""
    return _many(request, ENDORSE)


@office
@works_off
@once
def acknowledge_many(request):
    """An agency confirms that it has the ticked requests."""
    return _many(request, ACKNOWLEDGE)


def _many(request, many):
    """GET shows what waits; a first POST asks whether it is meant; the second writes it down and leads to the results."""
    if request.method == "GET":
        return _choose(request, many)
    chosen = _chosen(request, many)
    if not chosen:
        messages.warning(request, bulk.NOTHING_CHOSEN)
        return redirect(many.url_name)
    if request.POST.get("sure") != "1":
        return render(request, "applications/bulk/confirm.html", {"many": many, "chosen": chosen})
    request.bulk_act = bulk.begin_bulk_act(by=request.user, verb=many.verb, chosen=chosen)
    return redirect("applications:bulk_result", request.bulk_act.uuid)


def _choose(request, many):
    rows = many.waiting(many.scope(request.user), request.user)
    picked = {uuid for uuid in map(_uuid, request.GET.getlist("pilih")[:PAGE]) if uuid}
    if picked:
        rows = rows.filter(uuid__in=picked)
    page = deadline_page(rows, request.GET.get("after", ""), PAGE)
    many.prepare(page.rows, request.user)
    for row in page.rows:
        row.is_picked = row.uuid in picked
    context = {
        "many": many,
        "page": page,
        "capacity": _lent_capacity(request.user, page.rows) if many is SIGN else None,
    }
    context["can_choose"] = any(not row.why_not for row in page.rows)
    return render(request, "applications/bulk/choose.html", context)


def _lent_capacity(user, rows):
    """As whose deputy somebody signs, said once on top; None for an own post."""
    for row in rows:
        capacity = signing_capacity(user, row.office, row.holder_role)
        if capacity and capacity.on_behalf:
            return capacity
    return None


def _chosen(request, many) -> list[Chosen]:
    """What was ticked, in the order of the page, as far as this person sees it; "<uuid>:<version>" each."""
    seen = {}
    for value in request.POST.getlist("pilih")[: bulk.MOST]:
        words, _colon, version = value.partition(":")
        if _uuid(words):
            is_number = version.isascii() and version.isdigit() and len(version) < 10
            seen[_uuid(words)] = int(version) if is_number else None
    rows = {row.uuid: row for row in many.scope(request.user).filter(uuid__in=seen)}
    return [Chosen(uuid, str(_file(rows[uuid])), version) for uuid, version in seen.items() if uuid in rows]


def _file(row) -> Application:
    return row.application if isinstance(row, Recommendation) else row


def _uuid(words) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


@office
@require_GET
def result(request, uuid):
    """/kerja/hasil/<uuid>/: what became of each; survives a reload, and only its maker sees it."""
    act = get_object_or_404(BulkAct.objects.filter(by=request.user, verb__in=ALL), uuid=uuid)
    many, items = ALL[act.verb], list(act.items.all())
    for item in items:
        item.url = reverse(many.thing_url, args=[item.thing])
    counts = {value: sum(item.result == value for item in items) for value in bulk.Result.values}
    return render(
        request, "applications/bulk/result.html", {"act": act, "many": many, "items": items, "counts": counts}
    )


@office
@require_POST
@works_off
@once
def carry_on(request, uuid):
    """Do what a broken connection left waiting."""
    act = get_object_or_404(BulkAct.objects.filter(by=request.user, verb__in=ALL), uuid=uuid)
    page = reverse("applications:bulk_result", args=[uuid])
    if ALL[act.verb] is SIGN and not is_fresh(request):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")
    request.bulk_act = act
    return redirect(page)
