"""/standar/<uuid>/biaya/…: free of charge, one amount, or a tariff table times a quantity."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.standard_levy import FixedForm, FreeForm, TableForm
from applications.levy import HOW_TO_PAY, lines_of, rows_of
from applications.standards.terms import section_path
from applications.views.draft_pages import page, saved, section_page, version_of
from audit.replay import once
from ptsp_portal.lib.audience import office

# The last part of the address, its form, what it is called.
WAYS = {
    "gratis": (FreeForm, gettext_lazy("Gratis")),
    "tetap": (FixedForm, gettext_lazy("Satu tarif tetap")),
    "tabel": (TableForm, gettext_lazy("Tabel tarif × banyaknya")),
}
EXAMPLE_QUANTITY = Decimal(10)


def levy_page(request, standard):
    """The cost as it stands, with an example, and the three ways to set it."""
    levy, labels = standard.levy, {row["code"]: row["label_id"] for row in standard.fields}
    more = {
        "ways": [(key, title, key == _way(standard)) for key, (_form, title) in WAYS.items()],
        "tariff": _legible(levy),
        "row_label": labels.get(levy.get("row_field"), ""),
        "quantity_label": labels.get(levy.get("quantity_field"), ""),
        "examples": _examples(levy),
        "usual_way": HOW_TO_PAY,
    }
    return section_page(request, standard, "levy", "levy.html", **more)


def _way(standard) -> str:
    if not standard.has_fee:
        return "gratis"
    return {"fixed": "tetap", "table": "tabel"}.get(standard.levy.get("kind"), "")


def _legible(levy) -> list[dict]:
    return [row for row in rows_of(levy) if isinstance(row.get("amount"), int)] if levy else []


def _examples(levy) -> list:
    """The first rows reckoned out as the bill will be."""
    quantity = Decimal(1) if levy.get("kind") == "fixed" else EXAMPLE_QUANTITY
    found = []
    for row in _legible(levy)[:2]:
        try:
            found += lines_of(levy, row["code"], quantity)
        except (ValueError, KeyError):
            continue
    return found


@office
@once
def edit_levy(request, uuid, way):
    """One of the three ways; a tariff table may first ask for rows from a field's choices, or for more empty rows."""
    standard = version_of(request, uuid)
    if way not in WAYS:
        raise Http404
    kind, title = WAYS[way]
    form = kind(request.POST if request.method == "POST" else None, standard=standard)
    if wanted := getattr(form, "wants_rows", ""):
        if wanted == "fill":
            form.fill()
        form = form.again()
    if form.is_valid() and saved(request, standard, form, **form.changes()):
        messages.success(request, _("Biaya tersimpan."))
        return redirect(section_path(standard, "levy"))
    return page(request, standard, "levy", "edit_levy.html", form=form, way=way, title=title, usual_way=HOW_TO_PAY)
