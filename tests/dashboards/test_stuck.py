"""Where files are stuck: each figure against facts made by hand, and whose figures they are."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Agency
from agencies.working_days import calendar_of
from applications.models import PermitType
from dashboards.agency_table import agency_lines, in_order, office_lines
from dashboards.breaches import Expected, expected_breaches
from dashboards.choosing import Outside, choice_of
from dashboards.cubes import Holder
from dashboards.folding import fold_figures
from dashboards.overview import Overview
from dashboards.own_agency import OwnAgency
from dashboards.reach import reach_of
from dashboards.spans import last_twelve_months, span_named
from dashboards.stuck import board_of
from dashboards.tasks import fold
from ptsp_portal.lib.moment import moved_to, now
from tests import factories
from tests.dashboards.facts import file_fact, request_fact
from tests.factories import BATAM, colleague, person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")

TODAY, SOON = date(2026, 8, 4), date(2026, 8, 7)  # Tuesday, and the third working day after it
DAY = timedelta(days=1)


def agency(slug) -> Agency:
    return Agency.objects.select_related("region").get(slug=slug)


@pytest.fixture
def batam():
    return agency(BATAM)


@pytest.fixture
def dinkes():
    return agency("dinkes-kota-batam")


def choice(name="kadis.batam", **asked):
    return choice_of(person(name), asked)


def board(name="kadis.batam", **asked):
    return board_of(choice(name, **asked), TODAY, SOON)


def test_open_files_are_counted_by_desk_with_those_over_and_those_near_their_limit(batam):
    for due in (TODAY - DAY, TODAY, SOON, SOON + DAY):
        file_fact(batam, due_on=due)
    file_fact(batam, holder=Holder.APPLICANT)
    file_fact(batam, closed_on=TODAY)
    found = board()
    assert [(each.holder, each.tally.n, each.tally.overdue, each.tally.soon) for each in found.parties] == [
        (Holder.VERIFIER, 4, 1, 2), (Holder.APPLICANT, 1, 0, 0),
    ]  # fmt: skip
    assert found.parties[0].tally.oldest == TODAY - DAY
    assert found.parties[1].tally.oldest is None
    assert (found.total.n, found.total.overdue) == (5, 1)


def test_a_file_that_waits_for_two_agencies_stands_on_both_lines_and_once_in_the_total(batam, dinkes):
    pupr = agency("pupr-kota-batam")
    fact = file_fact(batam, holder=Holder.AGENCIES, due_on=SOON)
    for asked in (dinkes, pupr):
        request_fact(batam, asked, application_id=fact.pk, due_on=TODAY - DAY)
    found = board()
    assert {(each.agency, each.tally.n, each.tally.overdue) for each in found.parties} == {(dinkes, 1, 1), (pupr, 1, 1)}
    assert (found.total.n, found.total.overdue, found.total.soon) == (1, 0, 1)
    assert [holder for holder, _tally in found.holders] == [Holder.AGENCIES]


def test_one_service_is_counted_from_its_open_files_alone(batam, dinkes):
    services = list(PermitType.objects.order_by("pk")[:2])
    file_fact(batam, service=services[0].pk, due_on=TODAY - DAY)
    waiting = file_fact(batam, service=services[1].pk, holder=Holder.AGENCIES, due_on=SOON)
    request_fact(batam, dinkes, application_id=waiting.pk, due_on=SOON)
    first, second = board(layanan=services[0].code), board(layanan=services[1].code)
    assert [(each.holder, each.tally.overdue) for each in first.parties] == [(Holder.VERIFIER, 1)]
    assert [(each.agency, each.tally.soon) for each in second.parties] == [(dinkes, 1)]
    assert (first.total.n, second.total.n) == (1, 1)


def test_what_is_due_today_is_over_once_its_hour_is_over():
    file = factories.registered()
    fold()
    due = file.due_at
    for moment, wanted in ((due - timedelta(minutes=1), (0, 1)), (due + timedelta(minutes=1), (1, 0))):
        with moved_to(moment):
            day = file.office.region.local_date(now())
            tally = board_of(choice(), day, day + 3 * DAY).total
            assert (tally.overdue, tally.soon) == wanted
            page = Overview(choice().reach, day.year - 1)
            assert page.overdue == wanted[0]
            assert [(each.agency, each.overdue, each.days_over) for each in page.worst] == [
                (file.office, 1, 0)
            ] * wanted[0]


def test_a_request_is_over_at_the_same_hour_for_its_agency_and_for_the_city(dinkes):
    request = factories.verified().recommendations.get()
    head = colleague("kepala.opd", (request.agency, "head"))
    fold()
    for minutes, wanted in ((-1, 0), (1, 1)):
        with moved_to(request.due_at + timedelta(minutes=minutes)):
            reach = reach_of(head)
            assert board_of(choice_of(head, {}), reach.today, reach.today + 3 * DAY).total.overdue == wanted
            assert OwnAgency(reach).overdue == wanted
            held = Overview(choice().reach, reach.today.year - 1).worst
            assert [(each.agency, each.overdue) for each in held] == [(request.agency, 1)] * wanted


def test_another_region_is_never_reached_by_asking_for_it(batam):
    pinang = agency("dpmptsp-kota-tanjungpinang")
    for office in (batam, pinang):
        file_fact(office, due_on=SOON)
    assert board("kadis.batam", wilayah="21.72").total.n == 1
    assert {each.office for each in board("kadis.batam", wilayah="21.72").parties} == {batam}
    assert board("gubernur").total.n == 2
    assert {each.office for each in board("gubernur", wilayah="21.72").parties} == {pinang}
    with pytest.raises(Outside):
        choice("kadis.batam", kantor=pinang.slug)
    with pytest.raises(Outside):
        choice("verifikator.batam")


def test_the_head_of_an_agency_sees_its_requests_and_nothing_of_the_offices(batam, dinkes):
    head = colleague("kepala.opd", (dinkes, "head"))
    file_fact(batam, holder=Holder.AGENCIES, due_on=SOON)
    request_fact(batam, dinkes, due_on=TODAY - DAY)
    request_fact(batam, agency("pupr-kota-batam"), due_on=TODAY - DAY)
    found = board_of(choice_of(head, {}), TODAY, SOON)
    assert [(each.agency, each.tally.n, each.tally.overdue) for each in found.parties] == [(dinkes, 1, 1)]
    assert found.total.n == 1
    assert [each.agency for each in lines_of(head)] == [dinkes]


def lines_of(user, of=agency_lines, periode="12", **asked):
    made, calendar = choice_of(user, asked), calendar_of(agency(BATAM).region)
    span = span_named(periode, TODAY)
    return of(made, span.first, span.last, calendar, TODAY)


def test_an_agencys_line_adds_up_what_it_was_asked_and_how_it_answered(batam, dinkes):
    request_fact(batam, dinkes, due_on=TODAY - DAY)
    for own_days in (1, 2, 2, 7):
        request_fact(batam, dinkes, closed_on=TODAY, own_days=own_days, is_late=own_days > 3, pauses=own_days // 7)
    request_fact(batam, dinkes, closed_on=TODAY, is_unfavourable=True, is_last_minute=True)
    request_fact(batam, dinkes, closed_on=TODAY, is_asked_again=True)
    request_fact(batam, dinkes, closed_on=TODAY, result="withdrawn", own_days=None, pauses=1)
    request_fact(batam, dinkes, requested_on=date(2024, 1, 1), closed_on=date(2024, 1, 5), own_days=30)
    [line] = lines_of(person("kadis.batam"))
    assert (line.inflow, line.ended, line.tally.n, line.tally.overdue) == (8, 6, 1, 1)
    assert (line.median, line.ninetieth, line.late, line.last_minute, line.again) == (2, 7, 1, 1, 1)
    assert line.paused_share == 2 / 7
    [in_july] = lines_of(person("kadis.batam"), periode="2026-07")
    assert (in_july.inflow, in_july.ended, in_july.median) == (8, 0, None)


def test_an_offices_line_counts_what_was_reopened_after_issue(batam):
    file_fact(batam, closed_on=TODAY, used_days=4, is_reopened=True)
    file_fact(batam, closed_on=TODAY, used_days=9, is_late=True, outcome="rejected", is_last_minute=True)
    file_fact(batam, due_on=TODAY - DAY)
    [line] = lines_of(person("kadis.batam"), of=office_lines)
    assert (line.inflow, line.ended, line.late, line.last_minute, line.again) == (3, 2, 1, 1, 1)
    assert (line.median, line.ninetieth, line.tally.n, line.tally.overdue) == (4, 9, 1, 1)


def test_expected_breaches_are_the_shares_of_like_answers_that_took_longer_than_the_limit():
    own = {1: 4, 2: 3, 3: 2, 4: 1}  # ten answers
    assert expected_breaches([(3, 3, 10)], own, {}).n == 10 * 1 / 10  # nothing used: all ten, one took more than 3 days
    assert expected_breaches([(2, 3, 6)], own, {}).n == 6 * 1 / 6  # one day used: six lasted longer, one over the limit
    few = expected_breaches(
        [(1, 3, 2)], own, {5: 5, 3: 5}
    )  # two used: three of its own are too few, so the others say it
    assert (few.n, few.unknown) == (2 * 5 / 10, 0)
    assert expected_breaches([(1, 3, 2)], own, {}) == Expected(0.0, 2)


def test_only_what_is_due_in_the_next_seven_working_days_is_predicted(batam, dinkes):
    for own_days in (1, 1, 1, 1, 9):
        request_fact(batam, dinkes, closed_on=TODAY - DAY, own_days=own_days)
    # 14 August is the eighth working day after the 4th; due the 13th with limit 30, 22 days are used: nobody lasted as long.
    for due, limit in ((TODAY - DAY, 3), (date(2026, 8, 6), 3), (date(2026, 8, 14), 3), (date(2026, 8, 13), 30)):
        request_fact(batam, dinkes, due_on=due, limit_days=limit)
    [line] = lines_of(person("kadis.batam"))
    assert (line.expected.n, line.expected.unknown) == (0.2, 1)
    assert line.tally.n == 4


def test_lines_are_sorted_by_any_of_their_figures_and_a_span_of_twelve_months_ends_today(batam, dinkes):
    pupr = agency("pupr-kota-batam")
    request_fact(batam, dinkes, closed_on=TODAY, own_days=9)
    for _n in range(2):
        request_fact(batam, pupr, closed_on=TODAY, own_days=1)
    lines = lines_of(person("kadis.batam"))
    assert [each.agency for each in in_order(lines, "masuk")] == [pupr, dinkes]
    assert [each.agency for each in in_order(lines, "median")] == [dinkes, pupr]
    assert (last_twelve_months(TODAY).first, last_twelve_months(TODAY).last) == (date(2025, 9, 1), TODAY)


@pytest.mark.parametrize("name", ["stuck", "agencies"])
def test_pages_and_their_tables_show_what_was_counted_to_those_who_govern_and_to_nobody_else(
    name, client, batam, dinkes, django_assert_max_num_queries
):
    file_fact(batam, due_on=TODAY - DAY)
    request_fact(batam, dinkes, due_on=TODAY - DAY)
    Agency.objects.filter(pk=dinkes.pk).update(phone="(0778) 123456 / 7")
    fold_figures()
    address = reverse(f"dashboards:{name}")
    for who in ("verifikator.batam", "opd.dinkes.batam", "pemohon"):
        client.force_login(person(who))
        assert client.get(address).status_code == 404
    client.force_login(person("kadis.batam"))
    with django_assert_max_num_queries(24):
        page = client.get(address).content.decode()
    assert dinkes.name in page
    assert 'href="tel:0778123456"' in page
    Agency.objects.filter(pk=dinkes.pk).update(phone="")
    assert "Telepon" not in client.get(address).content.decode()
    assert "pukul 09.00 WIB" in page
    table = client.get(address, {"bentuk": "csv"}).content.decode()
    assert dinkes.name in table
    assert client.get(address, {"bentuk": "xlsx"}).content.startswith(b"PK")


def test_the_number_of_statements_does_not_grow_with_the_number_of_desks(client, batam, dinkes):
    client.force_login(person("gubernur"))
    file_fact(batam, due_on=TODAY)
    request_fact(batam, dinkes, due_on=TODAY)
    client.get(reverse("dashboards:stuck"))
    counts = []
    for _round in range(2):
        for name in ("stuck", "agencies"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(f"dashboards:{name}")).status_code == 200
            counts.append(len(seen))
        for office in Agency.objects.filter(kind="ptsp"):
            file_fact(office, holder=Holder.HEAD, due_on=TODAY)
            request_fact(office, agency("pupr-kota-batam"), due_on=TODAY)
    assert counts[:2] == counts[2:]
