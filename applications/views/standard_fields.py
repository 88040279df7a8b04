"""/standar/<uuid>/isian/…: the fields of a draft's form, the columns of its tables, and the form as the applicant will see it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from applications.form_context import context_for
from applications.forms.standard_fields import ArrangeForm, FieldForm, RemoveForm
from applications.schema.form import FormSpec, SchemaError, section_form, sections
from applications.schema.spec import MAX_COLUMNS, MAX_FIELDS
from applications.standards import field_rules, parts, uses
from applications.standards.check_form import findings_of_fields
from applications.standards.field_kinds import KINDS, groups_for, kind_name
from applications.standards.terms import SECTION, section_path
from applications.views.draft_pages import arranged, page, saved, section_page, version_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Refused

FULL = gettext_lazy("Formulir ini sudah penuh: paling banyak %(most)d isian. Tidak ada yang berubah.")
LAST_COLUMN = gettext_lazy(
    "Tabel perlu paling sedikit satu kolom. Hapus tabelnya bila tidak dipakai. Tidak ada yang berubah."
)


def field_list(request, standard):
    """The fields in order, each with its kind, its condition and its buttons."""
    rows = [
        {
            **row,
            "kind": kind_name(row["type"]),
            "condition": field_rules.condition_words(standard.fields, row),
            "by_office": row.get("filled_by") == "office",
            "count": len(row.get("columns", [])),
        }
        for row in standard.fields
    ]
    more = {"rows": rows, "broken": [(row, why) for row, why in field_rules.broken_conditions(standard.fields)]}
    return section_page(request, standard, "fields", "fields.html", **more)


@office
@require_GET
def choose_kind(request, uuid, table=None, code=None):
    """The first of two steps: what kind of answer. For a new field, a column of `table`, or another kind for field `code`."""
    standard = version_of(request, uuid)
    table_row = _row_or_404(standard.fields, table) if table else None
    row = _row_or_404(standard.fields, code) if code else None
    groups = [
        (title, [(kind, _kind_url(standard, kind.key, table, code)) for kind in kinds])
        for title, kinds in groups_for(column=table is not None)
    ]
    more = {"groups": groups, "row": row, "table": table_row} | _back_to_field(standard, table_row or row)
    return page(request, standard, "fields", "choose_kind.html", **more)


def _kind_url(standard, kind, table, code) -> str:
    if table:
        return reverse("applications:add_column", args=[standard.uuid, table, kind])
    if code:
        return f"{_field_url(standard, code)}?jenis={kind}"
    return reverse("applications:add_field", args=[standard.uuid, kind])


def _back_to_field(standard, row) -> dict:
    """The way back from a page below a field's own; nothing for a page below the list."""
    return {"back_url": _field_url(standard, row["code"]), "back_label": row["label_id"]} if row else {}


def _field_url(standard, code) -> str:
    return reverse("applications:edit_field", args=[standard.uuid, code])


def _row_or_404(rows, code) -> dict:
    row = parts.found(rows, code)
    if row is None:
        raise Http404
    return row


@office
@once
def field(request, uuid, kind=None, code=None):
    """A new field of a kind, or one that there is; `?jenis=` draws it as another kind."""
    standard = version_of(request, uuid)
    row = _row_or_404(standard.fields, code) if code else None
    wanted = KINDS.get(kind or request.GET.get("jenis") or row["type"])
    if wanted is None:
        raise Http404
    if row is None and len(standard.fields) >= MAX_FIELDS:
        raise Refused(FULL % {"most": MAX_FIELDS})
    form = FieldForm(
        request.POST if request.method == "POST" else None, standard=standard, kind=wanted, rows=standard.fields, row=row,
        settled=field_rules.settled_codes(standard, "fields") if row else (),
    )  # fmt: skip
    if form.is_valid():
        new = form.entry()["code"]
        if saved(request, standard, form, **form.changes()):
            messages.success(request, _("Isian “%(label)s” tersimpan.") % {"label": form.cleaned_data["label_id"]})
            if wanted.key == "table":
                return redirect("applications:edit_field", uuid, new)
            return redirect(f"{section_path(standard, 'fields')}#isian-{new}")
    more = {"row": row, "kind": wanted, "columns": _columns(row) if row and wanted.key == "table" else []}
    return page(request, standard, "fields", "field.html", form=form, **more)


def _columns(row) -> list[dict]:
    return [{**each, "kind": kind_name(each["type"])} for each in row.get("columns", [])]


