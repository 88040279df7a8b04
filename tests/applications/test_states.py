"""The database keeps the rules that the code declares: no state by the back door, nothing written twice."""

from itertools import product

import pytest
from django.db import DatabaseError, InternalError, connection, models, transaction
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from applications.models import (
    Application,
    ApplicationClockEvent,
    Permit,
    PrintedDocument,
    Recommendation,
    RecommendationClockEvent,
    Rejection,
    ServiceStandard,
)
from applications.states import ApplicationLifecycle, RecommendationLifecycle
from applications.tasks import render_documents
from ptsp_portal.lib.lifecycle import declared_transitions
from tests.factories import answer, draft, fresh, in_state, issued, registered, submitted, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

STATES = Application.State.values
OPINIONS = Recommendation.State.values


def refused(act) -> bool:
    """True when the database itself said no."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        assert "pgtrigger" in str(error) or "append-only" in str(error), error
        return True
    return False


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def put(row, state):
    """The row in that state, whatever the guards say: the ground for asking them about every pair."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"UPDATE {row._meta.db_table} SET state = %s WHERE id = %s", [state, row.pk])
        cursor.execute("SET session_replication_role = origin")


def pairs_the_database_lets_through(row, states) -> list[tuple[str, str]]:
    let_through = []
    for source, target in product(states, states):
        if source == target:
            continue
        put(row, source)
        sql = f"UPDATE {row._meta.db_table} SET state = %s WHERE id = %s"
        if not refused(lambda target=target, sql=sql: run(sql, target, row.pk)):
            let_through.append((source, target))
    return sorted(let_through)


def test_the_database_lets_a_file_take_exactly_the_declared_steps():
    assert pairs_the_database_lets_through(registered(), STATES) == declared_transitions(ApplicationLifecycle)
    assert len(declared_transitions(ApplicationLifecycle)) == 30


def test_the_database_lets_a_recommendation_take_exactly_the_declared_steps():
    request = verified().recommendations.get()
    run("UPDATE applications_recommendation SET verdict = 'favourable' WHERE id = %s", request.pk)
    assert pairs_the_database_lets_through(request, OPINIONS) == declared_transitions(RecommendationLifecycle)
    assert len(declared_transitions(RecommendationLifecycle)) == 7


def test_no_way_of_writing_jumps_a_state():
    file = submitted()
    jumped = fresh(file)
    jumped.state = "issued"
    for act in (
        lambda: Application.objects.filter(pk=file.pk).update(state="issued"),
        lambda: Application.objects.bulk_update([jumped], ["state"]),
        lambda: run("UPDATE applications_application SET state = 'issued' WHERE id = %s", file.pk),
        lambda: Application.objects.filter(pk=file.pk).update(state="draft"),
        # save() would be stopped by the mixin already; the model's own save goes to the database
        lambda: models.Model.save(jumped, update_fields=["state"]),
    ):
        with pytest.raises((DatabaseError, ConcurrentTransition)), transaction.atomic():
            act()
        assert fresh(file).state == "submitted"


def test_no_file_is_born_beyond_draft():
    file, count = draft(), Application.objects.count()
    columns = {field.attname: getattr(file, field.attname) for field in Application._meta.fields}
    for state in [state for state in STATES if state != "draft"]:
        newborn = Application(**columns | {"id": None, "uuid": "00000000-0000-4000-8000-000000000001", "state": state})
        assert refused(lambda newborn=newborn: Application.objects.bulk_create([newborn])), state
    assert Application.objects.count() == count


def test_no_recommendation_is_born_answered():
    file = verified()
    request = file.recommendations.get()
    columns = {field.attname: getattr(request, field.attname) for field in Recommendation._meta.fields}
    columns |= {"id": None, "uuid": "00000000-0000-4000-8000-000000000002", "state": "given", "verdict": "favourable"}
    assert refused(lambda: Recommendation.objects.bulk_create([Recommendation(**columns)]))
    assert file.recommendations.count() == 1


def test_the_registers_are_never_emptied():
    file = issued()
    render_documents()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    rows = [
        file, file.recommendations.get(), file.clock_events.first(), file.recommendations.get().clock_events.first(),
        file.permit, file.printed_documents.first(), file.standard,
    ]  # fmt: skip
    for row in rows:
        table = row._meta.db_table
        assert refused(lambda table=table, row=row: run(f"DELETE FROM {table} WHERE id = %s", row.pk)), table
        if not isinstance(row, ServiceStandard):
            assert refused(lambda table=table: run(f"TRUNCATE {table} CASCADE")), table
    assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows)


