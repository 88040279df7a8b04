"""Every figure that is kept agrees with a second count from the raw rows, on a generated history with live acts behind it."""

from collections import Counter
from datetime import date, timedelta
from math import ceil

import pytest

from agencies.models import Agency
from agencies.working_days import calendar_of
from complaints.actions import answering, desk
from dashboards.agency_table import agency_lines
from dashboards.choosing import choice_of
from dashboards.comparison import Regions, services_of
from dashboards.cubes import NO_DEADLINE, Cube, Holder, Measure, Money, Phase, RequestMeasure
from dashboards.folding import differences, rebuild_figures
from dashboards.models import Cell
from dashboards.overview import Overview
from dashboards.reach import reach_of
from dashboards.stuck import board_of
from dashboards.tasks import fold
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.load.run import Order, generate
from tests import factories
from tests.complaints.living import DESK, category, received
from tests.conftest import USUAL_MOMENT
from tests.dashboards.recount import recount
from tests.dashboards.recount import rows as raw_rows
from tests.factories import person

FILES = 300
TODAY = USUAL_MOMENT.date()
ROLES = {"front_desk": Holder.FRONT_DESK, "verifier": Holder.VERIFIER, "endorser": Holder.ENDORSER, "head": Holder.HEAD}


@pytest.fixture
def history(own_database):
    with moved_to(USUAL_MOMENT):
        generate(Order(files=FILES, processes=1))
        rebuild_figures()
        yield


def test_every_cell_agrees_with_a_recount_from_the_raw_rows(history):
    _live_acts()
    fold()
    assert list(differences()) == []
    again = recount()
    _has_what_a_count_could_get_wrong(again)
    assert cells(Cube.OFFICE_DAY, "office", "at", bucket=Measure) == again["day"]
    assert cells(Cube.OFFICE_MONTH, "office", "at", bucket=Measure) == again["month"]
    by_year = {(office, service, day.year, what): n for (office, service, day, what), n in by_service().items()}
    assert by_year == again["service"]
    assert cells(Cube.PLACE_MONTH, "place", "at", bucket=Measure) == again["place"]
    assert cells(Cube.OFFICE_DAYS, "office", "at", bucket=int) == again["days"]
    assert open_now() == _by_party(again["open"])
    asked = {
        (o, a, None if at == NO_DEADLINE else at, n): c
        for (o, a, at, n), c in cells(Cube.ASKED, "office", "agency", "at", bucket=int).items()
    }
    assert asked == again["asked"]
    assert cells(Cube.AGENCY_MONTH, "agency", "at", bucket=RequestMeasure) == again["agency"]
    assert cells(Cube.AGENCY_DAYS, "agency", "at", bucket=int) == again["own days"]
    money = cells(Cube.MONEY_MONTH, "office", "at", bucket=Money)
    for what in ("billed", "paid"):
        assert {key[:2]: n for key, n in money.items() if key[2] == what} == again[what]
    assert {key[:2]: n for key, n in cells(Cube.EXPIRY_MONTH, "office", "at", bucket=int).items()} == again["expiry"]
    whole = Cell.objects.filter(cube=Cube.REMAINING, agency=Phase.INTAKE, office__gt=0).sums(
        "office", "service", "bucket"
    )
    assert whole == again["whole way"]
    _panels_agree(again)


