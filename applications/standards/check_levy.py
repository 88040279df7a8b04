"""Whether what a service costs can be reckoned."""

from django.utils.translation import gettext as _

from applications.levy import check_tariff
from applications.schema.spec import wait_for_region
from applications.standards.finding import Finding

COUNTED = {"integer", "decimal", "money"}


def findings_of_levy(standard) -> list[Finding]:
    levy = standard.levy
    if not standard.has_fee:
        return [Finding("levy", _("Ada tarif, padahal layanan ini dinyatakan gratis."))] if levy else []
    if not levy:
        return [Finding("levy", _("Layanan ini berbayar, tetapi tarifnya belum ada."))]
    faults = [Finding("levy", _("Tarif tidak dapat dihitung: %(why)s.") % {"why": why}) for why in check_tariff(levy)]
    if not str(levy.get("legal_basis") or "").strip():
        faults.append(Finding("levy", _("Tarif belum punya dasar hukum."), anchor="tarif"))
    return faults or _fields_of_table(standard)


def _fields_of_table(standard) -> list[Finding]:
    """The answers that choose the line and say how much must exist and fit."""
    levy, fields, found = standard.levy, {one.get("code"): one for one in standard.fields}, []
    if levy["kind"] != "table":
        return []
    if code := levy.get("row_field"):
        found += _of_row(fields.get(code), code, {row["code"] for row in levy["rows"]})
    elif len(levy["rows"]) > 1:
        words = _(
            "Tarif punya beberapa baris, tetapi tidak ada isian yang memilihnya; petugas memilih barisnya sendiri."
        )
        found.append(Finding("levy", words, blocks=False))
    if (code := levy.get("quantity_field")) and (fields.get(code) or {}).get("type") not in COUNTED:
        words = _("Banyaknya dihitung dari isian “%(code)s”, yang tidak ada atau bukan angka.")
        found.append(Finding("levy", words % {"code": code}, anchor="tarif"))
    return found


def _of_row(field, code, rows) -> list[Finding]:
    if field is None or field.get("type") != "choice":
        words = _("Baris tarif dipilih dengan isian “%(code)s”, yang tidak ada atau bukan pilihan.")
        return [Finding("levy", words % {"code": code}, anchor="baris")]
    choices = [] if wait_for_region(field.get("choices", [])) else field.get("choices", [])
    without, stray = [each for each in choices if each not in rows], sorted(rows - set(choices))
    missing = _("Pilihan “%(names)s” pada isian “%(label)s” tidak punya baris tarif.")
    unused = _("Baris tarif “%(names)s” tidak pernah dipakai: bukan pilihan pada isian “%(label)s”.")
    return [
        Finding(
            "levy",
            words % {"names": "”, “".join(names), "label": field.get("label_id", code)},
            blocks=blocks,
            anchor="baris",
        )
        for words, names, blocks in ((missing, without, True), (unused, stray, False))
        if names
    ]
