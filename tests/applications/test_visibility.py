"""Who sees a file: the same people, exactly; and for everybody else the same 404 at every address."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from agencies.models import Business, Delegation, Membership
from applications.models import Application, Document, Recommendation
from applications.urls import urlpatterns
from ptsp_portal.lib.moment import now
from tests.factories import (
    BATAM,
    colleague,
    draft,
    drafted,
    filled,
    fresh,
    in_state,
    issued,
    person,
    submitted,
    untouched,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

PEOPLE = """pemohon pemohon2 loket.batam verifikator.batam kabid.batam kadis.batam loket.tanjungpinang verifikator.tanjungpinang
    kabid.tanjungpinang kadis.tanjungpinang loket.kepri kadis.kepri opd.dinkes.batam opd.pupr.batam opd.bapenda.batam
    opd.dinkes.tanjungpinang camat.sekupang lurah.tanjungriau gubernur admin yesterday.batam tomorrow.batam plh.batam
    expired.plh auditor.batam treasurer.batam""".split()
OFFICE = {"loket.batam", "verifikator.batam", "kabid.batam", "kadis.batam", "plh.batam", "auditor.batam"}
# Everybody else, at every address: tests/permissions.
STRANGER_TO = ["pemohon2", "loket.tanjungpinang"]


@pytest.fixture
def newcomers():
    today, day = now().date(), timedelta(days=1)
    head = Membership.objects.get(user=person("kadis.batam"))
    for name, until in (("plh.batam", today), ("expired.plh", today - day)):
        Delegation.objects.create(
            membership=head,
            deputy=colleague(name),
            kind="plh",
            decree="094/12",
            from_on=today - 9 * day,
            until_on=until,
        )
    colleague("yesterday.batam", (BATAM, "verifier"), until=today - day)
    colleague("tomorrow.batam", (BATAM, "verifier"), since=today + day)
    colleague("auditor.batam", (BATAM, "auditor"))
    colleague("treasurer.batam", (BATAM, "treasurer"))


def who_sees(file) -> set[str]:
    return {name for name in PEOPLE if Application.objects.visible_to(person(name)).filter(pk=file.pk).exists()}


def test_a_draft_is_seen_by_its_applicant_alone(newcomers):
    assert who_sees(draft()) == {"pemohon"}


@pytest.mark.parametrize("state", ["submitted", "returned", "registered", "withdrawn"])
def test_a_sent_file_is_seen_by_the_applicant_and_its_office(newcomers, state):
    assert who_sees(in_state(state)) == {"pemohon"} | OFFICE


def test_a_draft_that_was_withdrawn_stays_unseen(newcomers):
    file = draft()
    file.withdraw()
    file.save()
    assert who_sees(fresh(file)) == {"pemohon"}


@pytest.mark.parametrize("state", ["recommendation", "drafting", "signing", "issued", "rejected"])
def test_an_agency_sees_a_file_from_the_moment_it_is_asked(newcomers, state):
    assert who_sees(in_state(state)) == {"pemohon", "opd.dinkes.batam"} | OFFICE


def test_nobody_who_is_not_signed_in_sees_anything():
    issued()
    assert Application.objects.visible_to(AnonymousUser()).count() == 0


def test_a_file_of_a_business_is_seen_by_whoever_may_act_for_it_today():
    business = Business.objects.get()
    file = draft("REKLAME", business=business)
    other = person("pemohon2").person
    assert who_sees_of(file, "pemohon", "pemohon2") == {"pemohon"}
    claim = other.representations.create(business=business, status="claimed")
    assert who_sees_of(file, "pemohon", "pemohon2") == {"pemohon"}
    claim.status = "active"
    claim.save()
    assert who_sees_of(file, "pemohon", "pemohon2") == {"pemohon", "pemohon2"}
    person("pemohon").person.representations.update(status="ended")
    assert who_sees_of(file, "pemohon", "pemohon2") == {"pemohon2"}


def who_sees_of(file, *names):
    return {name for name in names if Application.objects.visible_to(person(name)).filter(pk=file.pk).exists()}


def test_papers_and_opinions_are_seen_by_whoever_sees_the_file(newcomers):
    file = verified()
    for name in PEOPLE:
        sees = name in {"pemohon", "opd.dinkes.batam"} | OFFICE
        assert Document.objects.visible_to(person(name)).filter(application=file).count() == (5 if sees else 0), name
        assert Recommendation.objects.visible_to(person(name)).filter(application=file).count() == (1 if sees else 0), (
            name
        )


def test_the_governor_sees_no_file_at_all():
    for state in ("submitted", "recommendation", "issued"):
        in_state(state)
    assert Application.objects.visible_to(person("gubernur")).count() == 0


def addresses(file) -> dict[str, str]:
    """Every address of the app that names a file, a paper or a request, filled with those of this one."""
    paper, request = file.documents.first(), file.recommendations.first()
    values = {
        "kind": ["receipt", "permit", "rejection"],
        "section": ["pemohon-data"],
        "document": [paper.uuid],
        "item": [paper.uuid],
    }
    found = {}
    for pattern in urlpatterns:
        names = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)) if getattr(pattern, "name", None) else []
        if "uuid" not in names:
            continue
        subject = {"document": paper, "recommendation": request, "acknowledge": request, "ask": request}.get(
            pattern.name, file
        )
        for value in values.get(next((name for name in names if name != "uuid"), ""), [None]):
            arguments = {name: subject.uuid if name == "uuid" else value for name in names}
            found[f"{pattern.name} {value or ''}".strip()] = reverse(f"applications:{pattern.name}", kwargs=arguments)
    return found


def test_the_walk_finds_every_address_that_names_a_file():
    found = set(addresses(verified()))
    assert {
        "file",
        "document",
        "receipt",
        "printed permit",
        "check",
        "concept",
        "sign",
        "recommendation",
        "acknowledge",
    } <= found
    assert len(found) >= 23


def test_a_stranger_gets_404_at_every_address_of_a_file(client):
    file = drafted()
    before = untouched(file)
    paths = addresses(file)
    for name in STRANGER_TO:
        client.force_login(person(name))
        for address, path in paths.items():
            codes = {client.get(path).status_code, client.post(path, {"once": str(file.uuid)}).status_code}
            assert codes <= REFUSALS[name], (name, address)
    assert untouched(file) == before


# 403 at an office's page says only that the visitor holds no office at all; 405 that the page takes no form.
REFUSALS = {name: {404, 405} for name in STRANGER_TO} | {"pemohon2": {403, 404, 405}}


def test_somebody_not_signed_in_is_led_to_the_door_and_told_nothing(client):
    file = verified()
    for address, path in addresses(file).items():
        answer = client.get(path)
        assert (answer.status_code, answer.get("Location")) in [
            (302, f"{reverse('account_login')}?next={path}"),
            (405, None),
        ], address


def test_the_office_gets_404_for_a_draft(client):
    file = filled()
    client.force_login(person("loket.batam"))
    assert client.get(reverse("applications:file", args=[file.uuid])).status_code == 404
    assert client.get(reverse("applications:check", args=[file.uuid])).status_code == 404


def test_a_paper_is_served_to_the_office_and_to_nobody_else(client):
    file = submitted()
    path = reverse("applications:document", args=[file.documents.first().uuid])
    codes = {}
    for name in ("pemohon", "loket.batam", "pemohon2", "opd.dinkes.batam", "loket.bintan"):
        client.force_login(person(name))
        answer = client.get(path)
        answer.getvalue()  # to its end, so that the file is closed
        codes[name] = answer.status_code
    assert codes == {"pemohon": 200, "loket.batam": 200, "pemohon2": 404, "opd.dinkes.batam": 404, "loket.bintan": 404}
