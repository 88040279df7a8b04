"""A service standard as its public page and its printables show it: the published components, the form, who recommends, the law.

Everything is read from the standard for one day: what was retired by then stands apart, with its reason.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Region
from agencies.routing import agencies_for
from applications.catalogue.components import (
    CHARGED,
    COMPLAINTS,
    FREE,
    lines_of,
    own_words,
    procedure_lines,
    product_words,
    requirements_words,
    time_words,
)
from applications.levy import rows_of
from applications.models import ServiceStandard
from applications.papers_asked import blank_form_url
from ptsp_portal.lib.wording import rupiah


def standard_card(standard: ServiceStandard, day: date, region: Region | None = None) -> dict:
    """Everything that the page of one standard shows on a local day.

    With the office's `region` the agencies are the ones that would be asked there; without, their names in general.
    """
    asked = standard.requirements_for("new", day=day)
    return published_words(standard, day) | {
        "standard": standard,
        "requirements": [_requirement(standard, each, day) for each in asked],
        "retired_requirements": retired_requirements(standard, day),
        "tariff": rows_of(standard.levy) if standard.has_fee else [],
        "fields": fields_shown(standard),
        "stages": recommending_agencies(standard, region),
        "visits": standard.has_visits,
        "validity": validity_words(standard.validity_months),
        "laws": [_ending(standard, "legal_basis", law, law, day) for law in standard.laws_on(day)],
        "retired_laws": retired_laws(standard, day),
    }


def published_words(standard: ServiceStandard, day: date) -> dict:
    """The six published components in words: from data, with the office's own words in their place or beside them.

    Keys: requirements_text, time, cost (sentences from data), *_notes (what the office says beside them), procedure, product,
    complaints (lists of lines).
    """
    said = standard.components or {}
    steps = procedure_lines(standard.stages, visit=standard.has_visits, fee=standard.has_fee)
    return {
        "requirements_text": requirements_words(standard.requirements_for("new", day=day)),
        "requirements_notes": own_words(said.get("requirements")),
        # One line of an office's own makes the whole list its own.
        "procedure": lines_of(said.get("procedure")) if own_words(said.get("procedure")) else steps,
        "time": time_words(standard.time_limit_days),
        "time_notes": own_words(said.get("time")),
        "cost": CHARGED if standard.has_fee else FREE,
        "cost_notes": own_words(said.get("cost")),
        "product": own_words(said.get("product"))
        or [product_words(standard.permit_type.name, standard.validity_months)],
        "complaints": lines_of(said.get("complaints")) or COMPLAINTS,
    }


def validity_words(months: int | None) -> str:
    if months is None:
        return _("Tanpa batas waktu")
    if months % 12 == 0:
        return ngettext("%(n)d tahun", "%(n)d tahun", months // 12) % {"n": months // 12}
    return ngettext("%(n)d bulan", "%(n)d bulan", months) % {"n": months}


def fields_shown(standard: ServiceStandard) -> list[dict]:
    """What the applicant is asked: {label, required, condition}; the condition names the other answer, in words."""
    fields = [each for each in standard.fields if each.get("filled_by") != "office"]
    labels = {each["code"]: each["label_id"] for each in standard.fields}
    return [
        {
            "label": each["label_id"],
            "required": each["required"],
            "condition": _condition(each.get("show_when"), labels),
        }
        for each in fields
    ]


def _condition(rule: dict | None, labels: dict) -> str:
    if not rule:
        return ""
    value = {True: "Ya", False: "Tidak"}[rule["value"]] if isinstance(rule["value"], bool) else rule["value"]
    return f"hanya bila “{labels.get(rule['field'], rule['field'])}” dijawab “{value}”"


def recommending_agencies(standard: ServiceStandard, region: Region | None = None) -> list[list[dict]]:
    """The agencies of each stage, in order, each as {name, days (working days), visits, is_advisory}; the office's own ones where
    the region is known."""
    rules = standard.agency_from
    direct = {code for stage in standard.stages for code in stage} - set(rules)
    general = _general_names(standard, direct | {rule["agency"] for rule in rules.values()})
    own = agencies_for((code, region.code) for code in direct) if region is not None else {}
    names = general | {code: agency.name for (code, _place), agency in own.items() if agency}
    labels = {f["code"]: f["label_id"] for f in standard.fields}

    def name_of(code):
        if code not in rules:
            return names.get(code, code)
        rule = rules[code]
        words = {"agency": general.get(rule["agency"], code), "field": labels.get(rule["field"], "")}
        return _("%(agency)s (sesuai isian “%(field)s”)") % words

    def line(code):
        return {
            "name": name_of(code),
            "days": standard.days_of([code]),
            "visits": standard.inspects([code]),
            "is_advisory": code in standard.advisory,
        }

    return [[line(code) for code in stage] for stage in standard.stages]


def _general_names(standard, codes) -> dict[str, str]:
    """{code: name without its place}. A code may mean another house in the province than in a regency (Polda, Polres), so
    one of the type's own level speaks for it."""
    order = "region_id" if standard.permit_type.level == Region.Level.PROVINCE else "-region_id"
    agencies = Agency.objects.filter(is_active=True, code__in=codes).select_related("region")
    return {a.code: _without_place(a) for a in agencies.order_by("code", order).distinct("code")}


