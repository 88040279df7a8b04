import hashlib
import threading
from datetime import UTC, datetime

import pytest
from django.db import InternalError, OperationalError, connection, transaction

from audit.log import Line, record, record_all
from audit.models import ChainHead, JournalEntry
from audit.verbs import VERBS
from ptsp_portal.lib.moment import moved_to

# Chains that no office of the reference data has.
OFFICE = "99.71/DPMPTSP"


def counts():
    return JournalEntry.objects.filter(chain=OFFICE).count(), ChainHead.objects.filter(chain=OFFICE).count()


@pytest.mark.django_db
def test_an_act_says_who_in_which_role_when_and_on_what(make_user):
    user = make_user()
    with moved_to(datetime(2026, 8, 24, 7, 30, tzinfo=UTC)):
        entry = record(
            "application.registered", user, by=user, office=OFFICE, role="front_desk", agency=OFFICE, items=3
        )
    entry.refresh_from_db()
    assert (entry.chain, entry.seq, entry.prev_hash) == (OFFICE, 1, "")
    assert (entry.subject_type, entry.subject, entry.actor) == ("accounts.user", user.uuid, user.uuid)
    assert (entry.role, entry.agency, entry.facts) == ("front_desk", OFFICE, {"items": 3})
    assert entry.at == datetime(2026, 8, 24, 7, 30, tzinfo=UTC)
    assert entry.hash == entry.digest()
    assert ChainHead.objects.get(chain=OFFICE).hash == entry.hash


@pytest.mark.django_db
def test_each_entry_carries_the_hash_of_the_one_before(make_user):
    user = make_user()
    first = record("application.submitted", user, by=user, office=OFFICE)
    second = record("application.verified", user, by=None, office=OFFICE)
    elsewhere = record("application.verified", user, by=None, office="99.72/DPMPTSP")
    assert second.prev_hash == first.hash and second.seq == 2 and second.actor is None
    assert elsewhere.seq == 1 and elsewhere.prev_hash == ""


@pytest.mark.django_db
def test_an_office_object_names_its_own_chain(make_user):
    class Office:
        journal_chain = "99/DPMPTSP"

    assert record("offer.opened", make_user(), by=None, office=Office()).chain == "99/DPMPTSP"


@pytest.mark.django_db
def test_what_a_person_wrote_is_kept_only_as_its_hash(make_user):
    reason = "Pak Budi, NIK 2171010101900001, belum melampirkan STR"
    entry = record("application.returned", make_user(), by=None, office=OFFICE, reason=reason)
    assert entry.facts == {"reason_sha256": hashlib.sha256(reason.encode()).hexdigest()}


@pytest.mark.django_db
@pytest.mark.parametrize("fact", [1.5, object(), "x" * 201, "a\0b", {1: "a"}, ["fine", 0.1], {"deep": [{"er": b"x"}]}])
def test_a_fact_that_is_not_plain_short_json_is_refused_and_nothing_written(make_user, fact):
    with pytest.raises(ValueError):
        record("application.verified", make_user(), by=None, office=OFFICE, fact=fact)
    assert counts() == (0, 0)


@pytest.mark.django_db
def test_an_unknown_verb_is_refused_and_nothing_written(make_user):
    with pytest.raises(ValueError, match="application.teleported"):
        record("application.teleported", make_user(), by=None, office=OFFICE)
    assert counts() == (0, 0)


def test_an_act_outside_a_transaction_is_refused(own_database, make_user):
    with pytest.raises(transaction.TransactionManagementError):
        record("application.verified", make_user(), by=None, office=OFFICE)
    assert counts() == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [1, 8])
def test_an_act_costs_three_statements_however_many_lines_it_writes(make_user, django_assert_num_queries, lines):
    user = make_user()
    record("application.submitted", user, by=user, office=OFFICE)
    with django_assert_num_queries(3):
        written = record_all([Line("recommendation.requested", user)] * lines, by=user, office=OFFICE, role="verifier")
    assert [entry.seq for entry in written] == list(range(2, lines + 2))
    assert ChainHead.objects.get(chain=OFFICE).seq == lines + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_journalentry SET role = 'head'",
        "DELETE FROM audit_journalentry",
        "TRUNCATE audit_journalentry",
        "DELETE FROM audit_chainhead",
        "TRUNCATE audit_chainhead",
        "UPDATE audit_chainhead SET seq = 0",
        "UPDATE audit_chainhead SET seq = seq",
        "UPDATE audit_chainhead SET seq = seq + 1",
        "UPDATE audit_chainhead SET hash = 'x', seq = seq + 1",
        "INSERT INTO audit_chainhead (chain, seq, hash) VALUES ('new', 5, '')",
    ],
)
def test_the_database_refuses_to_change_what_was_written(make_user, sql):
    entry = record("application.verified", make_user(), by=None, office=OFFICE)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(JournalEntry.objects.in_order(OFFICE).values_list("hash", "role")) == [(entry.hash, "")]
    assert list(ChainHead.objects.filter(chain=OFFICE).values_list("seq", "hash")) == [(1, entry.hash)]


@pytest.mark.django_db
def test_timelines_leave_out_what_is_not_for_the_reader(make_user):
    user, other = make_user(), make_user("lain@example.test")
    for verb in ["application.started", "application.draft_saved", "document.checked", "permit.issued"]:
        record(verb, user, by=None, office=OFFICE)
    record("application.started", other, by=None, office=OFFICE)
    staff = [entry.verb for entry in JournalEntry.objects.timeline(user)]
    assert staff == ["application.started", "document.checked", "permit.issued"]
    applicant = [entry.verb for entry in JournalEntry.objects.timeline_for_applicant(user)]
    assert applicant == ["application.started", "permit.issued"]


def test_what_an_applicant_reads_staff_read_too():
    assert [name for name, verb in VERBS.items() if verb.applicant and not verb.staff] == []


def _in_thread(work):
    outcome = []

    def run():
        try:
            outcome.append(work())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    return outcome[0]


def _record_impatiently(user, office):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        return record("application.verified", user, by=None, office=office)


def test_offices_do_not_wait_for_each_other_and_one_office_does(own_database, make_user):
    user = make_user()
    with transaction.atomic():
        record("application.verified", user, by=None, office=OFFICE)
        assert _in_thread(lambda: _record_impatiently(user, "99.72/DPMPTSP")).seq == 1
        assert isinstance(_in_thread(lambda: _record_impatiently(user, OFFICE)), OperationalError)
    assert sorted(JournalEntry.objects.filter(chain__startswith="99.").values_list("chain", "seq")) == [
        (OFFICE, 1),
        ("99.72/DPMPTSP", 1),
    ]


def test_two_first_acts_of_an_office_share_one_chain(own_database, make_user):
    user = make_user()
    threads = []
    with transaction.atomic():
        record("application.submitted", user, by=None, office=OFFICE)

        def second():
            try:
                with transaction.atomic():
                    record("application.verified", user, by=None, office=OFFICE)
            finally:
                connection.close()

        threads.append(threading.Thread(target=second))
        threads[0].start()
    threads[0].join(20)
    assert list(JournalEntry.objects.in_order(OFFICE).values_list("seq", flat=True)) == [1, 2]
