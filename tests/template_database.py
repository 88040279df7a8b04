"""One migrated and filled database that every test worker copies: `make test` has it made while the linters run.

    python -m tests.template_database

Its name carries a fingerprint of what it is made of, so one of other migrations or another catalogue is never taken.
"""

import hashlib
import os
from contextlib import closing
from pathlib import Path

import django
import psycopg2
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
MADE_OF = (
    "*/migrations/*.py",
    "agencies/loading/*.py",
    "applications/catalogue/*",
    "applications/actions/catalogue.py",
    "complaints/loading.py",
    "complaints/limits.py",
)
REFERENCE_DATA = (
    "createcachetable",
    "load_regions",
    "load_offices",
    "load_holidays",
    "load_catalogue",
    "load_guides",
    "load_people",
    "load_complaint_data",
)


def name() -> str:
    made_of = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern) if path.is_file()):
        made_of.update(path.read_bytes())
    return f"test_template_{made_of.hexdigest()[:16]}"


def exists(database: str, to: dict) -> bool:
    return bool(_ask(to, "SELECT 1 FROM pg_database WHERE datname = %s", database))


def drop(database: str, to: dict) -> None:
    _ask(to, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def copy(database: str, to: dict) -> None:
    """Make `database` anew from the template."""
    drop(database, to)
    _ask(to, f'CREATE DATABASE "{database}" TEMPLATE "{name()}"')


def _ask(to: dict, sql: str, *values) -> list:
    """`to`: Django's settings of the server."""
    where = {"host": to["HOST"], "port": to["PORT"], "user": to["USER"], "password": to["PASSWORD"]}
    with closing(psycopg2.connect(dbname="postgres", **{key: value for key, value in where.items() if value})) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []


def make() -> None:
    """Under another name first: whoever finds the template finds it whole."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ptsp_portal.settings_test"  # the servers around it name the real ones
    django.setup()
    to, unfinished = connection.settings_dict, f"{name()}_{os.getpid()}"
    if exists(name(), to):
        return
    _ask(to, f'CREATE DATABASE "{unfinished}"')
    to["NAME"] = unfinished
    call_command("migrate", verbosity=0)
    for command in REFERENCE_DATA:
        call_command(command, verbosity=0)
    connection.close()
    _ask(to, f'ALTER DATABASE "{unfinished}" RENAME TO "{name()}"')


if __name__ == "__main__":
    make()
