"""Which office a code means at a place: the agency of that code in the region, else in the nearest region above it."""

from collections.abc import Iterable

from agencies.models import Agency, Region


def agencies_for(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Agency | None]:
    """For many (agency code, Kemendagri code of a region) pairs at once, in one query.

    Returns {(agency code, region code): agency or None}. Agencies out of use are not found. The agencies come with their
    region.
    """
    pairs = set(wanted)
    if not pairs:
        return {}
    places = {above for _, region_code in pairs for above in _lineage(region_code)}
    candidates = Agency.objects.filter(is_active=True, code__in={code for code, _ in pairs}, region_id__in=places)
    found = {(agency.code, agency.region_id): agency for agency in candidates.select_related("region")}
    return {(code, region_code): _nearest(found, code, region_code) for code, region_code in pairs}


def _nearest(found: dict, code: str, region_code: str) -> Agency | None:
    return next((found[(code, above)] for above in _lineage(region_code) if (code, above) in found), None)


def _lineage(region_code: str) -> list[str]:
    return Region(code=region_code).lineage
