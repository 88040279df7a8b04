"""A service standard as its public page shows it: the six published components, the form, who recommends, the law."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Region
from agencies.queries import today
from agencies.routing import agencies_for
from applications.levy import rows_of
from applications.models import ServiceStandard
from ptsp_portal.lib.moment import now


def standard_card(standard: ServiceStandard, region: Region | None = None) -> dict:
    """Everything that the page of one standard shows.

    With the office's `region` the agencies are the ones that would be asked there; without, their names in general.
    """
    components, day = standard.components or {}, (region.local_date(now()) if region else today())
    return {
        "standard": standard,
        "requirements": [_requirement(r) for r in standard.requirements_for("new", day=day)],
        "laws": standard.laws_on(day),
        "requirements_text": components.get("requirements", ""),
        "procedure": _lines(components.get("procedure")),
        "time": components.get("time", ""),
        "cost": components.get("cost", ""),
        "tariff": rows_of(standard.levy),
        "product": components.get("product", ""),
        "complaints": _lines(components.get("complaints")),
        "fields": [f for f in standard.fields if f.get("filled_by") != "office"],
        "stages": recommending_agencies(standard, region),
        "validity": validity_words(standard.validity_months),
    }


def validity_words(months: int | None) -> str:
    if months is None:
        return _("Tanpa batas waktu")
    if months % 12 == 0:
        return ngettext("%(n)d tahun", "%(n)d tahun", months // 12) % {"n": months // 12}
    return ngettext("%(n)d bulan", "%(n)d bulan", months) % {"n": months}


def recommending_agencies(standard: ServiceStandard, region: Region | None = None) -> list[list[str]]:
    """The names of the agencies of each stage, in order; the office's own ones where the region is known."""
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

    return [[name_of(code) for code in stage] for stage in standard.stages]


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


def _requirement(requirement: dict) -> dict:
    formats = [text.upper() for text in requirement.get("formats", [])]
    return {"name": requirement["name"], "mandatory": requirement["mandatory"], "formats": ", ".join(formats)}


def _lines(text) -> list[str]:
    """A component may be one text or a list of steps."""
    if isinstance(text, str):
        return [text] if text else []
    return list(text or [])
