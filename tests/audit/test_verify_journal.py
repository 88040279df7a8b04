import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from audit.log import Line, record_all
from audit.models import ChainHead, JournalEntry

# Chains that no office of the reference data has.
OFFICE, OTHER = "99.71/DPMPTSP", "99.72/DPMPTSP"


def behind_the_back(sql, *values):
    """What somebody with the owner's rights on the database could do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


def verify(**options):
    out = io.StringIO()
    try:
        call_command("verify_journal", stdout=out, **options)
    except SystemExit as ending:
        return ending.code, out.getvalue()
    return 0, out.getvalue()


def broken(text):
    return [line.removeprefix("BROKEN ") for line in text.splitlines() if line.startswith("BROKEN")]


@pytest.fixture
def journal(db, make_user):
    """Two offices, ten acts each; the rows of the first by seq."""
    user = make_user()
    for office in (OFFICE, OTHER):
        for turn in range(5):
            record_all(
                [Line("application.verified", user, facts={"turn": turn}), Line("permit.issued", user)],
                by=user,
                office=office,
            )
    return {entry.seq: entry for entry in JournalEntry.objects.in_order(OFFICE)}


def test_an_untouched_journal_holds(journal):
    code, text = verify()
    assert code == 0 and ": all hold (" in text and "rows/s" in text
    assert verify(chain=OFFICE)[1].startswith("1 chains, 10 rows: all hold")


def test_an_empty_journal_holds(db):
    assert verify()[0] == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("role", "'head'"),
        ("facts", "'{\"turn\": 9}'"),
        ("at", "at - interval '1 day'"),
        ("actor", "NULL"),
        ("verb", "'permit.issued'"),
        ("subject", "gen_random_uuid()"),
        ("agency", "'21/SETDA'"),
        ("prev_hash", "repeat('0', 64)"),
        ("hash", "repeat('0', 64)"),
    ],
)
def test_an_edited_row_is_named(journal, column, value):
    row = journal[5]
    behind_the_back(f"UPDATE audit_journalentry SET {column} = {value} WHERE id = %s", row.pk)
    code, text = verify()
    assert code == 1
    assert broken(text) == [f"{OFFICE} seq 5 id {row.pk}: edited: the content does not give the stored hash"]


def test_an_edited_row_with_a_recomputed_hash_is_named(journal):
    row = journal[5]
    row.role = "head"
    behind_the_back("UPDATE audit_journalentry SET role = 'head', hash = %s WHERE id = %s", row.digest(), row.pk)
    assert broken(verify()[1]) == [f"{OFFICE} seq 5 id {row.pk}: rewritten: the next row was built on another content"]


def test_an_edited_last_row_with_a_recomputed_hash_is_named(journal):
    row = journal[10]
    row.role = "head"
    behind_the_back("UPDATE audit_journalentry SET role = 'head', hash = %s WHERE id = %s", row.digest(), row.pk)
    assert broken(verify()[1]) == [f"{OFFICE} seq 10 id {row.pk}: rewritten: the head was built on another content"]


def test_a_deleted_row_is_named(journal):
    behind_the_back("DELETE FROM audit_journalentry WHERE id = %s", journal[5].pk)
    assert broken(verify()[1]) == [f"{OFFICE} seq 5 id -: deleted: seq 5 missing before id {journal[6].pk}"]


def test_several_deleted_rows_at_the_beginning_are_named(journal):
    behind_the_back("DELETE FROM audit_journalentry WHERE chain = %s AND seq <= 3", OFFICE)
    assert broken(verify()[1]) == [f"{OFFICE} seq 1 id -: deleted: seq 1 to 3 missing before id {journal[4].pk}"]


def test_swapped_rows_are_both_named(journal):
    for row, seq in [(journal[4], -1), (journal[7], 4), (journal[4], 7)]:
        behind_the_back("UPDATE audit_journalentry SET seq = %s WHERE id = %s", seq, row.pk)
    named = broken(verify()[1])
    assert [line.split(":")[0] for line in named] == [
        f"{OFFICE} seq 4 id {journal[7].pk}",
        f"{OFFICE} seq 7 id {journal[4].pk}",
    ]


def test_a_row_inserted_at_the_end_is_named(journal):
    forged = JournalEntry.objects.get(pk=journal[10].pk)
    forged.pk, forged.seq, forged.prev_hash = None, 11, journal[10].hash
    forged.hash = forged.digest()
    forged.save()
    assert broken(verify()[1]) == [f"{OFFICE} seq 11 id {forged.pk}: inserted: lies beyond the head of the chain"]


def test_a_row_inserted_between_two_others_is_named(journal):
    behind_the_back("UPDATE audit_journalentry SET seq = seq + 1000 WHERE chain = %s AND seq > 5", OFFICE)
    behind_the_back("UPDATE audit_journalentry SET seq = seq - 999 WHERE chain = %s AND seq > 1000", OFFICE)
    forged = JournalEntry.objects.get(pk=journal[5].pk)
    forged.pk, forged.seq, forged.prev_hash = None, 6, journal[5].hash
    forged.hash = forged.digest()
    forged.save()
    assert broken(verify()[1]) == [
        f"{OFFICE} seq 6 id {forged.pk}: inserted: the rows after it were moved up",
        f"{OFFICE} seq 11 id {journal[10].pk}: inserted: lies beyond the head of the chain",
    ]


def test_a_cut_tail_is_named(journal):
    behind_the_back("DELETE FROM audit_journalentry WHERE chain = %s AND seq > 7", OFFICE)
    assert broken(verify()[1]) == [f"{OFFICE} seq 8 id -: deleted: the tail is cut, the head says 10"]


def test_a_chain_that_is_gone_altogether_is_named(journal):
    behind_the_back("DELETE FROM audit_journalentry WHERE chain = %s", OFFICE)
    assert broken(verify()[1]) == [f"{OFFICE} seq 1 id -: deleted: the tail is cut, the head says 10"]


def test_a_chain_whose_head_is_gone_is_named(journal):
    behind_the_back("DELETE FROM audit_chainhead WHERE chain = %s", OFFICE)
    assert broken(verify()[1]) == [f"{OFFICE} seq 0 id -: the chain has no head"]
    assert ChainHead.objects.filter(chain=OTHER).exists()


def test_one_chain_can_be_verified_alone(journal):
    behind_the_back("DELETE FROM audit_journalentry WHERE id = %s", journal[5].pk)
    assert verify(chain=OTHER)[0] == 0
    assert verify(chain=OFFICE)[0] == 1
