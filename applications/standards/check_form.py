"""The questions and the papers: what the schema's readers refuse, conditions that lead nowhere, answers that change their kind."""

import re

from django.utils.translation import gettext as _

from applications.models import StandardFile
from applications.outcomes import ON_THE_SAME_PERMIT
from applications.schema.parts import read_requirements
from applications.schema.spec import read_fields, wait_for_region
from applications.standards.compare_words import KEYS
from applications.standards.days import today_of
from applications.standards.field_kinds import kind_name
from applications.standards.field_rules import broken_conditions
from applications.standards.finding import Finding

NUMBER = re.compile(r"\w+\[(\d+)\]\.?(.*)")


def findings_of_fields(standard) -> list[Finding]:
    raw = standard.fields
    _specs, faults = read_fields(raw)
    found = [_told("fields", raw, place, why, "label_id", "isian") for place, why in faults]
    if isinstance(raw, list):
        found += [] if faults else _conditions(raw)
        found += _changed_kinds(standard)
        words = _("“%(name)s”: daftar pilihannya masih menunggu diisi daerah.")
        found += [
            Finding("fields", words % {"name": one["label_id"]}, blocks=False, anchor=f"isian-{one['code']}")
            for one in raw
            if isinstance(one, dict) and wait_for_region(one.get("choices") or [])
        ]
    return found


def findings_of_requirements(standard) -> list[Finding]:
    raw = standard.requirements
    _specs, faults = read_requirements(raw)
    found = [_told("requirements", raw, place, why, "name", "syarat") for place, why in faults]
    if faults:
        return found
    general = [kind for kind in standard.kinds if kind not in ON_THE_SAME_PERMIT]
    if not standard.fields and not any(one["mandatory"] for one in raw):
        words = _("Tidak ada isian dan tidak ada dokumen wajib; apakah pemohon tidak diminta apa pun?")
        found.append(Finding("requirements", words, blocks=False))
    for one in raw:
        asked = [kind for kind in one.get("for", []) if kind in standard.kinds]
        if (one.get("for") and not asked) or (not one.get("for") and not general):
            words = _("“%(name)s” tidak pernah diminta: jenis permohonannya tidak dilayani.") % {"name": one["name"]}
            found.append(Finding("requirements", words, blocks=False, anchor=f"syarat-{one['code']}"))
    return found + _blank_forms(standard) + _retired(standard)


def _blank_forms(standard) -> list[Finding]:
    """A form that a requirement offers must be one of the office's own; one statement, none without forms."""
    wanted = {one["blank_form"]: one for one in standard.requirements if one.get("blank_form")}
    if not wanted:
        return []
    kept = StandardFile.objects.filter(uuid__in=wanted, office=standard.office_id)
    there = {str(each) for each in kept.values_list("uuid", flat=True)}
    words = _("“%(name)s”: formulir kosongnya tidak ada; unggah lagi.")
    return [
        Finding("requirements", words % {"name": one["name"]}, anchor=f"syarat-{one['code']}")
        for form, one in wanted.items()
        if form not in there
    ]


def _retired(standard) -> list[Finding]:
    known, found = {one["code"]: one["name"] for one in standard.requirements}, []
    for code, how in standard.retirements.get("requirements", {}).items():
        if code not in known:
            words = _("“%(code)s” dicabut, tetapi tidak ada dalam daftar persyaratan.") % {"code": code}
            found.append(Finding("requirements", words))
        elif not how.get("on") or not how.get("why", "").strip():
            words = _("“%(name)s” dicabut tanpa tanggal atau tanpa alasan.") % {"name": known[code]}
            found.append(Finding("requirements", words, anchor=f"syarat-{code}"))
    return found


def _told(section, raw, place, why, label, prefix) -> Finding:
    """A reader's fault by the entry's own name: "fields[3].choices" is the choices of the fourth."""
    match = NUMBER.match(place)
    one = raw[int(match[1])] if match and isinstance(raw, list) and int(match[1]) < len(raw) else None
    if not isinstance(one, dict):
        return Finding(section, f"{place}: {why}")
    name, part = one.get(label) or one.get("code") or str(int(match[1]) + 1), match[2]
    text = f"“{name}” ({KEYS.get(part, part)}): {why}" if part else f"“{name}”: {why}"
    return Finding(section, text, anchor=f"{prefix}-{one.get('code', '')}")


def _conditions(raw) -> list[Finding]:
    """`show_when` must name another answer of the applicant, and a value that it can have."""
    words = _("“%(name)s” tidak akan pernah tampil: %(why)s.")
    return [
        Finding("fields", words % {"name": one["label_id"], "why": why}, anchor=f"isian-{one['code']}")
        for one, why in broken_conditions(raw)
    ]


def _changed_kinds(standard) -> list[Finding]:
    """Against the version in force today: an answer of a running file, or of an old permit, could not be taken over."""
    if standard.office is None or standard.status not in ("draft", "reviewed"):
        return []
    others = type(standard).objects.exclude(pk=standard.pk)
    old = others.for_office(standard.office, standard.permit_type, today_of(standard.office))
    known = {one["code"]: one for one in old.fields} if old else {}
    words = _(
        "Isian “%(label)s” ganti jenis (dahulu %(old)s, kini %(new)s), jadi jawaban lama tidak terbawa. Lebih aman buat isian baru."
    )
    return [
        Finding(
            "fields",
            words
            % {
                "label": one.get("label_id"),
                "old": kind_name(known[one["code"]]["type"]),
                "new": kind_name(one.get("type")),
            },
            blocks=False,
            anchor=f"isian-{one['code']}",
        )
        for one in standard.fields
        if isinstance(one, dict) and one.get("code") in known and known[one["code"]]["type"] != one.get("type")
    ]
