"""The starter library of an office: the national templates of its level, to be read, adopted and adjusted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.actions.standards import start_standard
from applications.standards import library
from applications.standards.compare_words import in_sections
from applications.standards.terms import terms_of
from applications.views.draft_pages import home_of
from applications.views.standard_files import PLACE, template_for, writing_office
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.moment import now


@office
@once
def template_library(request, office_slug):
    """The list (GET `cari`, `sektor`, `dipakai`: own or as-is); POST `code`: begin a draft from that template."""
    agency = writing_office(request.user, office_slug)
    if request.method == "POST":
        standard = start_standard(agency.pk, request.POST.get("code", "").replace("\0", ""), by=request.user)
        messages.success(request, _("Draf versi %(version)s siap disesuaikan.") % {"version": standard.version})
        return redirect(home_of(standard))
    rows = library.shelves(agency, agency.region.local_date(now()))
    words, sector, use = (request.GET.get(key, "").strip() for key in ("cari", "sektor", "dipakai"))
    shown = [row for row in rows if _fits(row, words.casefold(), sector, use)]
    sectors = sorted({row.permit_type.sector for row in rows})
    context = {
        "agency": agency, "rows": shown, "total": len(rows), "sectors": sectors, "words": words, "sector": sector, "use": use,
        "uses": [("own", _("Sudah diambil")), ("as_is", _("Dipakai apa adanya"))],
        "own": sum(1 for row in rows if row.own),
    }  # fmt: skip
    return render(request, PLACE.format("library"), context)


@office
@require_GET
def library_template(request, office_slug, code):
    """One template to read, with the way to adopt it."""
    agency = writing_office(request.user, office_slug)
    template = template_for(agency, code)
    shelf = next(
        row
        for row in library.shelves(agency, agency.region.local_date(now()))
        if row.permit_type.pk == template.permit_type_id
    )
    context = {"agency": agency, "template": template, "row": shelf, "sections": in_sections(terms_of(template))}
    return render(request, PLACE.format("template"), context)


def _fits(row, words, sector, use) -> bool:
    made = row.permit_type
    named = f"{made.name} {made.name_en} {made.code} {made.sector}".casefold()
    return (
        all(word in named for word in words.split())
        and sector in ("", made.sector)
        and use in ("", "own" if row.own else "as_is")
    )
