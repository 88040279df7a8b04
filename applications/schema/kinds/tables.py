"""A table of answers: rows in the page without scripts, three empty ones to grow into, a button that asks for more.

In a POST the cell of row 0 and column `nama` of field `saksi` is `saksi-0-nama`; the button is `add_row` with the field's
code as its value. Blank rows are dropped. Each error says row and column. At most 100 rows.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.schema.kinds.base import BLANK, Context, Kind, KindField, OwnTemplate, help_for

MAX_ROWS, SPARE_ROWS = 100, 3


class CellFault(ValidationError):
    """`cells` maps (row, column code) to the sentence beside that cell."""

    def __init__(self, messages, cells):
        super().__init__(messages)
        self.cells = cells


class TableWidget(OwnTemplate, forms.Widget):
    template_name = "applications/fields/table.html"
    use_fieldset = True

    def __init__(self, columns, kinds, context: Context, title: str, attrs=None, most=MAX_ROWS):
        super().__init__(attrs)
        self.most = most
        self.columns, self.kinds, self.context, self.title = columns, kinds, context, title
        self.cell_faults: dict[tuple[int, str], str] = {}
        self.fields = {c.code: kinds[c.code].form_field(c, context) for c in columns}
        for column in columns:
            # A column of radio buttons in a table is unreadable on a telephone: lists stay lists there.
            if isinstance(self.fields[column.code].widget, forms.RadioSelect):
                pairs = self.fields[column.code].widget.choices
                self.fields[column.code].widget = forms.Select(
                    choices=[("", _("– pilih –")), *(p for p in pairs if p[0])]
                )

    def id_for_label(self, id_, index=None):
        return ""

    def value_from_datadict(self, data, files, name):
        cell = re.compile(rf"{re.escape(name)}-([0-9]{{1,3}})-([a-z][a-z0-9_]*)\Z")
        found = [match for match in map(cell.match, data) if match]
        rows = min(max((int(match.group(1)) for match in found), default=-1) + 1, MAX_ROWS + SPARE_ROWS + 1)
        return [{c.code: data.get(f"{name}-{row}-{c.code}", "") for c in self.columns} for row in range(rows)]

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or [] if isinstance(row, dict)]
        while rows and not _filled(rows[-1]):
            rows.pop()
        blank = {column.code: "" for column in self.columns}
        shown = rows + [blank] * max(0, min(SPARE_ROWS, self.most - len(rows)))
        id_ = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"] |= {
            "id": id_, "title": self.title, "full": len(rows) >= self.most, "most": self.most,
            "rows": [self._row(name, id_, number, row, number >= len(rows)) for number, row in enumerate(shown)],
        }  # fmt: skip
        return context

    def _row(self, name, id_, number, row, spare):
        cells = []
        for column in self.columns:
            fault = self.cell_faults.get((number, column.code), "")
            field, cell_id = self.fields[column.code], f"{id_}-{number}-{column.code}"
            select = isinstance(field.widget, forms.Select)
            attrs = {
                "id": cell_id,
                "class": ("form-select" if select else "form-control") + (" is-invalid" if fault else ""),
            }
            if fault:
                attrs |= {"aria-invalid": "true", "aria-describedby": f"{cell_id}_error"}
            value = field.prepare_value(row.get(column.code))
            html = field.widget.render(f"{name}-{number}-{column.code}", value, attrs)
            title = column.title(self.context.language)
            cells.append({"id": cell_id, "label": title, "required": column.required, "html": html, "fault": fault})
        return {"number": number + 1, "cells": cells, "spare": spare}


class TableField(KindField):
    def clean(self, value):
        try:
            return super().clean(value)
        except CellFault as fault:
            self.widget.cell_faults = fault.cells
            raise


class TableKind(Kind):
    name = "table"

    def __init__(self, kind_of):
        # Handed in by the registry: a table knows the other kinds only through it.
        self.kind_of = kind_of

    def kinds(self, spec):
        return {column.code: self.kind_of(column) for column in spec.columns}

    def form_field(self, spec, context):
        most = spec.max_rows or MAX_ROWS
        widget = TableWidget(spec.columns, self.kinds(spec), context, spec.title(context.language), most=most)
        extra = _("Paling banyak %(limit)s baris.") % {"limit": most} if spec.max_rows else ""
        return TableField(self, spec, context, widget=widget, help_text=help_for(spec, context, extra))

    def empty(self, value):
        return not value or not isinstance(value, list) or not any(_filled(row) for row in value)

    def check(self, value, spec, context):
        if not isinstance(value, (list, tuple)) or not all(isinstance(row, dict) for row in value):
            raise ValidationError(_("Tabel ini tidak terbaca. Isi ulang barisnya."))
        most = spec.max_rows or MAX_ROWS
        if sum(map(_filled, value)) > most:
            raise ValidationError(_("Paling banyak %(limit)s baris.") % {"limit": most})
        rows, messages, cells = [], [], {}
        for number, row in enumerate(value):
            if not _filled(row):
                continue
            checked, faults = self._check_row(row, spec, context)
            rows.append(checked)
            for column, why in faults:
                cells[number, column.code] = why
                title = column.title(context.language)
                messages.append(
                    _("Baris %(row)s, %(column)s: %(why)s") % {"row": number + 1, "column": title, "why": why}
                )
        if messages:
            raise CellFault(messages, cells)
        return rows

    def _check_row(self, row, spec, context):
        checked, faults = {}, []
        for column in spec.columns:
            kind, value = self.kind_of(column), row.get(column.code)
            if kind.empty(value.strip() if isinstance(value, str) else value):
                checked[column.code] = None
                if column.required:
                    faults.append((column, str(BLANK)))
                continue
            try:
                checked[column.code] = kind.check(value, column, context)
            except (ValidationError, ValueError, TypeError) as error:
                why = error.messages[0] if isinstance(error, ValidationError) else _("isian ini tidak terbaca.")
                faults.append((column, why))
        return checked, faults

    def to_json(self, value):
        raise NotImplementedError("answers.py stores tables: it knows how cells are sealed")

    def show(self, value, language="id", spec=None, *, full=False):
        """As lines, for places without tables; `answers.display` gives rows and headers."""
        return "\n".join("; ".join(cell for cell in row if cell) for row in self.rows(value, language, spec, full=full))

    def rows(self, value, language, spec, *, full=False) -> list[list[str]]:
        kinds = self.kinds(spec)
        return [
            [kinds[c.code].show(row.get(c.code), language, c, full=full) for c in spec.columns] for row in value or []
        ]

    def initial(self, value):
        return value or []

    def understood(self, raw, value):
        return ""


def _filled(row) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row.values())
