"""Figures follow every act by themselves, and a rebuild from the ledgers finds nothing to change."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from applications.actions.objections import file_objection, grant_objection
from dashboards.cubes import Cube, Holder, Measure, RequestMeasure
from dashboards.folding import differences, fold_figures, rebuild_figures
from dashboards.models import Cell, FileFact, RequestFact, Stale
from dashboards.tasks import fold
from ptsp_portal.lib.moment import moved_to, now
from tests import factories
from tests.factories import person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")


def folded() -> int:
    count = fold()
    assert list(differences()) == []
    return count


def count(cube, **key) -> int:
    return sum(Cell.objects.filter(cube=cube, **key).values_list("n", flat=True))


def indexes() -> set:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'dashboards%%'")
        return set(cursor.fetchall())


def test_a_life_is_followed_act_by_act_and_no_rebuild_would_differ():
    file = factories.registered()
    assert folded() > 0
    fact = FileFact.objects.get(pk=file.pk)
    assert (fact.holder, fact.due_on, fact.closed_on) == (Holder.VERIFIER, file.promised_on, None)
    assert count(Cube.OPEN, office=file.office_id, bucket=Holder.VERIFIER, at=file.promised_on) == 1
    request = factories.verified()
    folded()
    assert count(Cube.OPEN, bucket=Holder.AGENCIES) == 1
    assert count(Cube.ASKED, office=file.office_id) == 1
    factories.answer(request, "opd.dinkes.batam")
    folded()
    assert (count(Cube.ASKED), count(Cube.OPEN, bucket=Holder.AGENCIES)) == (0, 0)
    assert count(Cube.AGENCY_MONTH, bucket=RequestMeasure.GIVEN, at=date(2026, 8, 1)) == 1


def test_an_issued_file_counts_once_in_its_day_month_year_and_in_every_place_above_it():
    file = factories.issued()
    folded()
    office = {"office": file.office_id, "bucket": Measure.ISSUED}
    assert count(Cube.OFFICE_DAY, at=date(2026, 8, 4), **office) == 1
    assert count(Cube.OFFICE_MONTH, at=date(2026, 8, 1), **office) == 1
    assert count(Cube.SERVICE_YEAR, at=date(2026, 1, 1), service=file.permit_type_id, **office) == 1
    places = Cell.objects.filter(cube=Cube.PLACE_MONTH, bucket=Measure.ISSUED).values_list("place", flat=True)
    assert set(places) == {file.place_code[:n] for n in (2, 5, 8, 13)}
    assert count(Cube.OPEN) == 0
    assert count(Cube.OFFICE_MONTH, bucket=Measure.ON_TIME) == 1


def test_what_an_act_took_back_is_taken_out_of_the_figures_again():
    file = factories.issued(verdict="reject")
    folded()
    assert count(Cube.OFFICE_MONTH, bucket=Measure.REJECTED) == 1
    with moved_to(now() + timedelta(days=1)):
        objection = file_objection(file.uuid, by=person("pemohon"), text="Lokasinya sesuai.")
        grant_objection(objection.uuid, by=person("kadis.batam"), reasons="Benar.")
        folded()
    assert count(Cube.OFFICE_MONTH, bucket=Measure.REJECTED) == 0
    assert count(Cube.OPEN) == 1


def test_a_mark_whose_folding_fails_stays_and_nothing_is_counted_twice(monkeypatch):
    factories.registered()
    marks = Stale.objects.count()
    monkeypatch.setattr("dashboards.folding._keep", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fold_figures()
    assert (Stale.objects.count(), Cell.objects.count(), FileFact.objects.count()) == (marks, 0, 0)
    monkeypatch.undo()
    folded()
    assert count(Cube.OPEN) == 1


def test_folding_what_is_folded_already_changes_nothing():
    file = factories.verified()
    folded()
    before = sorted(Cell.objects.exclude(n=0).values_list())
    Stale.objects.create(kind="file", source=file.pk)
    Stale.objects.create(kind="request", source=file.recommendations.get().pk)
    assert fold() == 2
    assert sorted(Cell.objects.exclude(n=0).values_list()) == before


def test_a_rebuild_gives_what_folding_gave_and_the_check_names_what_somebody_changed_by_hand():
    factories.verified()
    factories.issued()
    folded()
    cells = sorted(
        Cell.objects.exclude(n=0).values_list("cube", "at", "office", "agency", "service", "place", "bucket", "n")
    )
    before = indexes()
    rebuild_figures()
    assert indexes() == before
    assert cells == sorted(
        Cell.objects.values_list("cube", "at", "office", "agency", "service", "place", "bucket", "n")
    )
    assert RequestFact.objects.count() == 2
    Cell.objects.filter(cube=Cube.OFFICE_MONTH, bucket=Measure.ISSUED).update(n=7)
    with pytest.raises(CommandError, match="1 differences"):
        call_command("rebuild_figures", check=True, stdout=StringIO())


def test_every_table_that_a_fact_is_read_from_leaves_a_mark():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'mark_figures'")
        assert {name for (name,) in cursor.fetchall()} == {
            "applications_application", "applications_applicationclockevent", "applications_permit", "applications_bill",
            "applications_payment", "applications_objection", "applications_decision", "complaints_finding",
            "applications_recommendation", "applications_recommendationclockevent",
        }  # fmt: skip
