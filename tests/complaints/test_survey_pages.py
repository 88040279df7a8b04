"""The survey's pages: a link that works once, the kiosk without scripts, paper sheets, and figures in which nobody is found."""

import csv
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import PermitType
from complaints.models import SurveyAction, SurveyResponse, SurveySetting, SurveySheet, SurveySuggestion
from complaints.survey_figures import Figures, finished_files, hidden_among, period_named
from complaints.views import survey as survey_views
from complaints.views.survey import questions_of
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.survey_link import survey_path
from tests.applications.filing import ABSENT, fetch, page_of, send, words
from tests.complaints.surveying import answered, finished, said, typed, with_kiosk
from tests.factories import BATAM, person, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
RESULTS = reverse("survey:results")
TODAY = date(2026, 8, 4)


@pytest.fixture
def batam(office_of):
    return with_kiosk(office_of(BATAM))


def service(code):
    return PermitType.objects.get(code=code)


def test_the_link_of_a_message_is_answered_without_signing_in_and_once(client, signed_in):
    file = finished()
    told = Message.objects.filter(user=person("pemohon"), occasion="applications/withdrawn").first()
    path = survey_path(file.uuid)
    assert path in told.text
    page = client.get(path)
    assert "Bagaimana kecepatan waktu" in words(page) and page["Cache-Control"] == "no-store"
    assert file.holder_name not in words(page) and str(file) not in words(page)
    gap = send(client, path, **typed() | {"waktu": ""})
    assert gap.status_code == 400 and "Pilih salah satu jawaban" in words(gap) and not SurveyResponse.objects.exists()
    done = send(client, path, **typed(suggestion="Ruang tunggu panas."))
    assert "Terima kasih" in words(client.get(done.url))
    assert SurveyResponse.objects.get().channel == "link" and SurveySuggestion.objects.count() == 1
    again = client.get(path)
    assert again.status_code == 410 and "sudah diisi" in words(again)
    assert send(client, path, **typed(1)).status_code == 410 and SurveyResponse.objects.count() == 1
    owner = signed_in("pemohon")
    assert owner.get(reverse("survey:of_file", args=[file.uuid])).url == page_of("file", file)


def test_a_link_that_is_not_ours_too_old_or_for_a_running_file_opens_nothing(client):
    running = submitted()
    good = survey_path(running.uuid)
    for path in (good, good[:-3] + "x/", reverse("survey:answer", args=["nonsense"])):
        page = client.get(path)
        assert page.status_code == ABSENT and "tidak berlaku" in words(page)
    file = finished()
    path = survey_path(file.uuid)
    with moved_to(datetime(2027, 3, 1, tzinfo=UTC)):
        assert client.get(path).status_code == ABSENT
    assert client.get(path).status_code == 200


def test_a_files_page_leads_its_applicant_to_the_survey_and_nobody_else(signed_in):
    file = finished()
    address = reverse("survey:of_file", args=[file.uuid])
    assert signed_in("loket.batam").get(address).status_code == ABSENT
    assert address not in signed_in("loket.batam").get(page_of("file", file)).content.decode()
    client = signed_in("pemohon")
    assert address in client.get(page_of("file", file)).content.decode()
    assert client.get(address).url == survey_path(file.uuid, "hand_over")
    running = submitted()
    assert client.get(reverse("survey:of_file", args=[running.uuid])).status_code == ABSENT
    assert "Isi survei" not in words(client.get(page_of("file", running)))


def test_a_kiosk_asks_one_question_a_page_resets_itself_and_keeps_nothing_before_the_end(client, batam):
    address, given = reverse("survey:kiosk", args=[BATAM]), {}
    first = client.get(address)
    assert "Pertanyaan 1 dari 9" in words(first) and "Refresh" not in first
    for number, code in enumerate(typed(), start=1):
        given[code] = "4" if code != "waktu" else "2"
        page = send(client, address, **given)
        assert page["Refresh"] == f"60; url={address}" and page["Cache-Control"] == "no-store"
        if number == 3:
            back = send(client, address, **given, back=code)
            assert "Pertanyaan 3 dari 9" in words(back)
    assert "Tentang Anda" in words(page) and not SurveyResponse.objects.exists()
    done = send(client, address, **given, finish="1", permit_type="SIPF", sex="L", suggestion="Cepat.")
    thanked = client.get(done.url)
    assert "Terima kasih" in words(thanked) and thanked["Refresh"] == f"12; url={address}"
    row = SurveyResponse.objects.get()
    assert (row.channel, row.score_waktu, row.permit_type.code, row.sex, row.age) == ("kiosk", 2, "SIPF", "L", "")
    forged = send(client, address, **typed() | {"waktu": "9"}, finish="1")
    assert "Pertanyaan 3 dari 9" in words(forged) and SurveyResponse.objects.count() == 1


