"""The journal of a file: it proves itself, it holds one line per act, and a row changed behind its back is named."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from applications.actions import submission
from applications.tasks import render_documents
from applications.timeline import timeline_of
from audit.models import JournalEntry
from tests.factories import answer, filled, fresh, issued, person, registered, send_back_to_applicant, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def verify() -> tuple[int, list[str]]:
    """Exit code of the command, and the rows that it names."""
    out = io.StringIO()
    try:
        call_command("verify_journal", stdout=out)
        code = 0
    except SystemExit as ending:
        code = ending.code
    return code, [line.removeprefix("BROKEN ") for line in out.getvalue().splitlines() if line.startswith("BROKEN")]


def behind_its_back(sql, *values):
    """What somebody with the owner's rights on the database could do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


def lines(file):
    subjects = [file, *file.recommendations.all()]
    return list(
        JournalEntry.objects.about(*subjects).exclude(verb="application.document_added").values_list("verb", "role")
    )


def test_every_act_of_a_journey_is_one_line_in_the_role_it_was_done_in():
    file = issued()
    render_documents()
    assert lines(file) == [
        ("application.started", "applicant"),
        ("application.draft_saved", "applicant"),
        ("application.submitted", "applicant"),
        ("document.checked", "front_desk"),
        ("application.registered", "front_desk"),
        ("application.verified", "verifier"),
        ("recommendation.requested", "verifier"),
        ("recommendation.given", "officer"),
        ("decision.drafted", "verifier"),
        ("decision.endorsed", "endorser"),
        ("permit.issued", "head"),
        ("receipt.rendered", "system"),
        ("permit.rendered", "system"),
    ]
    who = dict(JournalEntry.objects.about(file).values_list("verb", "actor"))
    assert who["application.registered"] == person("loket.batam").uuid
    assert who["permit.issued"] == person("kadis.batam").uuid
    assert who["permit.rendered"] is None


def test_what_a_person_wrote_is_in_the_journal_as_a_hash_only():
    file = registered()
    send_back_to_applicant(file, "verifikator.batam", "KTP Ibu Nurul buram.")
    facts = JournalEntry.objects.get(subject=file.uuid, verb="application.returned").facts
    assert set(facts) == {"items", "reason_sha256"} and len(facts["reason_sha256"]) == 64


def test_a_second_stage_is_requested_by_the_portal_itself():
    file = verified(
        code="SIPB-BATUAN",
        office="dpmptsp-provinsi-kepulauan-riau",
        loket="loket.kepri",
        verifikator="verifikator.kepri",
    )
    for code in ("esdm", "dlh", "pupr"):
        answer(file, f"opd.{code}.kepri")
    entry = JournalEntry.objects.get(subject=file.recommendations.get(stage=2).uuid, verb="recommendation.requested")
    assert (entry.actor, entry.role, entry.facts["stage"]) == (None, "system", 2)


def test_the_journal_of_a_journey_proves_itself():
    issued()
    issued(verdict="reject")
    render_documents()
    assert verify() == (0, [])


@pytest.mark.parametrize(
    ("verb", "change", "value"),
    [
        ("application.registered", "facts", '{"number": "BATAM-2026-999999-X", "promised_on": "2026-01-01"}'),
        ("recommendation.given", "facts", '{"verdict": "unfavourable", "conditions": 0}'),
        ("permit.issued", "actor", "00000000-0000-4000-8000-000000000000"),
        ("application.submitted", "at", "2026-01-01T00:00:00Z"),
        ("decision.endorsed", "role", "head"),
    ],
)
def test_one_row_changed_behind_its_back_is_named_exactly(verb, change, value):
    file = issued()
    row = JournalEntry.objects.about(file, file.recommendations.get()).get(verb=verb)
    behind_its_back(f"UPDATE audit_journalentry SET {change} = %s WHERE id = %s", value, row.pk)
    code, broken = verify()
    assert (code, len(broken)) == (1, 1)
    assert broken[0].startswith(f"{row.chain} seq {row.seq} id {row.pk}: edited")


def test_a_row_taken_out_is_named_by_its_place():
    file = issued()
    row = JournalEntry.objects.about(file).get(verb="application.verified")
    behind_its_back("DELETE FROM audit_journalentry WHERE id = %s", row.pk)
    code, broken = verify()
    assert (code, len(broken)) == (1, 1)
    assert broken[0].startswith(f"{row.chain} seq {row.seq} id -: deleted")


def test_a_refused_act_leaves_no_line():
    file = filled()
    file.documents.all().update(removed_at=file.created_at)
    before = JournalEntry.objects.count()
    with pytest.raises(Exception, match="belum lengkap"):
        submission.submit_application(file.uuid, by=person("pemohon"))
    assert JournalEntry.objects.count() == before
    assert fresh(file).state == "draft"


def test_the_applicants_timeline_names_no_officer_and_the_offices_does():
    file = issued()
    theirs, offices = timeline_of(file, for_applicant=True), timeline_of(file, for_applicant=False)
    officers = {
        person(name).full_name
        for name in ("loket.batam", "verifikator.batam", "kabid.batam", "kadis.batam", "opd.dinkes.batam")
    }
    assert not [line for line in theirs if any(name in line["who"] for name in officers)]
    assert {name for name in officers if any(name in line["who"] for line in offices)} == officers
    assert any("Dinas Kesehatan Kota Batam" in line["who"] for line in theirs)
