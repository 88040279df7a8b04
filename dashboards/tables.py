"""Tables of figures: the same rows on a page, as CSV and as XLSX."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.wording import date_words, rupiah
from ptsp_portal.lib.xlsx_export import xlsx_response

NOTHING = "–"
FORMS = ("csv", "xlsx")


def language() -> str:
    return "en" if get_language() == "en" else "id"


def number_words(value) -> str:
    return format_decimal(value, locale=language())


def percent_words(value: Decimal) -> str:
    return f"{format_decimal(value, format='#,##0.0', locale=language())}%"


def growth_words(value: Decimal) -> str:
    """With its sign, zero without one."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + percent_words(abs(value))


def days_words(value: int) -> str:
    return _("%(n)s hr") % {"n": number_words(value)}


def month_words(month: date) -> str:
    return format_date(month, "MMM", locale=language())


def full_month_words(day: date) -> str:
    return format_date(day, "MMMM y", locale=language())


WORDS: dict[str, Callable] = {
    "text": str,
    "count": number_words,
    "percent": percent_words,
    "whole_percent": lambda value: f"{value}%",
    "growth": growth_words,
    "days": days_words,
    "rupiah": rupiah,
    "day": lambda value: date_words(value, language()),
}


@dataclass(frozen=True)
class Column:
    """`kind`: one of WORDS. `key`: by which name it is sorted, "" for none."""

    label: str
    kind: str = "count"
    key: str = ""


@dataclass
class Row:
    """One line: its name, a value for each column, and addresses by the place of their column (the name's own: `url`)."""

    label: str
    values: list
    url: str = ""
    links: dict[int, str] = field(default_factory=dict)
    is_total: bool = False
    key: object = None


@dataclass
class Table:
    """`head`: what the first column is. `key` names it in `?tabel=` and in the file's name."""

    key: str
    title: str
    head: str
    columns: list[Column]
    rows: list[Row]

    def lines(self):
        """For the template: (row, [(column, words, address)])."""
        for row in self.rows:
            cells = zip(self.columns, row.values, strict=True)
            yield (
                row,
                [
                    (
                        column,
                        NOTHING if value is None else WORDS[column.kind](value),
                        row.links.get(place, "") if value else "",
                    )
                    for place, (column, value) in enumerate(cells)
                ],
            )

    def sort(self, chosen: str) -> None:
        """By the key of a column, greatest first ("-" before it: least first); rows without a value last, totals at the foot."""
        name = chosen.removeprefix("-")
        place = next((n for n, column in enumerate(self.columns) if column.key and column.key == name), None)
        totals = [row for row in self.rows if row.is_total]
        rows = [row for row in self.rows if not row.is_total]
        if place is None:
            rows.sort(key=lambda row: row.label, reverse=chosen == "-nama")
        else:
            sign = 1 if chosen.startswith("-") else -1
            rows.sort(key=lambda row: (row.values[place] is None, sign * (row.values[place] or 0), row.label))
        self.rows = rows + totals


def exported(request, tables: list[Table], folded_at: datetime) -> HttpResponse | None:
    """The table that `?tabel=` names (the first without it) in the form that `?bentuk=` asks for; None for a page."""
    form = request.GET.get("bentuk", "")
    if form not in FORMS or not tables:
        return None
    table = next((each for each in tables if each.key == request.GET.get("tabel", "")), tables[0])
    head = [table.head, *(str(column.label) for column in table.columns)]
    rows = [[row.label, *row.values] for row in table.rows]
    name = f"{table.key}-{folded_at:%Y-%m-%d}"
    if form == "csv":
        return csv_response(f"{name}.csv", head, rows)
    return xlsx_response(f"{name}.xlsx", head, rows, sheet=table.title)


def sort_links(table: Table, chosen: str) -> list[dict]:
    """Filter links: each column greatest first; the chosen one once more turns it round."""
    keys = [("nama", table.head), *((column.key, column.label) for column in table.columns if column.key)]
    return [
        {
            "value": f"-{key}" if chosen == key else key,
            "label": label,
            "current": chosen.removeprefix("-") == key,
            "up": chosen == f"-{key}",
        }
        for key, label in keys
    ]
