"""/sidik-harian/: one line a day that anybody may keep, and whether a kept one still holds. docs/digests.md."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dashboards import sealed
from dashboards.kept_digest import CORRECTION, FINDING, LONGEST, OBJECTION, read_kept, verdict_on
from dashboards.models import Digest
from dashboards.views.page import page_context, reach_or_404
from ptsp_portal.lib.audience import office, public
from ptsp_portal.lib.limits import Limit, client_ip

SHOWN = 31
MOST_DIFFERENCES = 200
PER_ADDRESS = Limit("digest-check", tries=30, window=timedelta(minutes=10))
WHOLE_CHAIN = Limit("digest-chain", tries=20, window=timedelta(minutes=10))
REASONS = {
    OBJECTION: _("keberatan yang dikabulkan: penolakannya dibatalkan"),
    CORRECTION: _("perbaikan salah ketik pada izin"),
    FINDING: _("pengaduan keterlambatan yang terbukti: berkasnya dihitung terlambat"),
}
CUT_WORDS = {"bulan": _("Bulan"), "kantor": _("Kantor"), "layanan": _("Layanan")}
NUMBER_WORDS = {
    "received": _("masuk"),
    "issued": _("terbit"),
    "rejected": _("ditolak"),
    "on_time": _("tepat waktu (%)"),
    "median_days": _("median hari kerja"),
}


@public
@require_GET
def digests(request):
    """The youngest lines, older ones by ?sebelum=<number>, and how to check."""
    before = request.GET.get("sebelum", "")
    lines = Digest.objects.order_by("-number").only("number", "day", "hash", "made_at")
    if before.isascii() and before.isdigit() and len(before) < 10:
        lines = lines.filter(number__lt=int(before))
    found = list(lines[: SHOWN + 1])
    context = {"lines": found[:SHOWN], "next": found[SHOWN - 1].number if len(found) > SHOWN else None}
    return render(request, "dashboards/digests/list.html", context)


@public
@require_GET
def digest(request, day):
    """One line exactly as its hash was made of it, so that `sha256sum` gives that hash."""
    line = get_object_or_404(Digest, day=day_or_404(day))
    return _download(HttpResponse(line.text, content_type="application/json; charset=utf-8"), f"sidik-{line.day}.json")


@public
@require_GET
def chain(request):
    """All lines from the first, one a line."""
    address = client_ip(request)
    if WHOLE_CHAIN.is_reached(address):
        return HttpResponse(
            "Terlalu banyak permintaan. Tunggu 10 menit.\n", status=429, content_type="text/plain; charset=utf-8"
        )
    WHOLE_CHAIN.count(address)
    texts = Digest.objects.order_by("number").values_list("text", flat=True).iterator(200)
    response = StreamingHttpResponse(
        (f"{text}\n" for text in texts), content_type="application/x-ndjson; charset=utf-8"
    )
    return _download(response, "sidik-harian.jsonl")


def day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _download(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public
def check(request):
    """A kept line, pasted or as its file: does it stand, and does the journal still contain it? Nothing of it is stored."""
    context = {"verdict": None, "error": ""}
    if request.method == "POST":
        address = client_ip(request)
        if PER_ADDRESS.is_reached(address):
            context["error"] = _("Terlalu banyak pemeriksaan dari jaringan ini. Tunggu 10 menit lalu coba lagi.")
        else:
            PER_ADDRESS.count(address)
            _judge(request, context)
    status = 400 if context["error"] else 200
    return render(request, "dashboards/digests/check.html", context, status=status)


def _judge(request, context) -> None:
    text = _kept_text(request)
    said = read_kept(text) if text else None
    if said is None:
        context["error"] = _("Itu bukan sidik harian. Tempel isi berkas sidik apa adanya, atau pilih berkasnya.")
        return
    verdict = verdict_on(text, said)
    context["verdict"] = verdict
    context["reasons"] = [REASONS[each] for each in verdict.reasons]
    context["changes"] = [(CUT_WORDS[each.cut], NUMBER_WORDS[each.measure], each) for each in verdict.changes]


def _kept_text(request) -> str:
    file = request.FILES.get("berkas")
    if file is None:
        return request.POST.get("isi", "").strip().lstrip("\ufeff")
    if file.size > LONGEST:
        return ""
    return file.read().decode("utf-8-sig", "replace").strip()


@office
@require_GET
def sealed_figures(request, day):
    """/pimpinan/sidik/<day>/: what was sealed for the offices of one's reach against the figures of now."""
    reach = reach_or_404(request)
    line = Digest.objects.filter(day=day_or_404(day)).first()
    if line is None or not reach.offices:
        raise Http404
    found = sealed.differences(line, reach.offices)
    context = page_context(request, reach) | {
        "line": line,
        "differences": found[:MOST_DIFFERENCES],
        "more": max(0, len(found) - MOST_DIFFERENCES),
        "reasons": [REASONS[each] for each in sealed.reasons(line, found)],
        "offices": len(reach.offices),
        "title": _("Angka di bawah segel"),
    }
    return render(request, "dashboards/digests/sealed.html", context)
