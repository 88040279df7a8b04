"""The one named door for bulk loads past the database's guards: for invented histories that measure and try out the portal.

Behind it no trigger fires: neither our guards (state steps, append-only ledgers, number series) nor foreign keys. UNIQUE and
CHECK constraints still hold. So whoever comes through must be right by itself, and proves it afterwards: `broken_references`
here, `check_invariants` and `verify_journal` for the rest.

It needs a role that may set `session_replication_role`: a superuser (as the embedded servers' and the container's own role
is), or `GRANT SET ON PARAMETER session_replication_role`; and for the indexes the owner of the tables. A production role that
owns nothing can't pass.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from io import BytesIO

from django.conf import settings
from django.db import connection

NULL = r"\N"
NO_LIMITS = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0"
READ_AT_ONCE = 1 << 18


class BulkRefused(Exception):
    """This installation may hold real work."""


def refuse_real_installation(*, is_empty: bool, named: str = "") -> None:
    """Open only on an empty database of a trial installation (DEMO), or on one that the caller calls by its name."""
    if named:
        if named != connection.settings_dict["NAME"]:
            raise BulkRefused(f"this database is {connection.settings_dict['NAME']}, not {named}")
        return
    if not settings.DEMO:
        raise BulkRefused("this is no trial installation (DEMO is off); name the database if you are sure")
    if not is_empty:
        raise BulkRefused("there are files already; name the database to load onto them")


@contextmanager
def past_the_guards():
    """A connection of its own with one transaction in which no trigger fires; committed at the end, or nothing is kept.

    Yields a cursor of the database driver; see `copy`.
    """
    own = connection.copy()
    try:
        own.ensure_connection()
        with own.cursor() as cursor:
            cursor.execute(NO_LIMITS)
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield cursor
        own.commit()
    finally:
        own.close()  # without a commit: rolled back


def copy(cursor, table: str, columns: Iterable[str], lines: list[str]) -> None:
    """COPY finished lines (text format, each with its line end) into one table."""
    names = ", ".join(f'"{name}"' for name in columns)
    data = BytesIO("".join(lines).encode())
    cursor.cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', data, size=READ_AT_ONCE)


def text_of(value: str) -> str:
    """As COPY's text format wants it."""
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


# ---- indexes: dropped around a load, because building one sorted is several times quicker than filling it row by row -------

INDEXES = """
    SELECT t.relname, i.relname, pg_get_indexdef(x.indexrelid), c.conname, pg_get_constraintdef(c.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype = 'u'
    WHERE t.relname = ANY(%s) AND t.relnamespace = 'public'::regnamespace AND NOT x.indisprimary
      AND pg_get_indexdef(x.indexrelid) NOT LIKE '%%ARRAY%%'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = x.indexrelid AND f.contype = 'f')
    ORDER BY t.relname, i.relname
"""


def drop_indexes(tables: Iterable[str]) -> dict[str, list[str]]:
    """Drop what is no primary key; returns {table: the statements that bring everything back}.

    Indexes over a list of states stay: PostgreSQL prints the list in other words than it was given. Whoever dies in between
    leaves a database without indexes: for trial databases only.
    """
    again: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [list(tables)])
        for table, index, definition, constraint, words in cursor.fetchall():
            if constraint:
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"')
                definition = f'ALTER TABLE "{table}" ADD CONSTRAINT "{constraint}" {words}'
            else:
                cursor.execute(f'DROP INDEX "{index}"')
            again.setdefault(table, []).append(definition)
    return again


def settle(table: str, statements: Iterable[str], *, memory: str = "256MB") -> None:
    """After a load: bring a table's indexes back, set its sequence past the last row, and let the planner know it.

    VACUUM marks the pages as visible to all, as autovacuum would have done in years.
    """
    with connection.cursor() as cursor:
        cursor.execute(NO_LIMITS)
        cursor.execute("SET maintenance_work_mem = %s; SET max_parallel_maintenance_workers = 0", [memory])
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        sequence = cursor.fetchone()[0]
        if sequence:
            cursor.execute(f'SELECT setval(%s, (SELECT coalesce(max(id), 1) FROM "{table}"))', [sequence])
        cursor.execute(f'VACUUM (ANALYZE, PARALLEL 0) "{table}"')


# ---- proof that the rows which no trigger checked refer to rows that exist ------------------------------------------------

REFERENCES = """
    SELECT t.relname, a.attname, p.relname, b.attname
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class p ON p.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND t.relname = ANY(%s) ORDER BY 1, 2
"""


def broken_references(tables: Iterable[str]) -> list[str]:
    """Foreign keys of these tables that lead nowhere: one line each, with how many rows."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(NO_LIMITS)
        cursor.execute(REFERENCES, [list(tables)])
        for table, column, parent, key in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM (SELECT DISTINCT "{column}" AS k FROM "{table}" WHERE "{column}" IS NOT NULL) d '
                f'WHERE NOT EXISTS (SELECT 1 FROM "{parent}" p WHERE p."{key}" = d.k)'
            )
            (lost,) = cursor.fetchone()
            if lost:
                found.append(f"{table}.{column}: {lost} values lead to no row of {parent}")
    return found
