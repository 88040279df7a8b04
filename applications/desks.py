"""The desks of an office and of an agency, as data: who sits there, what waits, which filters stand above the queue."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.scoping import agency_ids, delegations_of, memberships_of, own_or_lent_agency_ids
from agencies.working_days import calendars_of
from applications.models import Application, Recommendation
from applications.policies import ALREADY_WORKED_ON_IT, OWN_FILE, may_be_deemed
from applications.queries import AGENCY_ROLES, AWAITS_HEAD
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
    ("head", "drafting"): (_("Baca dan paraf"), "applications:endorse"),
    ("head", "signing"): (_("Baca dan tanda tangani"), "applications:sign"),
    # Where the standard lets another post than the head sign.
    ("endorser", "signing"): (_("Baca dan tanda tangani"), "applications:sign"),
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


def can_keep_filters(user, slug: str) -> bool:
    """Whoever sits at the desk keeps filters of its queue."""
    return any(each.slug == slug for each in desks_of(user))


def files_of(desk: Desk, user):
    """Every file that reached this desk's offices, closed ones too."""
    return Application.objects.at_office_of(user, *desk.roles)


# --- filters ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filter:
    """One chip of a queue. `ways` are conditions that an index answers each; together they are the filter."""

    label: str
    ways: list[Q] = field(default_factory=lambda: [Q()])


def filters_of(desk: Desk, user=None) -> dict[str, Filter]:
    """{key: filter} of the queue's chips, in their order. `user`: whose own tasks an agency's desk can show."""
    return _request_filters(user) if desk.is_agency else _file_filters(desk)


def _file_filters(desk: Desk) -> dict[str, Filter]:
    """`holder_role` is empty for whoever is no desk; said here too, because the index has it before the deadline."""
    mine = Q(holder="agency", holder_role=desk.role)
    return {
        "saya": Filter(_("Menunggu saya"), [mine]),
        "lewat": Filter(_("Lewat batas"), [Q(due_at__lt=now())]),
        "kembali": Filter(_("Kembali ke saya"), [mine & Q(came_back=True)]),
        "dinas": Filter(_("Menunggu dinas"), [Q(holder="agencies", holder_role="")]),
        "pemohon": Filter(_("Menunggu pemohon"), [Q(holder="applicant", holder_role="")]),
        "semua": Filter(_("Semua yang berjalan")),
    }


def _request_filters(user) -> dict[str, Filter]:
    """One way for each state: the index of an agency's queue has the state before the deadline."""
    waiting = [Q(state=state) for state in Recommendation.OPEN]
    return {
        "saya": Filter(_("Menunggu jawaban"), waiting),
        "tugas": Filter(_("Ditugaskan kepada saya"), [way & Q(assigned_to=user) for way in waiting]),
        "kepala": Filter(_("Menunggu kepala"), [way & AWAITS_HEAD for way in waiting]),
        "lewat": Filter(_("Lewat batas"), [way & Q(due_at__lt=now()) for way in waiting]),
        "kembali": Filter(_("Kembali ke kami"), [way & Q(came_back=True) for way in waiting]),
        "selesai": Filter(_("Sudah dijawab"), [Q(state="given")]),
        "semua": Filter(_("Semua"), [Q(state=state) for state in Recommendation.State.values]),
    }


def slices_of(desk: Desk, user, chip: Filter, service: int | None = None) -> list:
    """The rows of a chip as querysets that share no row, each of them in the order of an index.

    One for each office or agency of this person, and each way of the chip; `service` is the key of a permit type.
    """
    wanted = _of_service(desk, service)
    return [place.filter(wanted, way) for place in _places(desk, user) for way in chip.ways]


def _of_service(desk: Desk, service: int | None) -> Q:
    name = "application__permit_type" if desk.is_agency else "permit_type"
    return Q(**{name: service}) if service else Q()


def _places(desk: Desk, user) -> list:
    """The open files of each office; or the requests of each agency and each sub-unit."""
    if not desk.is_agency:
        files = files_of(desk, user).open()
        return [files.filter(office_id=office) for office in own_or_lent_agency_ids(user, desk.roles)]
    # Each place by one column, without the "or" of `addressed_to`, which no index answers in order.
    mine, requests = agency_ids(user, AGENCY_ROLES), Recommendation.objects.order_by()
    handed_down = requests.exclude(agency_id__in=mine)
    return [requests.filter(agency_id=agency) for agency in mine] + [handed_down.filter(unit_id=unit) for unit in mine]


def requests_of(user):
    """The recommendations addressed to this person's agencies."""
    return Recommendation.objects.addressed_to(user)


# --- what a line needs beside its columns -----------------------------------------------------------------------------


def prepare_files(rows, desk: Desk) -> None:
    """Working days left, and the next act or why it is somebody else's."""
    count_days(rows, [row.office.region for row in rows])
    for row in rows:
        row.may_be_deemed = may_be_deemed(row, row.allows_deemed)
        set_act(row, desk)


def set_act(row, desk: Desk) -> None:
    """`act` (words, url name) and `barred`: why not, by rule 7. For a page at once: the marks come with `marked_for`."""
    held_here = row.holder == "agency" and row.holder_role == desk.role
    row.act = NEXT_ACT.get((desk.role, row.state)) if held_here else None
    row.barred = _barred(row, desk) if row.act else ""


def _barred(row, desk) -> str:
    if row.is_own:
        return OWN_FILE
    return ALREADY_WORKED_ON_IT if desk.role in DECIDING and row.had_part else ""


def prepare_requests(rows) -> None:
    count_days(rows, [row.application.office.region for row in rows])


def count_days(rows, regions) -> None:
    """`days_left` of each row: working days until its deadline in the issuing office's calendar, negative when late."""
    calendars = calendars_of(regions)
    for row, region in zip(rows, regions, strict=True):
        row.days_left = _days_left(row.due_at, calendars[region.pk]) if row.due_at else None


def _days_left(due_at, calendar) -> int:
    today, due = calendar.local_date(now()), calendar.local_date(due_at)
    return calendar.working_days_between(today, due) if due >= today else -calendar.working_days_between(due, today)
