"""How figures are found: QuerySet words that chain. Which offices and agencies count for whom: dashboards/reach.py."""

from collections import Counter

from django.db import models
from django.db.models import F, Func, Lookup, Q, Sum, Value


class OneOf(Lookup):
    """`column = ANY(array)`: one parameter however many keys, where IN would have one for each and be compiled for each."""

    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]


def one_of(column: str, keys) -> OneOf:
    """A condition: the column's value is one of the keys."""
    return OneOf(F(column), list(keys))


class CellQuerySet(models.QuerySet):
    """Every word names the columns that its cube leaves empty too, so that the one index over the key is used."""

    def of_offices(self, cube: int, offices, *, service: bool = False):
        """Cells of a cube that is kept by office."""
        rows = self.filter(one_of("office", offices), cube=cube, agency=0, place="")
        return rows if service else rows.filter(service=0)

    def of_agencies(self, cube: int, agencies):
        """Cells of a cube that is kept by the agency asked."""
        return self.filter(one_of("agency", agencies), cube=cube, office=0, service=0, place="")

    def of_places(self, cube: int, places):
        """Cells of a cube that is kept by place."""
        return self.filter(one_of("place", places), cube=cube, office=0, agency=0, service=0)

    def of_services(self, cube: int):
        """Cells of a cube that is kept by service for all offices together."""
        return self.filter(cube=cube, office=0, agency=0, service__gt=0, place="")

    def between(self, first, last):
        """`at` from the first to the last day, both included."""
        return self.filter(at__gte=first, at__lte=last)

    def sums(self, *columns: str) -> dict:
        """{(values of the columns): sum of n}, or {value: sum} for one column; without zeros. One statement."""
        rows = self.order_by().values_list(*columns).annotate(total=Sum("n")).filter(~Q(total=0))
        return {row[:-1] if len(columns) > 1 else row[0]: int(row[-1]) for row in rows}


def added_up(columns: tuple[str, ...], *parts) -> dict[tuple, int]:
    """{(values of the columns): sum of n} of several sets of cells, each by its own index range, in one statement.

    A column may be named in each part by `annotate`; "cube" among the columns tells the parts apart.
    """
    rows = [part.order_by().values_list(*columns).annotate(total=Sum("n")) for part in parts]
    found = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    totals = Counter()
    for row in found:
        totals[tuple(row[:-1])] += int(row[-1])
    return {key: n for key, n in totals.items() if n}


class FileFactQuerySet(models.QuerySet):
    def within(self, reach):
        """Facts of files at the offices of a reach."""
        return self.filter(one_of("office", reach.office_ids))

    def open(self):
        return self.filter(closed_on__isnull=True)


class RequestFactQuerySet(models.QuerySet):
    def within(self, reach):
        """Requests to the agencies of a reach."""
        return self.filter(agency__in=reach.agency_ids)

    def open(self):
        return self.filter(closed_on__isnull=True)


class PatternQuerySet(models.QuerySet):
    def within(self, reach):
        """Of the offices of a reach."""
        return self.filter(office__in=reach.office_ids)

    def between(self, first, last):
        """Days from the first to the last, both included."""
        return self.filter(on__gte=first, on__lte=last)

    def sums(self, *columns: str) -> dict:
        """{(values of the columns): (n, of)}; one statement over one row per office, desk and day."""
        rows = self.order_by().values_list(*columns).annotate(total=Sum("n"), out_of=Sum("of"))
        return {row[:-2]: (row[-2], row[-1]) for row in rows}


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


class DigestQuerySet(models.QuerySet):
    def last_made(self):
        return self.order_by("-number").first()

    def altered_from(self, number: int):
        """Lines from this one on whose text no longer gives their hash; the database computes it."""
        computed = Func(
            Func(Func(F("text"), Value("UTF8"), function="convert_to"), function="sha256"),
            Value("hex"),
            function="encode",
            output_field=models.CharField(),
        )
        return self.filter(number__gte=number).alias(computed=computed).exclude(hash=F("computed")).order_by("number")


class ExportQuerySet(models.QuerySet):
    def of(self, user):
        """What this person asked for."""
        return self.filter(asked_by=user).order_by("-created_at", "-pk")

    def kept(self):
        return self.filter(gone_at__isnull=True)

    def to_make(self):
        return self.filter(stored_at__isnull=True, failed_at__isnull=True, gone_at__isnull=True)
