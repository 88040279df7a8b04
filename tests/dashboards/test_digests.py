"""A kept digest finds what was changed afterwards, also where the journal's own chain was made to fit again."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from agencies.models import Agency
from applications.actions.objections import file_objection, grant_objection
from audit.models import ChainHead, JournalEntry
from audit.proof import Proof
from dashboards import sealed
from dashboards.digests import faults, make_due_digests, published_figures, root_of, sha256
from dashboards.kept_digest import read_kept, verdict_on
from dashboards.models import Cell, Digest
from dashboards.tasks import fold, make_digests
from ptsp_portal.lib.moment import moved_to, now
from static.tools import check_digest
from tests import factories
from tests.factories import BATAM, person

pytestmark = pytest.mark.usefixtures("at_usual_moment")
DAY = date(2026, 8, 3)


def behind_the_back(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


def kept(day=DAY) -> str:
    return Digest.objects.get(day=day).text


def verdict(text):
    return verdict_on(text, read_kept(text))


def rewrite_a_row_and_all_after_it(chain):
    """What somebody with the database and this code can do: the journal's own proof finds nothing afterwards."""
    before = ""
    for entry in JournalEntry.objects.in_order(chain):
        if entry.seq == 2:
            entry.role = "head"
        entry.prev_hash = before
        before = entry.hash = entry.digest()
        behind_the_back(
            "UPDATE audit_journalentry SET role = %s, prev_hash = %s, hash = %s WHERE id = %s",
            entry.role, entry.prev_hash, entry.hash, entry.pk,
        )  # fmt: skip
    behind_the_back("UPDATE audit_chainhead SET hash = %s WHERE chain = %s", before, chain)


def verify() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_digests", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_a_kept_digest_finds_a_journal_that_was_rewritten_to_its_end(own_database):
    file = factories.registered()
    chain = file.office.journal_chain
    assert make_digests() == 1
    text = kept()
    assert verdict(text).holds
    assert verify()[0] == 0
    rewrite_a_row_and_all_after_it(chain)
    assert list(Proof(chain).faults()) == []  # its own chain holds again
    found = verdict(text)
    assert (found.stands, found.has_heads, found.holds) == (True, False, False)
    code, words = verify()
    assert (code, f"the journal no longer contains {chain}" in words) == (1, True)


