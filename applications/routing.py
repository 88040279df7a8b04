"""From a standard's agency codes to the agencies that are asked (product.md, "Where agencies come from").

All that is needed is a standard, the issuing office and answers as they are stored: a file, a trial of a draft and a dry run
ask the same question.
"""

from collections.abc import Iterable

from agencies.routing import agencies_for
from applications.schema.answers import counted, region_answer
from applications.schema.form import FormSpec


def agencies_of_stage(application, stage: int) -> list[tuple]:
    """[(agency, codes)] of one stage (1-based), in the standard's order; two codes that give one agency make one request."""
    codes = application.stages[stage - 1]
    return asked_agencies(resolve(application.standard, application.office, application.answers, codes))


def term_of(application, codes, moment, calendar) -> dict:
    """How long an agency asked under these codes has: the days of the standard, and never longer than the file itself."""
    days = application.standard.days_of(codes)
    due_at = calendar.deadline(moment, days)
    if application.due_at is not None:
        due_at = min(due_at, application.due_at)
    return {"days": days, "requested_at": moment, "due_at": due_at}


def unresolved(standard, office, answers: dict, stages) -> list[tuple[str, str]]:
    """[(code, field or "")] of every stage that no agency answers to; such a filing can't be sent."""
    codes = [code for stage in stages for code in stage]
    return [
        (code, standard.agency_from.get(code, {}).get("field", ""))
        for code, agency in resolve(standard, office, answers, codes).items()
        if agency is None
    ]


def asked_agencies(resolved: dict) -> list[tuple]:
    """[(agency, codes)] from {code: agency or None}, each agency once, in the order of the codes."""
    found: dict = {}
    for code, agency in resolved.items():
        if agency is not None:
            found.setdefault(agency.pk, (agency, []))[1].append(code)
    return list(found.values())


def resolve(standard, office, answers: dict, codes) -> dict:
    """{code: agency or None}, in one statement. A code in `agency_from` is looked up in the region that the answer names, else
    in the office's region; always the nearest at or above it."""
    return resolve_many([wanted_places(standard, office, answers, codes)])[0]


def wanted_places(standard, office, answers: dict, codes, spec: FormSpec | None = None) -> dict:
    """{code: (agency code, region code) or None}: what is to be looked up; None when the answer names no region yet."""
    rules, spec = standard.agency_from, spec or FormSpec.from_json(standard.fields)
    answers, wanted = counted(spec, answers), {}
    for code in codes:
        rule = rules.get(code)
        place = region_answer(spec, answers, rule["field"]) if rule else office.region_id
        wanted[code] = (rule["agency"] if rule else code, place) if place else None
    return wanted


def resolve_many(wanted: Iterable[dict]) -> list[dict]:
    """For many files at once, in one statement: each `wanted_places` with its agencies in place of the pairs."""
    wanted = list(wanted)
    found = agencies_for([pair for each in wanted for pair in each.values() if pair])
    return [{code: found.get(pair) if pair else None for code, pair in each.items()} for each in wanted]
