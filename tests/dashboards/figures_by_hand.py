"""Cells made by hand, so that each number of a page can be reckoned on paper."""

from datetime import date

from agencies.models import Agency
from applications.models import PermitType
from dashboards.cubes import Cube, Measure, month_of, year_of
from dashboards.models import Cell


def cell(cube, at, n, **key):
    Cell.objects.create(cube=cube, at=at, n=n, **key)


def files(slug, day: date, measure: Measure, n: int, *, place="", service="", days: dict | None = None, limit=5):
    """`n` files of one kind on one day at an office, in all cubes that count them; `days`: {working days used: decided}."""
    office = Agency.objects.get(slug=slug)
    rows = [(Cube.OFFICE_DAY, day, {}), (Cube.OFFICE_MONTH, month_of(day), {})]
    if service:
        key = PermitType.objects.get(code=service).pk
        rows.append((Cube.SERVICE_YEAR, year_of(day), {"service": key}))
        _add(Cube.SERVICE_MONTH, month_of(day), n, service=key, bucket=measure)
    for cube, at, more in rows:
        _add(cube, at, n, office=office.pk, bucket=measure, **more)
    parts = (place or office.region_id).split(".")
    for length in range(1, len(parts) + 1):
        _add(Cube.PLACE_MONTH, month_of(day), n, place=".".join(parts[:length]), bucket=measure)
    for used, many in (days or {}).items():
        _add(Cube.OFFICE_DAYS, month_of(day), many, office=office.pk, bucket=used)
        _add(Cube.OFFICE_LIMITS, month_of(day), many, office=office.pk, bucket=limit)


def _add(cube, at, n, **key):
    row, _made = Cell.objects.get_or_create(cube=cube, at=at, **key)
    Cell.objects.filter(pk=row.pk).update(n=row.n + n)
