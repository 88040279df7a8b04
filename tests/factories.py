"""Points of a file's life, each reached through the real actions by the named people: submitted, registered, verified, …"""

from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random
from types import SimpleNamespace

from django.contrib.auth import get_user_model

from agencies.models import Agency, Membership
from applications.actions import (
    corrections,
    decision,
    drafting,
    issuance,
    levy,
    measures,
    recommendations,
    submission,
    verification,
)
from applications.form_context import context_for
from applications.invariants import RULES
from applications.models import Application, CounterSetting, PermitType, ServiceStandard
from applications.schema.answers import store
from applications.schema.form import FormSpec
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.demo.answers import example_answers, sample_document
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.uploads import inspect
from tests.lived import lived_once

BATAM = "dpmptsp-kota-batam"
SEED = 21


def person(name):
    return get_user_model().objects.get(email=f"{name}@demo.test")


@lived_once
def draft(code="SIPF", office=BATAM, by="pemohon", business=None):
    return drafting.start_filing(
        by=person(by),
        office=Agency.objects.get(slug=office),
        permit_type=PermitType.objects.get(code=code),
        business=business,
    )


@lived_once
def filled(code="SIPF", office=BATAM, by="pemohon", **answers):
    """A draft with every answer and every mandatory paper; `answers` replace single ones (Python values).

    The papers come in all at once, as no page sends them: the act for each of them would be half the time of a test.
    """
    file = draft(code, office, by)
    spec = FormSpec.from_json(file.standard.fields)
    values = example_answers(spec, context_for(file.office), Random(SEED), now().date()) | answers
    drafting.save_answers(file.uuid, by=person(by), answers=store(spec, values))
    for requirement in file.standard.requirements_for("new"):
        if requirement["mandatory"]:
            code = requirement["code"]
            name, content, inspected = paper(code, tuple(requirement["formats"]))
            drafting.new_document(
                file, by=person(by), inspected=inspected, content=content, name=name, requirement_code=code
            )
    return fresh(file)


def add_paper(file, requirement, by="pemohon"):
    name, content, inspected = paper(requirement["code"], tuple(requirement["formats"]))
    return drafting.add_document(
        file.uuid, by=person(by), requirement_code=requirement["code"], inspected=inspected, content=content, name=name
    )


def paper(code, formats):
    """(name, content, what the inspection said) of a paper for one requirement."""
    name, content, inspected = _sample(formats)
    return name.replace("berkas", code), content, inspected


@cache
def _sample(formats):
    """Made and looked at once: looking starts a process."""
    name, content = sample_document({"code": "berkas", "name": "Berkas", "formats": list(formats)})
    return name, content, inspect(content, allowed=set(formats), max_bytes=10_000_000, name=name)


@lived_once
def submitted(code="SIPF", office=BATAM, by="pemohon", **answers):
    file = filled(code, office, by, **answers)
    submission.submit_application(file.uuid, by=person(by))
    return fresh(file)


@lived_once
def all_fit(file, by):
    results = {document.uuid: ("fit", "") for document in file.documents.answering_requirements()}
    verification.check_documents(file.uuid, by=person(by), results=results)


@lived_once
def registered(code="SIPF", office=BATAM, by="pemohon", loket="loket.batam", **answers):
    file = submitted(code, office, by, **answers)
    all_fit(file, loket)
    verification.register_application(file.uuid, by=person(loket))
    return fresh(file)


@lived_once
def verified(code="SIPF", office=BATAM, by="pemohon", loket="loket.batam", verifikator="verifikator.batam", **answers):
    file = registered(code, office, by, loket, **answers)
    verification.verify_application(file.uuid, by=person(verifikator))
    return fresh(file)


@lived_once
def answer(file, account, verdict="favourable", reasons="", conditions=()):
    """The open request of that officer's agency is answered."""
    officer = person(account)
    request = file.recommendations.open().addressed_to(officer).get()
    return recommendations.give_recommendation(
        request.uuid, by=officer, verdict=verdict, reasons=reasons, conditions=conditions
    )


@lived_once
def answered_by_all(file) -> int:
    """Every agency that is asked agrees, stage after stage; how many did."""
    answered = 0
    while requests := list(file.recommendations.open().select_related("agency")):
        for request in requests:
            recommendations.give_recommendation(request.uuid, by=officer_of(request.agency), verdict="favourable")
            answered += 1
    return answered


@lived_once
def ready_to_bill(code="IPTM", **answers):
    """A file of a paid service at Batam, on the verifier's desk to be decided; a new grave costs Rp150.000."""
    if code == "IPTM":
        answers = {"jenis_kegiatan": "Baru"} | answers
    file = verified(code=code, **answers)
    answered_by_all(file)
    return fresh(file)


@lived_once
def billed(code="IPTM", **answers):
    """The file and its bill, which waits for money."""
    file = ready_to_bill(code, **answers)
    bill = levy.assess_levy(file.uuid, by=person("verifikator.batam"), quantity=Decimal(1))
    return fresh(file), bill


@lived_once
def pay(bill, by=None, reference="TBP-0001", on=None):
    """The treasurer's proof."""
    name, content, inspected = paper("bukti", ("pdf",))
    day = on or bill.office.region.local_date(now())
    treasurer, proof = by or person("bendahara.batam"), (inspected, content, name)
    return levy.confirm_payment(bill.uuid, by=treasurer, reference=reference, paid_on=day, proof=proof)


