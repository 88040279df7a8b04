"""From a standard's agency codes to the agencies of one file (product.md, "Where agencies come from")."""

from agencies.routing import agencies_for
from applications.schema.answers import counted, region_answer
from applications.schema.form import FormSpec


def agencies_of_stage(application, stage: int) -> list[tuple]:
    """[(agency, codes)] of one stage (1-based), in the standard's order; two codes that give one agency make one request."""
    codes = application.stages[stage - 1]
    found, order = {}, []
    for code, agency in _resolve(application, codes).items():
        if agency is None:
            continue
        if agency.pk not in found:
            found[agency.pk] = (agency, [])
            order.append(agency.pk)
        found[agency.pk][1].append(code)
    return [found[pk] for pk in order]


def term_of(application, codes, moment, calendar) -> dict:
    """How long an agency asked under these codes has: the days of the standard, and never longer than the file itself."""
    days = application.standard.days_of(codes)
    due_at = calendar.deadline(moment, days)
    if application.due_at is not None:
        due_at = min(due_at, application.due_at)
    return {"days": days, "requested_at": moment, "due_at": due_at}


def unresolved_codes(application) -> list[tuple[str, str]]:
    """[(code, field or "")] of every stage that no agency answers to; such a file can't be submitted."""
    codes = [code for stage in application.stages for code in stage]
    rules = application.standard.agency_from
    return [
        (code, rules.get(code, {}).get("field", ""))
        for code, agency in _resolve(application, codes).items()
        if agency is None
    ]


def _resolve(application, codes) -> dict:
    """{code: agency or None}, in one statement. A code in `agency_from` is looked up in the region that the answer names, else
    in the office's region; always the nearest at or above it."""
    rules, spec = application.standard.agency_from, FormSpec.from_json(application.standard.fields)
    answers, wanted = counted(spec, application.answers), {}
    for code in codes:
        rule = rules.get(code)
        place = region_answer(spec, answers, rule["field"]) if rule else application.office.region_id
        wanted[code] = (rule["agency"] if rule else code, place) if place else None
    found = agencies_for([pair for pair in wanted.values() if pair])
    return {code: found.get(pair) if pair else None for code, pair in wanted.items()}
