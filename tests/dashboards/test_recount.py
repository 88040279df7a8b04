"""Every figure that is kept agrees with a second count from the raw rows, on a generated history with live acts behind it."""

from collections import Counter

import pytest

from complaints.actions import answering, desk
from dashboards.cubes import NO_DEADLINE, Cube, Holder, Measure, Money, Phase, RequestMeasure
from dashboards.folding import differences, rebuild_figures
from dashboards.models import Cell
from dashboards.tasks import fold
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.load.run import Order, generate
from tests import factories
from tests.complaints.living import DESK, category, received
from tests.conftest import USUAL_MOMENT
from tests.dashboards.recount import recount
from tests.factories import person

FILES = 300
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
