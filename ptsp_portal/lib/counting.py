"""Counting that stays cheap: up to a limit and no further, however many rows there are."""

from babel.numbers import format_decimal
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.translation import get_language

MOST = 1000


def bounded_counts(parts: dict, most: int = MOST) -> dict[str, int]:
    """{key: rows of its querysets together}, at most `most` + 1 (which says: more than `most`); one statement for all.

    `parts` is {key: list of querysets}, of any models; the querysets of one key must not share rows.
    """
    columns, parameters = [], []
    for slices in parts.values():
        column = ["0"]
        for each in slices:
            try:
                sql, values = each.order_by().values("pk")[: most + 1].query.sql_with_params()
            except EmptyResultSet:
                continue
            column.append(f"(SELECT count(*) FROM ({sql}) AS bounded)")  # noqa: S608 - the ORM's own SQL
            parameters += values
        columns.append(f"least({most + 1}, {' + '.join(column)})")
    if not columns:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)  # noqa: S608 - the ORM's own SQL
        return dict(zip(parts, cursor.fetchone(), strict=True))


def count_words(count: int, most: int = MOST) -> str:
    """12, 1.000, or 1.000+ for a count that went no further."""
    language = "id" if (get_language() or "id").startswith("id") else "en"
    return format_decimal(min(count, most), locale=language) + ("+" if count > most else "")
