"""Folding what changed into the figures, and making all of them anew. One at a time: whoever holds the row of `Folding`."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.db import connection, models, transaction

from applications.models import Application, Recommendation
from dashboards.cells import cells_of_file, cells_of_request
from dashboards.cubes import Key
from dashboards.estimates import keep_estimates
from dashboards.facts import Places, file_facts, request_facts
from dashboards.models import Cell, FileFact, Folding, RequestFact, Stale
from ptsp_portal.lib.bulk import NO_LIMITS, NULL, copy, drop_indexes, text_of
from ptsp_portal.lib.moment import now

NEW = (Cell, FileFact, RequestFact)
AT_ONCE = 500
FILES_AT_ONCE = 2000
ADD = """
    INSERT INTO dashboards_cell (cube, at, office, agency, service, place, bucket, n)
    SELECT * FROM unnest(%s::int[], %s::date[], %s::int[], %s::int[], %s::int[], %s::text[], %s::int[], %s::bigint[])
    ON CONFLICT (cube, office, agency, service, place, at, bucket) DO UPDATE SET n = dashboards_cell.n + EXCLUDED.n
    RETURNING id, n
"""


@dataclass(frozen=True)
class Source:
    """One kind of thing that figures are made of."""

    kind: str
    thing: type[models.Model]
    fact: type[models.Model]
    facts_of: Callable
    cells_of: Callable


SOURCES = (
    Source(Stale.FILE, Application, FileFact, file_facts, cells_of_file),
    Source(Stale.REQUEST, Recommendation, RequestFact, request_facts, cells_of_request),
)


@transaction.atomic
def fold_figures() -> int | None:
    """Fold in at most AT_ONCE marks; returns how many, None when somebody else folds. Twice changes nothing.

    A mark that is seen here was committed together with its change, so what is read now contains it; a change that is not
    committed yet has a mark of its own, which the next run finds.
    """
    folding = Folding.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if folding is None:
        return None
    moment, marks = now(), list(Stale.objects.order_by("pk")[:AT_ONCE])
    places = Places()
    for source in SOURCES:
        changed = {mark.source for mark in marks if mark.kind == source.kind}
        if changed:
            _fold(source, changed, places)
    Stale.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    if len(marks) < AT_ONCE:
        folding.folded_at = moment
        folding.save(update_fields=["folded_at"])
    return len(marks)


def _fold(source: Source, ids: set[int], places: Places) -> None:
    before = source.fact.objects.filter(pk__in=ids)
    facts = source.facts_of(ids, places)
    delta = Counter()
    for fact in before:
        delta.subtract(source.cells_of(fact))
    for fact in facts:
        delta.update(source.cells_of(fact))
    _add(delta)
    _keep(source.fact, facts)
    if source.fact is FileFact:
        keep_estimates(facts, places)


def _keep(model, facts: list) -> None:
    others = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_create(
        facts,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=[model._meta.get_field(name.removesuffix("_id")).name for name in others],
    )


def _add(delta: Counter) -> None:
    """In the order of the key, so that the index is filled from one end."""
    rows = sorted((*key, n) for key, n in delta.items() if n)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(ADD, [list(column) for column in zip(*rows, strict=True)])
            empty = [pk for pk, n in cursor.fetchall() if n == 0]
            if empty:  # deadlines move on every day: what is over would pile up as zeros
                cursor.execute("DELETE FROM dashboards_cell WHERE id = ANY(%s)", [empty])


@transaction.atomic
def rebuild_figures(say: Callable = lambda line: None) -> None:
    """Make all facts and cells anew from the ledgers, in one transaction: nobody sees half of it.

    They are computed beside the old ones, which pages go on reading; only the exchange at the end (at a million files a minute or
    two) lets readers wait. Marks that were there at the beginning are spent; those of acts that commit meanwhile stay for the next
    folding.
    """
    folding = Folding.objects.select_for_update(of=("self",), no_key=True).get()
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(NO_LIMITS)
        spent = list(Stale.objects.values_list("pk", flat=True))
        for model in NEW:
            table = model._meta.db_table
            cursor.execute(
                f"CREATE TEMP TABLE new_{table} ON COMMIT DROP AS SELECT {_columns(model)} FROM {table} LIMIT 0"
            )
    for source in SOURCES:
        cells = Counter()
        for count, facts in _all_facts(source):
            _copy(source.fact, [[getattr(fact, name) for name in _names(source.fact)] for fact in facts])
            for fact in facts:
                cells.update(source.cells_of(fact))
            say(f"{source.kind}: {count}")
        _copy(Cell, [[*key, n] for key, n in sorted(cells.items()) if n])
    _exchange()
    Stale.objects.filter(pk__in=spent).delete()
    folding.folded_at = folding.rebuilt_at = moment
    folding.save(update_fields=["folded_at", "rebuilt_at"])


def _exchange() -> None:
    """The new rows in place of the old ones; indexes are built over full tables."""
    tables = [model._meta.db_table for model in NEW]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        again = drop_indexes(tables)
        for model, table in zip(NEW, tables, strict=True):
            columns = _columns(model)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new_{table}")
            for statement in again.get(table, ()):
                cursor.execute(statement)
            cursor.execute(f"ANALYZE {table}")


def _names(model) -> list[str]:
    """Columns without a number that the database draws."""
    return [field.column for field in model._meta.concrete_fields if field.get_internal_type() != "BigAutoField"]


def _columns(model) -> str:
    return ", ".join(f'"{name}"' for name in _names(model))


def _copy(model, rows: list[list]) -> None:
    """Into the table of new rows; several times quicker than INSERT."""
    lines = ["\t".join(_text(value) for value in row) + "\n" for row in rows]
    with connection.cursor() as cursor:
        copy(cursor, f"new_{model._meta.db_table}", _names(model), lines)


def _text(value) -> str:
    """As COPY reads it."""
    if value is None:
        return NULL
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return str(int(value)) if isinstance(value, (bool, IntEnum)) else text_of(str(value))


def differences() -> Iterable[str]:
    """What a rebuild would change, one line each; takes the lock, so that nobody folds meanwhile. Open marks are folded first."""
    while fold_figures():
        pass
    with transaction.atomic():
        Folding.objects.select_for_update(of=("self",), no_key=True).get()
        with connection.cursor() as cursor:
            cursor.execute(NO_LIMITS)
        cells = Counter()
        for source in SOURCES:
            seen = 0
            for _count, facts in _all_facts(source):
                seen += len(facts)
                yield from _differing(source, facts)
                for fact in facts:
                    cells.update(source.cells_of(fact))
            kept = source.fact.objects.count()
            if kept != seen:
                yield f"{source.kind}: {kept} facts kept, {seen} in the ledgers"
        yield from _differing_cells(cells)


def _all_facts(source: Source):
    """(how many so far, the next facts) of every thing there is, in the order of its key."""
    places, last, count = Places(), 0, 0
    while ids := list(
        source.thing.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:FILES_AT_ONCE]
    ):
        last = ids[-1]
        facts = source.facts_of(ids, places)
        count += len(facts)
        yield count, facts


def _differing(source: Source, facts: list):
    kept = source.fact.objects.in_bulk([fact.pk for fact in facts])
    for fact in facts:
        other = kept.get(fact.pk)
        for field in source.fact._meta.concrete_fields:
            name = field.attname
            was, is_now = getattr(other, name, None), getattr(fact, name)
            if other is None or was != is_now:
                yield f"{source.kind} {fact.pk}: {name} is kept as {was}, the ledger says {is_now}"


def _differing_cells(cells: Counter):
    for row in Cell.objects.exclude(n=0).values_list(*Key._fields, "n").iterator():
        key, n = Key(*row[:-1]), row[-1]
        if cells.pop(key, 0) != n:
            yield f"cell {tuple(key)}: {n} is kept"
    for key, n in cells.items():
        if n:
            yield f"cell {tuple(key)}: {n} is missing"