def test_a_clock_event_is_written_once():
    file = verified()
    for rows in (ApplicationClockEvent.objects.filter(application=file), RecommendationClockEvent.objects.all()):
        event = rows.first()
        for change in (
            {"kind": "stop"},
            {"at": file.created_at.replace(year=2020)},
            {"holder": "nobody"},
            {"reason": "payment"},
        ):
            assert refused(lambda rows=rows, change=change: rows.update(**change)), change
        assert type(event).objects.get(pk=event.pk).at == event.at


ANOTHER = {models.DateField: "2030-01-01", models.DateTimeField: "2030-01-01T00:00:00Z"}


SIGNED = "number holder_name issued_on valid_until verification_code signed_at signer_name signer_position".split()


def test_what_was_signed_on_a_permit_never_changes():
    permit = issued().permit
    for column in SIGNED:
        another = ANOTHER.get(type(Permit._meta.get_field(column)), "X")
        assert refused(
            lambda column=column, another=another: Permit.objects.filter(pk=permit.pk).update(**{column: another})
        ), column
        assert getattr(Permit.objects.get(pk=permit.pk), column) == getattr(permit, column)


def test_a_permits_status_lives_on():
    permit = issued().permit
    Permit.objects.filter(pk=permit.pk).update(status="revoked")
    assert Permit.objects.get(pk=permit.pk).status == "revoked"


def test_a_refusal_letter_never_changes():
    rejection = issued(verdict="reject").rejection
    for change in ({"number": "X"}, {"reasons": []}, {"legal_basis": ""}, {"signer_name": "X"}):
        assert refused(lambda change=change: Rejection.objects.filter(pk=rejection.pk).update(**change)), change
    assert refused(lambda: run("DELETE FROM applications_rejection WHERE id = %s", rejection.pk))


def test_an_answer_once_given_is_kept():
    file = verified(code="REKLAME")
    given = answer(file, "opd.pupr.batam", "conditional", "Jarak ke jalan.", ["Mundur 2 m."])
    row = Recommendation.objects.filter(pk=given.pk)
    for change in ({"verdict": "unfavourable"}, {"reasons": "Lain."}, {"conditions": []}, {"given_by": file.filed_by}):
        assert refused(lambda change=change: row.update(**change)), change
    assert (row.get().verdict, row.get().conditions) == ("conditional", ["Mundur 2 m."])


def test_a_printed_document_is_stored_once():
    file = issued()
    assert render_documents() == 2
    stored = file.printed_documents.get(kind="permit")
    for change in ({"sha256": "0" * 64}, {"file": "x.pdf"}, {"stored_at": None}, {"size": 1}, {"error": "x"}):
        assert refused(lambda change=change: PrintedDocument.objects.filter(pk=stored.pk).update(**change)), change
    assert PrintedDocument.objects.get(pk=stored.pk).sha256 == stored.sha256


def test_a_published_standard_never_changes():
    standard = draft().standard
    rows = ServiceStandard.objects.filter(pk=standard.pk)
    for change in (
        {"time_limit_days": 99}, {"stages": []}, {"fields": []}, {"requirements": []}, {"endorsing_roles": []},
        {"signing_role": "verifier"}, {"number_pattern": "{urut}"}, {"validity_months": 1}, {"advisory": ["DINKES"]},
        {"legal_basis": []}, {"version": 9}, {"status": "draft"},
    ):  # fmt: skip
        assert refused(lambda change=change: rows.update(**change)), change
    assert rows.get().time_limit_days == standard.time_limit_days


@pytest.mark.parametrize("state", ["issued", "rejected", "withdrawn"])
def test_an_ended_file_takes_no_step_any_more(state):
    file = in_state(state)
    ended = ("issued", "rejected", "withdrawn", "lapsed")
    left = [step for step in declared_transitions(ApplicationLifecycle) if step[0] in ended]
    assert left == [("rejected", "drafting")], "only an objection opens a rejected file again"
    for step in ("withdraw", "register", "issue", "reject", "submit"):
        with pytest.raises(TransitionNotAllowed):
            getattr(file, step)()
    assert fresh(file).state == state


def test_a_transition_sets_the_state_and_nothing_else(django_assert_num_queries):
    file = registered()
    before = {field.attname: getattr(file, field.attname) for field in Application._meta.fields}
    with django_assert_num_queries(0):
        file.ask_agencies()
    after = {field.attname: getattr(file, field.attname) for field in Application._meta.fields}
    assert {name for name in before if before[name] != after[name]} == {"state"}


def test_a_registered_file_without_a_number_cannot_be():
    file = registered()
    with (
        pytest.raises(InternalError, match="Cannot update rows"),
        transaction.atomic(),
    ):  # what stands on the receipt stays
        Application.objects.filter(pk=file.pk).update(registration_number=None)
    assert fresh(file).registration_number == file.registration_number


def refused_by_check(act) -> bool:
    """False when the check constraint stopped it."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        assert "registered_files_have_number_and_promise" in str(error)
        return False
    return True
