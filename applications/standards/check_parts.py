"""Contradictions inside and between fields, requirements, stages and levy: what only the data of these parts can tell."""

from django.utils.translation import gettext as _

from applications.levy import check_tariff
from applications.models import Application
from applications.standards import agencies, blank_forms, field_rules, parts
from applications.standards.check import Finding


def findings_of_parts(standard) -> list[Finding]:
    return [
        *_of_fields(standard),
        *_of_requirements(standard),
        *_of_retirements(standard),
        *_of_stages(standard),
        *_of_levy(standard),
    ]


def _of_fields(standard) -> list[Finding]:
    """What the reader of fields can't read is found beside it (`field_rules.faults_of`)."""
    found = [
        Finding(
            "fields", _("“%(label)s”: %(why)s.") % {"label": row["label_id"], "why": why}, anchor=f"isian-{row['code']}"
        )
        for row, why in field_rules.broken_conditions(standard.fields)
    ]
    found += [
        Finding(
            "fields",
            _("“%(label)s”: daftar pilihannya masih menunggu diisi daerah.") % {"label": row["label_id"]},
            blocks=False,
            anchor=f"isian-{row['code']}",
        )
        for row in standard.fields
        if row["type"] == "choice" and not field_rules.values_of(row)
    ]
    return found


def _of_requirements(standard) -> list[Finding]:
    found, kept = [], blank_forms.names_of(standard.requirements)
    for row in standard.requirements:
        name, anchor = {"name": row["name"]}, f"syarat-{row['code']}"
        if row.get("blank_form") and row["blank_form"] not in kept:
            found.append(Finding("requirements", _("“%(name)s”: formulir kosongnya tidak ada.") % name, anchor=anchor))
        if row.get("when") and (row["when"] not in Application.Cause.values or row.get("for") != ["duplicate"]):
            found.append(Finding("requirements", _("“%(name)s”: sebab hanya untuk salinan.") % name, anchor=anchor))
        if row.get("for") and not set(row["for"]) & set(standard.kinds):
            words = _("“%(name)s” hanya untuk jenis permohonan yang tidak dilayani, jadi tidak pernah diminta.") % name
            found.append(Finding("requirements", words, blocks=False, anchor=anchor))
    return found


def _of_retirements(standard) -> list[Finding]:
    found, known = [], {row["code"]: row["name"] for row in standard.requirements}
    for code, how in standard.retirements.get("requirements", {}).items():
        name, anchor = {"name": known.get(code, code)}, f"syarat-{code}"
        if code not in known:
            found.append(Finding("requirements", _("“%(name)s” dicabut, tetapi tidak ada dalam daftar.") % name))
        elif not how.get("on") or not how.get("why", "").strip():
            words = _("“%(name)s” dicabut tanpa tanggal atau alasan.") % name
            found.append(Finding("requirements", words, anchor=anchor))
    return found


def _of_stages(standard) -> list[Finding]:
    asked = {code for stage in standard.stages for code in stage}
    facts = {row["code"] for row in (*standard.fields, *standard.requirements)}
    found = []
    for code in sorted(asked):
        if why := agencies.origin_fault(standard, code):
            words = _("%(agency)s: %(why)s.") % {"agency": code, "why": why}
            found.append(Finding("stages", words, anchor=f"dinas-{code}"))
    named = {*standard.agency_from, *standard.agency_terms, *standard.relies_on, *standard.advisory}
    for code in sorted((named | set(standard.agency_head_approves)) - asked):
        found.append(
            Finding("stages", _("%(agency)s punya aturan, tetapi tidak diminta di tahap mana pun.") % {"agency": code})
        )
    for agency, codes in standard.relies_on.items():
        if gone := [code for code in codes if code not in facts]:
            words = _("%(agency)s bersandar pada yang tidak ada lagi: %(codes)s.")
            found.append(
                Finding("stages", words % {"agency": agency, "codes": ", ".join(gone)}, anchor=f"dinas-{agency}")
            )
    return found


def _of_levy(standard) -> list[Finding]:
    levy = standard.levy
    if not standard.has_fee:
        return [Finding("levy", _("Ada tarif, tetapi layanan ini dinyatakan gratis."))] if levy else []
    if not levy:
        return [Finding("levy", _("Layanan ini berbayar, tetapi tarifnya belum ada."))]
    found = [Finding("levy", _("Tarif belum dapat dihitung: %(why)s.") % {"why": why}) for why in check_tariff(levy)]
    if not levy.get("legal_basis"):
        found.append(Finding("levy", _("Tarif belum punya dasar hukum.")))
    if levy.get("kind") == "table":
        found += _of_tariff_fields(standard, levy)
    return found


def _of_tariff_fields(standard, levy) -> list[Finding]:
    found = []
    if code := levy.get("row_field"):
        row = parts.found(standard.fields, code)
        if row is None or row["type"] != "choice":
            found.append(
                Finding("levy", _("Isian yang memilih baris tarif (%(code)s) tidak ada lagi.") % {"code": code})
            )
        else:
            rows = {each.get("code") for each in levy.get("rows", [])}
            choices = field_rules.values_of(row)
            for without in [choice for choice in choices if choice not in rows]:
                words = _("Jawaban “%(choice)s” pada “%(label)s” belum punya tarif.")
                found.append(Finding("levy", words % {"choice": without, "label": row["label_id"]}, blocks=False))
            for stray in sorted(str(each) for each in rows - set(choices)):
                words = _("Baris tarif “%(row)s” bukan jawaban pada “%(label)s”.")
                found.append(Finding("levy", words % {"row": stray, "label": row["label_id"]}))
    if code := levy.get("quantity_field"):
        row = parts.found(standard.fields, code)
        if row is None or row["type"] not in ("integer", "decimal", "money"):
            found.append(Finding("levy", _("Isian banyaknya (%(code)s) bukan isian angka lagi.") % {"code": code}))
    return found
