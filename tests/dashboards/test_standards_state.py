"""/pimpinan/standar/: how far each office of a reach is with its own standards, in counts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from applications.models import PermitType, ServiceStandard
from dashboards.standards_state import State, states_of
from tests.applications.test_standards_public import RETIRED, own_service, standard
from tests.factories import BATAM, colleague
from tests.pages.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

PAGE = "/pimpinan/standar/"


def state(slug=BATAM) -> State:
    office = Agency.objects.select_related("region").get(slug=slug)
    return states_of([office])[office.pk]


def a_mixed_office():
    """SIPF own, with a base that ended; KLINIK own and old; a draft beside it; an own service published, one only reviewed."""
    standard(retirements=RETIRED)
    standard("KLINIK", effective_from=date(2025, 8, 3))
    standard("KLINIK", version=2, status="draft")
    own_service()
    office = Agency.objects.get(slug=BATAM)
    made = PermitType.objects.create(
        code="PERAHU", name="Izin Perahu", level="regency_city", sector="Laut", owner=office
    )
    ServiceStandard.objects.create(
        permit_type=made,
        office=office,
        status="reviewed",
        effective_from=date(2026, 8, 5),
        kinds=["new"],
        time_limit_days=4,
    )


def test_services_are_parted_into_own_template_and_none_and_what_waits_is_told():
    assert state() == State(template=17)
    a_mixed_office()
    found = state()
    assert found == State(own=3, template=15, none=1, drafts=1, reviewed=1, ended=1, old=1)
    assert found.services == 19
    assert state("dpmptsp-kota-tanjungpinang") == State(template=17)


def test_a_standard_is_old_when_a_whole_year_is_over_and_a_base_ended_on_its_day():
    standard("KLINIK", effective_from=date(2025, 8, 4))
    standard(retirements={"legal_basis": {"UU 17/2023 tentang Kesehatan": {"on": "2026-08-05", "why": "Diganti."}}})
    assert (state().old, state().ended) == (0, 0)


def test_a_base_that_ended_in_the_template_counts_for_the_offices_that_use_it():
    template = ServiceStandard.objects.get(permit_type__code="SIPF", office=None)
    ServiceStandard.objects.filter(pk=template.pk).update(status="superseded", effective_until=date(2026, 8, 3))
    assert state() == State(template=16, none=1)
    standard(office_id=None, version=2, effective_until=None, retirements=RETIRED)
    assert state() == State(template=17, ended=1)


def test_the_page_says_it_in_a_sentence_and_leads_to_each_office(signed_in):
    a_mixed_office()
    page = signed_in("kadis.batam").get(PAGE)
    shown = words(page)
    line = next(row for row in page.context["table"].rows if row.label == "DPMPTSP Kota Batam")
    assert (line.values, line.url) == ([19, 3, 15, 1, 1, 1, 1, 1], f"/layanan/kantor/{BATAM}/")
    every = page.context["whole"].services  # with its kecamatan and kelurahan
    assert every > 100 and f"3 dari {every} layanan memakai standar yang ditetapkan kantornya sendiri." in shown
    assert "1 standar menunggu ditetapkan kepala kantor" in shown


def test_everybody_sees_their_own_reach_and_who_governs_nothing_sees_no_page(signed_in, client):
    assert "DPMPTSP Kota Batam" not in words(signed_in("kadis.tanjungpinang").get(f"{PAGE}?semua=1"))
    governor = signed_in("gubernur")
    everything = governor.get(f"{PAGE}?semua=1").context["table"].rows
    assert len([row for row in everything if not row.is_total]) == 507
    first = governor.get(PAGE)
    assert (len(first.context["table"].rows), first.context["hidden"]) == (21, 487)
    city = governor.get(f"{PAGE}?wilayah=21.72&semua=1").context["table"].rows
    assert 1 < len(city) < 40 and "DPMPTSP Kota Tanjungpinang" in [row.label for row in city]
    assert signed_in("verifikator.batam").get(PAGE).status_code == 404
    client.force_login(colleague("kepala.dinkes", ("dinkes-kota-batam", "head")))
    assert client.get(PAGE).status_code == 404


def test_the_table_is_a_file_too_with_every_line(signed_in):
    lines = signed_in("gubernur").get(f"{PAGE}?bentuk=csv").content.decode().splitlines()
    assert len(lines) == 1 + 507 + 1
    assert (
        lines[0].lstrip("\ufeff").startswith("Kantor,Layanan,Standar sendiri,Templat nasional,Belum ada standar,Draf")
    )


def test_a_province_costs_as_many_statements_as_a_city(signed_in):
    def statements(name):
        client = signed_in(name)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE).status_code == 200
        return len(seen)

    city = statements("kadis.batam")
    a_mixed_office()
    assert statements("kadis.batam") == city
    assert abs(statements("gubernur") - city) <= 1