def test_a_queue_of_people_passes_the_kiosk_and_a_machine_does_not(client, batam):
    address = reverse("survey:kiosk", args=[BATAM])
    for _person in range(survey_views.KIOSK_ADDRESS.tries - 1):
        survey_views.KIOSK_ADDRESS.count("127.0.0.1", BATAM)
    assert send(client, address, **typed(), finish="1").status_code == 302
    refused = send(client, address, **typed(), finish="1")
    assert refused.status_code == 409 and "kuesioner kertas" in words(refused)
    assert SurveyResponse.objects.count() == 1
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert send(elsewhere, address, **typed(), finish="1").status_code == 302
    SurveySetting.objects.update(kiosk_on=False)
    assert "belum dibuka" in words(client.get(address))


def test_a_counter_types_sheets_one_after_the_other(signed_in, batam):
    client = signed_in("loket.batam")
    address = reverse("survey:paper")
    sheet = {"number": "7", "on": "2026-08-03", "waktu": "2", "permit_type": "SIPF", "hours": "08-12"}
    saved = send(client, address, **sheet)
    assert saved.url == f"{address}?kantor={BATAM}&tanggal=2026-08-03"
    assert 'value="2026-08-03"' in client.get(saved.url).content.decode()
    twice = send(client, address, **sheet)
    assert twice.status_code == 400 and "Lembar nomor 7 sudah dimasukkan" in words(twice)
    assert SurveyResponse.objects.count() == SurveySheet.objects.count() == 1
    assert fetch(client, reverse("survey:questionnaire")).content[:5] == b"%PDF-"
    for stranger in ("verifikator.batam", "opd.dinkes.batam"):
        assert signed_in(stranger).get(address).status_code == ABSENT


def test_the_page_shows_the_index_and_hides_every_group_below_five(signed_in, batam):
    answered(batam, *[said(4)] * 6, permit_type=service("SIPF"))
    answered(batam, *[said(3, waktu=1)] * 5, permit_type=service("REKLAME"))
    answered(batam, *[said(1)] * 2, permit_type=service("SIPP"))
    figures = Figures(batam, period_named("2026", now().date()))
    assert figures.n == 13 and str(figures.index) == "76.71" and figures.band == "B"
    assert [line.code for line in figures.lowest][0] == "waktu"
    # SIPP is too small, and REKLAME hides with it: the total less the other two would be SIPP.
    shown = {group.label: group.index for group in figures.services() if not group.is_hidden}
    assert list(shown) == [service("SIPF").title]
    client = signed_in("kadis.batam")
    page = words(client.get(RESULTS))
    assert "IKM 76,71: mutu B, baik." in page and "kurang dari 5 jawaban, tidak ditampilkan" in page
    assert "belum ada: tahun sebelumnya" in page  # nothing had ended at Batam
    table = client.get(reverse("survey:table")).content.decode().lstrip("\ufeff").splitlines()
    rows = {row[1]: row for row in csv.reader(table)}
    assert rows[batam.name][2:5] == ["13", "76.71", "B"]
    assert rows[service("SIPP").title][2:5] == ["< 5", "", ""] and rows[service("REKLAME").title][3] == ""
    public = words(client.get(reverse("survey:office_index", args=[BATAM])))
    assert "76,71" in public and "Mutu B" in public and "SIPP" not in public


