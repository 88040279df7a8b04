"""The task force's list: who may put a file on it, who answers, when it ends; and that the file stays as it is."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Agency
from audit.models import JournalEntry
from dashboards.actions.taskforce import answer_case, close_case, list_case
from dashboards.models import TaskforceCase, TaskforceNote
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests import factories
from tests.factories import colleague, person

pytestmark = pytest.mark.usefixtures("reference", "at_usual_moment")

PROMISED = date(2026, 8, 6)


@pytest.fixture
def dinkes():
    return Agency.objects.get(slug="dinkes-kota-batam")


@pytest.fixture
def file():
    """Waits for the health office."""
    return factories.verified()


def listed(file, owner, by="kadis.batam", **how):
    values = {"promise": "Visitasi dipercepat.", "promised_on": PROMISED} | how
    return list_case(file.uuid, by=person(by), owner_pk=owner.pk, **values)


def test_a_listed_file_keeps_who_owes_what_and_stays_as_it_is(file, dinkes):
    before = factories.untouched(file)
    case = listed(file, dinkes, person_pk=person("opd.dinkes.batam").pk)
    after = factories.untouched(file)
    assert (after.state, after.change_count, after.events) == (before.state, before.change_count, before.events)
    assert (case.owner, case.person, case.promised_on) == (dinkes, person("opd.dinkes.batam"), PROMISED)
    entry = JournalEntry.objects.get(verb="taskforce.listed")
    assert (entry.subject, entry.agency) == (file.uuid, dinkes.journal_chain)
    assert "Visitasi" not in str(entry.facts)


def test_only_those_who_lead_the_region_put_a_file_on_the_list(file, dinkes):
    for name in ("verifikator.batam", "opd.dinkes.batam", "verifikator.tanjungpinang", "pemohon"):
        with pytest.raises(NotAllowed):
            listed(file, dinkes, by=name)
    assert not TaskforceCase.objects.exists()
    assert listed(file, dinkes, by="gubernur").listed_by == person("gubernur")


def test_an_owner_has_something_to_do_with_the_file_and_a_promise_lies_ahead(file, dinkes):
    stranger = Agency.objects.exclude(pk__in=[dinkes.pk, file.office_id]).first()
    refused = (
        {"owner": stranger},
        {"owner": dinkes, "promised_on": date(2026, 8, 3)},
        {"owner": dinkes, "person_pk": person("loket.batam").pk},
    )
    for how in refused:
        with pytest.raises(Refused):
            listed(file, **how)
    assert not TaskforceCase.objects.exists()
    listed(file, dinkes)
    with pytest.raises(WrongState):
        listed(file, dinkes)
    assert listed(file, file.office).owner == file.office


def test_the_owners_head_answers_and_the_old_promise_stays_in_the_history(file, dinkes):
    case = listed(file, dinkes)
    head = colleague("kepala.opd", (dinkes, "head"))
    with pytest.raises(NotAllowed):
        answer_case(case.uuid, by=person("kadis.batam"), words="Segera.")
    answer_case(case.uuid, by=head, words="Tim ke lokasi besok.", promised_on=date(2026, 8, 7))
    case.refresh_from_db()
    assert (case.promise, case.promised_on) == ("Tim ke lokasi besok.", date(2026, 8, 7))
    notes = case.notes.values_list("kind", "promised_on")
    assert list(notes) == [("listed", PROMISED), ("answered", date(2026, 8, 7))]


def test_a_case_ends_only_when_the_file_moved_on(file, dinkes):
    case = listed(file, dinkes)
    own = listed(file, file.office)
    for each in (case, own):
        with pytest.raises(WrongState):
            close_case(each.uuid, by=person("kadis.batam"), words="Sudah.")
    assert TaskforceCase.objects.open().count() == 2
    factories.answer(file, "opd.dinkes.batam")
    for each in (case, own):
        close_case(each.uuid, by=person("kadis.batam"), words="Rekomendasi terbit.")
    assert not TaskforceCase.objects.open().exists()
    with pytest.raises(WrongState):
        close_case(case.uuid, by=person("kadis.batam"), words="Lagi.")


def test_a_promise_that_is_over_is_told_and_the_list_shows_nobody_who_applies(file, dinkes, client):
    case = listed(file, dinkes)
    client.force_login(person("kadis.batam"))
    with moved_to(now() + timedelta(days=4)):
        page = client.get(reverse("dashboards:cases")).content.decode()
        detail = client.get(case.get_absolute_url()).content.decode()
    for text in (page, detail):
        assert file.registration_number in text
        assert "Janji terlewat" in text
        assert file.holder_name not in text
    table = client.get(reverse("dashboards:cases"), {"bentuk": "csv"}).content.decode()
    assert "Visitasi dipercepat." in table
    for name, status in (("gubernur", 200), ("verifikator.batam", 404), ("opd.dinkes.batam", 404)):
        client.force_login(person(name))
        assert client.get(case.get_absolute_url()).status_code == status


def test_a_case_is_added_answered_and_closed_through_the_pages(file, dinkes, client):
    client.force_login(person("kadis.batam"))
    add = reverse("dashboards:add_case", args=[file.uuid])
    assert dinkes.name in client.get(add).content.decode()
    assert client.post(add, {"once": uuid4()}).status_code == 400
    form = {"owner_pk": dinkes.pk, "person_pk": "", "promise": "=SUM(A1)", "promised_on": "2026-08-06"}
    made = client.post(add, form | {"once": uuid4()})
    case = TaskforceCase.objects.get()
    assert made["Location"] == case.get_absolute_url()
    assert "'=SUM(A1)" in client.get(reverse("dashboards:cases"), {"bentuk": "csv"}).content.decode()
    answer, close = (reverse(f"dashboards:{name}", args=[case.uuid]) for name in ("answer_case", "close_case"))
    assert client.post(answer, {"words": "Saya jawab", "once": uuid4()}).status_code == 403
    assert client.post(close, {"words": "Selesai", "once": uuid4()}).status_code == 409
    client.force_login(colleague("kepala.opd", (dinkes, "head")))
    assert client.post(answer, {"words": "Besok selesai", "promised_on": "", "once": uuid4()}).status_code == 302
    factories.answer(file, "opd.dinkes.batam")
    assert client.post(close, {"words": "Sudah dijawab", "once": uuid4()}).status_code == 302
    assert TaskforceNote.objects.filter(case=case).count() == 3


def test_another_city_finds_no_case_and_adds_none(file, dinkes, client):
    case = listed(file, dinkes)
    client.force_login(colleague("kadis.pinang", ("dpmptsp-kota-tanjungpinang", "head")))
    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.get(reverse("dashboards:add_case", args=[file.uuid])).status_code == 404
    assert file.registration_number not in client.get(reverse("dashboards:cases")).content.decode()