@pytest.mark.usefixtures("reference")
def test_a_digest_is_made_once_a_day_catches_up_and_is_never_rewritten():
    assert make_due_digests() == 1
    assert make_due_digests() == 0
    with moved_to(now() + timedelta(days=3)):
        assert make_due_digests() == 3
    lines = list(Digest.objects.order_by("number"))
    assert [line.day for line in lines] == [DAY + timedelta(days=n) for n in range(4)]
    assert [line.prev_hash for line in lines] == ["", *(line.hash for line in lines[:3])]
    assert all(sha256(line.text) == line.hash for line in lines)
    for change in (
        lambda: Digest.objects.filter(day=DAY).update(hash="0" * 64),
        lambda: Digest.objects.filter(day=DAY).delete(),
        lambda: Digest.objects.create(
            number=5, day=DAY + timedelta(days=9), prev_hash="0" * 64, text="{}", hash=sha256("{}"), heads={}, sealed={}
        ),
        lambda: Digest.objects.create(
            number=5, day=DAY + timedelta(days=9), prev_hash=lines[3].hash, text="{}", hash="0" * 64, heads={}, sealed={}
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert list(faults()) == []


@pytest.mark.usefixtures("reference")
def test_the_day_ends_when_it_ended_in_the_western_zone():
    with moved_to(now().replace(hour=16, minute=59)):  # 23.59 WIB, long past midnight in WIT
        assert make_due_digests() == 1
        assert Digest.objects.get().day == DAY
    with moved_to(now().replace(hour=17, minute=1)):
        assert make_due_digests() == 1
        assert Digest.objects.last_made().day == DAY + timedelta(days=1)


@pytest.mark.usefixtures("reference")
def test_a_line_names_no_office_of_the_journal_and_no_small_count():
    factories.issued()
    fold()
    with moved_to(now() + timedelta(days=1)):
        make_due_digests()
    line = Digest.objects.get()
    said = json.loads(line.text)
    assert said["jurnal"] == sorted(ChainHead.objects.filter(seq__gt=0).values_list("hash", flat=True))
    assert "21.71/DPMPTSP" not in line.text
    with moved_to(now() + timedelta(days=60)):  # the third quarter is over
        office_line = published_figures(date(2026, 10, 2))["kantor"][0]
    assert (office_line["code"], office_line["issued"], office_line["received"]) == (BATAM, None, None)
    assert DAY + timedelta(days=1) == line.day
    office = json.loads(line.sealed[BATAM])
    assert [1, "2026-08-04", 3, 1] in office["sel"]
    assert (set(line.sealed), said["angka_dalam"]) == ({BATAM}, root_of(line.sealed))
    assert len(office["garam"]) == 32


@pytest.mark.usefixtures("reference")
def test_a_digest_chain_that_was_cut_or_exchanged_is_said_to_whoever_kept_a_line():
    make_due_digests()
    with moved_to(now() + timedelta(days=2)):
        make_due_digests()
        text = kept(DAY + timedelta(days=1))
        behind_the_back("UPDATE dashboards_digest SET text = text || ' ' WHERE day = %s", DAY + timedelta(days=2))
        found = verdict(text)
        assert (found.stands, found.follows) == (True, False)
        behind_the_back("DELETE FROM dashboards_digest WHERE day = %s", DAY + timedelta(days=1))
        found = verdict(text)
        assert (found.stands, found.is_known_day, found.has_heads) == (False, False, not found.heads)
    assert verify()[0] == 1


def published_five(n=5):
    """Five issued files in the second quarter, as if they had been folded."""
    office = Agency.objects.get(slug=BATAM)
    for measure in (1, 3, 6):
        Cell.objects.update_or_create(
            cube=2, at=date(2026, 5, 1), office=office.pk, bucket=measure, defaults={"n": n}
        )  # fmt: skip
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()


@pytest.mark.usefixtures("reference")
def test_a_published_figure_that_changed_is_shown_with_a_lawful_reason_where_there_is_one():
    rejected = factories.issued(verdict="reject")
    published_five()
    make_due_digests()
    text = kept()
    assert verdict(text).changes == []
    published_five(7)
    found = verdict(text)
    office = next(each for each in found.changes if each.cut == "kantor" and each.measure == "issued")
    assert (office.was, office.now, found.reasons, found.holds) == (5, 7, [], True)
    with moved_to(now() + timedelta(hours=1)):
        objection = file_objection(rejected.uuid, by=person("pemohon"), text="Lokasinya sesuai.")
        grant_objection(objection.uuid, by=person("kadis.batam"), reasons="Benar.")
        assert verdict(text).reasons == ["objection"]


@pytest.mark.usefixtures("reference")
def test_figures_under_the_seal_are_compared_with_those_of_now_for_whoever_governs(client):
    factories.issued()
    fold()
    with moved_to(now() + timedelta(days=1)):
        make_due_digests()
        line, office = Digest.objects.get(), Agency.objects.get(slug=BATAM)
        assert sealed.differences(line, [office]) == []
        Cell.objects.filter(cube=1, office=office.pk, bucket=3).update(n=9)
        changed = sealed.differences(line, [office])
        assert [(each.is_day, each.was, each.now) for each in changed] == [(True, 1, 9)]
        client.force_login(person("kadis.batam"))
        page = client.get(f"/pimpinan/sidik/{line.day}/").content.decode()
        assert "Tidak ada tindakan yang diketahui" in page
        client.force_login(person("verifikator.batam"))
        assert client.get(f"/pimpinan/sidik/{line.day}/").status_code == 404


@pytest.mark.usefixtures("reference")
def test_anybody_downloads_a_line_checks_it_here_and_without_the_portal(client, django_assert_max_num_queries):
    factories.registered()
    make_due_digests()
    with moved_to(now() + timedelta(days=1)):
        make_due_digests()
        with django_assert_max_num_queries(6):
            assert "2 Agustus" not in client.get("/sidik-harian/").content.decode()
        response = client.get(f"/sidik-harian/{DAY}/")
        text = response.content.decode()
        assert sha256(text) == Digest.objects.get(day=DAY).hash
        answer = client.post("/sidik-harian/periksa/", {"isi": text + "\n"})
        assert "Cocok: tidak ada yang diubah" in answer.content.decode()
        altered = text.replace('"nomor":1', '"nomor":2')
        answer = client.post("/sidik-harian/periksa/", {"isi": altered})
        assert "Tidak cocok" in answer.content.decode()
        for nonsense in ("", "{}", "[1]", '{"hari":"2026-08-03"}', "x" * 100, "[" * 5000):
            assert client.post("/sidik-harian/periksa/", {"isi": nonsense}).status_code == 400
        assert client.get("/sidik-harian/2026-99-99/").status_code == 404
        chain = b"".join(client.get("/sidik-harian/sidik-harian.jsonl").streaming_content).decode()
        assert check_digest.check(chain, [("a.json", text)]) == []
        assert len(check_digest.check(chain, [("a.json", altered)])) == 1
        assert check_digest.check("\n".join(chain.splitlines()[1:])) != []
        assert check_digest.check(chain.replace('"hari":"2026-08-03"', '"hari":"2026-08-02"')) != []