@lived_once
def drafted(verdict="issue", **how):
    """Recommended by DINKES, drafted and handed to the endorser."""
    file = verified(**how)
    answer(file, "opd.dinkes.batam")
    decision.draft_decision(file.uuid, by=person("verifikator.batam"), verdict=verdict, ready=True, **_refusal(verdict))
    return fresh(file)


@lived_once
def at_signing(verdict="issue", **how):
    file = drafted(verdict, **how)
    decision.endorse_decision(file.uuid, by=person("kabid.batam"))
    return fresh(file)


@lived_once
def issued(**how):
    file = at_signing(**how)
    issuance.sign_decision(file.uuid, by=person("kadis.batam"))
    return fresh(file)


@lived_once
def permit(**how):
    """An issued permit."""
    return issued(**how).permit


@lived_once
def measured(permit, kind, by="verifikator.batam", signed_by="kadis.batam", **how):
    """A measure proposed and signed by the usual people."""
    texts = {
        "reason": "Papan nama tidak dipasang.",
        "legal_basis": "Pasal 12 Perda 5/2023",
        "to_repair": "Pasang papan nama.",
    }
    proposed = measures.propose_measure(permit.uuid, by=person(by), kind=kind, **texts | how)
    return measures.sign_measure(proposed.uuid, by=person(signed_by))


@lived_once
def corrected(permit, **values):
    """A correction proposed and signed; field codes with "__" for ":"."""
    values = {key.replace("__", ":"): value for key, value in values.items()}
    proposed = corrections.propose_correction(
        permit.uuid, by=person("verifikator.batam"), values=values, reason="Salah ketik menurut KTP."
    )
    return corrections.sign_correction(proposed.uuid, by=person("kadis.batam"))


def _refusal(verdict):
    return {"reasons": ["Lokasi tidak sesuai tata ruang."], "legal_basis": "Perda RTRW"} if verdict == "reject" else {}


def findings() -> list[str]:
    """What the invariants find, within the transaction of a test."""
    return [finding for rule in RULES for finding in rule()]


def fresh(file) -> Application:
    return Application.objects.get(pk=file.pk)


def untouched(file) -> SimpleNamespace:
    """What must be the same after a refusal: state, stamp, and how much was written about the file."""
    row = fresh(file)

    return SimpleNamespace(
        state=row.state,
        change_count=row.change_count,
        events=row.clock_events.count(),
        journal=JournalEntry.objects.count(),
        messages=Message.objects.count(),
    )


@lived_once
def in_state(state) -> Application:
    """A physiotherapist's file at Batam in any state, by the usual people."""
    if state == "lapsed":  # in life two months later, see test_lapse.py
        file = in_state("returned")
        file.lapse()
        file.save()
        return fresh(file)
    if state == "returned":
        file = submitted()
        send_back_to_applicant(file, "loket.batam")
        return fresh(file)
    if state == "withdrawn":
        file = submitted()
        submission.withdraw_application(file.uuid, by=person("pemohon"))
        return fresh(file)
    if state == "drafting":
        file = verified()
        answer(file, "opd.dinkes.batam")
        return fresh(file)
    return {
        "draft": draft, "submitted": submitted, "registered": registered, "recommendation": verified, "signing": at_signing,
        "issued": issued, "rejected": lambda: issued(verdict="reject"),
    }[state]()  # fmt: skip


@lived_once
def send_back_to_applicant(file, by, *notes):
    items = [{"on": "other", "code": "", "note": note} for note in notes or ["KTP tidak terbaca."]]
    verification.return_application(file.uuid, by=person(by), items=items)


@lived_once
def colleague(name, *posts, since=None, until=None):
    """A new account with (office slug, role) posts, from this year's start unless said otherwise."""
    user = get_user_model().objects.create_user(email=f"{name}@demo.test", full_name=name.title())
    for slug, role in posts:
        add_post(user, slug, role, since, until)
    return user


@lived_once
def add_post(user, slug, role, since=None, until=None):
    agency = slug if isinstance(slug, Agency) else Agency.objects.get(slug=slug)
    return Membership.objects.create(
        user=user, agency=agency, role=role, from_on=since or now().date().replace(month=1, day=1), until_on=until
    )


@lived_once
def next_standard(code, **changes) -> ServiceStandard:
    """The next published version of a type's template with some columns changed; files filed from now on get it."""
    old = ServiceStandard.objects.in_force(now().date()).filter(permit_type__code=code, office=None).get()
    ServiceStandard.objects.filter(pk=old.pk).update(
        status="superseded", effective_until=now().date() - timedelta(days=1)
    )
    columns = {
        field.attname: getattr(old, field.attname)
        for field in ServiceStandard._meta.fields
        if field.attname not in ("id", "uuid")
    }
    return ServiceStandard.objects.create(
        **columns | {"version": old.version + 1, "status": "published", "effective_from": now().date()} | changes
    )


def officer_of(agency, *roles):
    """Somebody who holds one of the roles there today; appointed for the test when the demo has nobody."""
    roles = roles or ("officer", "head")
    post = (
        Membership.objects.current().filter(agency=agency, role__in=roles).select_related("user").order_by("id").first()
    )
    return post.user if post else colleague(f"{roles[0]}.{agency.slug}"[:60], (agency, roles[0]))


@lived_once
def open_counter(office, **changes):
    """The office's queue and appointments are open, two counters, half an hour for two people at a time."""
    values = {
        "queue_on": True, "counters": ["Loket 1", "Loket 2"], "letters": ["A", "B", "C"], "appointments_on": True,
        "slot_minutes": 30, "seats": 2, "days_ahead": 14, "first_at": None, "last_at": None,
    }  # fmt: skip
    return CounterSetting.objects.create(office=office, **values | changes)
