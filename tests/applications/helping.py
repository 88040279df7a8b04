"""Words for the tests of the counter: a fisherman without account, what is typed of him, his consent."""

import re
from datetime import date
from random import Random

from agencies.models import Agency, Region
from applications.actions import assisting, counter_sheet
from applications.form_context import context_for
from applications.models import PermitType
from applications.schema.answers import store
from applications.schema.form import FormSpec
from notifications.models import Message
from ptsp_portal.demo.answers import example_answers
from ptsp_portal.lib.moment import now
from tests import factories
from tests.factories import fresh, paper, person

VILLAGE, NIK = "kelurahan-tanjung-riau", "2171031202640003"
FISHERMAN = {
    "nik": NIK, "name": "Awang Bin Salleh", "birth_place": "Pulau Buluh", "birth_on": date(1964, 2, 12), "sex": "L",
    "address": "Kampung Tua RT 001 RW 002", "phone": "+6281270009876",
}  # fmt: skip


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


def consented(file, by="petugas.tanjungriau"):
    assisting.send_consent_code(file.uuid, by=person(by))
    assert assisting.check_consent_code(file.uuid, by=person(by), code=code_sent())
    return fresh(file)
