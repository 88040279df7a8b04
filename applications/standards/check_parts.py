"""Contradictions that only the data of fields, requirements and levy can tell, beside what their readers refuse."""

from django.utils.translation import gettext as _

from applications.standards import blank_forms, field_rules, parts
from applications.standards.check import Finding


def findings_of_parts(standard) -> list[Finding]:
    return [*_of_choices(standard), *_of_blank_forms(standard), *_of_retirements(standard), *_of_levy(standard)]


def _of_choices(standard) -> list[Finding]:
    words = _("“%(label)s”: daftar pilihannya masih menunggu diisi daerah.")
    return [
        Finding("fields", words % {"label": row["label_id"]}, blocks=False, anchor=f"isian-{row['code']}")
        for row in standard.fields
        if row["type"] == "choice" and not field_rules.values_of(row)
    ]


def _of_blank_forms(standard) -> list[Finding]:
    kept, words = blank_forms.names_of(standard.requirements), _("“%(name)s”: formulir kosongnya tidak ada.")
    return [
        Finding("requirements", words % {"name": row["name"]}, anchor=f"syarat-{row['code']}")
        for row in standard.requirements
        if row.get("blank_form") and row["blank_form"] not in kept
    ]


def _of_retirements(standard) -> list[Finding]:
    found, known = [], {row["code"]: row["name"] for row in standard.requirements}
    for code, how in standard.retirements.get("requirements", {}).items():
        name = {"name": known.get(code, code)}
        if code not in known:
            found.append(Finding("requirements", _("“%(name)s” dicabut, tetapi tidak ada dalam daftar.") % name))
        elif not how.get("on") or not how.get("why", "").strip():
            words = _("“%(name)s” dicabut tanpa tanggal atau alasan.") % name
            found.append(Finding("requirements", words, anchor=f"syarat-{code}"))
    return found


def _of_levy(standard) -> list[Finding]:
    """A tariff must stand on a regulation; and a row that no answer chooses is never billed."""
    levy = standard.levy
    if not (standard.has_fee and levy):
        return []
    found = [] if levy.get("legal_basis") else [Finding("levy", _("Tarif belum punya dasar hukum."))]
    row = parts.found(standard.fields, levy.get("row_field", "")) if levy.get("kind") == "table" else None
    if row and row["type"] == "choice":
        words, choices = _("Baris tarif “%(row)s” bukan jawaban pada “%(label)s”."), field_rules.values_of(row)
        strays = [str(each.get("code")) for each in levy.get("rows", []) if each.get("code") not in choices]
        found += [Finding("levy", words % {"row": stray, "label": row["label_id"]}, anchor="baris") for stray in strays]
    return found
