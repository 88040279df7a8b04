"""When a question counts: `"show_when": {"field": code, "value": v}` of a field, one field and one value.

    visible(spec, answers) -> set of codes      the fields that count for these answers (Python values); the only judge of it
    read_conditions(entries, specs, place, faults) -> specs      their conditions read, each fault with its place

The field asked about is the applicant's: a choice (v is one of its choices), yes or no (v is true or false), or several of a
list (v is one of them). A condition on a field that does not count itself does not hold; so conditions may follow each other,
but never in a circle. What was typed into a field that does not count stays in the draft and is left out when it is sent.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

KINDS = ("choice", "boolean", "multichoice")


@dataclass(frozen=True)
class Condition:
    """`label`: what the other field is called, so that a page can say the condition in words."""

    field: str
    value: str | bool
    label: str
    label_en: str = ""

    def holds(self, answers: dict) -> bool:
        given = answers.get(self.field)
        if isinstance(self.value, bool):
            return given is self.value
        return self.value in given if isinstance(given, list) else given == self.value

    def words(self, language: str = "id") -> str:
        label = (self.label_en if language == "en" else "") or self.label
        value = (_("Ya") if self.value else _("Tidak")) if isinstance(self.value, bool) else self.value
        return _("Hanya bila “%(label)s” dijawab “%(value)s”.") % {"label": label, "value": value}


def visible(spec, answers: dict) -> set[str]:
    """Codes of the fields of `spec` (a FormSpec) that count; typed text that did not parse fulfils no condition."""
    conditions = {one.code: one.show_when for one in spec.fields}

    def counts(code: str) -> bool:
        condition = conditions[code]
        return condition is None or (condition.holds(answers) and counts(condition.field))

    return {code for code in conditions if counts(code)}


# --- reading ----------------------------------------------------------------------------------------------------------


def read_conditions(entries, specs, place: str, faults: list) -> list:
    """`specs`: one for each entry, None for a faulty one, which may be the very field that a condition names."""
    known = {spec.code: spec for spec in specs if spec}
    unread = {entry.get("code") for entry, spec in zip(entries, specs, strict=True) if not spec and _is_entry(entry)}
    found = []
    for number, (entry, spec) in enumerate(zip(entries, specs, strict=True)):
        if spec is None or "show_when" not in entry:
            found.append(spec)
            continue
        condition = _read(entry["show_when"], spec, known, unread, f"{place}[{number}].show_when", faults)
        found.append(replace(spec, show_when=condition))
    _refuse_circles(found, place, faults)
    return found


def _is_entry(entry) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("code"), str)


def _read(raw, spec, known, unread, spot, faults) -> Condition | None:
    if not isinstance(raw, dict) or set(raw) != {"field", "value"} or not isinstance(raw["field"], str):
        faults.append((spot, "harus memuat tepat field dan value"))
        return None
    if not spec.by_applicant:
        faults.append((spot, "isian yang diisi petugas tidak memakai syarat tampil"))
        return None
    code, value = raw["field"], raw["value"]
    if code == spec.code:
        faults.append((f"{spot}.field", f"isian “{code}” tidak dapat bergantung pada dirinya sendiri"))
        return None
    other = known.get(code)
    if other is None:
        if code not in unread:  # else its own fault is told already
            faults.append((f"{spot}.field", f"isian “{code}” tidak ada"))
        return None
    if not other.by_applicant:
        faults.append((f"{spot}.field", f"isian “{code}” diisi petugas, bukan pemohon"))
    elif other.type not in KINDS or other.free_choice or (other.type == "multichoice" and not other.choices):
        faults.append((f"{spot}.field", f"isian “{code}” bukan pilihan, daftar centang, atau ya/tidak"))
    elif other.type == "boolean" and not isinstance(value, bool):
        faults.append((f"{spot}.value", "harus true atau false"))
    elif other.type != "boolean" and (not isinstance(value, str) or value not in other.choices):
        faults.append((f"{spot}.value", f"“{str(value)[:60]}” tidak ada dalam pilihan isian “{code}”"))
    else:
        return Condition(code, value, other.label, other.label_en)
    return None


def _refuse_circles(specs, place, faults) -> None:
    """Each circle is told once, at its first field, with the chain."""
    leads_to = {spec.code: spec.show_when.field for spec in specs if spec and spec.show_when}
    told = set()
    for number, spec in enumerate(specs):
        if spec is None or spec.code in told:
            continue
        chain = [spec.code]
        while (following := leads_to.get(chain[-1])) and following not in chain:
            chain.append(following)
        if following == spec.code:
            told |= set(chain)
            words = " → ".join([*chain, following])
            faults.append((f"{place}[{number}].show_when", f"syarat tampil berputar: {words}"))
