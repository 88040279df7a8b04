"""How figures are found: QuerySet words that chain. Which offices and agencies count for whom: dashboards/reach.py."""

from django.db import models
from django.db.models import Q, Sum


class CellQuerySet(models.QuerySet):
    """Every word names the columns that its cube leaves empty too, so that the one index over the key is used."""

    def of_offices(self, cube: int, offices, *, service: bool = False):
        """Cells of a cube that is kept by office."""
        rows = self.filter(cube=cube, office__in=list(offices), agency=0, place="")
        return rows if service else rows.filter(service=0)

    def of_agencies(self, cube: int, agencies):
        """Cells of a cube that is kept by the agency asked."""
        return self.filter(cube=cube, office=0, agency__in=list(agencies), service=0, place="")

    def of_places(self, cube: int, places):
        """Cells of a cube that is kept by place."""
        return self.filter(cube=cube, office=0, agency=0, service=0, place__in=list(places))

    def between(self, first, last):
        """`at` from the first to the last day, both included."""
        return self.filter(at__gte=first, at__lte=last)

    def sums(self, *columns: str) -> dict:
        """{(values of the columns): sum of n}, or {value: sum} for one column; without zeros. One statement."""
        rows = self.order_by().values_list(*columns).annotate(total=Sum("n")).filter(~Q(total=0))
        return {row[:-1] if len(columns) > 1 else row[0]: int(row[-1]) for row in rows}


class FileFactQuerySet(models.QuerySet):
    def within(self, reach):
        """Facts of files at the offices of a reach."""
        return self.filter(office__in=reach.office_ids)

    def open(self):
        return self.filter(closed_on__isnull=True)


class RequestFactQuerySet(models.QuerySet):
    def within(self, reach):
        """Requests to the agencies of a reach."""
        return self.filter(agency__in=reach.agency_ids)

    def open(self):
        return self.filter(closed_on__isnull=True)


class TaskforceCaseQuerySet(models.QuerySet):
    def locked(self, uuid):
        """The row of the case, locked; the first line of every action. Raises DoesNotExist."""
        rows = self.select_for_update(no_key=True, of=("self",))
        return rows.select_related("office__region", "owner", "application").get(uuid=uuid)

    def within(self, reach):
        """Cases of files at the offices of a reach, and those that its agencies own."""
        return self.filter(Q(office__in=reach.office_ids) | Q(owner__in=reach.agency_ids))

    def open(self):
        return self.filter(closed_at__isnull=True)

    def broken(self, today):
        """Open ones whose promised day is over."""
        return self.open().filter(promised_on__lt=today)
