"""The one place that knows which reader checks which part of a standard; each gives [(place, reason)], places within the term."""

from types import SimpleNamespace

from applications.letters.markup import faults_of
from applications.letters.placeholders import menu_of
from applications.schema.parts import read_agency_from, read_requirements, read_stages
from applications.schema.spec import CODE, read_fields


def field_faults(fields) -> list:
    return read_fields(fields, "fields")[1]


def requirement_faults(requirements) -> list:
    return read_requirements(requirements)[1]


def stage_faults(stages) -> list:
    return read_stages(stages)[1]


def origin_faults(origins, stages, fields) -> list:
    """Where `agency_from` names an agency or a field that the standard does not have."""
    faults = read_agency_from(origins, codes=codes_of(stages), fields=read_fields(fields)[0])[1]
    return [(place, reason.replace("agencies", "stages")) for place, reason in faults]


def letter_faults(letters, fields) -> list:
    """What keeps a letter from being printed: markup that we don't read, and names that the form does not have."""
    standard = SimpleNamespace(fields=fields)
    return [
        (f"letters.{letter}", f"baris {fault.line} naskah: {fault.reason}")
        for letter, text in letters.items()
        for fault in faults_of(text, menu_of(standard, letter))
    ]


def codes_of(stages) -> list[str]:
    """Every agency code of the stages, each once, in their order."""
    if not isinstance(stages, list):
        return []
    flat = [code for stage in stages if isinstance(stage, list) for code in stage if isinstance(code, str)]
    return list(dict.fromkeys(flat))


def field_codes(fields) -> list[str]:
    found = [one.get("code") for one in fields if isinstance(one, dict)] if isinstance(fields, list) else []
    return [code for code in found if isinstance(code, str) and CODE.match(code)]
