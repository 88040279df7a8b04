"""Of the matrix: Batam's draft of a physiotherapist's standard, with a blank form that no published standard names, and a test
filing of it."""

from agencies.models import Agency
from applications.actions.blank_forms import add_standard_file
from applications.actions.standards import save_terms, start_standard
from applications.actions.trials import start_trial
from tests.factories import BATAM, paper, person
from tests.lived import lived_once

FIELD, TABLE, COLUMN, PAPER, ASKED = "no_str", "jadwal_praktik", "hari", "ktp", "DINKES"
OF_A_DRAFT = """choose_field_kind arrange_fields preview_fields add_requirement arrange_requirements add_agency stage_rules
    arrange_stages""".split()
ONE_PART = {
    "add_field": {"kind": "text"}, "edit_field": {"code": FIELD}, "change_field_kind": {"code": FIELD},
    "remove_field": {"code": FIELD}, "choose_column_kind": {"table": TABLE}, "add_column": {"table": TABLE, "kind": "text"},
    "edit_column": {"table": TABLE, "code": COLUMN}, "arrange_columns": {"table": TABLE}, "edit_requirement": {"code": PAPER},
    "retire_requirement": {"code": PAPER}, "remove_requirement": {"code": PAPER}, "edit_agency": {"code": ASKED},
    "remove_agency": {"code": ASKED}, "edit_levy": {"way": "tetap"},
}  # fmt: skip
EXAMPLES = {
    **{f"applications:{name}": lambda of: {"uuid": of["standard"]} for name in OF_A_DRAFT},
    **{
        f"applications:{name}": lambda of, parts=parts: {"uuid": of["standard"], **parts}
        for name, parts in ONE_PART.items()
    },
    "applications:standard_part": lambda of: {"uuid": of["standard"], "section": "isian"},
    "applications:blank_form_file": lambda of: {"uuid": of["standard_form"]},
}


@lived_once
def standard_parts() -> dict:
    office, writer = Agency.objects.get(slug=BATAM), person("verifikator.batam")
    draft = start_standard(office.pk, "SIPF", by=writer)
    name, content, inspected = paper("pakta", ("pdf",))
    form = add_standard_file(
        draft.uuid, by=writer, revision=draft.revision, inspected=inspected, content=content, name=name
    )
    requirements = [
        {**row, "blank_form": str(form.uuid)} if row["code"] == PAPER else row for row in draft.requirements
    ]
    save_terms(draft.uuid, by=writer, revision=draft.revision, requirements=requirements)
    trial = start_trial(draft.uuid, by=writer)
    return {"standard": draft.uuid, "standard_form": form.uuid, "trial": trial.uuid}
