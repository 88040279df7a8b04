"""A file about which questions are asked: REKLAME at Batam, three agencies at once; and the short ways to ask and answer."""

from applications.actions import applicant_answers, clarification, questions
from applications.schema.answers import store
from applications.schema.form import FormSpec
from tests.factories import fresh, next_standard, paper, person, verified
from tests.lived import lived_once

VERIFIER = "verifikator.batam"
PUPR, BAPENDA, SATPOLPP = "opd.pupr.batam", "opd.bapenda.batam", "opd.satpolpp.batam"
RELIES_ON = {"PUPR": ["alamat_lokasi", "bukti_lahan"], "BAPENDA": ["panjang_m", "lunas_pajak"], "SATPOLPP": ["desain"]}


@lived_once
def with_agencies(**changes):
    """Three agencies asked, each relying on facts of its own."""
    next_standard("REKLAME", **{"relies_on": RELIES_ON} | changes)
    return verified(code="REKLAME")


def request_of(file, account):
    return file.recommendations.addressed_to(person(account)).order_by("-id").first()


@lived_once
def ask(file, account, on="field", code="alamat_lokasi", text="Di sebelah mana tiangnya?"):
    """The verifier's own question, or that of an agency's officer."""
    uuid = None if account == VERIFIER else request_of(file, account).uuid
    wanted = [{"on": on, "code": code, "note": text}]
    return questions.ask_questions(file.uuid, by=person(account), asked=wanted, recommendation=uuid)


@lived_once
def send(file, **how):
    return clarification.send_clarification(file.uuid, by=person(VERIFIER), **how)


@lived_once
def save(item, text="", value=None, upload=False, by="pemohon"):
    """Answer one item: words, the field's new value (as Python has it), or a sample paper."""
    application = item.clarification.application
    how = {}
    if value is not None:
        spec = FormSpec.from_json(application.standard.fields)
        how["new_value"] = store(spec, {item.code: value}).get(item.code)
    if upload:
        wanted = next(each for each in application.standard.requirements if each["code"] == item.code)
        name, content, inspected = paper(item.code, tuple(wanted["formats"]))
        how["uploads"] = [(inspected, content, name)]
    return applicant_answers.save_item(item.uuid, by=person(by), text=text, **how)


@lived_once
def answer_all(file, *, by="pemohon", **by_code):
    """Every item of the open list: words, or what `by_code` says of its code (a dict for `save`); then all are sent."""
    for item in file.clarifications.open().get().items.all():
        save(item, by=by, **by_code.get(item.code or "other", {"text": "Sudah benar."}))
    return applicant_answers.send_answers(file.uuid, by=person(by))


@lived_once
def asked_and_sent(*accounts, **changes):
    """PUPR (or the accounts named) asked, the list is with the applicant."""
    file = with_agencies(**changes)
    for account in accounts or (PUPR,):
        ask(file, account)
    send(file)
    return fresh(file)
