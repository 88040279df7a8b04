"""Adopting a catalogue file: permit types, the national templates of their standards, and which office offers them.

A published standard is never edited: an entry that changed becomes the next version of its template, and the files that
were filed under the old one keep it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from agencies.models import Agency, Region
from agencies.queries import today
from applications.catalogue.components import public_components
from applications.catalogue.levies import example_levy
from applications.models import Offer, PermitType, ServiceStandard
from applications.schema.catalogue import CatalogueError, TypeEntry

FIRST_IN_FORCE = date(2026, 1, 1)
# product.md, rule 11: who endorses before the head signs is data, by the level of the office.
ENDORSING_ROLES = {
    Region.Level.PROVINCE: ["endorser"],
    Region.Level.REGENCY_CITY: ["endorser"],
    Region.Level.KECAMATAN: ["endorser"],
    Region.Level.KELURAHAN: [],
}
# An office offers the types of exactly its level.
ISSUING_KIND = {
    Region.Level.PROVINCE: Agency.Kind.PTSP,
    Region.Level.REGENCY_CITY: Agency.Kind.PTSP,
    Region.Level.KECAMATAN: Agency.Kind.KECAMATAN,
    Region.Level.KELURAHAN: Agency.Kind.KELURAHAN,
}


@dataclass
class Adopted:
    """How many there are after the load, and how many of them it wrote."""

    types: int = 0
    new_types: int = 0
    changed_types: int = 0
    new_standards: int = 0
    new_versions: int = 0
    offers: int = 0
    new_offers: int = 0


@transaction.atomic
def adopt_catalogue(entries: list[TypeEntry], *, effective_from: date | None = None) -> Adopted:
    """Write the checked entries; all or nothing, and nothing the second time.

    `effective_from` is when new versions take effect: by default 2026-01-01 for a first version and today for a next
    one, because a rule never changes what was already promised. Types that the file no longer names stay. Raises
    CatalogueError for a code that an office gave to a service of its own.
    """
    counts = Adopted(types=len(entries))
    entries = [entry.raw for entry in entries]
    types = _write_types(entries, counts)
    _write_templates(entries, types, effective_from, counts)
    _write_offers(types, counts)
    return counts


def _refuse_own_codes(entries, known) -> None:
    """A national kind never takes the place of an office's service: its name, its files and its permits are the office's."""
    faults = [
        (f"[{number}].code", f"kode “{made.code}” dipakai layanan buatan {made.owner.name}; pilih kode lain")
        for number, entry in enumerate(entries)
        if (made := known.get(entry["code"])) and made.owner_id
    ]
    if faults:
        raise CatalogueError(faults)


def _write_types(entries, counts) -> dict[str, PermitType]:
    known = {
        t.code: t
        for t in PermitType.objects.select_for_update(no_key=True).filter(code__in=[e["code"] for e in entries])
    }
    _refuse_own_codes(entries, known)
    fresh, changed = [], []
    for entry in entries:
        wanted = {
            "name": entry["name_id"],
            "name_en": entry["name_en"],
            "level": entry["level"],
            "sector": entry["sector"],
        }
        permit_type = known.get(entry["code"])
        if permit_type is None:
            fresh.append(PermitType(code=entry["code"], **wanted))
        elif any(getattr(permit_type, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(permit_type, name, value)
            changed.append(permit_type)
    PermitType.objects.bulk_create(fresh)
    PermitType.objects.bulk_update(changed, ["name", "name_en", "level", "sector"])
    counts.new_types, counts.changed_types = len(fresh), len(changed)
    return known | {t.code: t for t in fresh}


def _write_templates(entries, types, effective_from, counts) -> None:
    latest: dict[int, ServiceStandard] = {}
    templates = ServiceStandard.objects.filter(office__isnull=True, permit_type__in=types.values())
    for standard in templates.exclude(status=ServiceStandard.Status.DRAFT).order_by("version"):
        latest[standard.permit_type_id] = standard
    fresh, replaced = [], []
    for entry in entries:
        permit_type = types[entry["code"]]
        terms, old = standard_terms(entry), latest.get(permit_type.pk)
        if old and all(getattr(old, name) == value for name, value in terms.items()):
            continue
        start = effective_from or (today() if old else FIRST_IN_FORCE)
        if old:
            replaced.append(_ended(old, start))
        fresh.append(_template(permit_type, terms, version=old.version + 1 if old else 1, effective_from=start))
    ServiceStandard.objects.bulk_update(replaced, ["status", "effective_until"])
    ServiceStandard.objects.bulk_create(fresh)
    counts.new_versions = len(replaced)
    counts.new_standards = len(fresh) - len(replaced)


def standard_terms(entry: dict) -> dict:
    """The columns of a national template that one catalogue entry decides."""
    return {
        "kinds": entry["kinds"],
        "fields": entry["fields"],
        "requirements": entry["requirements"],
        "stages": entry["parallel_stages"],
        "agency_from": entry["agency_from"],
        "time_limit_days": entry["sla_working_days"],
        "validity_months": entry["validity_months"],
        "has_fee": entry["fee"],
        "levy": example_levy(entry),
        "has_inspection": entry["inspection"],
        "legal_basis": entry["legal_basis"],
        "endorsing_roles": ENDORSING_ROLES[entry["level"]],
        "signing_role": "head",
        "components": public_components(entry),
    }


def _template(permit_type, terms, *, version, effective_from) -> ServiceStandard:
    return ServiceStandard(
        permit_type=permit_type,
        version=version,
        status=ServiceStandard.Status.PUBLISHED,
        effective_from=effective_from,
        **terms,
    )


def _ended(standard, start) -> ServiceStandard:
    """The old version ends the day before; until a start that lies ahead it stays in force."""
    standard.effective_until = max(start - timedelta(days=1), standard.effective_from)
    if start <= today():
        standard.status = ServiceStandard.Status.SUPERSEDED
    return standard


def _write_offers(types, counts) -> None:
    """One row per office and type of its level; a service that an office closed stays closed."""
    offices: dict[str, list[int]] = {}
    for pk, level, kind in Agency.objects.filter(is_active=True).values_list("pk", "region__level", "kind"):
        if ISSUING_KIND.get(level) == kind:
            offices.setdefault(level, []).append(pk)
    wanted = {(office, t.pk) for t in types.values() for office in offices.get(t.level, [])}
    present = set(Offer.objects.filter(permit_type__in=types.values()).values_list("office_id", "permit_type_id"))
    missing = sorted(wanted - present)
    Offer.objects.bulk_create(
        [Offer(office_id=office, permit_type_id=permit_type) for office, permit_type in missing], batch_size=1000
    )
    counts.offers, counts.new_offers = len(present | wanted), len(missing)