@office
@once
def column(request, uuid, table, kind=None, code=None):
    """A column of a table: new of a kind, or one that there is."""
    standard = version_of(request, uuid)
    table_row = _row_or_404([row for row in standard.fields if row["type"] == "table"], table)
    rows = table_row.get("columns", [])
    row = _row_or_404(rows, code) if code else None
    wanted = KINDS.get(kind or request.GET.get("jenis") or row["type"])
    if wanted is None or not any(wanted in kinds for _title, kinds in groups_for(column=True)):
        raise Http404
    if row is None and len(rows) >= MAX_COLUMNS:
        raise Refused(FULL % {"most": MAX_COLUMNS})
    form = FieldForm(
        request.POST if request.method == "POST" else None,
        standard=standard, kind=wanted, rows=rows, row=row, table=table_row,
    )  # fmt: skip
    if form.is_valid() and saved(request, standard, form, **form.changes()):
        messages.success(request, _("Kolom “%(label)s” tersimpan.") % {"label": form.cleaned_data["label_id"]})
        return redirect(f"{_field_url(standard, table)}#kolom")
    more = {"row": row, "kind": wanted, "table": table_row} | _back_to_field(standard, table_row)
    if row:
        more["kind_links"] = [
            (each, f"?jenis={each.key}") for _title, kinds in groups_for(column=True) for each in kinds
        ]
    return page(request, standard, "fields", "field.html", form=form, **more)


@office
@require_POST
@once
def arrange_fields(request, uuid):
    """The buttons of the list: up, down, copy."""
    standard = version_of(request, uuid)
    form = ArrangeForm(request.POST)
    act, code = form.act()
    if not form.is_valid() or act == "remove" or parts.found(standard.fields, code) is None:
        return redirect(section_path(standard, "fields"))
    if act == "copy":
        if len(standard.fields) >= MAX_FIELDS:
            raise Refused(FULL % {"most": MAX_FIELDS})
        label = _("%(label)s (salinan)") % {"label": parts.found(standard.fields, code)["label_id"][:190]}
        rows = parts.duplicate(standard.fields, code, label_id=label)
    else:
        rows = parts.move(standard.fields, code, -1 if act == "up" else 1)
    return arranged(request, standard, "fields", f"isian-{code}", form, fields=rows)


@office
@require_POST
@once
def arrange_columns(request, uuid, table):
    """The buttons of a table's columns: up, down, remove."""
    standard = version_of(request, uuid)
    table_row = _row_or_404([row for row in standard.fields if row["type"] == "table"], table)
    form, rows = ArrangeForm(request.POST), table_row.get("columns", [])
    act, code = form.act()
    if not form.is_valid() or act == "copy" or parts.found(rows, code) is None:
        return redirect(f"{_field_url(standard, table)}#kolom")
    if act == "remove" and len(rows) == 1:
        raise Refused(LAST_COLUMN)
    columns = parts.remove(rows, code) if act == "remove" else parts.move(rows, code, -1 if act == "up" else 1)
    fields = parts.replace(standard.fields, table, {**table_row, "columns": columns})
    arranged(request, standard, "fields", "", form, fields=fields)
    return redirect(f"{_field_url(standard, table)}#kolom")


@office
@once
def remove_field(request, uuid, code):
    """Away with a field, after the page has said what depends on it."""
    standard = version_of(request, uuid)
    row = _row_or_404(standard.fields, code)
    form = RemoveForm(request.POST if request.method == "POST" else None, standard=standard)
    if form.is_valid() and saved(request, standard, form, **uses.without_field(standard, code)):
        messages.success(request, _("Isian “%(label)s” dihapus dari draf.") % {"label": row["label_id"]})
        return redirect(section_path(standard, "fields"))
    return remove_page(request, standard, "fields", form, row["label_id"], uses.uses_of_field(standard, code))


def remove_page(request, standard, section, form, label, found):
    """What depends on it: what the removal puts right itself, and what somebody has to put right afterwards."""
    linked = [(use, section_path(standard, use.section)) for use in found if use.section in SECTION and not use.heals]
    more = {"label": label, "healed": [use for use in found if use.heals], "left": linked}
    return page(request, standard, section, "remove.html", form=form, **more)


@office
@require_GET
def preview(request, uuid):
    """The form as the applicant will see it, section by section; nothing can be sent."""
    standard = version_of(request, uuid)
    shown, faults = [], []
    try:
        spec = FormSpec.from_json(standard.fields)
    except SchemaError:
        faults = [(gap.text, gap.url(standard)) for gap in findings_of_fields(standard) if gap.blocks]
    else:
        context = context_for(standard.office)
        shown = [(section, section_form(section, context)(None, {})) for section in sections(spec)]
    conditions = [
        (row["label_id"], field_rules.condition_words(standard.fields, row))
        for row in standard.fields
        if row.get("show_when")
    ]
    more = {"shown": shown, "faults": faults, "conditions": conditions}
    return page(request, standard, "fields", "preview.html", **more)