def _panels_agree(again) -> None:
    """What the pages show for the governor of Kepulauan Riau, from the same second count."""
    reach = reach_of(person("gubernur"))
    mine = set(reach.office_ids)
    year = {key: n for key, n in again["month"].items() if key[0] in mine and key[1].year == TODAY.year}

    def of(*what):
        return sum(n for (_office, _month, each), n in year.items() if each in what)

    page = Overview(reach, TODAY.year - 1)
    assert page.of_year.received == of("received")
    assert page.of_year.decided == of("on_time", "late") == of("issued", "rejected")
    assert page.of_year.on_time == of("on_time")
    used = sorted(
        days
        for (office, month, days), n in again["days"].items()
        for _each in range(n)
        if office in mine and month.year == TODAY.year
    )
    assert page.of_year.median_days == used[(len(used) + 1) // 2 - 1]
    before = [
        n
        for (office, day, what), n in again["day"].items()
        if office in mine
        and what == "received"
        and date(TODAY.year - 1, 1, 1) <= day <= TODAY.replace(year=TODAY.year - 1)
    ]
    assert page.of_earlier.received == sum(before) > 0
    open_now = {key: n for key, n in again["open"].items() if key[0] in mine}
    assert page.open == sum(open_now.values())
    _board_agrees(again, open_now)
    _agencies_agree(again, reach)
    rows, rest, whole = Regions(reach, page.to_date, TODAY.year - 1, TODAY).read()
    for row in [*rows, whole]:
        place = row.thing.code
        received = {key: n for key, n in again["place"].items() if key[0] == place and key[2] == "received"}
        assert row.counts.received == sum(
            n for (_place, month, _what), n in received.items() if month.year == TODAY.year
        )
    assert sum(row.counts.received for row in rows) + rest.counts.received == whole.counts.received
    for row in services_of(reach, TODAY.year, TODAY.year - 1):
        this = (row.thing.pk, TODAY.year, "issued")
        assert row.counts.issued == sum(n for key, n in again["service"].items() if key[0] in mine and key[1:] == this)


def _board_agrees(again, open_now) -> None:
    choice = choice_of(person("gubernur"), {})
    board = board_of(choice, TODAY, TODAY + timedelta(days=3))
    assert board.total.n == sum(open_now.values())
    late = raw_rows(
        "SELECT count(*) AS n FROM applications_application WHERE office_id = ANY(%s) AND closed_at IS NULL AND due_at < %s",
        list(choice.office_ids), now(),
    )  # fmt: skip
    assert board.total.overdue == late[0]["n"] > 0
    asked = Counter()
    for (office, agency, _due, _limit), n in again["asked"].items():
        if office in choice.office_ids:
            asked[agency] += n
    assert {each.agency.pk: each.tally.n for each in board.parties if each.agency} == asked


def _agencies_agree(again, reach) -> None:
    choice = choice_of(person("gubernur"), {})
    first = TODAY.replace(month=1, day=1)
    calendar = calendar_of(Agency.objects.get(slug="dpmptsp-kota-batam").region)
    for line in agency_lines(choice, first, TODAY, calendar, TODAY):
        mine = {
            key[1:]: n for key, n in again["agency"].items() if key[0] == line.agency.pk and key[1].year == TODAY.year
        }
        assert line.inflow == sum(n for (_month, what), n in mine.items() if what == "asked")
        assert line.ended == sum(n for (_month, what), n in mine.items() if what in ("given", "deemed"))
        assert line.late == sum(n for (_month, what), n in mine.items() if what == "late")
        own = sorted(
            days
            for (agency, month, days), n in again["own days"].items()
            for _each in range(n)
            if agency == line.agency.pk and month.year == TODAY.year
        )
        assert line.median == (own[(len(own) + 1) // 2 - 1] if own else None)
        assert line.ninetieth == (own[ceil(len(own) * 0.9) - 1] if own else None)


def _has_what_a_count_could_get_wrong(again):
    """Late and early, paused and not, every end, bills: else agreeing would prove little."""
    seen = {what for *_key, what in again["month"]}
    assert seen >= {"received", "registered", "issued", "rejected", "ended", "on_time", "late", "paused"}
    assert all(again[each] for each in ("billed", "paid", "expiry", "asked", "own days"))


def _live_acts():
    """What triggers and folding must see by themselves, after the rebuild."""
    factories.registered()
    factories.issued()
    file = factories.verified()
    complaint = received("izin-terlambat", application=factories.issued(), text="Lama sekali menunggu di dinas.")
    desk.verify_complaint(complaint.uuid, by=person(DESK), title="Lambat", category=category("izin-terlambat"))
    found = {"is_justified": True, "kind": "delay", "words": "Terbukti lambat."}
    answering.record_finding(complaint.uuid, by=person(DESK), **found)
    factories.answer(file, "opd.dinkes.batam")


def cells(cube, *columns, bucket) -> Counter:
    """{(columns, name of the bucket): n}"""
    found = Cell.objects.filter(cube=cube).sums(*columns, "bucket")
    return Counter(
        {(*key[:-1], key[-1] if bucket is int else bucket(key[-1]).name.lower()): n for key, n in found.items()}
    )


def by_service() -> Counter:
    return cells(Cube.SERVICE_YEAR, "office", "service", "at", bucket=Measure)


def open_now() -> Counter:
    found = Cell.objects.filter(cube=Cube.OPEN).sums("office", "at", "bucket")
    return Counter(
        {(office, None if at == NO_DEADLINE else at, bucket): n for (office, at, bucket), n in found.items()}
    )


def _by_party(raw) -> Counter:
    parties = Counter()
    for (office, holder, role, due), n in raw.items():
        party = {"applicant": Holder.APPLICANT, "agencies": Holder.AGENCIES}.get(holder) or ROLES.get(
            role, Holder.OTHER
        )
        parties[office, due, Holder.APPLICANT if holder == "applicant" else party] += n
    return parties
