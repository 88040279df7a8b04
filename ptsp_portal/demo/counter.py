"""The counter's part of the story: a fisherman without account at Tanjung Riau, and Batam's emergency numbers."""

from datetime import date
from random import Random

from django.contrib.auth import get_user_model

from agencies.models import Agency, Region
from applications.actions import assisting, counter_sheet, emergency
from applications.form_context import context_for
from applications.models import Application, Assistance, PermitType
from applications.schema.answers import store
from applications.schema.form import FormSpec
from ptsp_portal.demo.answers import example_answers, sample_document
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.uploads import inspect

VILLAGE, CITY = "kelurahan-tanjung-riau", "dpmptsp-kota-batam"
AWANG = {
    "nik": "2171031202640003", "name": "Awang bin Salleh", "birth_place": "Pulau Buluh", "birth_on": date(1964, 2, 12),
    "sex": "L", "address": "Kampung Tua RT 001 RW 002", "phone": "+6281270009876",
}  # fmt: skip


def tell_of_the_counter() -> None:
    """A draft that waits for the fisherman's code (its SMS lies in the mailbox), and a block with one void number."""
    find = get_user_model().objects.get
    clerk, loket = find(email="petugas.tanjungriau@demo.test"), find(email="loket.batam@demo.test")
    office = Agency.objects.get(slug=VILLAGE)
    file = assisting.start_assisted(
        by=clerk, agency=office, office=office, permit_type=PermitType.objects.get(code="SK-DOMISILI"),
        person=AWANG | {"region": Region.objects.get(code=office.region_id)}, identity_shown=Assistance.Identity.KTP,
        consent=Assistance.Consent.CODE, channel=Application.Channel.VILLAGE,
    )  # fmt: skip
    spec, uploads = FormSpec.from_json(file.standard.fields), []
    answers = store(spec, example_answers(spec, context_for(office), Random(12), now().date()))
    wanted = [each for each in file.standard.requirements_for("new") if each["mandatory"]]
    for each in wanted:
        name, content = sample_document(each)
        found = inspect(content, allowed=set(each["formats"]), max_bytes=10_000_000, name=name)
        uploads.append((each["code"], found, content, name))
    counter_sheet.save_sheet(
        file.uuid, by=clerk, version=file.change_count, answers=answers, uploads=uploads,
        originals=[each["code"] for each in wanted],
    )  # fmt: skip
    assisting.send_consent_code(file.uuid, by=clerk)
    city = Agency.objects.get(slug=CITY)
    block = emergency.reserve_numbers(city.pk, by=loket, count=12, reason="Persediaan musim angin utara")
    emergency.void_number(block.pk, by=loket, number=block.first, reason="Potongan rusak kena air")
