"""Doors by which a settled standard, its writers or its period could be changed, and what two people do at the same moment."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from agencies.models import Agency, Region
from applications.actions import standards
from applications.actions.catalogue import adopt_catalogue
from applications.actions.standard_files import take_over
from applications.catalogue import STARTER_FILE
from applications.models import Offer, PermitType, ServiceStandard, StandardFile
from applications.schema.catalogue import CatalogueError, read_catalogue
from applications.tasks import supersede_standards
from audit.models import JournalEntry
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import Incomplete, NotAllowed
from tests.applications.writing import HEAD, REVIEWER, WRITER, own_service, published, raw, reviewed, written
from tests.factories import BATAM, person
from tests.two_at_once import at_once

usual = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def usually(test):
    for mark in usual:
        test = mark(test)
    return test


def in_sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


# --- by hand in the database --------------------------------------------------------------------------------------------


def ended() -> ServiceStandard:
    """Published, and another begins in two days."""
    first = published(days=0)
    published(days=2, time_limit_days=9)
    return raw(first)


@usually
@pytest.mark.parametrize(
    ("make", "change"),
    [
        (ended, "effective_until = NULL"),
        (ended, "effective_until = effective_until + 1"),
        (published, "status = 'superseded'"),
        (reviewed, "status = 'published'"),
        (reviewed, "status = 'published', published_by_id = prepared_by_id + 0"),
        (written, "status = 'reviewed'"),
    ],
)  # fmt: skip
def test_the_period_only_becomes_shorter_and_nobody_settles_what_they_wrote(make, change):
    one = make()
    with pytest.raises(DatabaseError):
        in_sql(f"UPDATE applications_servicestandard SET {change} WHERE id = %s", one.pk)
    row = raw(one)
    assert (row.status, row.effective_until, row.published_by_id) == (
        one.status, one.effective_until, one.published_by_id,
    )  # fmt: skip


@usually
@pytest.mark.parametrize("make", [reviewed, published])
def test_who_wrote_it_is_settled_with_the_review(make):
    one, other = make(), person("admin.batam")
    for act in (
        lambda: one.writers.clear(),
        lambda: one.writers.add(other),
        lambda: in_sql("UPDATE applications_servicestandard_writers SET user_id = %s", other.pk),
        lambda: in_sql("TRUNCATE applications_servicestandard_writers"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert list(raw(one).writers.all()) == [person(WRITER)]


@usually
@pytest.mark.parametrize("change", ["code = 'LAIN'", "owner_id = NULL", "level = 'province'"])
def test_the_code_and_the_owner_of_a_service_stay(change):
    made = own_service().permit_type
    with pytest.raises(DatabaseError):
        in_sql(f"UPDATE applications_permittype SET {change} WHERE id = %s", made.pk)
    row = PermitType.objects.get(pk=made.pk)
    assert (row.code, row.owner_id, row.level) == (made.code, made.owner_id, made.level)


@usually
def test_a_blank_form_stays_what_it_was_when_it_was_checked():
    office = Agency.objects.get(slug=BATAM)
    form = StandardFile.objects.create(
        office=office, uploaded_by=person(WRITER), file_name="a.pdf", file_type="application/pdf"
    )
    for change in ("file_type = 'text/html'", "file_name = 'a.html'", "file_sha256 = 'x'"):
        with pytest.raises(DatabaseError):
            in_sql(f"UPDATE applications_standardfile SET {change}")
    assert StandardFile.objects.get().file_type == form.file_type


@usually
def test_the_admin_renames_no_service_of_an_office(signed_in):
    made, client = own_service().permit_type, signed_in("admin")
    page = reverse("admin:applications_permittype_change", args=[made.pk])
    client.post(page, {"name": "Izin lain", "name_en": "", "sector": "Lain"})
    made.refresh_from_db()
    assert (made.name, made.sector) == ("Izin pasar malam", "Ketertiban")


# --- the national catalogue ---------------------------------------------------------------------------------------------


@usually
def test_a_national_type_never_takes_the_code_of_an_offices_own_service():
    made = own_service().permit_type
    entries = read_catalogue(STARTER_FILE)
    entries[3].raw["code"] = made.code
    entries[0].raw["name_id"] = "Nama baru"
    with pytest.raises(CatalogueError) as refused:
        adopt_catalogue(entries)
    assert [place for place, _why in refused.value.faults] == ["[3].code"] and "PTSP" in refused.value.faults[0][1]
    row = PermitType.objects.get(pk=made.pk)
    assert (row.name, row.owner) == (made.name, made.owner) and not made.standards.filter(office=None).exists()
    assert (
        not Offer.objects.filter(permit_type=made).exists() and not PermitType.objects.filter(name="Nama baru").exists()
    )


@usually
def test_whoever_leaves_the_templates_changes_out_is_a_writer_too():
    one = written(by="admin.batam")
    template = ServiceStandard.objects.get(office=None, permit_type__code="SIPF")
    take_over(one.uuid, by=person(REVIEWER), revision=one.revision, pieces=[], template=template.uuid)
    with pytest.raises(NotAllowed):
        standards.review_standard(one.uuid, by=person(REVIEWER))
    assert raw(one).status == "draft" and person(REVIEWER) in raw(one).writers.all()


# --- what the reviewer and the head have read ---------------------------------------------------------------------------


@usually
def test_nobody_declares_complete_what_was_changed_since_they_read_it(signed_in):
    one, client = written(), signed_in(REVIEWER)
    page = reverse("applications:review_standard", args=[one.uuid])
    assert f'name="revision" value="{one.revision}"' in client.get(page).content.decode()
    standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=99)
    for typed in ({"revision": one.revision}, {}):
        said = client.post(page, {"once": uuid4()} | typed)
        assert said.status_code == 409 and "Baca sekali lagi" in said.content.decode()
    assert raw(one).status == "draft" and not JournalEntry.objects.filter(verb="standard.reviewed").exists()


@usually
def test_the_head_publishes_only_what_was_read(signed_in):
    one, client = reviewed(), signed_in(HEAD)
    page, day = reverse("applications:publish_standard", args=[one.uuid]), now().date().isoformat()
    typed = {
        "effective_from": day,
        "decree_number": "1",
        "decree_on": day,
        "change_note": "Baru.",
        "revision": one.revision,
    }
    standards.rework_standard(one.uuid, by=person(REVIEWER), reason="Keliru.")
    standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=99)
    standards.review_standard(one.uuid, by=person(REVIEWER))
    # A wrong answer on the old page does not make it the new one.
    wrong = client.post(page, {"once": uuid4()} | typed | {"decree_number": ""}).content.decode()
    assert f'name="revision" value="{one.revision}"' in wrong
    said = client.post(page, {"once": uuid4()} | typed).content.decode()
    assert "Baca sekali lagi" in said and f'name="revision" value="{one.revision + 1}"' in said
    assert raw(one).status == "reviewed" and raw(one).published_at is None
    assert client.post(page, {"once": uuid4()} | typed | {"revision": one.revision + 1}).status_code == 302
    assert raw(one).status == "published"


def test_a_writer_who_saves_while_it_is_reviewed_changes_nothing_unread(own_database, at_usual_moment):
    one = written()

    def save(days=99):
        return standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=days)

    def review():
        return standards.review_standard(one.uuid, by=person(REVIEWER), revision=one.revision)

    first, second = at_once(review, save, then_break=True)
    assert (first.outcome(), second.outcome()) == ("PowerCut", "done")
    one = raw(one)
    first, second = at_once(
        review, lambda: standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=7)
    )
    assert (first.outcome(), second.outcome()) == ("done", "WrongState") and raw(one).time_limit_days == 99
    standards.rework_standard(one.uuid, by=person(HEAD), reason="Terlalu lama.")
    first, second = at_once(lambda: save(7), review)
    assert (first.outcome(), second.outcome(), raw(one).status) == ("done", "Refused", "draft")


def test_two_heads_publish_once(own_database, at_usual_moment):
    one = reviewed()

    def publish(days):
        start = now().date() + timedelta(days=days)
        return lambda: standards.publish_standard(one.uuid, by=person(HEAD), effective_from=start)

    first, second = at_once(publish(1), publish(3))
    assert (first.outcome(), second.outcome()) == ("done", "TransitionNotAllowed")
    assert raw(one).effective_from == now().date() + timedelta(days=1)
    assert JournalEntry.objects.filter(verb="standard.published").count() == 1


# --- which version holds on which day -----------------------------------------------------------------------------------

# Each step: (days until the act, days from then until the version begins).
SEQUENCES = [
    [(0, 0)],
    [(0, 3), (0, 3)],
    [(0, 0), (0, 0)],
    [(0, 5), (0, 2)],
    [(0, 2), (0, 5), (0, 3)],
    [(0, 0), (1, 0), (1, 0)],
    [(0, 0), (2, 5), (1, 1), (1, 0)],
    [(0, 1), (0, 9), (3, 1), (0, 4)],
    [(0, 8), (0, 6), (0, 4), (0, 2)],
    [(0, 2), (0, 4), (0, 6), (5, 0)],
    [(0, 0), (0, 3), (3, 0)],
    [(1, 1), (4, 0), (0, 1), (0, 0)],
]


@usually
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_on_each_day_exactly_one_version_holds(zone):
    Region.objects.filter(agencies__slug=BATAM).update(zone=zone)
    office = Agency.objects.select_related("region").get(slug=BATAM)
    codes = list(PermitType.objects.filter(owner=None, level=office.region.level).values_list("code", flat=True))
    # Just before midnight in the west: in the east the next day has come.
    moment = now().replace(hour=16, minute=30)
    today = office.region.local_date(moment)
    kinds = [PermitType.objects.get(code=code) for code in codes[: len(SEQUENCES)]]
    done = {kind: [] for kind in kinds}
    for offset in range(16):
        day = today + timedelta(days=offset)
        with moved_to(moment + timedelta(days=offset)):
            assert office.region.local_date(now()) == day
            supersede_standards()
            for kind, steps in zip(kinds, SEQUENCES, strict=True):
                for number, (_wait, ahead) in enumerate(steps):
                    if sum(wait for wait, _ahead in steps[: number + 1]) == offset:
                        start = day + timedelta(days=ahead)
                        done[kind].append((start, _published(office, kind, start, number)))
                found = ServiceStandard.objects.for_office(office, kind, day)
                assert (found.pk if found.office_id else None) == _holds(done[kind], day), (kind.code, day)
    for kind in kinds:
        _no_gap_and_no_overlap(office, kind)


def _published(office, kind, start, number) -> int:
    one = standards.start_standard(office.pk, kind.code, by=person(WRITER))
    one = standards.save_terms(one.uuid, by=person(WRITER), revision=0, time_limit_days=30 + number)
    standards.review_standard(one.uuid, by=person(REVIEWER))
    return standards.publish_standard(one.uuid, by=person(HEAD), effective_from=start).pk


def _holds(done, day):
    """The plainest model: whoever publishes takes away all that would begin on that day or later."""
    standing = []
    for start, pk in done:
        standing = [each for each in standing if each[0] < start] + [(start, pk)]
    begun = [pk for start, pk in standing if start <= day]
    return begun[-1] if begun else None


def _no_gap_and_no_overlap(office, kind):
    rows = ServiceStandard.objects.settled().filter(office=office, permit_type=kind).not_cut_short()
    rows = list(rows.order_by("effective_from"))
    assert rows and rows[-1].effective_until is None
    for before, after in pairwise(rows):
        assert before.effective_until == after.effective_from - timedelta(days=1), (kind.code, before, after)


# --- numbers ------------------------------------------------------------------------------------------------------------


@usually
@pytest.mark.parametrize("pattern", ["{urut:04}/{kode_kantor}/{tahun}", "{urut}/{kode_izin}/{kode_kantor}"])
def test_a_pattern_that_gives_one_number_twice_is_not_published(pattern):
    one = written(number_pattern=pattern)
    with pytest.raises(Incomplete) as refused:
        standards.review_standard(one.uuid, by=person(REVIEWER))
    assert any("bernomor sama" in what for what, _link in refused.value.gaps) and raw(one).status == "draft"


# --- marks that no database keeps ---------------------------------------------------------------------------------------


@usually
@pytest.mark.parametrize(("page", "key"), [("layanan/pustaka/", "code"), ("panduan/", "source")])
def test_a_code_with_a_null_mark_is_one_that_nobody_has(signed_in, page, key):
    said = signed_in(WRITER).post(f"/kantor/{BATAM}/{page}", {"once": uuid4(), key: "a\0b"})
    assert said.status_code in (404, 409) and not ServiceStandard.objects.filter(office__slug=BATAM).exists()