def test_small_groups_hide_with_a_neighbour_only_where_they_could_be_taken_out_of_the_total():
    assert hidden_among({"a": 9, "b": 6, "c": 2}, makes_up_the_whole=True) == {"b", "c"}
    assert hidden_among({"a": 9, "b": 3, "c": 2}, makes_up_the_whole=True) == {"b", "c"}
    assert hidden_among({"a": 9, "b": 6, "c": 2}, makes_up_the_whole=False) == {"c"}
    assert hidden_among({"a": 9, "b": 5}, makes_up_the_whole=True) == set()


def test_four_answers_say_nothing_and_the_fifth_says_all(signed_in, batam):
    client = signed_in("kadis.batam")
    answered(batam, *[said(4)] * 4)
    assert "Belum cukup jawaban" in words(client.get(RESULTS))
    assert "Belum ada indeks" in words(client.get(reverse("survey:office_index", args=[BATAM])))
    assert client.get(reverse("survey:poster")).status_code == 302
    answered(batam, said(4))
    assert "IKM 100,00: mutu A" in words(client.get(RESULTS))
    SurveySetting.objects.update(weights="literal")
    assert "IKM 99,00: mutu A" in words(client.get(RESULTS))


def test_a_year_a_quarter_and_a_month_are_counted_by_the_day_of_the_answer(batam):
    for moment in (datetime(2025, 12, 31, 17, 30, tzinfo=UTC), datetime(2026, 5, 31, 3, tzinfo=UTC)):
        with moved_to(moment):
            answered(batam, *[said()] * 5)
    today = now().date()
    counted = {
        key: Figures(batam, period_named(key, today)).n for key in "2025 2026 2026-T1 2026-T2 2026-05 2026-06".split()
    }
    # Half past midnight in Batam on New Year's day is still 2025 in UTC.
    assert counted == {"2025": 0, "2026": 10, "2026-T1": 5, "2026-T2": 5, "2026-05": 5, "2026-06": 0}
    assert (
        period_named("2026-99", today).key == period_named("x'", today).key == period_named("2099", today).key == "2026"
    )
    months = {group.key.month: group.tally.n for group in Figures(batam, period_named("2026", today)).months()}
    assert len(months) == 12 and months[1] == months[5] == 5 and months[9] == 0


def test_the_target_is_that_of_the_files_that_ended_the_year_before(batam):
    finished()
    submitted()
    cache.clear()
    assert (finished_files(batam, 2025), finished_files(batam, 2026)) == (0, 1)
    with moved_to(datetime(2027, 2, 1, tzinfo=UTC)):
        assert Figures(batam, period_named("2027", now().date())).sample() == {"population": 1, "target": 1}


def test_more_answers_and_more_services_ask_the_database_no_more_often(signed_in, batam):
    client = signed_in("kadis.batam")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(RESULTS)
        return len(queries)

    answered(batam, *[said()] * 5, permit_type=service("SIPF"))
    client.get(RESULTS)
    few = asked()
    for code in ("REKLAME", "SIPP", "APOTEK"):
        answered(batam, *[said()] * 5, permit_type=service(code))
    assert asked() == few <= 30
    with CaptureQueriesContext(connection) as queries:
        Figures(batam, period_named("2026", now().date())).services()
    plan = [each["sql"] for each in queries if "complaints_surveyresponse" in each["sql"]]
    assert len(plan) == 1 and '"office_id" =' in plan[0] and '"on" >=' in plan[0]


def test_who_reads_the_figures(signed_in, batam):
    answered(batam, *[said()] * 5)
    governor = signed_in("gubernur")
    assert "IKM 100,00" in words(governor.get(f"{RESULTS}?kantor={BATAM}"))
    assert "Tambah tindak lanjut" not in words(governor.get(f"{RESULTS}?kantor={BATAM}"))
    away = signed_in("verifikator.tanjungpinang")
    assert "Tidak ada survei untuk akun Anda" in words(away.get(RESULTS))
    assert away.get(f"{RESULTS}?kantor={BATAM}").status_code == ABSENT


