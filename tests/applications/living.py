"""Words for tests of permits that live on: a letter of residence (six months, no agency, the lurah signs), filings about it."""

from datetime import UTC, datetime

from applications.actions import decision, drafting, issuance, later_filings, submission, verification
from tests.factories import all_fit, filled, fresh, paper, person
from tests.lived import lived_once

HELD = {"code": "SK-DOMISILI", "office": "kelurahan-tanjung-riau"}
OFFICER, LURAH = "petugas.tanjungriau", "lurah.tanjungriau"
# The letter of 4 August 2026 runs to 4 February 2027; its renewal opens on 6 November.
NOVEMBER_5 = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)
IN_TIME = datetime(2026, 11, 6, 3, 0, tzinfo=UTC)
LAST_DAY = datetime(2027, 2, 4, 3, 0, tzinfo=UTC)
RUN_OUT = datetime(2027, 2, 5, 3, 0, tzinfo=UTC)
WORDS = {"amendment": "Pindah rumah.", "closure": "Pindah ke kota lain."}


@lived_once
def a_permit(by="pemohon"):
    file = filled(by=by, **HELD)
    submission.submit_application(file.uuid, by=person(by))
    return to_the_end(file).permit


@lived_once
def begun(permit, kind, by="pemohon", cause="damaged", **answers):
    """A draft about the permit with all that its kind needs; its papers come in at once."""
    file = later_filings.start_later_filing(permit.uuid, by=person(by), kind=kind)
    if kind != "renewal":
        given = {"cause": cause if kind == "duplicate" else "", "words": WORDS.get(kind, "")}
        later_filings.state_cause(file.uuid, by=person(by), **given)
        file = fresh(file)
    if answers:
        drafting.save_answers(file.uuid, by=person(by), answers=file.answers | answers)
    for requirement in file.requirements:
        if requirement["mandatory"]:
            code = requirement["code"]
            name, content, inspected = paper(code, tuple(requirement["formats"]))
            drafting.new_document(
                file, by=person(by), inspected=inspected, content=content, name=name, requirement_code=code
            )
    return fresh(file)


@lived_once
def sent(permit, kind, by="pemohon", **how):
    file = begun(permit, kind, by, **how)
    submission.submit_application(file.uuid, by=person(by))
    return fresh(file)


@lived_once
def to_signing(file, verdict="issue"):
    """The one officer of the village takes a sent file to the lurah's desk."""
    officer = person(OFFICER)
    all_fit(file, OFFICER)
    verification.register_application(file.uuid, by=officer)
    verification.verify_application(file.uuid, by=officer)
    decision.draft_decision(file.uuid, by=officer, verdict=verdict, ready=True)
    return fresh(file)


@lived_once
def signed(file):
    issuance.sign_decision(file.uuid, by=person(LURAH))
    return fresh(file)


@lived_once
def to_the_end(file):
    return signed(to_signing(fresh(file)))
