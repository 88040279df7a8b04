"""From a number to the files behind it: the same files that were counted, a page at a time, without anybody's name."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Agency
from agencies.working_days import calendar_of
from applications.models import PermitType
from dashboards.behind import KINDS, asked_for, cursor_of, keys_of
from dashboards.choosing import choice_of
from dashboards.cubes import Holder
from dashboards.tasks import fold
from tests import factories
from tests.dashboards.facts import file_fact, request_fact
from tests.factories import BATAM, colleague, person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")

TODAY = date(2026, 8, 4)
DAY = timedelta(days=1)


def agency(slug) -> Agency:
    return Agency.objects.select_related("region").get(slug=slug)


@pytest.fixture
def batam():
    return agency(BATAM)


@pytest.fixture
def dinkes():
    return agency("dinkes-kota-batam")


def asked(apa, name="kadis.batam", **query):
    user = person(name) if isinstance(name, str) else name
    return asked_for(choice_of(user, query), {"apa": apa} | query, calendar_of(agency(BATAM).region))


def keys(apa, name="kadis.batam", **query) -> set[int]:
    return {key for key, _day in keys_of(asked(apa, name, **query), "", 1000)}


def test_each_key_of_files_finds_the_facts_that_its_measure_counts(batam):
    found = {
        "verifikasi": file_fact(batam, due_on=TODAY + DAY),
        "menunggu-pemohon": file_fact(batam, holder=Holder.APPLICANT),
        "instansi": file_fact(batam, holder=Holder.AGENCIES, due_on=TODAY - DAY),
        "tepat": file_fact(batam, closed_on=TODAY),
        "terlambat": file_fact(batam, closed_on=TODAY, is_late=True),
        "ditolak": file_fact(batam, closed_on=TODAY, outcome="rejected", is_last_minute=True),
        "jeda": file_fact(batam, closed_on=TODAY, pauses=2),
        "dibuka-lagi": file_fact(batam, closed_on=TODAY, is_reopened=True),
        "gugur": file_fact(batam, closed_on=TODAY, outcome="lapsed", used_days=None),
        "dianggap-setuju": file_fact(batam, closed_on=TODAY, is_deemed=True),
    }
    pks = {key: fact.pk for key, fact in found.items()}
    both = {"dari": "2026-08-01", "sampai": "2026-08-31"}
    for key in ("terlambat", "ditolak", "jeda", "dibuka-lagi", "gugur", "dianggap-setuju"):
        assert keys(key, **both) == {pks[key]}, key
        assert keys(key, dari="2026-09-01") == keys(key, sampai="2026-07-31") == set()
    for key in ("verifikasi", "menunggu-pemohon", "instansi"):
        assert keys(key) == {pks[key]}, key
    assert keys("menit-terakhir") == {pks["ditolak"]}
    assert keys("lewat") == {pks["instansi"]}
    assert keys("terbuka") == {pks["verifikasi"], pks["menunggu-pemohon"], pks["instansi"]}
    assert keys("terbuka", batas="dekat") == {pks["verifikasi"]}
    assert keys("masuk", dari="2026-07-01", sampai="2026-07-01") == keys("terdaftar") == set(pks.values())
    assert keys("diputus") == keys("terbit") | keys("ditolak") == set(pks.values()) - keys("terbuka") - {pks["gugur"]}
    assert keys("tepat") == keys("diputus") - {pks["terlambat"]}


def test_each_key_of_requests_finds_the_facts_that_its_measure_counts(batam, dinkes):
    pks = {
        "permintaan": request_fact(batam, dinkes, due_on=TODAY + DAY).pk,
        "permintaan-lewat": request_fact(batam, dinkes, due_on=TODAY - DAY).pk,
        "permintaan-terlambat": request_fact(batam, dinkes, closed_on=TODAY, is_late=True).pk,
        "permintaan-jeda": request_fact(batam, dinkes, closed_on=TODAY, pauses=1).pk,
        "permintaan-menit-terakhir": request_fact(batam, dinkes, closed_on=TODAY, is_last_minute=True).pk,
        "permintaan-diulang": request_fact(batam, dinkes, closed_on=TODAY, is_asked_again=True).pk,
    }
    is_open = {pks.pop("permintaan"), pks["permintaan-lewat"]}
    for key, pk in pks.items():
        assert keys(key, instansi=dinkes.slug) == {pk}, key
    assert keys("permintaan") == is_open
    assert keys("permintaan-dijawab") == set(pks.values()) - is_open
    assert keys("permintaan-masuk", dari="2026-07-01") == set(pks.values()) | is_open
    assert keys("instansi", instansi=dinkes.slug) == is_open
    assert keys("instansi", instansi=dinkes.slug, batas="lewat") == {pks["permintaan-lewat"]}
    assert keys("permintaan", instansi="pupr-kota-batam") == set()


def test_region_office_service_and_place_narrow_and_nothing_widens(batam, dinkes):
    pinang, service = agency("dpmptsp-kota-tanjungpinang"), PermitType.objects.order_by("-pk").first()
    here = file_fact(batam, due_on=TODAY, place="21.71.03.1003").pk
    other = file_fact(batam, due_on=TODAY, service=service.pk).pk
    there = file_fact(pinang, due_on=TODAY).pk
    assert keys("terbuka") == keys("terbuka", wilayah="21.72") == {here, other}
    assert keys("terbuka", "gubernur") == {here, other, there}
    assert keys("terbuka", "gubernur", wilayah="21.72") == keys("terbuka", "gubernur", kantor=pinang.slug) == {there}
    assert keys("terbuka", layanan=service.code) == {other}
    assert keys("terbuka", tempat="21.71.03") == {here}
    theirs = request_fact(pinang, agency("dinkes-kota-tanjungpinang"), due_on=TODAY).pk
    assert theirs not in keys("permintaan") | keys("permintaan", instansi="dinkes-kota-tanjungpinang")
    assert keys("permintaan", "gubernur") == {theirs}


def test_the_head_of_an_agency_gets_its_requests_and_no_list_of_files(batam, dinkes):
    head = colleague("kepala.opd", (dinkes, "head"))
    mine = request_fact(batam, dinkes, due_on=TODAY).pk
    request_fact(batam, agency("pupr-kota-batam"), due_on=TODAY)
    assert keys("permintaan", head) == keys("permintaan", head, kantor=BATAM) == {mine}
    assert keys("permintaan", head, instansi="pupr-kota-batam") == set()
    assert [key for key, kind in KINDS.items() if kind.source == "file" and asked(key, head)] == []


@pytest.mark.parametrize("apa", ["terbuka", "masuk"])
def test_every_row_comes_once_however_the_pages_are_cut(apa, batam):
    office = [batam, agency("dpmptsp-kota-tanjungpinang")]
    for n in range(9):
        day = TODAY + DAY * (n % 3)
        file_fact(office[n % 2], due_on=None if n > 6 else day, submitted_on=day)
    seen, after, this = [], "", asked(apa, "gubernur")
    while page := keys_of(this, after, 2):
        seen += page
        after = cursor_of(*page[-1])
    assert len({key for key, _day in seen}) == len(seen) == 9
    days = [day for _key, day in seen if day]
    assert days == sorted(days, reverse=apa == "masuk")
    assert keys_of(this, "2026-13-01|x", 9) == seen
    assert all(day is None for _key, day in seen[len(days) :])


def test_the_page_shows_numbers_and_days_and_never_who_applies(client, dinkes):
    file = factories.verified()
    fold()
    client.force_login(person("gubernur"))
    for query in ({"apa": "instansi"}, {"apa": "permintaan", "instansi": dinkes.slug}, {"apa": "masuk"}):
        page = client.get(reverse("dashboards:files"), query).content.decode()
        assert file.registration_number in page
        assert file.permit_type.name in page
        assert "0 dari" in page
        table = client.get(reverse("dashboards:files"), query | {"bentuk": "csv"}).content.decode()
        assert file.registration_number in table
        for text in (page, table):
            for secret in (file.holder_name, file.person.name, "Pemohon Demo", file.holder_address):
                assert not secret or secret not in text
        assert reverse("applications:file", args=[file.uuid]) not in page  # an executive sees no file
    client.force_login(person("kadis.batam"))
    page = client.get(reverse("dashboards:files"), {"apa": "instansi"}).content.decode()
    assert f"Instansi teknis: {dinkes.name}" in page
    assert reverse("applications:file", args=[file.uuid]) in page
    assert client.get(reverse("dashboards:files"), {"apa": "apa saja"}).status_code == 404
    assert client.get(reverse("dashboards:files"), {"apa": "masuk", "kantor": "tidak-ada"}).status_code == 404


def test_statements_and_plans_stay_the_same_however_many_rows_stand_on_the_page(client):
    client.force_login(person("kadis.batam"))
    client.get(reverse("dashboards:files"), {"apa": "terbuka"})
    counts = []
    for _round in range(2):
        factories.registered()
        fold()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("dashboards:files"), {"apa": "terbuka"}).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22


def test_no_key_reads_a_table_from_end_to_end(batam):
    """Each list starts from an index over office (agency) and day; here without rows, so the planner is told to prefer them."""
    for apa in KINDS:
        this = asked(apa, dari="2026-08-01", sampai="2026-08-31")
        with CaptureQueriesContext(connection) as seen:
            keys_of(this)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = on")
            for query in seen.captured_queries:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert "Seq Scan on dashboards" not in plan, apa
