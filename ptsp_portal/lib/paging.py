"""Paging by key for queues ordered by deadline: the next page starts after the last row seen, however long the list is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, Subquery, Value
from django.db.models.functions import Coalesce

NO_DEADLINE = "-"


@dataclass(frozen=True)
class Page:
    rows: list
    next: str | None
    is_first: bool


def deadline_page(queryset, after: str, size: int, slices=None) -> Page:
    """One page of rows with `due_at` (rows without one last) and `id`; two statements.

    `after` is the key of the row before; nonsense starts anew. `slices` are querysets of the same model that together hold
    the rows (one office each, one state each): an index gives the first rows of each in order, so nothing long is sorted.
    `queryset` then says only what is read of a row.
    """
    beyond = _beyond(after)
    wanted = [
        _ordered(each.filter(part)).values("pk")[: size + 1]
        for each in ([queryset] if slices is None else slices)
        for part in beyond or [Q()]
    ]
    if not wanted:
        return Page([], None, not beyond)
    first, *others = wanted
    # Two statements, because planning both as one takes longer than running them.
    keys = {row["pk"] for row in (first.union(*others, all=True) if others else first)}
    rows = list(_ordered(queryset.filter(pk__in=keys))[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, key_of(rows[-1]) if more else None, not beyond)


def dated_page(queryset, after: str, size: int, slices, *, by: str, newest_first: bool = True) -> Page:
    """One page of rows by a date column that is never empty among them, and by `id`; two statements, as `deadline_page`."""
    sign, beyond = ("-", _past(after, by, "lt")) if newest_first else ("", _past(after, by, "gt"))
    order = (f"{sign}{by}", f"{sign}id")
    wanted = [each.filter(beyond or Q()).order_by(*order).values("pk")[: size + 1] for each in slices]
    if not wanted:
        return Page([], None, beyond is None)
    first, *others = wanted
    keys = {row["pk"] for row in (first.union(*others, all=True) if others else first)}
    rows = list(queryset.filter(pk__in=keys).order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, f"{getattr(rows[-1], by).isoformat()}|{rows[-1].pk}" if more else None, beyond is None)


def _past(after: str, by: str, side: str) -> Q | None:
    """What comes after that key; None for no key, and for nonsense."""
    day, _bar, pk = after.partition("|")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    return Q(**{f"{by}__{side}e": on}) & (Q(**{f"{by}__{side}": on}) | Q(**{f"pk__{side}": int(pk)}))


def _ordered(rows):
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")


def key_of(row) -> str:
    return f"{row.due_at.isoformat() if row.due_at else NO_DEADLINE}|{row.pk}"


def _beyond(after: str) -> list[Q]:
    """What comes after that key, as conditions that an index on (…, due_at, id) can start from; [] for no key."""
    due, _bar, pk = after.partition("|")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return []
    if due == NO_DEADLINE:
        return [Q(due_at__isnull=True, pk__gt=int(pk))]
    try:
        moment = datetime.fromisoformat(due)
    except ValueError:
        return []
    if moment.tzinfo is None:
        return []
    later = Q(due_at__gte=moment) & (Q(due_at__gt=moment) | Q(pk__gt=int(pk)))
    return [later, Q(due_at__isnull=True)]


def named_page(queryset, after: str, size: int, *, by: str = "name") -> Page:
    """One page of rows by a name and then `id`; one statement. The key is the id of the row before: names change, and an address
    shows none. A row that is gone starts anew."""
    beyond = after.isascii() and after.isdigit() and len(after) < 19
    if beyond:
        last = queryset.model._default_manager.filter(pk=int(after)).values(by)[:1]
        named_last = Coalesce(Subquery(last), Value(""))
        queryset = queryset.filter(Q(**{f"{by}__gt": named_last}) | Q(**{by: named_last, "pk__gt": int(after)}))
    rows = list(queryset.order_by(by, "pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, str(rows[-1].pk) if more else None, not beyond)