def _without_place(agency) -> str:
    if agency.kind in (Agency.Kind.KECAMATAN, Agency.Kind.KELURAHAN):
        return agency.get_kind_display().capitalize()
    name = agency.name
    for place in (agency.region.full_name, agency.region.name):
        name = name.replace(f" {place}", "")
    return name


def _requirement(standard, requirement: dict, day: date) -> dict:
    formats = [text.upper() for text in requirement.get("formats", [])]
    shown = {key: requirement.get(key, "") for key in ("help", "issued_by", "max_mb", "blank_form")}
    shown["form_url"] = blank_form_url(shown["blank_form"])
    found = _ending(standard, "requirements", requirement["code"], requirement["name"], day)
    return found | shown | {"mandatory": requirement["mandatory"], "formats": ", ".join(formats)}


def requirement_words(requirement: dict, *more: str) -> str:
    """One paper in one line of Indonesian, as lists on paper show it: its name, whether it must be there, who issues it, `more`."""
    notes = ["wajib" if requirement["mandatory"] else "bila ada"]
    if requirement.get("issued_by"):
        notes.append(f"diterbitkan {requirement['issued_by']}")
    return f"{requirement['name']} ({'; '.join([*notes, *more])})"


def tariff_words(standard: ServiceStandard) -> list[str]:
    """The tariff as lines of Indonesian; none of a free service."""
    rows = rows_of(standard.levy) if standard.has_fee else []
    return [f"{row['label']}: {rupiah(row['amount'])} / {row['unit']}" for row in rows]


def retired_requirements(standard: ServiceStandard, day: date) -> list[dict]:
    """What a new filing was asked for and is no longer: {name, on, why}, the youngest first."""
    names = {each["code"]: each["name"] for each in standard.requirements_for("new")}
    return _retired(standard, "requirements", names, day)


def retired_laws(standard: ServiceStandard, day: date) -> list[dict]:
    """Legal bases that ended: {name, on, why}, the youngest first."""
    return _retired(standard, "legal_basis", {law: law for law in standard.legal_basis}, day)


def _retired(standard, what: str, names: dict[str, str], day: date) -> list[dict]:
    ended = [
        _ending(standard, what, key, name, day) for key, name in names.items() if standard.is_retired(what, key, day)
    ]
    return sorted(ended, key=lambda each: each["on"], reverse=True)


def _ending(standard, what: str, key: str, name: str, day: date) -> dict:
    """{name, on, why}: `on` is empty where nothing ends; a day to come is one to announce."""
    ended = standard.retirements.get(what, {}).get(key)
    return {
        "name": name,
        "on": date.fromisoformat(ended["on"]) if ended else None,
        "why": ended["why"] if ended else "",
    }
