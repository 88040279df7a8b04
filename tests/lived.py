"""A point of a file's life is reached through the real actions once in each worker; afterwards its rows are put back.

`@lived_once` stands on the factories. The first call of a factory lives the file and keeps what it wrote: the rows, the papers
and what it returned. A later call with the same arguments, at the same moment, in the same language and from the same state of
the database puts all that back, a twentieth of the work. The state is the same when nothing was written in this test yet, or
nothing since the last factory. PostgreSQL counts each table's writes in the transaction, so nobody has to remember.

A test that changes the code or the settings (monkeypatch, settings) lives everything anew, and nothing of it is kept.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, wraps
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

from ptsp_portal.lib.moment import now

CHANGE_THE_PORTAL = {"monkeypatch", "settings", "own_database", "django_capture_on_commit_callbacks"}
# Signing in writes here; no act of a file reads it.
OF_NO_FILE = {"django_session"}
PLAIN = (str, int, bool, type(None), date, Decimal, UUID, bytes)
UNTOUCHED = ()

WRITES = """
    SELECT '', pg_current_xact_id_if_assigned()::text::bigint, 0 UNION ALL SELECT * FROM (
        SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) put,
            pg_stat_get_xact_tuples_deleted(oid) gone
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ) counts WHERE put + gone > 0
"""
COLUMNS = """
    SELECT quote_ident(attname), attnum = ANY (conkey) FROM pg_attribute
    JOIN pg_constraint ON conrelid = attrelid AND contype = 'p'
    WHERE attrelid = quote_ident(%s)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


@dataclass(frozen=True)
class Kept:
    rows: dict[str, frozenset[str]]  # by table, all that the test's transaction wrote
    new: dict[str, list[str]]  # those that this call wrote
    papers: dict[str, bytes]
    result: bytes


@dataclass(frozen=True)
class Place:
    """Where this test's transaction stood after the last factory."""

    key: tuple
    writes: dict
    transaction: int
    savepoints: tuple


class Memory:
    """Of one worker."""

    def __init__(self):
        self.is_on = False
        self.kept: dict[tuple, Kept | None] = {}
        self.place: Place | None = None
        self.before: dict[str, tuple] = {}

    def start(self, fixtures) -> None:
        """A test begins that uses those fixtures; its transaction is open and has written nothing."""
        self.is_on, self.place = connection.in_atomic_block and CHANGE_THE_PORTAL.isdisjoint(fixtures), None
        if self.is_on:
            self.before, _none = _counts()


memory = Memory()


def lived_once(make: Callable) -> Callable:
    """For a factory whose result depends on its arguments, the moment, the language and the database only."""

    @wraps(make)
    def known(*args, **how):
        before, arguments = _state(), _plain((args, how))
        if before is None or arguments is None:
            return make(*args, **how)
        key = (before, make.__module__, make.__qualname__, arguments, now(), get_language())
        if key not in memory.kept:
            result = make(*args, **how)
        elif memory.kept[key] is None:
            return make(*args, **how)
        else:
            result = _put_back(memory.kept[key])
        place = Place(key, *_writes(), tuple(connection.savepoint_ids))
        if key not in memory.kept:
            memory.kept[key] = _kept(result, memory.kept.get(before), place)
        if memory.kept[key]:
            memory.place = place
        return result

    return known


def _state() -> tuple | None:
    """The key of what this test's transaction wrote; None: no factory knows."""
    if not memory.is_on or not connection.in_atomic_block or now() is not now():  # a moment that stands is one object
        return None
    writes, transaction = _writes()
    if not writes:
        return UNTOUCHED
    place = memory.place
    if place is None or (place.writes, place.transaction) != (writes, transaction):
        return None
    # Rolled back to a savepoint before the factory, its rows are gone, though their writes are counted.
    depth = len(place.savepoints)
    return place.key if tuple(connection.savepoint_ids[:depth]) == place.savepoints else None


def _writes() -> tuple[dict, int]:
    """Rows written and deleted in this test, by table; and the number of its transaction."""
    counts, transaction = _counts()
    writes = {}
    for table in counts.keys() - OF_NO_FILE:
        (put, gone), (put_before, gone_before) = counts[table], memory.before.get(table, (0, 0))
        if (put, gone) != (put_before, gone_before):
            writes[table] = (put - put_before, gone - gone_before)
    return writes, transaction


def _counts() -> tuple[dict[str, tuple[int, int]], int]:
    """As the server counts them; it adds up earlier transactions until it has the time to report them."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        (_none, transaction, _zero), *counts = cursor.fetchall()
        return {table: (put, gone) for table, put, gone in counts}, transaction


def _plain(value):
    """The value as part of a key; None where it can't be one."""
    if isinstance(value, Model):
        return value._meta.label, value.pk
    if isinstance(value, PLAIN):
        return type(value).__name__, value
    if isinstance(value, dict):
        value = sorted(value.items())
    if not isinstance(value, (list, tuple)):
        return None
    parts = tuple(_plain(part) for part in value)
    return None if None in parts else parts


def _kept(result, before: Kept | None, place: Place) -> Kept | None:
    """What stands in the database and among the papers now; None where it can't be put back from rows."""
    if any(gone for _put, gone in place.writes.values()):
        return None
    rows = {}
    with connection.cursor() as cursor:
        for table in place.writes:
            cursor.execute(f'SELECT t::text FROM "{table}" t WHERE xmin::text::bigint >= %s', [place.transaction])
            rows[table] = frozenset(row for (row,) in cursor.fetchall())
    known = before.rows if before else {}
    new = {table: sorted(lines - known.get(table, frozenset())) for table, lines in rows.items()}
    root = Path(settings.MEDIA_ROOT)
    papers = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return Kept(rows, {table: lines for table, lines in new.items() if lines}, papers, pickle.dumps(result))


def _put_back(kept: Kept):
    """Without triggers: their work is in the rows."""
    statements = [_insert(table) for table in kept.new]
    with connection.cursor() as cursor:
        cursor.execute(
            ";".join(
                [
                    "SET LOCAL session_replication_role = replica",
                    *statements,
                    "SET LOCAL session_replication_role = origin",
                ]
            ),
            list(kept.new.values()),
        )
    for name, content in kept.papers.items():
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return pickle.loads(kept.result)


@cache
def _insert(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        columns = cursor.fetchall()
    names = ", ".join(name for name, _is_key in columns)
    values = ", ".join(f"(r).{name}" for name, _is_key in columns)
    key = ", ".join(name for name, is_key in columns if is_key)
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name, is_key in columns if not is_key)
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM (SELECT unnest(%s::"{table}"[]) r) kept '
        f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
    )
