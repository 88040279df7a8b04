"""Paging by key for queues ordered by deadline: the next page starts after the last row seen, however long the list is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

NO_DEADLINE = "-"


@dataclass(frozen=True)
class Page:
    rows: list
    next: str | None
    is_first: bool


def deadline_page(queryset, after: str, size: int) -> Page:
    """One page of rows with `due_at` (rows without one last) and `id`.

    `after` is the key of the row before; nonsense starts anew.
    """
    ordered = queryset.order_by(F("due_at").asc(nulls_last=True), "id")
    beyond = _beyond(after)
    rows = list((ordered.filter(beyond) if beyond is not None else ordered)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, key_of(rows[-1]) if more else None, beyond is None)


def key_of(row) -> str:
    return f"{row.due_at.isoformat() if row.due_at else NO_DEADLINE}|{row.pk}"


def _beyond(after: str):
    due, _bar, pk = after.partition("|")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if due == NO_DEADLINE:
        return Q(due_at__isnull=True, pk__gt=int(pk))
    try:
        moment = datetime.fromisoformat(due)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=int(pk)) | Q(due_at__isnull=True)
