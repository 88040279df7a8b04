"""Check before publishing: fields, papers and stages that no form, filing or desk could read. Each blocks."""

import re

from django.utils.translation import gettext as _

from applications.schema.parts import read_agency_from, read_requirements, read_stages
from applications.schema.spec import read_fields
from applications.standards.check import Finding

BY_AGENCY = ("agency_terms", "relies_on", "advisory", "agency_head_approves")


def findings_of_schema(standard) -> list[Finding]:
    """What the readers of schema/ refuse, with the name of the field or paper."""
    fields, field_faults = read_fields(standard.fields)
    _papers, paper_faults = read_requirements(standard.requirements)
    stages, stage_faults = read_stages(standard.stages)
    codes = {code for stage in stages for code in stage}
    _origins, origin_faults = read_agency_from(standard.agency_from, codes=codes, fields=fields)
    found = [Finding("fields", _told(standard.fields, "label_id", *fault)) for fault in field_faults]
    found += [Finding("requirements", _told(standard.requirements, "name", *fault)) for fault in paper_faults]
    found += [Finding("stages", f"{place}: {why}") for place, why in [*stage_faults, *origin_faults]]
    unasked = {code for name in BY_AGENCY for code in getattr(standard, name)} - codes
    what = _("Ada aturan untuk dinas %(code)s, tetapi dinas itu tidak ada di tahap mana pun.")
    return found + [Finding("stages", what % {"code": code}, blocks=False) for code in sorted(unasked)]


def _told(entries, name, place, why) -> str:
    """“Nama klinik”: why; without a name the place as it stands in the data."""
    number = re.search(r"\[([0-9]+)\]", place)
    entry = entries[int(number[1])] if number and isinstance(entries, list) else None
    called = entry.get(name) if isinstance(entry, dict) else None
    return f"“{called}”: {why}" if called and isinstance(called, str) else f"{place}: {why}"
