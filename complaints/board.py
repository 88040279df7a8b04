"""The queue of complaints: which chips stand above it, and the rows of each. Reads only."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.scoping import own_or_lent_agency_ids
from agencies.working_days import calendars_of
from complaints.models import Complaint
from complaints.posts import HEAD, UNIT_ROLES, desk_ids, grave_ids
from ptsp_portal.lib.counting import bounded_counts
from ptsp_portal.lib.moment import now

PAGE = 25
TOP = 5
MINE = "saya"


def chips_of(user) -> dict[str, tuple[str, list]]:
    """{key: (words, querysets that share no row)}, each in the order of the deadline."""
    seen = Complaint.objects.visible_to(user)
    found = {
        MINE: (_("Menunggu saya"), waiting_for(user)),
        "lewat": (_("Lewat batas"), [seen.overdue()]),
        "pelapor": (_("Menunggu pelapor"), [seen.open().filter(state__in=("waiting", "answered"))]),
    }
    if grave_ids(user):
        found["berat"] = (_("Berat"), [seen.open().filter(is_grave=True)])
    return found | {
        "perbaikan": (
            _("Perbaikan berjalan"),
            [seen.filter(finding__due_on__isnull=False, finding__done_on__isnull=True)],
        ),
        "semua": (_("Semua yang berjalan"), [seen.open()]),
        "selesai": (_("Selesai"), [seen.filter(closed_at__isnull=False)]),
    }


def waiting_for(user) -> list:
    """What the ledger says this person's posts hold, one queryset for each post; heads of what nobody else can take."""
    open_now = Complaint.objects.visible_to(user).open()
    posts = [("head", agency) for agency in own_or_lent_agency_ids(user, HEAD)]
    posts += [(role, agency) for role in UNIT_ROLES for agency in own_or_lent_agency_ids(user, (role,))]
    return [open_now.filter(holder_agency_id=agency, holder_role=role) for role, agency in posts]


def counts_of(chips: dict) -> dict[str, int]:
    return bounded_counts({key: slices for key, (_words, slices) in chips.items()})


def top_of(user) -> dict:
    """For "my work": the first that wait, nearest limit first, and whether this person has complaints at all."""
    slices = waiting_for(user)
    if not slices:
        return {"rows": [], "shown": False}
    wanted = Q(pk__in=[])
    for each in slices:
        wanted |= Q(pk__in=each.values("pk"))
    rows = list(Complaint.objects.filter(wanted).with_names().in_order_of_deadline()[:TOP])
    count_days(rows)
    return {"rows": rows, "shown": bool(rows or desk_ids(user))}


def found_by(user, words: str):
    """By number as printed, or by words of the text."""
    seen = Complaint.objects.visible_to(user)
    return seen.filter(Q(number__istartswith=words) | Q(search=SearchQuery(words, config="simple")))


def count_days(rows) -> None:
    """`days_left` of each row: working days until its limit, negative when late."""
    calendars = calendars_of([row.office.region for row in rows])
    for row in rows:
        row.days_left = _days_left(row.due_at, calendars[row.office.region_id]) if row.due_at else None


def _days_left(due_at, calendar) -> int:
    today, due = calendar.local_date(now()), calendar.local_date(due_at)
    return calendar.working_days_between(today, due) if due >= today else -calendar.working_days_between(due, today)
