"""/investasi/kerja/: figures with nothing laid together for those who govern; handing in, keeping, publishing for a PTSP."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Region
from agencies.scoping import governed_regions
from audit.replay import once
from dashboards import investment_policies as policies
from dashboards.actions import investment as acts
from dashboards.forms.investment import InvestmentFileForm, ReturnForm
from dashboards.investment_figures import InvestmentYear
from dashboards.investment_judging import MODELS, judge
from dashboards.investment_pages import page_of, table_response
from dashboards.investment_sample import sample_rows
from dashboards.models import InvestmentFile
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.upload_kinds import UploadRefused
from ptsp_portal.lib.xlsx_export import xlsx_response

FILES_SHOWN, WRONG_SHOWN, RIGHT_SHOWN, FIGURES_SHOWN = 30, 200, 50, 200
WITH_FIGURES = (Region.Level.PROVINCE, Region.Level.REGENCY_CITY)  # investment is not reported below


@office
@require_GET
def desk(request):
    """Regions whose figures this person answers for, and the files of the own office."""
    context = {
        "places": Region.objects.filter(code__in=governed_regions(request.user), level__in=WITH_FIGURES),
        "offices": policies.importing_offices(request.user),
        "files": InvestmentFile.objects.visible_to(request.user)
        .filter(dropped_at__isnull=True)
        .select_related("office", "created_by")
        .order_by("-created_at")[:FILES_SHOWN],
    }
    return render(request, "dashboards/investment/desk.html", context)


@office
@require_GET
def region(request, code):
    """Every sum of a region that this person answers for."""
    context = page_of(request, _governed(request, code), outside=False)
    return render(request, "dashboards/investment/region.html", context)


@office
@require_GET
def table(request, code, year, cut, ending):
    """One table of the inner page as CSV or XLSX."""
    return table_response(InvestmentYear(_governed(request, code), year), cut, ending)


@office
@once
def upload(request, office_slug):
    """A file is read and judged; its cells wait in the portal, so nobody uploads it twice."""
    place = next((each for each in policies.importing_offices(request.user) if each.slug == office_slug), None)
    if place is None:
        raise Http404
    form = InvestmentFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            judge(InvestmentFile(office=place, kind=form.cleaned_data["kind"], cells=given["cells"]), _today(place))
        except UploadRefused as problem:
            form.add_error("file", str(problem))
        else:
            file = acts.hand_in_file(place.pk, by=request.user, kind=form.cleaned_data["kind"], **given)
            return redirect("investment:file", file.uuid)
    context = {"place": place, "form": form}
    return render(request, "dashboards/investment/upload.html", context, status=400 if form.errors else 200)


@office
@require_GET
def sample(request, kind, ending):
    """An empty table with the right columns and two example lines, for spreadsheets and for plain CSV."""
    if kind not in MODELS or ending not in ("csv", "xlsx"):
        raise Http404
    head, rows, notes = sample_rows(kind)
    name = f"contoh-investasi-{kind}.{ending}"
    if ending == "csv":
        return csv_response(name, head, rows)
    return xlsx_response(name, head, rows, sheet=kind.capitalize(), notes=notes)


@office
@once
def file(request, uuid):
    """GET what would be kept, line by line, or what was; POST `act`: keep, drop, publish."""
    found = get_object_or_404(_files(request), uuid=uuid)
    if request.method == "POST":
        return _act(request, found)
    context = {
        "file": found,
        "may_keep": policies.can_keep(request.user, found),
        "may_decide": found.is_waiting and policies.can_decide(request.user, found),
        "is_own": found.created_by_id == request.user.pk,
        **(_preview(found) if found.is_preview else _figures(found)),
    }
    return render(request, "dashboards/investment/file.html", context)


@office
@once
def send_back(request, uuid):
    """The head gives the file back with a reason; its figures count no more."""
    found = get_object_or_404(_files(request), uuid=uuid)
    if not (found.is_waiting and policies.can_decide(request.user, found)):
        raise Http404
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.return_file(found.uuid, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Angka dikembalikan dan tidak lagi dihitung."))
        return redirect("investment:file", found.uuid)
    context = {"file": found, "form": form}
    return render(request, "dashboards/investment/send_back.html", context, status=400 if form.errors else 200)


def _act(request, found):
    act = request.POST.get("act")
    if act == "keep":
        kept = acts.keep_file(found.uuid, by=request.user)
        messages.success(
            request,
            _("%(n)d angka tersimpan sebagai angka sementara. Kepala kantor yang menerbitkannya.") % {"n": kept.lines},
        )
    elif act == "drop":
        acts.drop_file(found.uuid, by=request.user)
        messages.success(request, _("Berkas dibatalkan; tidak ada yang tersimpan."))
        return redirect("investment:desk")
    elif act == "publish":
        acts.publish_file(found.uuid, by=request.user)
        messages.success(request, _("Angka diterbitkan sebagai angka tetap."))
    else:
        raise Http404
    return redirect("investment:file", found.uuid)


def _preview(found) -> dict:
    lines = judge(found, _today(found.office))
    wrong = [line for line in lines if line.problems]
    return {
        "wrong": wrong[:WRONG_SHOWN],
        "right": [line for line in lines if not line.problems][:RIGHT_SHOWN],
        "wrong_count": len(wrong),
        "new_count": sum(1 for line in lines if line.is_new),
        "known_count": sum(1 for line in lines if line.is_known and not line.problems),
        "line_count": len(lines),
    }


def _figures(found) -> dict:
    rows = MODELS[found.kind].objects.filter(file=found).select_related("region", "superseded_by")
    if found.kind == InvestmentFile.Kind.REALISATION:
        rows = rows.select_related("sector")
    return {"figures": rows.order_by("line")[:FIGURES_SHOWN]}


def _files(request):
    files = InvestmentFile.objects.visible_to(request.user).filter(dropped_at__isnull=True)
    return files.select_related("office__region", "created_by", "decided_by")


def _governed(request, code) -> Region:
    """The region or one below it, where this person governs; others are 404."""
    place = get_object_or_404(Region, code=code, level__in=(Region.Level.PROVINCE, Region.Level.REGENCY_CITY))
    if not any(code == each or code.startswith(f"{each}.") for each in governed_regions(request.user)):
        raise Http404
    return place


def _today(place):
    return place.region.local_date(now())
