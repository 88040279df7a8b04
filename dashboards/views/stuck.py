"""/pimpinan/macet/: where files are stuck, and how each agency and office works."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboards.agency_table import AHEAD_DAYS, ORDERS, agency_lines, in_order, office_lines
from dashboards.behind import SOON_DAYS
from dashboards.cubes import Holder
from dashboards.links import chosen, files_url
from dashboards.sheets import FORMS, agencies_sheet, board_sheet, sheet
from dashboards.spans import span_named, spans_to_choose
from dashboards.stuck import Board, Party, board_of, oldest_first
from dashboards.views.asking import page_of
from dashboards.words import HOLDER_KEYS, HOLDER_WORDS, ORDER_WORDS
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.charts import bars

SHOWN = 40  # lines of a long table; the rest by a link


@office
@require_GET
def stuck(request):
    """Who has the open files now; ?urut=tertua puts the oldest deadline first instead of the most over the limit."""
    page = page_of(request)
    board = board_of(page.choice, page.today, page.calendar.add_working_days(page.today, SOON_DAYS))
    parties = oldest_first(board.parties) if request.GET.get("urut") == "tertua" else board.parties
    if request.GET.get("bentuk") in FORMS:
        return sheet(request.GET["bentuk"], f"macet-{page.today}", *board_sheet(parties))
    shown = parties if request.GET.get("semua") else parties[:SHOWN]
    context = page.context() | {
        "board": board,
        "soon_days": SOON_DAYS,
        "total_urls": _urls(page, "permintaan" if page.choice.leads_only else "terbuka"),
        "worst_url": _party_url(board.worst, page, "lewat") if board.worst else "",
        "chart": _chart(board),
        "holders": [
            (HOLDER_WORDS[holder], tally, _urls(page, _holder_key(page, holder))) for holder, tally in board.holders
        ],
        "parties": [_links_of(party, page) for party in shown],
        "hidden": len(parties) - len(shown),
        "has_phones": any(party.place.phone for party in shown if party.holder != Holder.APPLICANT),
        "kept": chosen(page.choice),
    }
    return render(request, "dashboards/stuck/board.html", context)


@office
@require_GET
def agencies(request):
    """Agencies that are asked and offices that issue, over a span; ?urut= sorts both tables."""
    page = page_of(request)
    span, order = span_named(request.GET.get("periode", ""), page.today), request.GET.get("urut", "lewat")
    asked = (page.choice, span.first, span.last, page.calendar, page.today)
    form, which = request.GET.get("bentuk"), request.GET.get("tabel")
    agencies_shown = in_order(agency_lines(*asked), order) if which != "kantor" or form not in FORMS else []
    offices_shown = in_order(office_lines(*asked), order) if which == "kantor" or form not in FORMS else []
    if form in FORMS:
        lines = offices_shown if which == "kantor" else agencies_shown
        name = "kantor" if which == "kantor" else "instansi"
        return sheet(form, f"{name}-{span.key}", *agencies_sheet(lines, of_agencies=which != "kantor"))
    everything = bool(request.GET.get("semua"))
    context = page.context() | {
        "span": span,
        "spans": spans_to_choose(span, page.today),
        "order": order if order in ORDERS else "lewat",
        "orders": ORDER_WORDS.items(),
        "ahead_days": AHEAD_DAYS,
        "agency_lines": [_line(each, page, span, of_agency=True) for each in _first(agencies_shown, everything)],
        "office_lines": [_line(each, page, span, of_agency=False) for each in _first(offices_shown, everything)],
        "hidden": 0 if everything else max(0, len(agencies_shown) - SHOWN) + max(0, len(offices_shown) - SHOWN),
        "expected": round(sum(each.expected.n for each in agencies_shown)),
        "overdue": sum(each.tally.overdue for each in agencies_shown),
        "kept": chosen(page.choice),
    }
    return render(request, "dashboards/stuck/agencies.html", context)


def _first(lines: list, everything: bool) -> list:
    return lines if everything else lines[:SHOWN]


def _holder_key(page, holder: int) -> str:
    return "permintaan" if page.choice.leads_only else HOLDER_KEYS[holder]


def _urls(page, apa: str, **more) -> dict[str, str]:
    """Behind "open", "over" and "near" of one line."""
    return {
        "n": files_url(apa, page.choice, **more),
        "overdue": files_url(apa, page.choice, **more, batas="lewat"),
        "soon": files_url(apa, page.choice, **more, batas="dekat"),
    }


def _party(party: Party, page) -> tuple[str, dict]:
    if party.agency:
        return ("permintaan" if page.choice.leads_only else "instansi"), {"instansi": party.agency.slug}
    return party.key, {"kantor": party.office.slug}


def _party_url(party: Party, page, limit: str) -> str:
    apa, more = _party(party, page)
    return files_url(apa, page.choice, **more, batas=limit)


def _links_of(party: Party, page) -> dict:
    apa, more = _party(party, page)
    return {"party": party, "urls": _urls(page, apa, **more)}


def _line(line, page, span, *, of_agency: bool) -> dict:
    """A line with the list behind each of its numbers."""
    if of_agency:
        before, more = "permintaan-", {"instansi": line.agency.slug}
        keys = {
            "n": "permintaan",
            "overdue": "permintaan-lewat",
            "inflow": "masuk",
            "ended": "dijawab",
            "again": "diulang",
        }
    else:
        before, more = "", {"kantor": line.agency.slug}
        keys = {"n": "terbuka", "overdue": "lewat", "inflow": "masuk", "ended": "diputus", "again": "dibuka-lagi"}
    keys |= {"late": "terlambat", "paused": "jeda", "last_minute": "menit-terakhir"}
    urls = {}
    for figure, key in keys.items():
        is_open = figure in ("n", "overdue")
        days = {} if is_open else {"dari": span.first, "sampai": span.last}
        urls[figure] = files_url(key if is_open else f"{before}{key}", page.choice, **more, **days)
    return {"line": line, "urls": urls}


def _chart(board: Board):
    rows = [
        (str(HOLDER_WORDS[holder]), (tally.n - tally.overdue, tally.overdue))
        for holder, tally in board.holders
        if holder != Holder.OTHER or tally.n
    ]
    return (
        bars(_("Siapa memegang berkas sekarang"), rows, series=(_("Dalam batas"), _("Lewat batas"))) if rows else None
    )
