"""Words for the tests of the counter: a fisherman without account, what is typed of him, his consent."""

import re
from datetime import date
from random import Random

from agencies.models import Agency, Region
from applications.actions import assisting, counter_sheet, decision, issuance, passing_on, verification
from applications.actions.assisting_later import start_assisted_later
from applications.form_context import context_for
from applications.models import PermitType
from applications.schema.answers import store
from applications.schema.form import FormSpec
from notifications.models import Message
from ptsp_portal.demo.answers import example_answers
from ptsp_portal.lib.moment import now
from tests import factories
from tests.factories import fresh, paper, person
from tests.lived import lived_once

VILLAGE, NIK = "kelurahan-tanjung-riau", "2171031202640003"
FISHERMAN = {
    "nik": NIK, "name": "Awang Bin Salleh", "birth_place": "Pulau Buluh", "birth_on": date(1964, 2, 12), "sex": "L",
    "address": "Kampung Tua RT 001 RW 002", "phone": "+6281270009876",
}  # fmt: skip


@lived_once
def helped(by="petugas.tanjungriau", agency=VILLAGE, office=VILLAGE, code="SK-DOMISILI", consent="code", **more):
    """A draft that a counter began for the fisherman."""
    typed = FISHERMAN | {"region": Region.objects.get(code="21.71.03.1003")} | more.pop("who", {})
    return assisting.start_assisted(
        by=person(by), agency=Agency.objects.get(slug=agency), office=Agency.objects.get(slug=office),
        permit_type=PermitType.objects.get(code=code), person=typed, identity_shown="ktp", consent=consent,
        channel=more.pop("channel", "village"), **more,
    )  # fmt: skip


def answers_of(file) -> dict:
    spec = FormSpec.from_json(file.standard.fields)
    values = example_answers(spec, context_for(file.office), Random(factories.SEED), now().date())
    return store(spec, values)


@lived_once
def filled_in(file, by="petugas.tanjungriau", seen=True):
    """Every answer and every mandatory paper, in one save of the counter's page."""
    wanted = [each for each in file.standard.requirements_for("new") if each["mandatory"]]
    uploads = []
    for each in wanted:
        name, content, inspected = paper(each["code"], tuple(each["formats"]))
        uploads.append((each["code"], inspected, content, name))
    counter_sheet.save_sheet(
        file.uuid, by=person(by), version=fresh(file).change_count, answers=answers_of(file), uploads=uploads,
        originals=[each["code"] for each in wanted] if seen else (),
    )  # fmt: skip
    return fresh(file)


def code_sent() -> str:
    """The six digits of the last SMS."""
    text = Message.objects.filter(channel="sms", occasion="applications/consent_code").latest("pk").text
    return re.search(r"\b\d{6}\b", text)[0]


@lived_once
def consented(file, by="petugas.tanjungriau"):
    assisting.send_consent_code(file.uuid, by=person(by))
    assert assisting.check_consent_code(file.uuid, by=person(by), code=code_sent())
    return fresh(file)


@lived_once
def registered_here(file, by="petugas.tanjungriau"):
    """With his consent: sent, registered and looked through by the one officer of the village."""
    counter_sheet.submit_and_register(consented(file, by).uuid, by=person(by))
    verification.verify_application(file.uuid, by=person(by))
    return fresh(file)


@lived_once
def signed_here(file, by="petugas.tanjungriau", **how):
    """Drafted by the same officer, signed by the lurah."""
    decision.draft_decision(file.uuid, by=person(by), ready=True, **{"verdict": "issue"} | how)
    issuance.sign_decision(file.uuid, by=person("lurah.tanjungriau"))
    return fresh(file)


@lived_once
def helped_permit(**more):
    """His letter of residence."""
    return signed_here(registered_here(filled_in(helped(**more)))).permit


@lived_once
def for_holder(permit, kind, by="petugas.tanjungriau", agency=VILLAGE, **more):
    """A draft about the permit, begun for the fisherman who brought it to the counter."""
    typed = {"number": permit.number, "nik": NIK, "phone": FISHERMAN["phone"], "channel": "village", "consent": "code"}
    return start_assisted_later(
        by=person(by), agency=Agency.objects.get(slug=agency), kind=kind, identity_shown="ktp", **typed | more
    )


@lived_once
def handed_to(file, account, relation="family", by="petugas.tanjungriau"):
    """The account takes the file with the printed code."""
    code = passing_on.make_handover_code(file.uuid, by=person(by), relation=relation)
    passing_on.take_over_file(code, by=account, relation=relation)
    return fresh(file)


def told(channel, **more) -> list:
    """Occasions of the messages of one channel, in their order."""
    rows = Message.objects.filter(channel=channel, **more).order_by("pk")
    return [each.occasion.split("/")[1] for each in rows]
