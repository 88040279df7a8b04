"""Each of the 39 types of the catalogue goes its whole way, from filing to an issued permit and its letters."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from agencies.models import Agency
from applications import tasks
from applications.actions import decision, issuance, levy, submission, verification
from applications.catalogue import __file__ as catalogue
from ptsp_portal.lib import pdf
from tests.factories import answered_by_all, filled, fresh, officer_of, pay, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

OFFICES = {
    "province": "dpmptsp-provinsi-kepulauan-riau",
    "regency_city": "dpmptsp-kota-batam",
    "kecamatan": "kecamatan-sekupang",
    "kelurahan": "kelurahan-tanjung-riau",
}
TYPES = json.loads(Path(catalogue).with_name("permit_types.json").read_text())
TYPES = TYPES if isinstance(TYPES, list) else TYPES["types"]


def test_there_are_thirty_nine():
    assert len({each["code"] for each in TYPES}) == 39


@pytest.fixture
def printer(monkeypatch):
    """Keeps the pages that the renderer would get: making PDFs of them is tested elsewhere and takes long."""
    pages = []

    def keep(html):
        pages.append(html)
        return html.encode()

    monkeypatch.setattr(pdf, "render", keep)
    return pages


@pytest.mark.parametrize("entry", TYPES, ids=[each["code"] for each in TYPES])
def test_a_file_of_every_type_becomes_a_permit(entry, printer):
    office = Agency.objects.get(slug=OFFICES[entry["level"]])
    file = filled(entry["code"], office.slug)
    submission.submit_application(file.uuid, by=person("pemohon"))
    desk, verifier = officer_of(office, "front_desk"), officer_of(office, "verifier")
    papers = {document.uuid: ("fit", "") for document in file.documents.answering_requirements()}
    verification.check_documents(file.uuid, by=desk, results=papers)
    verification.register_application(file.uuid, by=desk)
    verification.verify_application(file.uuid, by=verifier)
    asked = answered_by_all(file)
    assert asked >= len({code for stage in entry["parallel_stages"] for code in stage}) - len(entry["agency_from"])
    owed = 2
    if file.standard.levy:
        bill = levy.assess_levy(file.uuid, by=verifier, quantity=Decimal(1))
        pay(bill, by=officer_of(office, "treasurer"))
        owed = 3
    assert (owed == 3) == entry["fee"]
    decision.draft_decision(file.uuid, by=verifier, verdict="issue", conditions=["Mematuhi ketentuan."], ready=True)
    for role in file.standard.endorsing_roles:
        decision.endorse_decision(file.uuid, by=officer_of(office, role))
    issuance.sign_decision(file.uuid, by=officer_of(office, "head"))
    file = fresh(file)
    assert (file.state, file.holder, file.due_at) == ("issued", "nobody", None)
    assert file.permit.number.split("/")[1:4] == ["0001", entry["code"], office.short_code]
    assert file.promised_on is not None and file.answers_received == file.answers_requested == asked
    assert tasks.render_documents() == owed
    assert len(printer) == owed and file.permit.number in printer[-1] and file.registration_number in printer[0]
