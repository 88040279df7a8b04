"""An office's own standard beside the national template: adopted, gone on, taken over piece by piece."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Agency
from applications.actions.standard_files import take_over
from applications.actions.standards import save_terms, start_standard
from applications.models import ServiceStandard
from applications.standards.library import lagging
from audit.models import JournalEntry
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import BATAM, next_standard, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
NEW_LAW = "Permenkes 99/2026"


@pytest.fixture
def batam():
    return Agency.objects.get(slug=BATAM)


def page_of(standard):
    return reverse("applications:standard_compare", args=[standard.uuid])


def lag(office):
    return [(one.permit_type.code, one.newest) for one in lagging(office, now().date())]


def test_a_piece_is_taken_another_left_and_only_what_comes_later_is_offered_again(
    batam, signed_in, django_assert_num_queries
):
    writer, client = person("verifikator.batam"), signed_in("verifikator.batam")
    draft = start_standard(batam.pk, "SIPF", by=writer)
    assert lag(batam) == [] and "Tidak ada yang baru" in client.get(page_of(draft)).content.decode()
    draft = save_terms(draft.uuid, by=writer, revision=0, time_limit_days=4)
    laws = [*draft.legal_basis, NEW_LAW]
    newest = next_standard("SIPF", legal_basis=laws, time_limit_days=3, lapse_after_days=30)
    at_the_office = [reverse("applications:office_services", args=[BATAM]),
                     reverse("applications:service_versions", args=[BATAM, "SIPF"])]  # fmt: skip
    assert all(page_of(draft) in client.get(address).content.decode() for address in at_the_office)
    with django_assert_num_queries(1):
        assert lag(batam) == [("SIPF", newest.version)]
    shown = client.get(page_of(draft)).content.decode()
    assert all(words in shown for words in (NEW_LAW, "Kantor ini juga mengubahnya", 'value="lapse_after_days"'))
    sent = {"once": uuid4(), "revision": 1, "template": newest.uuid, "piece": [f"legal_basis:{NEW_LAW}"]}
    assert client.post(page_of(draft), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.legal_basis, draft.time_limit_days, draft.lapse_after_days) == (laws, 4, 60)
    assert draft.based_on == newest and lag(batam) == []
    assert not any(page_of(draft) in client.get(address).content.decode() for address in at_the_office)
    assert JournalEntry.objects.filter(verb="standard.taken_over", subject=draft.uuid).count() == 1
    assert "Tidak ada yang baru" in client.get(page_of(draft)).content.decode()
    third = next_standard("SIPF", extension_days=5)
    shown = client.get(page_of(draft)).content.decode()
    assert 'value="extension_days"' in shown and 'value="lapse_after_days"' not in shown
    # Nothing ticked: compared, and left as it is.
    client.post(page_of(draft), {"once": uuid4(), "revision": draft.revision, "template": third.uuid})
    draft.refresh_from_db()
    assert (draft.based_on, draft.extension_days) == (third, 2)


def test_nothing_is_taken_by_strangers_from_an_old_page_or_into_a_settled_version(batam, signed_in):
    writer = person("verifikator.batam")
    draft = start_standard(batam.pk, "SIPF", by=writer)
    newest = next_standard("SIPF", lapse_after_days=30)
    take = {"uuid": draft.uuid, "by": writer, "revision": 0, "pieces": ["lapse_after_days"]}
    with pytest.raises(NotAllowed):
        take_over(**take | {"by": person("verifikator.tanjungpinang")})
    for old in ({"revision": 7}, {"template": draft.based_on.uuid}, {"pieces": ["signing_role"]}):
        with pytest.raises(Refused):
            take_over(**take | old)
    sent = {"once": uuid4(), "revision": 7, "template": newest.uuid, "piece": ["lapse_after_days"]}
    shown = signed_in("verifikator.batam").post(page_of(draft), sent)
    assert (
        shown.status_code == 200
        and "checked" in shown.content.decode()
        and "diubah orang lain" in shown.content.decode()
    )
    draft.status, draft.reviewed_by = "reviewed", person("kadis.batam")
    draft.save()
    with pytest.raises(WrongState):
        take_over(**take)
    draft.refresh_from_db()
    assert (draft.lapse_after_days, draft.based_on.version, draft.revision) == (60, 1, 0)


def test_two_versions_of_ones_own_are_laid_side_by_side(batam, signed_in):
    writer, client = person("verifikator.batam"), signed_in("verifikator.batam")
    draft = start_standard(batam.pk, "SIPF", by=writer)
    draft = save_terms(draft.uuid, by=writer, revision=0, time_limit_days=4)
    shown = client.get(page_of(draft), {"dengan": draft.based_on.uuid}).content.decode()
    assert "<del>5</del>" in shown and "<ins>4</ins>" in shown and "<form" not in shown.split("<main")[1]
    for other in (
        uuid4(),
        "x",
        draft.uuid,
        ServiceStandard.objects.exclude(permit_type=draft.permit_type).first().uuid,
    ):
        assert client.get(page_of(draft), {"dengan": other}).status_code == 404
