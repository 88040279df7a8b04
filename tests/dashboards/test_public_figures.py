"""What everybody may see: complete quarters, the small counts hidden, nothing to subtract."""

import json
from datetime import date

import pytest

from dashboards.cubes import Measure
from dashboards.measured import Counts
from dashboards.public_figures import _tells_no_small_count, quarters
from dashboards.views import public
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.small_counts import hidden_among
from tests.dashboards.figures_by_hand import files
from tests.factories import BATAM
from tests.pages.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

PINANG, BINTAN = "dpmptsp-kota-tanjungpinang", "dpmptsp-kabupaten-bintan"


def a_quarter():
    """April to June: Batam 20 + 9, Tanjungpinang 6, Bintan 3; and July, which is not over as a quarter."""
    for slug, month, n in ((BATAM, 4, 20), (BATAM, 5, 9), (PINANG, 5, 6), (BINTAN, 6, 3), (BATAM, 7, 400)):
        files(slug, date(2026, month, 3), Measure.RECEIVED, n, service="SIPF")
    files(BATAM, date(2026, 4, 3), Measure.ISSUED, 12, service="SIPF")
    files(BATAM, date(2026, 4, 3), Measure.REJECTED, 8, service="SIPF")
    files(BATAM, date(2026, 4, 3), Measure.ON_TIME, 15, service="SIPF", days={2: 11, 3: 4})
    files(BATAM, date(2026, 4, 3), Measure.LATE, 5, service="SIPF", days={9: 5})


def rows(client, cut, query="") -> list[dict]:
    return client.get(f"/data/{cut}.json{query}").json()["baris"]


def test_what_is_hidden_never_adds_up_to_a_small_number():
    assert hidden_among({"a": 9, "b": 6, "c": 2}) == {"b", "c"}
    assert hidden_among({"a": 9, "b": 1, "c": 3}) == {"a", "b", "c"}
    assert hidden_among({"a": 9, "b": 6, "c": 3, "d": 2}) == {"c", "d"}
    assert hidden_among({"a": 9, "b": 0}) == {"a", "b"}
    assert hidden_among({"a": 5}) == set()


def test_offices_of_the_last_complete_quarter_with_the_small_one_and_the_next_hidden(client):
    a_quarter()
    found = {row["kode_kantor"]: row for row in rows(client, "kantor")}
    assert [found[slug]["masuk"] for slug in (BATAM, PINANG, BINTAN)] == [29, None, None]
    assert found[BATAM] | {"kantor": ""} == {
        "kode_kantor": BATAM, "kantor": "", "kode_wilayah": "21.71", "masuk": 29, "terbit": None, "ditolak": None,
        "tepat_waktu_persen": None, "median_hari_kerja": 2,
    }  # fmt: skip
    assert found[PINANG]["tepat_waktu_persen"] is None


def test_a_share_is_told_only_where_no_small_count_can_be_reckoned_from_it(client):
    def share(issued, rejected, late):
        counts = Counts({Measure.ON_TIME: issued + rejected - late, Measure.LATE: late})
        told = {"issued": issued if issued >= 5 else None, "rejected": rejected if rejected >= 5 else None}
        return _tells_no_small_count(counts, told)

    assert share(12, 8, 5) and share(99, 1, 1)
    assert not share(10, 1, 5)  # 9 of 11 are 82 percent: one was rejected
    assert not share(12, 8, 1)


def test_months_come_with_their_whole_quarter_and_no_other(client):
    a_quarter()
    assert [(row["bulan"], row["masuk"]) for row in rows(client, "bulan")] == [
        ("2026-04", 20), ("2026-05", None), ("2026-06", None)
    ]  # fmt: skip
    assert client.get("/data/bulan.json?triwulan=2026-T3").status_code == 404
    assert client.get("/data/bulan.json?triwulan=x").status_code == 404
    assert client.get("/data/orang.json").status_code == 404


def test_services_have_one_line_each_in_both_forms(client):
    a_quarter()
    assert [(row["kode_layanan"], row["masuk"], row["terbit"]) for row in rows(client, "layanan")] == [("SIPF", 38, 12)]
    answer = client.get("/data/layanan.csv?triwulan=2026-T2")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "triwulan,kode_layanan,layanan,masuk,terbit,ditolak,tepat_waktu_persen,median_hari_kerja"
    assert lines[1].startswith("2026-T2,SIPF,") and lines[1].endswith(",38,12,8,75,")
    assert answer["Cache-Control"] == "public, max-age=3600"
    again = client.get("/data/layanan.csv?triwulan=2026-T2", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_document_says_when_what_and_under_which_licence(client):
    document = client.get("/data/kantor.json").json()
    assert {"triwulan": "2026-T2", "dari": "2026-04-01", "sampai": "2026-06-30", "lisensi": "CC BY 4.0"}.items() <= (
        document.items()
    )
    assert json.dumps(document).count("nama") == 0


def test_many_requests_from_one_address_wait(client, monkeypatch):
    monkeypatch.setattr(public, "PER_ADDRESS", Limit("open-data-test", tries=2, window=public.PER_ADDRESS.window))
    assert [client.get("/data/kantor.csv").status_code for _each in range(3)] == [200, 200, 429]


def test_the_page_tells_the_quarter_and_hides_as_the_data_do(client):
    a_quarter()
    page = words(client.get("/statistik/"))
    assert "Triwulan II 2026: 38 berkas masuk. 12 izin terbit. 75% keputusan tepat waktu." in page
    assert "DPMPTSP Kabupaten Bintan – – – – –" in page
    assert "belum cukup berkas" in words(client.get("/statistik/?triwulan=2026-T1"))


def test_a_quarter_is_published_when_it_is_over_in_the_west(at_usual_moment):
    assert [each.key for each in quarters(date(2026, 8, 4))[:3]] == ["2026-T2", "2026-T1", "2025-T4"]
    with moved_to(at_usual_moment.replace(month=9, day=30, hour=16, minute=59)):
        assert quarters(public._today())[0].key == "2026-T2"
    with moved_to(at_usual_moment.replace(month=9, day=30, hour=17, minute=0)):
        assert quarters(public._today())[0].key == "2026-T3"
