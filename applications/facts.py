"""The facts that an opinion rests on, as fingerprints: when one of them changes, exactly the agencies that relied on it are
asked again (product.md, "an opinion bound to the facts it relied on").

A fingerprint is keyed and bound to its file: nothing personal can be read from it, nor found in another file.
"""

import json

from applications.schema.answers import counted, load
from applications.schema.form import FormSpec
from applications.schema.kinds import kind_of
from ptsp_portal.lib.crypto import fingerprint


def facts_of(application, standard, codes) -> dict[str, str]:
    """{"field:x" | "document:y": fingerprint} of what the agency of these codes relies on. One statement."""
    return relied_on(standard, codes, fingerprints(application, standard))


def relied_on(standard, codes, facts: dict[str, str]) -> dict[str, str]:
    """Of these facts the ones that the codes' opinion rests on; a code that `relies_on` leaves out means everything."""
    if any(code not in standard.relies_on for code in codes) or not codes:
        return dict(facts)
    wanted = {named for code in codes for named in standard.relies_on[code]}
    return {fact: value for fact, value in facts.items() if fact.split(":", 1)[1] in wanted}


def fingerprints(application, standard) -> dict[str, str]:
    """Every fact of a file as it stands; also what was left empty, so that filling it in is a change."""
    papers = {requirement["code"]: [] for requirement in standard.requirements}
    for document in application.documents.answering_requirements():
        papers.setdefault(document.requirement_code, []).append(document.sha256)
    spec = FormSpec.from_json(standard.fields)
    answers = plain_answers(spec, counted(spec, application.answers))
    facts = {f"field:{code}": text for code, text in answers.items()}
    facts |= {f"document:{code}": json.dumps(sorted(hashes)) for code, hashes in papers.items()}
    return {fact: fingerprint(f"{application.uuid} {fact} {text}") for fact, text in facts.items()}


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The facts that are not the same, in the order of `after`."""
    return [fact for fact in [*after, *(before.keys() - after.keys())] if before.get(fact) != after.get(fact)]


def plain_answers(spec: FormSpec, stored: dict | None) -> dict[str, str]:
    """{code: the answer as one text that is the same for equal answers}; a sealed answer reads differently each time."""
    values = load(spec, stored)
    return {one.code: json.dumps(_plain(one, values.get(one.code)), sort_keys=True) for one in spec.asked}


def _plain(one, value):
    kind = kind_of(one)
    if kind.empty(value):
        return None
    if one.type != "table":
        return kind.to_json(value)
    return [
        {c.code: kind_of(c).to_json(row[c.code]) for c in one.columns if not kind_of(c).empty(row.get(c.code))}
        for row in value
    ]
