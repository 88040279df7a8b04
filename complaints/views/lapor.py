"""/kerja/pengaduan/lapor/: a file of SP4N-LAPOR! in, with a look at every line before anything is kept, and one out."""

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Agency
from agencies.scoping import agency_ids
from audit.replay import once
from complaints import lapor
from complaints.actions.lapor import import_lapor, note_lapor_exported
from complaints.forms.office import LaporFileForm
from complaints.models import Complaint
from complaints.posts import DESK
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.crypto import seal, unseal
from ptsp_portal.lib.csv_export import csv_response

KEPT_SECONDS = 3600
MOST_OUT = 5000


@office
@once
def exchange(request):
    """GET the form, or the lines of the file that was just given; POST `act=keep` takes in what is right in it."""
    place = _office_of(request)
    if request.method == "POST" and request.POST.get("act") == "keep":
        return _keep(request, place)
    form = LaporFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["file"].read(lapor.MOST_BYTES + 1).decode("utf-8-sig")
            lapor.read(text, place)
        except UnicodeDecodeError:
            form.add_error("file", _("Berkas ini bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8."))
        except lapor.Unreadable as problem:
            form.add_error("file", str(problem))
        else:
            cache.set(_key(request, place), seal(text), timeout=KEPT_SECONDS)
            return redirect("complaints:lapor")
    context = {"place": place, "form": form, "lines": None}
    waiting = cache.get(_key(request, place))
    if waiting and not form.errors:
        lines = lapor.read(unseal(waiting), place)
        context |= {
            "lines": lines,
            "new": sum(1 for line in lines if line.is_new),
            "known": sum(1 for line in lines if line.is_known and not line.problems),
            "wrong": sum(1 for line in lines if line.problems),
        }
    response = render(request, "complaints/desk/lapor.html", context, status=400 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@office
@require_GET
def export(request):
    """What this desk keeps, in the columns of LAPOR!; ?lapor=1 only what came from there."""
    place = _office_of(request)
    rows = Complaint.objects.at_desk_of(request.user).filter(office=place).select_related(
        "category", "office__region", "holder_agency"
    )  # fmt: skip
    if request.GET.get("lapor"):
        rows = rows.exclude(lapor_number="")
    lines = lapor.written(rows.order_by("-id")[:MOST_OUT])
    note_lapor_exported(place, by=request.user, count=len(lines))
    return csv_response("pengaduan-lapor.csv", lapor.OUT, lines)


def _keep(request, place):
    waiting = cache.get(_key(request, place))
    if not waiting:
        messages.error(request, _("Berkasnya tidak tersimpan lagi. Unggah sekali lagi."))
        return redirect("complaints:lapor")
    kept = import_lapor(place.pk, by=request.user, lines=lapor.read(unseal(waiting), place))
    cache.delete(_key(request, place))
    messages.success(request, _("%(n)d pengaduan dari LAPOR! masuk ke register.") % {"n": len(kept)})
    return redirect("complaints:lapor")


def _office_of(request) -> Agency:
    """The office whose complaint officer this is; others find no such page."""
    place = Agency.objects.filter(pk__in=agency_ids(request.user, (DESK,))).select_related("region").first()
    if place is None:
        raise Http404
    return place


def _key(request, place) -> str:
    return f"lapor-import:{place.pk}:{request.user.uuid}"