def test_the_head_plans_follows_and_decides_on_the_page(signed_in, batam):
    answered(batam, *[said(waktu=2, suggestion="Tambah kursi.")] * 5)
    client = signed_in("kadis.batam")
    line = {"element": "waktu", "what": "Dua loket pagi", "who": "Kasi", "due_on": "2026-09-01"}
    bad = send(client, reverse("survey:plan", args=[BATAM]), **line | {"who": ""})
    assert bad.status_code == 400 and not SurveyAction.objects.exists()
    send(client, reverse("survey:plan", args=[BATAM]), **line)
    plan = SurveyAction.objects.get()
    page = words(client.get(RESULTS))
    assert "Dua loket pagi" in page and "Berjalan" in page
    send(client, reverse("survey:plan_done", args=[plan.uuid]), words="Dibuka.")
    assert "Selesai" in words(client.get(RESULTS))
    suggestion = SurveySuggestion.objects.first()
    public = reverse("survey:office_index", args=[BATAM])
    assert "Tambah kursi" not in words(client.get(public))
    send(client, reverse("survey:suggestion", args=[suggestion.uuid]), act="show")
    assert "Tambah kursi" in words(client.get(public))
    send(client, reverse("survey:setting", args=[BATAM]), weights="literal")
    assert (SurveySetting.objects.get().weights, SurveySetting.objects.get().kiosk_on) == ("literal", False)


def test_the_office_admin_finds_the_setting_on_the_offices_own_page_and_reads_no_figures(signed_in):
    client, address = signed_in("admin.batam"), reverse("survey:setting", args=[BATAM])
    assert f'href="{address}"' in client.get(reverse("agencies:office", args=[BATAM])).content.decode()
    page = words(client.get(address))
    assert "Bobot unsur" in page and "Target tahun" in page and "Hasil dan tindak lanjut" not in page
    assert send(client, address, weights="nonsense").status_code == 400 and not SurveySetting.objects.exists()
    assert send(client, address, weights="literal", kiosk_on="on")["Location"] == address
    assert SurveySetting.objects.get().kiosk_on and "Buka kios" in words(client.get(address))
    assert signed_in("pengaduan.batam").get(address).status_code == 404


def test_report_and_poster_are_letters(signed_in, batam):
    answered(batam, *[said(3)] * 5, permit_type=service("SIPF"))
    client = signed_in("kadis.batam")
    for name in ("report", "poster"):
        letter = client.get(reverse(f"survey:{name}"))
        assert letter.content[:5] == b"%PDF-" and letter["Cache-Control"] == "no-store"


def test_wrong_links_stop_no_neighbour_at_the_same_address(client):
    path = survey_path(finished().uuid)
    for n in range(31):
        assert client.get(reverse("survey:answer", args=[f"nonsense-{n}"])).status_code == ABSENT
    assert client.get(path).status_code == 200


def test_what_a_few_said_does_not_come_out_by_subtraction(batam, office_of):
    """A desk with nearly all answers, an element that few answered, a way that few came, a group that the others give away."""
    desk, on, asked = batam.pk, TODAY, questions_of(batam)[0].questionnaire
    about = {"office": batam, "questionnaire": asked, "on": on, "score_waktu": 4, "sex": "P"}
    rows = [SurveyResponse(**about, channel="link", desks=[desk]) for _each in range(12)]
    rows += [SurveyResponse(**about | {"sex": "L"}, channel="paper", score_biaya=1) for _each in range(3)]
    SurveyResponse.objects.bulk_create(rows)
    figures = Figures(batam, period_named("2026", on))
    assert [group.is_hidden for group in figures.desks()] == [True]
    lines = {line.code: line.mean for line in figures.elements}
    assert lines["waktu"] == 4 and lines["biaya"] is None
    assert [line.code for line in figures.lowest] == ["waktu"]
    assert figures.channels() == []
    sex = dict(figures.profile())[SurveyResponse._meta.get_field("sex").verbose_name]
    assert [n for _words, n in sex] == [None, None]
    SurveyResponse.objects.bulk_create([SurveyResponse(**about, channel="kiosk") for _each in range(5)])
    figures = Figures(batam, period_named("2026", on))
    assert [group.is_hidden for group in figures.desks()] == [False] and len(figures.channels()) == 1


def test_suggestions_stand_in_no_order_of_arrival(batam, signed_in):
    answered(batam, *(said(suggestion=f"Saran {n}.") for n in range(6)))
    shown = signed_in("kadis.batam").get(RESULTS).context["suggestions"]
    assert [each.uuid for each in shown] == sorted(each.uuid for each in shown)
