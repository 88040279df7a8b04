"""How an issued permit reads since its typing errors were put right: an overlay over rows that never change.

The applicant's answers, the decision's conditions and the permit's own columns stay as they were signed; every signed
correction says what stands there instead, and from which version of the document on.
"""

import copy
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import get_language, gettext

from applications.schema.answers import Table, display
from applications.schema.form import FormSpec
from applications.schema.kinds import has_secrets

NAME, ADDRESS, FIELD, CONDITION = "holder_name", "holder_address", "field", "condition"
# Two spellings of one name are far more alike than two names.
ALIKE = 0.6


@dataclass(frozen=True)
class Item:
    """Something on a permit that can be misspelt. `key` names it in forms: "holder_name", "field:alamat", "condition:0"."""

    on: str
    code: str
    label: str
    text: object

    @property
    def key(self) -> str:
        return f"{self.on}:{self.code}" if self.code else self.on


def as_corrected(application, upto: int | None = None):
    """A copy of an issued file as its permit reads, for documents and pages; never saved. `upto`: as of that version."""
    corrections = application.permit.corrections.signed().order_by("version")
    if upto is not None:
        corrections = corrections.filter(version__lte=upto)
    found = copy.copy(application)
    found.decision = copy.copy(application.decision)
    found.answers = dict(application.answers)
    found.decision.conditions = list(application.decision.conditions)
    for correction in corrections:
        for change in correction.changes:
            _apply(found, change)
    return found


def as_it_reads(permit):
    """The permit's file as the permit reads today; without a correction the file itself, without a statement."""
    if permit.version == 1:
        return permit.application
    return as_corrected(permit.application)


def _apply(application, change) -> None:
    on, code, new = change["on"], change["code"], change["new"]
    if on == FIELD:
        application.answers[code] = new
    elif on == CONDITION:
        application.decision.conditions[int(code)] = new
    else:
        setattr(application, on, new)


def items_of(application) -> list[Item]:
    """What can be put right on the permit of this file, as it reads now; identity numbers are no typing error."""
    reading = as_corrected(application)
    spec = FormSpec.from_json(application.standard.fields)
    closed = {one.code for one in spec.fields if has_secrets(one)}
    found = [
        Item(NAME, "", gettext("Nama pemegang"), reading.holder_name),
        Item(ADDRESS, "", gettext("Alamat pemegang"), reading.holder_address),
    ]
    for shown in display(spec, reading.answers, get_language() or "id"):
        if shown.value and shown.code not in closed:
            found.append(Item(FIELD, shown.code, shown.label, shown.value))
    for place, text in enumerate(reading.decision.conditions):
        found.append(Item(CONDITION, str(place), gettext("Ketentuan %(n)d") % {"n": place + 1}, text))
    return found


def told_changes(correction, language: str = "id") -> list[dict]:
    """label, old and new of each change, as people read them."""
    application = correction.permit.application
    spec = FormSpec.from_json(application.standard.fields)
    return [_told(spec, change, language) for change in correction.changes]


def _told(spec, change, language) -> dict:
    if change["on"] == FIELD:
        old, new = (_shown(spec, change["code"], change[side], language) for side in ("old", "new"))
        return {"label": spec.field(change["code"]).title(language), "old": old, "new": new}
    labels = {NAME: gettext("Nama pemegang"), ADDRESS: gettext("Alamat pemegang")}
    label = labels.get(change["on"]) or gettext("Ketentuan %(n)d") % {"n": int(change["code"]) + 1}
    return {"label": label, "old": change["old"], "new": change["new"]}


def _shown(spec, code, stored, language) -> str:
    value = next(
        shown.value for shown in display(spec, {code: stored}, language, everything=True) if shown.code == code
    )
    return "; ".join(", ".join(row) for row in value.rows) if isinstance(value, Table) else value


def is_spelling_of(old: str, new: str) -> bool:
    """Whether two names can be the same one, misspelt."""
    return SequenceMatcher(None, old.casefold(), new.casefold()).ratio() >= ALIKE
