"""The invented history keeps every rule that the actions keep, though no action and no trigger looked at it."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.models.functions import Left

from agencies.clock import reckon
from agencies.models import NumberSeries
from agencies.numbering import is_registration_number
from agencies.working_days import calendar_of
from applications.actions import ledger
from applications.invariants import broken
from applications.models import Application, Condition, Document, Permit, Recommendation, Rejection
from applications.search_words import search_text_of
from audit.models import JournalEntry
from audit.proof import Proof, chains
from notifications.models import Message
from ptsp_portal.lib.crypto import unseal
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.load.sheets import MODELS
from tests.conftest import USUAL_MOMENT
from tests.factories import registered
from tests.own_database import _run

FILES = 2000
BATAM = "dpmptsp-kota-batam"


def load(files=FILES, **options):
    with moved_to(USUAL_MOMENT):
        call_command("generate_load", applications=files, verbosity=0, **({"processes": 1} | options))


@contextmanager
def _a_second_database():
    """Another copy of the migrated test database; the first stays as it is."""
    first = connection.settings_dict["NAME"]
    template, second = first.rsplit("_", 1)[0], f"{first}_b"
    connections.close_all()
    _run(f'CREATE DATABASE "{second}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = second
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = first
        _run(f'DROP DATABASE "{second}" WITH (FORCE)')


def _indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexdef, c.conname FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname "
            "WHERE schemaname = 'public' ORDER BY 1"
        )
        return cursor.fetchall()


def fingerprints():
    """Everything that a seed decides, secrets unsealed; row by row."""
    left_out = {"search"}
    found = {}
    for model in MODELS:
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
        rows = model.objects.order_by("pk").values_list(*names)
        if model is JournalEntry:
            rows = rows.exclude(chain="portal")  # holidays of the years before, loaded as anybody loads them
        found[model.__name__] = [tuple(_unsealed(value) for value in row) for row in rows]
    return found


def _unsealed(value):
    """Sealing the same text twice gives two texts."""
    if isinstance(value, list):
        return [_unsealed(each) for each in value]
    if not isinstance(value, dict):
        return value
    return unseal(value["sealed"]) if "sealed" in value else {key: _unsealed(each) for key, each in value.items()}


@pytest.fixture
def loaded(own_database):
    load()
    with moved_to(USUAL_MOMENT):
        yield


def test_the_history_is_whole(loaded):
    """One load looked at from all sides: the load is the dear part."""
    assert broken() == []
    assert [str(fault) for chain in chains() for fault in Proof(chain).faults()] == []
    for look in (
        _every_state_is_there, _about_a_tenth_is_open, _ledgers_give_the_caches, _numbers_follow_time, _rows_lie_in_the_past,
        _the_journal_tells_the_acts, _answers_have_what_they_need, _files_can_be_found,
    ):  # fmt: skip
        look()


def _every_state_is_there():
    states = Counter(Application.objects.values_list("state", flat=True))
    assert states.keys() == set(Application.State.values)
    assert sum(states.values()) == FILES
    assert set(Recommendation.objects.values_list("state", flat=True)) >= {"requested", "acknowledged", "given"}


def _about_a_tenth_is_open():
    assert 0.07 < Application.objects.filter(closed_at__isnull=True).count() / FILES < 0.14
    assert Application.objects.overdue().exists()
    offices = Application.objects.values_list("office__region", flat=True).distinct()
    assert Counter(code[:2] for code in offices) == {"21": 10, "64": 3, "33": 1}
    strangers = Application.objects.exclude(person__region__code__startswith=Left("office__region", 2))
    assert not strangers.exists()


def _ledgers_give_the_caches():
    """What `recompute_deadlines --check` looks at: the ledger alone gives holder, since when and deadline."""
    files = Application.objects.select_related("office__region", "standard").prefetch_related("clock_events")
    calendars = {}
    for file in files:
        calendar = calendars.setdefault(file.office.region_id, calendar_of(file.office.region))
        found = reckon(file.clock_events.all(), calendar, file.standard.time_limit_days, now())
        cached = (file.holder, file.holder_agency_id, file.holder_role, file.due_at)
        assert cached == (found.holder or "applicant", found.agency_id, found.role, found.due_at), file.uuid
        assert file.came_back == ledger.has_come_back(file.clock_events.all())
        assert file.held_since == (found.held_since or file.created_at)
        if file.registered_at:
            assert file.promised_on == calendar.promise(file.registered_at, file.standard.time_limit_days)
        if file.closed_at is None and file.answers_requested:
            assert ledger.read_requests(file, calendar) == []


def _numbers_follow_time():
    numbers = Application.objects.filter(registration_number__isnull=False, office__slug=BATAM).order_by(
        "registered_at", "id"
    )
    given = list(numbers.values_list("registration_number", flat=True))
    assert all(is_registration_number(number) for number in given)
    by_year = {}
    for number in given:
        _office, year, ordinal, _digit = number.rsplit("-", 3)
        by_year.setdefault(year, []).append(int(ordinal))
    assert all(sorted(ordinals) == list(range(1, len(ordinals) + 1)) for ordinals in by_year.values())
    assert sum(NumberSeries.objects.filter(kind="permit").values_list("last", flat=True)) == Permit.objects.count() > 0
    assert (
        sum(NumberSeries.objects.filter(kind="rejection").values_list("last", flat=True))
        == Rejection.objects.count()
        > 0
    )


def _rows_lie_in_the_past():
    last = JournalEntry.objects.order_by("-at").first()
    assert last.at <= now()
    chain = list(JournalEntry.objects.filter(chain="21.71/DPMPTSP").order_by("seq").values_list("at", flat=True))
    assert chain == sorted(chain)
    assert not Document.objects.filter(uploaded_at__gt=now()).exists()


def _the_journal_tells_the_acts():
    given = JournalEntry.objects.filter(verb="recommendation.given").count()
    assert given == Recommendation.objects.filter(state="given").count()
    assert JournalEntry.objects.filter(verb="permit.issued").count() == Permit.objects.count()
    assert Message.objects.filter(occasion="applications/submitted").count() == (
        Application.objects.filter(submitted_at__isnull=False).count()
    )


def _answers_have_what_they_need():
    conditional = Recommendation.objects.filter(verdict="conditional")
    assert conditional.exists()
    assert Condition.objects.count() == conditional.count()
    for request in conditional.prefetch_related("condition_rows")[:20]:
        assert [row.text for row in request.condition_rows.all()] == request.conditions


def _files_can_be_found():
    file = Application.objects.filter(state="issued").first()
    for each in Application.objects.filter(submitted_at__isnull=False).select_related("permit_type", "standard")[:300]:
        assert each.search_text == search_text_of(each)
    assert len(file.tracking_secret) == 8
    assert file.holder_identity in (file.person.nik, file.business.nib if file.business else "")


def test_the_same_seed_gives_the_same_rows_side_by_side_or_not(own_database):
    load(files=300)
    first = fingerprints()
    with _a_second_database():
        load(files=300, processes=2)
        second = fingerprints()
    assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in second.items()}
    for name, rows in first.items():
        for here, there in zip(rows, second[name], strict=True):
            assert here == there, name


def test_another_seed_gives_other_files(own_database):
    load(files=60)
    first = set(Application.objects.values_list("uuid", flat=True))
    with _a_second_database():
        load(files=60, seed=2)
        assert not first & set(Application.objects.values_list("uuid", flat=True))


def test_one_office_can_have_a_long_queue(own_database):
    load(files=400, open_at=[f"{BATAM}=300"])
    with moved_to(USUAL_MOMENT):
        assert Application.objects.filter(office__slug=BATAM, closed_at__isnull=True).count() >= 300
        assert Application.objects.count() == 400
        assert broken() == []


def test_the_indexes_and_guards_are_there_again(own_database):
    before = _indexes()
    load(files=60)
    assert _indexes() == before
    file = Application.objects.filter(state="issued").first()
    with pytest.raises(Exception, match="Invalid transition"):
        Application.objects.filter(pk=file.pk).update(state="draft")


def test_work_goes_on_after_a_load(own_database):
    """Sequences, chains and series stand where the load left them."""
    load(files=200)
    with moved_to(USUAL_MOMENT):
        file = registered()
        assert is_registration_number(file.registration_number)
        assert broken() == []
        assert [str(fault) for fault in Proof("21.71/DPMPTSP").faults()] == []


def test_a_filled_installation_is_refused(own_database):
    load(files=40)
    with pytest.raises(CommandError, match="files already"):
        load(files=40)
    assert Application.objects.count() == 40


def test_a_real_installation_is_refused(own_database, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="no trial installation"):
        load(files=40)
    with pytest.raises(CommandError, match="this database is"):
        load(files=40, i_know="another")
    assert not Application.objects.exists()


def test_naming_the_database_loads_onto_what_is_there(own_database):
    load(files=40)
    load(files=40, seed=2, i_know=connection.settings_dict["NAME"])
    assert Application.objects.count() == 80
    with moved_to(USUAL_MOMENT):
        assert broken() == []
        assert [str(fault) for chain in chains() for fault in Proof(chain).faults()] == []


def test_nonsense_is_refused(own_database):
    for wrong in ({"open_at": ["nowhere=3"]}, {"open_at": [BATAM]}, {"open_at": [f"{BATAM}=50"]}, {"years": 40}):
        with pytest.raises(CommandError):
            load(files=40, **wrong)
    assert not Application.objects.exists()
