"""/pimpinan/berkas/: the files behind a number."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboards.behind import PAGE, REQUEST, asked_for, cursor_of, keys_of
from dashboards.behind_rows import rows_of
from dashboards.policies import can_list_case
from dashboards.sheets import FORMS, files_sheet, sheet
from dashboards.views.asking import page_of
from dashboards.words import MARK_WORDS
from ptsp_portal.lib.audience import office

KEPT = ("apa", "instansi", "tempat", "dari", "sampai", "batas")  # when region, office or service change
MOST_EXPORTED = 1000  # lines of one download


@office
@require_GET
def files(request):
    """One list, a page at a time; numbers of files and whose turn it is, never who applies."""
    page = page_of(request)
    asked = asked_for(page.choice, request.GET, page.calendar)
    if asked is None:
        raise Http404
    form, after = request.GET.get("bentuk"), request.GET.get("after", "")
    if form in FORMS:
        keys = [key for key, _day in keys_of(asked, "", MOST_EXPORTED)]
        return sheet(form, f"berkas-{page.today}", *files_sheet(rows_of(asked, keys, request.user)))
    found = keys_of(asked, after)
    rows = rows_of(asked, [key for key, _day in found[:PAGE]], request.user)
    context = page.context() | {
        "asked": asked,
        "keep": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "rows": rows,
        "may_list": {row.key for row in rows if not row.closed_on and can_list_case(request.user, row.office)},
        "marks": MARK_WORDS,
        "of_requests": asked.source == REQUEST,
        "next": cursor_of(*found[PAGE - 1]) if len(found) > PAGE else None,
        "is_first": not after,
        "most_exported": MOST_EXPORTED,
    }
    return render(request, "dashboards/stuck/files.html", context)
