"""/pimpinan/unduhan/ and /pimpinan/bukti/: what the worker makes for whoever governs: long tables, monthly reports, packs."""

from datetime import date

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.replay import once
from dashboards.actions.exports import ask_export, take_export
from dashboards.evidence import ITEMS
from dashboards.forms.exports import PackForm, ReportForm, TableForm
from dashboards.models import Digest, Export
from dashboards.policies import can_take_export
from dashboards.reach import Reach, reach_of
from dashboards.tables import full_month_words
from dashboards.views.page import region_code
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.wording import date_words

SHOWN = 30
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def whole_reach_or_404(request) -> Reach:
    """Of whoever governs a region with an office in it."""
    reach = reach_of(request.user).narrowed(region_code(request))
    if not (reach.regions and reach.offices):
        raise Http404
    return reach


@office
@once
def exports(request):
    """One's own orders, and two forms: a long table, the report of a month. ?buat=laporan says which form was sent."""
    reach = whole_reach_or_404(request)
    wants_report = request.POST.get("buat") == "laporan"
    table = TableForm(
        request.POST if request.method == "POST" and not wants_report else None,
        reach=reach,
        initial=_this_year(reach),
        prefix="t",
    )
    report = ReportForm(request.POST if wants_report else None, reach=reach, words=full_month_words, prefix="l")
    if request.method == "POST":
        form = report if wants_report else table
        if form.is_valid():
            said = form.cleaned_data
            kind, made = (Export.Kind.REPORT, "pdf") if wants_report else (said["kind"], said["form"])
            ask_export(by=request.user, kind=kind, form=made, day=said.get("by", ""), span=form.span, **_about(form))
            return redirect("dashboards:exports")
    context = _orders(request) | {"table": table, "report": report}
    status = 400 if table.errors or report.errors else 200
    return render(request, "dashboards/exports/exports.html", context, status=status)


@office
@once
def evidence(request):
    """Packs of evidence: what one holds, one's own packs, and the form."""
    reach = whole_reach_or_404(request)
    form = PackForm(request.POST or None, reach=reach, initial=_this_year(reach))
    if request.method == "POST" and form.is_valid():
        ask_export(by=request.user, kind=form.cleaned_data["kind"], form="zip", span=form.span, **_about(form))
        return redirect("dashboards:evidence")
    contents = [
        (kind.label, [item.title for item in ITEMS if kind in item.occasions and item.look],
         [item.title for item in ITEMS if kind in item.occasions and not item.look])
        for kind in Export.PACKS
    ]  # fmt: skip
    context = _orders(request, packs=True) | {"form": form, "contents": contents, "sealed_day": _last_sealed()}
    return render(request, "dashboards/exports/evidence.html", context, status=400 if form.errors else 200)


@office
@require_GET
def orders(request):
    """Only the list, for the page that refreshes it by itself; ?bukti=1 the packs."""
    whole_reach_or_404(request)
    return render(request, "dashboards/exports/_orders.html", _orders(request, packs=bool(request.GET.get("bukti"))))


@office
@require_GET
def take(request, uuid):
    """The file, for whoever asked and still reaches what it is about; to anybody else it does not exist."""
    export = get_object_or_404(Export.objects.of(request.user), uuid=uuid)
    if not can_take_export(request.user, export) or export.failed_at:
        raise Http404
    if export.is_open:
        messages.info(request, _("Berkas masih dibuat. Muat ulang halaman ini beberapa detik lagi."))
        return redirect("dashboards:evidence" if export.kind in Export.PACKS else "dashboards:exports")
    export = take_export(uuid, by=request.user)
    response = FileResponse(
        default_storage.open(export.file),
        as_attachment=True,
        filename=_name_of(export),
        content_type=TYPES[export.form],
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _last_sealed() -> date | None:
    line = Digest.objects.last_made()
    return line.day if line else None


def _name_of(export: Export) -> str:
    place = export.office.slug if export.office else export.region_id
    return f"{export.kind}-{place}-{export.first}-{export.last}.{export.form}"


def _about(form) -> dict:
    return {"region": form.place.region, "office": form.place.office}


def _this_year(reach: Reach) -> dict:
    return {"first": date(reach.today.year, 1, 1), "last": reach.today, "kind": Export.Kind.PTSP}


def _orders(request, *, packs=False) -> dict:
    rows = Export.objects.of(request.user).kept().select_related("region", "office__region")
    rows = rows.filter(kind__in=Export.PACKS) if packs else rows.exclude(kind__in=Export.PACKS)
    found = list(rows[:SHOWN])
    reach = reach_of(request.user)
    lines = [
        {
            "export": each,
            "place": each.office.name if each.office else each.region.full_name,
            "period": _period(each),
            "zone": each.region.zone,
            "may_take": each.is_ready and can_take(reach, each),
        }
        for each in found
    ]
    return {"orders": lines, "is_busy": any(each.is_open for each in found), "packs": packs}


def can_take(reach: Reach, export: Export) -> bool:
    """As `can_take_export`, for a list: the reach is asked once."""
    return reach.covers(export.region_id) and (export.office_id is None or export.office_id in reach.office_ids)


def _period(export: Export) -> str:
    if export.kind == Export.Kind.REPORT:
        return full_month_words(export.first)
    return f"{date_words(export.first)} – {date_words(export.last)}"
