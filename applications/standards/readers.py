"""The one place that knows which reader checks which part of a standard; each gives [(place, reason)], places within the term."""

from applications.schema import catalogue
from applications.schema.spec import CODE, read_fields

MORE_OF_A_REQUIREMENT = ("help", "issued_by", "max_mb", "blank_form")
HOSTILE = ("{%", "<", "![", "file:", "{{ settings", "{{settings")


def field_faults(fields) -> list:
    return read_fields(fields, "fields")[1]


def requirement_faults(requirements) -> list:
    """What the catalogue's reader says of the known keys; the newer keys are checked in shape.py."""
    if isinstance(requirements, list):
        requirements = [
            {key: value for key, value in one.items() if key not in MORE_OF_A_REQUIREMENT}
            if isinstance(one, dict)
            else one
            for one in requirements
        ]
    faults: list = []
    catalogue._read_requirements({"requirements": requirements}, "", faults)
    return [(place.removeprefix("."), reason) for place, reason in faults]


def stage_faults(stages) -> list:
    faults: list = []
    catalogue._check_stages({"agencies": codes_of(stages), "parallel_stages": stages}, "", faults)
    told = [(place.removeprefix("."), reason) for place, reason in faults]
    return [
        (place.replace("parallel_stages", "stages").replace("agencies", "stages"), reason) for place, reason in told
    ]


def origin_faults(origins, stages, fields) -> list:
    """Where `agency_from` names an agency or a field that the standard does not have."""
    faults: list = []
    catalogue._read_agency_from(
        {"agencies": codes_of(stages), "agency_from": origins}, "", read_fields(fields)[0], faults
    )
    return [(place.removeprefix("."), reason.replace("agencies", "stages")) for place, reason in faults]


def letter_faults(letters, fields) -> list:
    """What a letter may not hold, however it would be printed."""
    faults = []
    for letter, text in letters.items():
        for number, line in enumerate(text.split("\n"), start=1):
            faults += [
                (f"letters.{letter}", f"baris {number} naskah memuat “{word}”, yang tidak diterima")
                for word in HOSTILE
                if word in line
            ]
    return faults


def codes_of(stages) -> list[str]:
    """Every agency code of the stages, each once, in their order."""
    if not isinstance(stages, list):
        return []
    flat = [code for stage in stages if isinstance(stage, list) for code in stage if isinstance(code, str)]
    return list(dict.fromkeys(flat))


def field_codes(fields) -> list[str]:
    found = [one.get("code") for one in fields if isinstance(one, dict)] if isinstance(fields, list) else []
    return [code for code in found if isinstance(code, str) and CODE.match(code)]
