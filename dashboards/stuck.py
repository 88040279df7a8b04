"""Where files are stuck: open ones by the party that has them now, and how many are over their limit or near it.

From the cells of OPEN and ASKED. What is due today is over once its hour is over: those few are looked up by index, up to a limit.
A file that waits for two agencies stands on the line of each and once in the total.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, Sum

from agencies.models import Agency
from dashboards.choosing import Choice
from dashboards.cubes import NO_DEADLINE, Cube, Holder
from dashboards.models import Cell, FileFact, RequestFact
from dashboards.words import HOLDER_KEYS, HOLDER_WORDS
from ptsp_portal.lib.moment import now

EASTERNMOST = ZoneInfo("Asia/Jayapura")  # where a day of the country begins first


@dataclass(frozen=True)
class Tally:
    """`oldest`: the earliest deadline among them, None when none has one."""

    n: int = 0
    overdue: int = 0
    soon: int = 0
    oldest: date | None = None

    def __add__(self, other: "Tally") -> "Tally":
        days = [each for each in (self.oldest, other.oldest) if each]
        return Tally(
            self.n + other.n, self.overdue + other.overdue, self.soon + other.soon, min(days) if days else None
        )


@dataclass(frozen=True)
class Party:
    """One line: a desk of an office, the applicants of an office, or an agency that is asked."""

    office: Agency | None
    holder: int
    agency: Agency | None
    tally: Tally

    @property
    def key(self) -> str:
        """Of the list of files behind it."""
        return HOLDER_KEYS[self.holder]

    @property
    def words(self):
        return HOLDER_WORDS[self.holder]

    @property
    def place(self) -> Agency | None:
        return self.agency or self.office


@dataclass(frozen=True)
class Board:
    total: Tally
    holders: list[tuple[int, Tally]]  # each holder over all offices, a file once
    parties: list[Party]

    @property
    def worst(self) -> Party | None:
        return next((each for each in self.parties if each.tally.overdue and each.holder != Holder.APPLICANT), None)


def board_of(choice: Choice, today: date, soon: date) -> Board:
    """Most over the limit first, then the oldest deadline. At most five statements."""
    if choice.leads_only:
        asked = asked_tallies(choice, today, soon)
        total = sum(asked.values(), Tally())
        return Board(total, [(Holder.AGENCIES, total)] if total.n else [], _parties(choice, {}, asked))
    desks, asked = desk_tallies(choice, today, soon), asked_tallies(choice, today, soon)
    holders = {}
    for (_office, holder), tally in desks.items():
        holders[holder] = holders.get(holder, Tally()) + tally
    return Board(sum(holders.values(), Tally()), sorted(holders.items()), _parties(choice, desks, asked))


def desk_tallies(choice: Choice, today: date, soon: date) -> dict[tuple[int, int], Tally]:
    """{(office, holder): open files}, without zeros; two statements (one where a service is chosen)."""
    if choice.service:
        return _desks_of_service(choice, today, soon)
    cells = Cell.objects.of_offices(Cube.OPEN, choice.office_ids).filter(n__gt=0)
    over = over_today(FileFact.objects.filter(office__in=choice.office_ids), today, "office_id", "holder")
    return tallies(counted(cells, today, soon, "office", "bucket"), over)


def asked_tallies(choice: Choice, today: date, soon: date) -> dict[int, Tally]:
    """{agency: open requests} that the chosen offices asked, or that the agencies led were asked; two statements."""
    facts = RequestFact.objects.all()
    cells = Cell.objects.filter(cube=Cube.ASKED, service=0, place="", n__gt=0)
    if choice.leads_only:
        facts, cells = facts.within(choice.whole), cells.filter(agency__in=choice.whole.agency_ids)
    if not choice.leads_only or choice.office:
        facts, cells = facts.filter(office__in=choice.office_ids), cells.filter(office__in=choice.office_ids)
    if choice.service:
        return _asked_of_service(facts, choice, today, soon)
    found = tallies(counted(cells, today, soon, "agency"), over_today(facts, today, "agency_id"))
    return {key: tally for (key,), tally in found.items()}


def counted(cells, today: date, soon: date, *by: str) -> dict[tuple, Tally]:
    """Cells of OPEN or ASKED summed up by columns."""
    rows = (
        cells.order_by()
        .values_list(*by)
        .annotate(
            total=Sum("n"),
            overdue=Sum("n", filter=Q(at__lt=today)),
            soon=Sum("n", filter=Q(at__gte=today, at__lte=soon)),
            oldest=Min("at"),
        )
    )
    return {tuple(row[: len(by)]): _tally(*row[len(by) :]) for row in rows}


def _tally(n, overdue, soon, oldest) -> Tally:
    return Tally(int(n), int(overdue or 0), int(soon or 0), None if oldest == NO_DEADLINE else oldest)


def over_today(facts, today: date, *by: str) -> Counter:
    """Those that are due today and whose hour is over. The early bound lets the index of deadlines be read from today on."""
    live = "application" if facts.model is FileFact else "recommendation"
    begins = datetime.combine(today, time.min, EASTERNMOST)
    rows = facts.open().filter(due_on=today, **{f"{live}__due_at__gte": begins, f"{live}__due_at__lt": now()})
    return Counter({tuple(row[:-1]): row[-1] for row in rows.order_by().values_list(*by).annotate(n=Count("pk"))})


def tallies(found: dict[tuple, Tally], over: Counter) -> dict[tuple, Tally]:
    """With what is over since some hour of today moved from near to over."""
    return {
        key: replace(tally, overdue=tally.overdue + over[key], soon=max(0, tally.soon - over[key]))
        for key, tally in found.items()
    }


def _desks_of_service(choice: Choice, today: date, soon: date) -> dict[tuple[int, int], Tally]:
    facts = FileFact.objects.open().filter(office__in=choice.office_ids, service=choice.service)
    counted = _counted_facts(facts, today, soon, "office_id", "holder")
    return tallies(counted, over_today(facts, today, "office_id", "holder"))


def _asked_of_service(facts, choice: Choice, today: date, soon: date) -> dict[int, Tally]:
    """Requests of the open files of one service that wait for agencies."""
    files = FileFact.objects.open().filter(service=choice.service, holder=Holder.AGENCIES)
    if not choice.leads_only:
        files = files.filter(office__in=choice.office_ids)
    facts = facts.open().filter(application__in=files.values("application"))
    found = tallies(_counted_facts(facts, today, soon, "agency_id"), over_today(facts, today, "agency_id"))
    return {key: tally for (key,), tally in found.items()}


def _counted_facts(facts, today: date, soon: date, *by: str) -> dict[tuple, Tally]:
    """Of the open files of one service only: an index holds them together."""
    rows = (
        facts.order_by()
        .values_list(*by)
        .annotate(
            total=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=soon)),
            oldest=Min("due_on"),
        )
    )
    return {tuple(row[: len(by)]): _tally(*row[len(by) :]) for row in rows}


def _parties(choice: Choice, desks: dict, asked: dict[int, Tally]) -> list[Party]:
    offices = {each.pk: each for each in choice.whole.offices}
    known = {each.pk: each for each in choice.whole.agencies}
    missing = asked.keys() - known.keys()
    if missing:  # an agency outside the reach that an office of the reach asked
        known |= {each.pk: each for each in Agency.objects.filter(pk__in=missing).select_related("region")}
    parties = [
        Party(offices[office], holder, None, tally)
        for (office, holder), tally in desks.items()
        if holder != Holder.AGENCIES
    ]
    parties += [Party(None, Holder.AGENCIES, known[agency], tally) for agency, tally in asked.items()]
    return sorted(parties, key=_worst_first)


def _worst_first(party: Party) -> tuple:
    tally = party.tally
    return -tally.overdue, tally.oldest or NO_DEADLINE, -tally.n, party.place.name


def oldest_first(parties: Iterable[Party]) -> list[Party]:
    return sorted(parties, key=lambda each: (each.tally.oldest or NO_DEADLINE, -each.tally.overdue, each.place.name))
