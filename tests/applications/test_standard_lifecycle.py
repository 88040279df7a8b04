"""A standard's life: two people, nothing overwritten unseen, and from its publication on nothing in it changes by any door."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django_fsm import TransitionNotAllowed

from agencies.models import Agency, Delegation, Membership
from applications.actions import standards
from applications.models import Offer, PermitType, ServiceStandard
from applications.tasks import supersede_standards
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.applications.writing import HEAD, REVIEWER, WRITER, own_service, published, raw, reviewed, written
from tests.factories import BATAM, colleague, draft, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def told(occasion) -> list[str]:
    rows = Message.objects.filter(occasion=f"applications/{occasion}", channel="inapp").select_related("user")
    return sorted(row.user.email.split("@")[0] for row in rows)


def entries(standard, verb) -> int:
    return JournalEntry.objects.filter(subject=standard.uuid, verb=f"standard.{verb}").count()


def test_a_draft_takes_the_template_and_is_the_same_for_everybody_who_begins():
    batam = Agency.objects.get(slug=BATAM)
    one = standards.start_standard(batam.pk, "SIPF", by=person(WRITER))
    template = ServiceStandard.objects.get(office=None, permit_type__code="SIPF")
    assert (one.version, one.status, one.based_on, one.fields) == (1, "draft", template, template.fields)
    assert standards.start_standard(batam.pk, "SIPF", by=person("admin.batam")) == one
    assert entries(one, "started") == 1 and list(one.writers.all()) == [person(WRITER)]


@pytest.mark.parametrize("name", ["loket.batam", "opd.dinkes.batam", "verifikator.tanjungpinang", "pemohon", "admin"])
def test_nobody_else_begins_or_writes(name):
    one = written()
    with pytest.raises(NotAllowed):
        standards.start_standard(one.office_id, "SIPP", by=person(name))
    with pytest.raises(NotAllowed):
        standards.save_terms(one.uuid, by=person(name), revision=one.revision, time_limit_days=9)
    assert raw(one).time_limit_days == one.time_limit_days and not one.office.standards.exclude(pk=one.pk).exists()


def test_who_was_slower_overwrites_nothing():
    one = written(time_limit_days=7)
    with pytest.raises(Refused):
        standards.save_terms(one.uuid, by=person("admin.batam"), revision=one.revision - 1, time_limit_days=9)
    row = raw(one)
    assert (row.time_limit_days, row.revision) == (7, one.revision)
    assert list(row.writers.all()) == [person(WRITER)] and entries(one, "edited") == 1


def test_whoever_wrote_neither_reviews_nor_publishes_not_even_by_a_second_account():
    one = written(by="admin.batam")
    standards.save_terms(one.uuid, by=person(HEAD), revision=one.revision, time_limit_days=8)
    twin = colleague("admin.batam+dua", (BATAM, "endorser"))
    for who in (person("admin.batam"), person(HEAD), twin):
        with pytest.raises(NotAllowed):
            standards.review_standard(one.uuid, by=who)
    assert raw(one).status == "draft" and raw(one).reviewed_by is None
    standards.review_standard(one.uuid, by=person(REVIEWER))
    with pytest.raises(NotAllowed):
        standards.publish_standard(one.uuid, by=person(HEAD), effective_from=now().date())
    assert raw(one).status == "reviewed" and raw(one).published_at is None and entries(one, "published") == 0


def test_the_head_publishes_and_nobody_before_the_review():
    one = written()
    with pytest.raises(TransitionNotAllowed):
        standards.publish_standard(one.uuid, by=person(HEAD), effective_from=now().date())
    standards.review_standard(one.uuid, by=person(REVIEWER))
    assert told("standard_to_publish") == [HEAD]
    with pytest.raises(NotAllowed):
        standards.publish_standard(one.uuid, by=person(REVIEWER), effective_from=now().date())
    with pytest.raises(Refused):
        standards.publish_standard(one.uuid, by=person(HEAD), effective_from=now().date() - timedelta(days=1))
    assert raw(one).status == "reviewed"
    standards.publish_standard(one.uuid, by=person(HEAD), effective_from=now().date(), decree_number="1")
    row = raw(one)
    assert (row.status, row.published_by, row.reviewed_by) == ("published", person(HEAD), person(REVIEWER))
    assert told("standard_published") == [WRITER]


def test_the_deputy_of_the_head_publishes_from_the_page(signed_in):
    one = reviewed()
    day = now().date()
    head = Membership.objects.get(user=person(HEAD), role="head")
    page = reverse("applications:publish_standard", args=[one.uuid])
    assert signed_in("sekda.batam").get(page).status_code == 404
    Delegation.objects.create(
        membership=head, deputy=person("sekda.batam"), kind="plh", decree="1", from_on=day, until_on=day
    )
    client = signed_in("sekda.batam")
    assert "Tetapkan" in client.get(page).content.decode()
    typed = {"effective_from": day, "decree_number": "3", "decree_on": day, "change_note": "Baru.", "once": uuid4()}
    typed["revision"] = one.revision
    assert client.post(page, typed).status_code == 302
    assert raw(one).published_by == person("sekda.batam")


def test_reviewers_are_asked_once_for_each_state_of_the_draft():
    one = written()
    standards.ask_review(one.uuid, by=person(WRITER))
    assert told("standard_to_review") == ["admin.batam", REVIEWER, HEAD]
    with pytest.raises(Refused):
        standards.ask_review(one.uuid, by=person("admin.batam"))
    assert len(told("standard_to_review")) == 3
    standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=9)
    standards.ask_review(one.uuid, by=person(WRITER))
    assert len(told("standard_to_review")) == 6 and entries(one, "review_asked") == 2


def test_what_is_reviewed_is_settled_until_it_goes_back():
    one = reviewed()
    with pytest.raises(WrongState):
        standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=2)
    standards.rework_standard(one.uuid, by=person(HEAD), reason="Jangka waktu terlalu lama.")
    row = raw(one)
    assert (row.status, row.reviewed_by, row.change_note) == ("draft", None, "Jangka waktu terlalu lama.")
    assert told("standard_returned") == [WRITER]
    standards.save_terms(one.uuid, by=person(WRITER), revision=one.revision, time_limit_days=6)
    assert raw(one).time_limit_days == 6


def test_an_incomplete_draft_is_not_reviewed_and_the_refusal_names_each_place():
    one = own_service()
    with pytest.raises(Incomplete) as refused:
        standards.review_standard(one.uuid, by=person(REVIEWER))
    assert (f"/standar/{one.uuid}/hukum/" in {url for _label, url in refused.value.gaps}) and raw(one).status == "draft"
    assert told("standard_to_publish") == []


def in_sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (published, "time_limit_days = 99"),
        (published, 'levy = \'{"kind": "fixed"}\''),
        (published, "decree_number = 'lain'"),
        (published, "effective_from = effective_from - 1"),
        (published, "status = 'draft'"),
        (reviewed, "components = '{}'"),
        (reviewed, "office_id = NULL"),
    ],
)
def test_the_database_refuses_what_no_act_would_do(make, change):
    one = make()
    with pytest.raises(DatabaseError):
        in_sql(f"UPDATE applications_servicestandard SET {change} WHERE id = %s", one.pk)
    row = raw(one)
    assert (row.time_limit_days, row.levy, row.decree_number, row.status) == (
        one.time_limit_days, one.levy, one.decree_number, one.status,
    )  # fmt: skip


def test_nor_is_it_deleted():
    one = published()
    for statement in ("DELETE FROM applications_servicestandard WHERE id = %s",):
        with pytest.raises(DatabaseError):
            in_sql(statement, one.pk)
    with pytest.raises(DatabaseError):
        in_sql("TRUNCATE applications_servicestandard CASCADE")
    assert raw(one).status == "published"


def test_the_admin_reads_a_published_version_and_changes_none(signed_in):
    one, client = published(), signed_in("admin")
    page = reverse("admin:applications_servicestandard_change", args=[one.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"time_limit_days": 99}).status_code == 403
    assert client.post(reverse("admin:applications_servicestandard_delete", args=[one.pk])).status_code == 403
    assert client.get(reverse("admin:applications_servicestandard_add")).status_code == 403
    assert raw(one).time_limit_days == one.time_limit_days


def test_the_admin_keeps_the_code_of_an_offices_own_service(signed_in):
    made, client = own_service().permit_type, signed_in("admin")
    page = reverse("admin:applications_permittype_change", args=[made.pk])
    assert 'name="code"' not in client.get(page).content.decode()
    client.post(page, {"code": "LAIN", "name": "Izin lain", "sector": "Ketertiban", "level": "province", "owner": ""})
    made.refresh_from_db()
    assert (made.code, made.owner.slug, made.level) == ("PASAR-MALAM", BATAM, "regency_city")


def test_from_tomorrow_new_filings_take_it_and_those_of_today_keep_theirs():
    running = draft()
    old = running.standard
    new = published(days=1, time_limit_days=old.time_limit_days + 3)
    today = draft("SIPF", by="pemohon2")
    assert today.standard == old
    with moved_to(now() + timedelta(days=1)):
        assert draft("SIPF", by="pemohon2", business=None).standard == new
        running.refresh_from_db()
        assert running.standard == old


def test_the_next_version_ends_the_one_before_and_the_sweep_marks_it():
    first = published(days=0)
    second = published(days=2, time_limit_days=9)
    first.refresh_from_db()
    assert (first.status, first.effective_until) == ("published", second.effective_from - timedelta(days=1))
    assert supersede_standards() == 0
    with moved_to(now() + timedelta(days=2)):
        assert ServiceStandard.objects.for_office(first.office, first.permit_type, now().date()) == second
        assert supersede_standards() == 1 and supersede_standards() == 0
    assert raw(first).status == "superseded" and raw(second).status == "published"
    assert entries(first, "superseded") == 1


def test_a_draft_thrown_away_takes_its_own_service_with_it_but_never_a_national_one():
    mine, theirs = own_service(), written()
    standards.drop_standard(mine.uuid, by=person(WRITER))
    standards.drop_standard(theirs.uuid, by=person(WRITER))
    assert not ServiceStandard.objects.filter(pk__in=[mine.pk, theirs.pk]).exists()
    assert (
        not PermitType.objects.filter(code="PASAR-MALAM").exists() and PermitType.objects.filter(code="SIPF").exists()
    )
    one = reviewed()
    with pytest.raises(WrongState):
        standards.drop_standard(one.uuid, by=person(WRITER))
    assert raw(one).status == "reviewed"


def test_the_head_closes_a_service_and_the_verifier_does_not():
    batam = Agency.objects.get(slug=BATAM)
    with pytest.raises(NotAllowed):
        standards.set_offer_open(batam.pk, "SIPF", False, by=person(WRITER))
    assert Offer.objects.get(office=batam, permit_type__code="SIPF").is_open
    standards.set_offer_open(batam.pk, "SIPF", False, by=person(HEAD))
    assert not Offer.objects.get(office=batam, permit_type__code="SIPF").is_open
    assert JournalEntry.objects.filter(verb="offer.closed", subject=batam.uuid).count() == 1
    standards.set_offer_open(batam.pk, "SIPF", True, by=person("admin.batam"))
    assert Offer.objects.get(office=batam, permit_type__code="SIPF").is_open
