"""What a standard's form needs from the registers: the regions inside the issuing office's own."""

from functools import cache

from django.utils.translation import get_language

from agencies.models import Region
from applications.schema.kinds.base import Context


def context_for(office) -> Context:
    """One SQL statement per level asked for, whatever the number of fields; lives as long as one request."""
    home = office.region

    @cache
    def choices_for_region(level: str):
        return grouped_regions(home, level)

    @cache
    def region_name(code: str) -> str:
        region = Region.objects.filter(code=code).first()
        return region.full_name if region else ""

    return Context(choices_for_region, region_name, office_region=home.full_name, language=get_language() or "id")


def grouped_regions(home: Region, level: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """[(parent's name, [(code, name)])] of a level inside `home`, by the parents' codes; "" when the parent is `home` itself."""
    groups: dict[str, list] = {}
    names = {}
    regions = (
        Region.objects.within(home.code).of_level(level).select_related("parent__parent").order_by("parent_id", "name")
    )
    for region in regions:
        names[region.parent_id] = _group_name(region, home)
        groups.setdefault(region.parent_id, []).append((region.code, region.full_name))
    return [(names[parent], places) for parent, places in groups.items()]


def _group_name(region: Region, home: Region) -> str:
    parent = region.parent
    if parent is None or home.code.startswith(region.code) or parent.code == home.code:
        return ""
    if parent.level == Region.Level.KECAMATAN and home.level == Region.Level.PROVINCE:
        return f"{parent.full_name}, {parent.parent.full_name}"
    return parent.full_name
