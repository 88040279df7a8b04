"""/pimpinan/standar/: which offices have set their own service standards, and where work on them waits."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Agency
from dashboards.behind import CITY
from dashboards.standards_state import State, states_of
from dashboards.tables import Column, Row, Table, exported, sort_links
from dashboards.views.page import moment_of, path_of, reach_or_404, zones_of
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.moment import now

SHOWN = 20  # lines; the rest by a link
FIRST_SORT = "templat"


@office
@require_GET
def standards(request):
    """?wilayah= opens a region, ?urut= sorts, ?semua= shows every line; CSV and XLSX always hold all of them."""
    reach = reach_or_404(request)
    offices = [each for each in reach.offices if each.is_active]
    states = states_of(offices)
    whole = sum(states.values(), State())
    chosen = request.GET.get("urut") or FIRST_SORT
    table = _table(offices, states, whole)
    table.sort(chosen)
    if file := exported(request, [table], now()):
        return file
    lines = [row for row in table.rows if not row.is_total]
    hidden = 0 if request.GET.get("semua") else max(0, len(lines) - SHOWN)
    if hidden:
        table.rows = lines[:SHOWN] + [row for row in table.rows if row.is_total]
    context = {
        "reach": reach,
        "as_of": [moment_of(now(), zone) for zone in zones_of(reach)],
        "path": path_of(request, reach.region),
        "regions": _regions(reach),
        "whole": whole,
        "table": table,
        "sorts": sort_links(table, chosen),
        "hidden": hidden,
    }
    return render(request, "dashboards/standards/offices.html", context)


def _regions(reach) -> list:
    """Regencies and cities to open, where there are several."""
    found = {each.region_id: each.region for each in reach.offices if len(each.region_id) == CITY}
    return sorted(found.values(), key=lambda each: each.pk) if len(found) > 1 else []


def _table(offices: list[Agency], states: dict[int, State], whole: State) -> Table:
    heads = [
        Column(_("Layanan"), key="layanan"),
        Column(_("Standar sendiri"), key="sendiri"),
        Column(_("Templat nasional"), key="templat"),
        Column(_("Belum ada standar"), key="belum"),
        Column(_("Draf"), key="draf"),
        Column(_("Menunggu penetapan"), key="menunggu"),
        Column(_("Ada dasar hukum dicabut"), key="dicabut"),
        Column(_("Lebih dari setahun tidak diubah"), key="lama"),
    ]
    rows = [
        Row(each.name, _values(states[each.pk]), reverse("applications:public_services", args=[each.slug]))
        for each in offices
    ]
    if len(rows) > 1:
        rows.append(Row(_("Semua kantor"), _values(whole), is_total=True))
    return Table("standar", _("Standar pelayanan menurut kantor"), _("Kantor"), heads, rows)


def _values(state: State) -> list[int]:
    return [
        state.services, state.own, state.template, state.none, state.drafts, state.reviewed, state.ended, state.old
    ]  # fmt: skip
