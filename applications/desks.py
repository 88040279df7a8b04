"""The desks of an office and of an agency, as data: who sits there, what waits, which filters stand above the queue."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agencies.numbering import normalise_registration_number
from agencies.scoping import delegations_of, memberships_of
from agencies.working_days import calendar_of
from applications.models import Application, Recommendation
from applications.policies import ALREADY_WORKED_ON_IT, OWN_FILE, may_be_deemed
from applications.queries import AWAITS_HEAD
from ptsp_portal.lib.moment import now

PAGE = 25


@dataclass(frozen=True)
class Desk:
    """One queue. `role` is the holder role of the ledger: what a desk must do is what the ledger says it holds."""

    slug: str
    title: str
    role: str
    roles: tuple[str, ...]
    fills: str  # how the queue fills, said when it is empty
    is_agency: bool = False


DESKS = (
    Desk(
        "loket", _("Loket"), "front_desk", ("front_desk",),
        _("Berkas muncul di sini begitu pemohon mengirim permohonan ke kantor Anda."),
    ),
    Desk(
        "verifikasi", _("Verifikasi dan konsep"), "verifier", ("verifier",),
        _("Berkas muncul di sini begitu loket mendaftarkannya, dan sekali lagi begitu semua dinas menjawab."),
    ),
    Desk("paraf", _("Paraf"), "endorser", ("endorser",), _("Konsep keputusan muncul di sini begitu penyusunnya meneruskannya.")),
    Desk("tanda-tangan", _("Tanda tangan"), "head", ("head",), _("Konsep keputusan muncul di sini begitu semua paraf lengkap.")),
    Desk(
        "rekomendasi", _("Rekomendasi"), "officer", ("officer", "head"),
        _("Permintaan muncul di sini begitu kantor penerbit izin meminta rekomendasi instansi Anda."), is_agency=True,
    ),
)  # fmt: skip
ISSUING = ("ptsp", "kecamatan", "kelurahan")
# What a desk does with a file that it holds: (role, state): (words, url name).
NEXT_ACT = {
    ("front_desk", "submitted"): (_("Periksa"), "applications:check"),
    ("verifier", "registered"): (_("Periksa"), "applications:check"),
    ("verifier", "drafting"): (_("Susun keputusan"), "applications:draft_decision"),
    ("endorser", "drafting"): (_("Baca dan paraf"), "applications:endorse"),
    ("head", "signing"): (_("Baca dan tanda tangani"), "applications:sign"),
}
DECIDING = ("endorser", "head")


def desks_of(user) -> list[Desk]:
    """The desks where this person sits today; an agency's head also sees the recommendation desk, a deputy the lender's."""
    posts = [(membership.agency, membership.role) for membership in memberships_of(user)]
    posts += [(lent.membership.agency, lent.membership.role) for lent in delegations_of(user)]
    return [desk for desk in DESKS if any(_sits_at(agency, role, desk) for agency, role in posts)]


def _sits_at(agency, role, desk) -> bool:
    issuing = agency.kind in ISSUING
    if desk.is_agency:
        return role == "officer" or (role == "head" and not issuing)
    return issuing and role in desk.roles


def files_of(desk: Desk, user):
    """Every file that reached this desk's offices, closed ones too."""
    return Application.objects.at_office_of(user, *desk.roles)


def matching(files, words: str):
    """Files by number, reference or part of the holder's name: what somebody at the counter can say."""
    return files.filter(
        Q(registration_number=normalise_registration_number(words))
        | Q(reference__iexact=words)
        | Q(holder_name__icontains=words)
    )


def filters_of(desk: Desk, user=None) -> dict:
    """{key: (label, condition)} of the queue's chips, in their order. `user`: whose own tasks an agency's desk can show."""
    if desk.is_agency:
        return {
            "saya": (_("Menunggu jawaban"), Q(state__in=["requested", "acknowledged"])),
            "tugas": (_("Ditugaskan kepada saya"), Q(state__in=["requested", "acknowledged"], assigned_to=user)),
            "kepala": (_("Menunggu kepala"), Q(state__in=["requested", "acknowledged"]) & AWAITS_HEAD),
            "lewat": (_("Lewat batas"), Q(state__in=["requested", "acknowledged"], due_at__lt=now())),
            "selesai": (_("Sudah dijawab"), Q(state="given")),
            "semua": (_("Semua"), Q()),
        }
    mine = Q(holder="agency", holder_role=desk.role)
    return {
        "saya": (_("Menunggu saya"), mine),
        "lewat": (_("Lewat batas"), Q(due_at__lt=now())),
        "dinas": (_("Menunggu dinas"), Q(holder="agencies")),
        "pemohon": (_("Menunggu pemohon"), Q(holder="applicant")),
        "semua": (_("Semua yang berjalan"), Q()),
    }


def counted(queryset, filters: dict) -> dict[str, int]:
    """How many rows each filter has: one statement for all chips."""
    return queryset.aggregate(
        **{key: Count("pk", filter=condition or Q(pk__isnull=False)) for key, (_label, condition) in filters.items()}
    )


def requests_of(user):
    """The recommendations addressed to this person's agencies."""
    return Recommendation.objects.addressed_to(user)


def prepare_files(rows, desk: Desk) -> None:
    """What a queue's line needs beside its columns: working days left, and the next act or why it is somebody else's."""
    _count_days(rows, [row.office.region for row in rows])
    for row in rows:
        row.may_be_deemed = may_be_deemed(row, row.allows_deemed)
        held_here = row.holder == "agency" and row.holder_role == desk.role
        row.act = NEXT_ACT.get((desk.role, row.state)) if held_here else None
        row.barred = _barred(row, desk) if row.act else ""


def _barred(row, desk) -> str:
    """Rule 7 for a whole page at once; `is_own` and `had_part` come with `marked_for`."""
    if row.is_own:
        return OWN_FILE
    return ALREADY_WORKED_ON_IT if desk.role in DECIDING and row.had_part else ""


def prepare_requests(rows) -> None:
    _count_days(rows, [row.application.office.region for row in rows])


def _count_days(rows, regions) -> None:
    """`days_left` of each row: working days until its deadline in the issuing office's calendar, negative when late."""
    calendars = {region.pk: calendar_of(region) for region in {region.pk: region for region in regions}.values()}
    for row, region in zip(rows, regions, strict=True):
        row.days_left = _days_left(row.due_at, calendars[region.pk]) if row.due_at else None


def _days_left(due_at, calendar) -> int:
    today, due = calendar.local_date(now()), calendar.local_date(due_at)
    return calendar.working_days_between(today, due) if due >= today else -calendar.working_days_between(due, today)
