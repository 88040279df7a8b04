"""The leadership's pages: each number against cells made by hand, whose numbers they are, and how many questions a page asks."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from agencies.models import Agency
from complaints.models import Complaint, Questionnaire, SurveyResponse
from dashboards.cubes import Cube, Holder, Measure, Money, RequestMeasure
from dashboards.models import Folding
from dashboards.overview import Overview
from dashboards.reach import Reach
from dashboards.tasks import fold
from dashboards.voices import complaints_of, satisfaction_of
from dashboards.year_spans import Span, earlier_year
from ptsp_portal.lib.moment import moved_to, now
from tests.complaints.living import received
from tests.dashboards.figures_by_hand import cell, files
from tests.dashboards.investing import TRILLION, aim, kept, line
from tests.factories import BATAM, colleague, next_standard, registered
from tests.pages.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

PINANG = "dpmptsp-kota-tanjungpinang"
TODAY = date(2026, 8, 4)
BATAM_REACH = Reach(("21.71",))


def agency(slug) -> Agency:
    return Agency.objects.get(slug=slug)


def a_year_of_batam():
    """Received: 3 today, 2 on the first of the month, 10 in March; in March of last year 5, on 3 and 5 August of it 4 and 9."""
    files(BATAM, TODAY, Measure.RECEIVED, 3)
    files(BATAM, date(2026, 8, 1), Measure.RECEIVED, 2)
    files(BATAM, date(2026, 3, 2), Measure.RECEIVED, 10)
    for day, n in ((date(2025, 3, 9), 5), (date(2025, 8, 3), 4), (date(2025, 8, 5), 9)):
        files(BATAM, day, Measure.RECEIVED, n)
    files(BATAM, date(2026, 3, 20), Measure.ISSUED, 8)
    files(BATAM, date(2026, 3, 20), Measure.ON_TIME, 7, days={2: 3, 4: 4}, limit=7)
    files(BATAM, date(2026, 3, 20), Measure.LATE, 1, days={12: 1}, limit=3)


def test_files_are_added_up_by_day_month_and_year_and_compared_to_the_day():
    a_year_of_batam()
    files(PINANG, TODAY, Measure.RECEIVED, 50)
    page = Overview(BATAM_REACH, 2025)
    assert [each.received for each in (page.of_today, page.of_month, page.of_year, page.of_earlier)] == [3, 5, 15, 9]
    assert (page.of_year.on_time_share, page.of_year.median_days, page.limit_days) == (87.5, 4, 7)
    months = page.received_by_month()
    assert (months[2][1:], months[7][1:], months[11][1:]) == ((10, 5), (5, 13), (None, 0))


def test_what_is_held_where_is_found_by_who_has_most_beyond_the_limit():
    batam, dinkes = agency(BATAM), agency("dinkes-kota-batam")
    cell(Cube.OPEN, date(2026, 8, 3), 2, office=batam.pk, bucket=Holder.VERIFIER)
    cell(Cube.OPEN, date(2026, 8, 3), 6, office=batam.pk, bucket=Holder.AGENCIES)
    cell(Cube.OPEN, TODAY, 4, office=batam.pk, bucket=Holder.HEAD)
    cell(Cube.ASKED, date(2026, 7, 29), 1, office=batam.pk, agency=dinkes.pk, bucket=5)
    cell(Cube.ASKED, date(2026, 8, 3), 5, office=batam.pk, agency=dinkes.pk, bucket=5)
    cell(Cube.ASKED, date(2026, 8, 5), 9, office=batam.pk, agency=dinkes.pk, bucket=5)
    page = Overview(BATAM_REACH, 2025)
    assert (page.open, page.overdue) == (12, 8)
    assert [(each.agency.pk, each.overdue, each.days_over) for each in page.worst] == [
        (dinkes.pk, 6, 4),
        (batam.pk, 2, 1),
    ]


def test_levies_and_permits_that_run_out_are_of_their_months():
    batam = agency(BATAM).pk
    cell(Cube.MONEY_MONTH, date(2026, 2, 1), 500, office=batam, bucket=Money.BILLED)
    cell(Cube.MONEY_MONTH, date(2025, 12, 1), 900, office=batam, bucket=Money.BILLED)
    cell(Cube.MONEY_MONTH, date(2026, 3, 1), 300, office=batam, bucket=Money.PAID)
    for month, n in ((7, 1), (8, 2), (11, 3), (12, 4)):
        cell(Cube.EXPIRY_MONTH, date(2026, month, 1), n, office=batam)
    page = Overview(BATAM_REACH, 2025)
    assert page.money == {"billed": 500, "paid": 300}
    assert [n for _month, n in page.expiring] == [2, 0, 0, 3]


def test_files_whose_silence_would_grant_them_are_told_two_working_days_ahead():
    registered()  # of a standard whose silence says nothing
    next_standard("SIPF", deemed_approval=True)
    file = registered()
    fold()
    for day, is_near in ((-5, False), (-4, True), (0, True), (1, False)):  # a weekend lies between
        with moved_to(datetime.combine(file.promised_on + timedelta(days=day), time(3), UTC)):
            found = Overview(BATAM_REACH, 2025).deemed
            assert found == ([(file.registration_number, file.promised_on)] if is_near else []), day


def test_satisfaction_is_exact_over_all_offices_and_needs_five_answers():
    about = {"questionnaire": Questionnaire.objects.first(), "on": TODAY, "channel": "paper"}
    for slug, score in ((BATAM, 4), (BATAM, 3), (BATAM, 3), (BATAM, 4)):
        SurveyResponse.objects.create(office=agency(slug), score_waktu=score, score_biaya=4, score_sarana=1, **about)
    whole, year = Reach(("21",)), Span(date(2026, 1, 1), TODAY)
    assert satisfaction_of(whole, year) is None
    SurveyResponse.objects.create(office=agency(PINANG), score_waktu=1, score_biaya=4, score_sarana=2, **about)
    found = satisfaction_of(whole, year)
    # Means 3.0, 4.0 and 1.2: their mean times 25.
    assert (str(found["index"]), found["n"], found["band"]) == ("68.33", 5, "C")
    assert [str(mean) for _label, mean in found["lowest"]] == ["1.20", "3.00", "4.00"]
    assert satisfaction_of(BATAM_REACH, year) is None


def test_grave_complaints_are_a_total_alone_and_none_below_five():
    rows = [received(by=None) for _each in range(7)]
    Complaint.objects.filter(pk__in=[row.pk for row in rows[:5]]).update(is_grave=True)
    found = complaints_of(BATAM_REACH, Span(date(2026, 1, 1), TODAY), "Asia/Jakarta")
    assert (found["received"], found["open"], found["overdue"], found["justified"], found["grave"]) == (2, 2, 0, 0, 5)
    Complaint.objects.filter(pk=rows[0].pk).update(is_grave=False)
    assert complaints_of(BATAM_REACH, Span(date(2026, 1, 1), TODAY), "Asia/Jakarta")["grave"] is None


def test_a_head_sees_the_own_city_and_a_region_outside_opens_nothing(signed_in):
    a_year_of_batam()
    files(PINANG, TODAY, Measure.RECEIVED, 777)
    Folding.objects.update(folded_at=now())
    client = signed_in("kadis.batam")
    page = words(client.get("/pimpinan/?wilayah=21.72"))
    assert "Perizinan Kota Batam" in page and "Masuk 3 5 15" in page and "777" not in page
    assert "Data per Selasa, 4 Agustus 2026 pukul 09.00 WIB" in page
    assert "777" not in words(client.get("/pimpinan/wilayah/?wilayah=21.72"))
    assert client.get("/pimpinan/?wilayah=21.71.99").status_code == 404
    assert "777" in words(signed_in("gubernur").get("/pimpinan/?wilayah=21.72"))


def test_a_head_of_an_agency_sees_that_agency_alone(client):
    dinkes, pupr = agency("dinkes-kota-batam"), agency(PINANG)
    for pk, n in ((dinkes.pk, 6), (pupr.pk, 777)):
        cell(Cube.AGENCY_MONTH, date(2026, 8, 1), n, agency=pk, bucket=RequestMeasure.ASKED)
        cell(Cube.AGENCY_MONTH, date(2026, 3, 1), n, agency=pk, bucket=RequestMeasure.GIVEN)
        cell(Cube.AGENCY_DAYS, date(2026, 3, 1), n, agency=pk, bucket=2)
        cell(Cube.ASKED, date(2026, 8, 3), 2, office=1, agency=pk, bucket=5)
    client.force_login(colleague("kepala.dinkes", ("dinkes-kota-batam", "head")))
    page = words(client.get("/pimpinan/"))
    assert "2 dari 2 permintaan yang menunggu jawaban lewat batas." in page
    assert "Diminta 6 6 Dijawab 0 6" in page and "777" not in page
    assert [client.get(f"/pimpinan/{each}/").status_code for each in ("wilayah", "layanan")] == [404, 404]


def test_regions_add_up_to_the_one_above_and_what_names_none_of_them_is_told(signed_in):
    files(BATAM, date(2026, 7, 1), Measure.RECEIVED, 8, place="21.71.03.1003")
    files(BATAM, date(2026, 7, 1), Measure.RECEIVED, 3, place="21.71.04")
    files(BATAM, date(2026, 7, 1), Measure.RECEIVED, 2)
    files(BATAM, date(2025, 7, 1), Measure.RECEIVED, 4, place="21.71.03.1003")
    files(BATAM, date(2026, 7, 9), Measure.ON_TIME, 5, place="21.71.03.1003", days={3: 5})
    client = signed_in("kadis.batam")
    rows = client.get("/pimpinan/wilayah/").context["table"].rows
    named = {row.key or row.label: row.values for row in rows}
    assert named["21.71.03"] == [8, 0, 0, 100, None, 100]
    assert named["21.71.04"][0] == 3
    assert named["Tanpa rincian di bawahnya"][0] == 2
    assert named["Kota Batam"][:5] == [13, 0, 0, 100, 3]
    assert rows[0].key == "21.71.03" and rows[-1].label == "Kota Batam"
    least_first = client.get("/pimpinan/wilayah/?urut=-masuk&periode=2026-T3").context["table"].rows
    assert least_first[-3].key == "21.71.03"
    below = client.get("/pimpinan/wilayah/?wilayah=21.71.03").context["table"].rows
    assert [(row.key, row.values[0]) for row in below[:1]] == [("21.71.03.1003", 8)]


def test_regions_of_several_zones_stand_side_by_side_each_with_its_own_hour(client):
    Folding.objects.update(folded_at=now())
    samarinda = {"region_id": "64.72", "kind": "ptsp", "code": "COBA", "name": "DPMPTSP Samarinda", "slug": "ptsp-coba"}
    Agency.objects.create(**samarinda)
    files("ptsp-coba", TODAY, Measure.RECEIVED, 6)
    files(BATAM, TODAY, Measure.RECEIVED, 5)
    client.force_login(colleague("pengawas", (BATAM, "auditor"), ("ptsp-coba", "auditor")))
    page = client.get("/pimpinan/wilayah/")
    assert [(row.key, row.values[0]) for row in page.context["table"].rows] == [("64.72", 6), ("21.71", 5)]
    assert "Kota Batam data per Selasa, 4 Agustus 2026 pukul 09.00 WIB" in words(page)
    assert "Kota Samarinda data per Selasa, 4 Agustus 2026 pukul 10.00 WITA" in words(page)


def test_a_number_leads_to_the_files_behind_it(signed_in, monkeypatch):
    a_year_of_batam()
    cell(Cube.ASKED, date(2026, 8, 3), 5, office=agency(BATAM).pk, agency=agency("dinkes-kota-batam").pk, bucket=5)
    monkeypatch.setattr("dashboards.behind_links.reverse", lambda name: {"dashboards:files": "/f/"}[name])
    page = signed_in("kadis.batam").get("/pimpinan/").content.decode().replace("&amp;", "&")
    assert 'href="/f/?apa=masuk&wilayah=21.71&dari=2026-08-01&sampai=2026-08-04">5</a>' in page
    assert 'href="/f/?apa=permintaan-lewat&instansi=dinkes-kota-batam"' in page
    regions = signed_in("kadis.batam").get("/pimpinan/wilayah/").content.decode().replace("&amp;", "&")
    assert 'href="/f/?apa=masuk&tempat=21.71&dari=2026-01-01&sampai=2026-08-04">15</a>' in regions


def test_services_are_of_the_year_and_grow_only_when_it_is_over(signed_in):
    files(BATAM, date(2026, 7, 1), Measure.RECEIVED, 8, service="SIPF")
    files(BATAM, date(2025, 7, 1), Measure.RECEIVED, 4, service="SIPF")
    files(BATAM, date(2024, 7, 1), Measure.RECEIVED, 5, service="SIPF")
    files(PINANG, date(2026, 7, 1), Measure.RECEIVED, 90, service="SIPF")
    client = signed_in("kadis.batam")
    assert [row.values for row in client.get("/pimpinan/layanan/").context["table"].rows] == [[8, 0, 0, None, 4]]
    over = client.get("/pimpinan/layanan/?tahun=2025").context["table"].rows
    assert [row.values for row in over] == [[4, 0, 0, None, 5, -20]]


def test_a_page_asks_as_many_questions_for_a_province_as_for_a_city_and_few(signed_in):
    a_year_of_batam()
    files(PINANG, TODAY, Measure.RECEIVED, 50, service="SIPF")
    files(BATAM, TODAY, Measure.RECEIVED, 50, service="SIPF")
    for pk in Agency.objects.filter(kind="ptsp").values_list("pk", flat=True):
        cell(Cube.OPEN, date(2026, 8, 3), 2, office=pk, bucket=Holder.VERIFIER)
    asked = {}
    for who in ("kadis.batam", "gubernur"):
        client = signed_in(who)
        for path in ("", "wilayah/", "layanan/"):
            client.get(f"/pimpinan/{path}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/pimpinan/{path}")
            asked.setdefault(path, []).append(len(queries))
    # Of each: five for the session, the person, the posts and the messages.
    assert asked == {"": [19, 19], "wilayah/": [11, 11], "layanan/": [10, 10]}


def test_investment_of_the_region_stands_on_the_overview(signed_in):
    client = signed_in("gubernur")
    assert "Investasi 2021" not in words(client.get("/pimpinan/"))
    kept(aim(), kind="target")
    kept(
        line(jenis="PMDN", nilai_rp=11 * TRILLION),
        line(jenis="PMA", negara="Singapura", nilai_rp=13 * TRILLION),
    )
    page = words(client.get("/pimpinan/"))
    assert "Investasi 2021 114,3% dari target Rp21 triliun" in page
    assert "Realisasi Rp24 triliun Target Rp21 triliun PMA Rp13 triliun PMDN Rp11 triliun Sementara" in page
    batam = words(client.get("/pimpinan/?wilayah=21.71"))
    assert "Investasi 2021 Rp24 triliun target belum ditetapkan" in batam
    assert "Investasi 2021" not in words(client.get("/pimpinan/?wilayah=21.72"))


def test_each_table_is_a_file_whose_cells_are_no_formulas(signed_in):
    a_year_of_batam()
    held = agency("dinkes-kota-batam")
    Agency.objects.filter(pk=held.pk).update(name="=1+1")
    cell(Cube.ASKED, date(2026, 8, 3), 5, office=agency(BATAM).pk, agency=held.pk, bucket=5)
    client = signed_in("kadis.batam")
    csv = client.get("/pimpinan/?bentuk=csv&tabel=tertahan").content.decode()
    assert "'=1+1,5,1," in csv
    book = load_workbook(BytesIO(client.get("/pimpinan/?bentuk=xlsx&tabel=tertahan").content))
    assert (book.active["A2"].value, book.active["A2"].data_type, book.active["B2"].value) == ("=1+1", "s", 5)
    for key in ("angka", "banding", "bulan", "berakhir"):
        assert client.get(f"/pimpinan/?bentuk=csv&tabel={key}")["Content-Disposition"].startswith(
            f'attachment; filename="{key}-'
        )


def test_the_same_part_of_another_year_ends_with_its_month():
    assert Span(date(2024, 1, 1), date(2024, 2, 29)).in_year(2023).last == date(2023, 2, 28)
    assert Span(date(2023, 1, 1), date(2023, 2, 28)).in_year(2024).last == date(2024, 2, 29)
    assert Span(date(2026, 1, 1), TODAY).complete_months(TODAY).last == date(2026, 7, 31)
    assert Span(date(2026, 8, 1), TODAY).complete_months(TODAY) is None
    assert [earlier_year(text, 2026) for text in ("2019", "2026", "x", "١٩٩٩")] == [2019, 2025, 2025, 2025]
