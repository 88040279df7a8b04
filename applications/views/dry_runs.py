"""/standar/<uuid>/uji/berkas-lama/: a draft on last year's files: asked for, under way, and what was found, in sentences first."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from applications import policies
from applications.actions.dry_runs import ask_dry_run
from applications.standards.dry_run import LISTED
from applications.views.draft_pages import head_of, version_of
from applications.views.trials import OPEN
from audit.replay import once
from ptsp_portal.lib.audience import office

MONTHS = 12


@office
@once
def dry_run(request, uuid):
    """The latest run of one version, and the button for another."""
    standard = version_of(request, uuid)
    if request.method == "POST":
        ask_dry_run(uuid, by=request.user)
        messages.success(request, _("Uji diminta. Muat ulang halaman ini untuk melihat kemajuannya."))
        return redirect("applications:dry_run", uuid)
    runs = list(standard.dry_runs.order_by("-id")[:2])
    waiting = next((run for run in runs if run.finished_at is None), None)
    done = next((run for run in runs if run.finished_at is not None), None)
    found = done.result if done and not done.error else {}
    back = (reverse("applications:trials", args=[uuid]), _("Uji coba"))
    context = {
        **head_of(standard, back),
        "waiting": waiting,
        "progress": _progress(waiting) if waiting else "",
        "run": done,
        "has_changed": bool(found) and done.revision != standard.revision,
        "may_ask": waiting is None and standard.status in OPEN and policies.can_write_standard(request.user, standard),
        "listed": LISTED,
    }
    return render(
        request, "applications/standards/trials/dry_run.html", context | (_found(found, standard) if found else {})
    )


def _progress(run) -> str:
    if run.error:
        return _("Percobaan terakhir gagal (%(error)s); akan dicoba lagi sendiri.") % {"error": run.error}
    if not run.result.get("of"):
        return _("Menunggu giliran.")
    return _("%(done)d dari %(all)d berkas sudah dibaca.") % {"done": run.result["done"], "all": run.result["of"]}


def _found(found: dict, standard) -> dict:
    """The tally (standards/dry_run.py) as sentences and tables."""
    agencies = _agencies(found)
    labels = {field["code"]: field["label_id"] for field in standard.fields}
    return {
        "found": found,
        "sentences": [
            *_about_days(found, standard),
            *_about_agencies(found, agencies),
            *_about_running(found),
            *_about_answers(found),
        ],
        "late": found["late_numbers"],
        "agencies": agencies,
        "unresolved": sorted(found["unresolved"].items()),
        "running": [(number, [_reason(*each) for each in reasons]) for number, reasons in found["open_numbers"]],
        "answers": [
            (labels.get(code, code), found["blank"].get(code, 0), found["unfit"].get(code, 0))
            for code in sorted({*found["blank"], *found["unfit"]}, key=lambda code: labels.get(code, code))
        ],
        "dropped": sorted(found["dropped"].values()),
    }


def _about_days(found, standard) -> list[str]:
    if not found["decided"]:
        return [_("Belum ada berkas yang diputus dalam masa ini, jadi ketepatan waktu tidak dapat diuji.")]
    words = {"n": found["decided"], "before": found["late_before"], "after": found["late_after"],
             "limit": standard.time_limit_days}  # fmt: skip
    said = ngettext(
        "Dari %(n)d berkas yang diputus, %(before)d terlambat menurut batas lama; dengan batas %(limit)d hari kerja akan "
        "terlambat %(after)d.",
        "Dari %(n)d berkas yang diputus, %(before)d terlambat menurut batas lama; dengan batas %(limit)d hari kerja akan "
        "terlambat %(after)d.",
        found["decided"],
    )
    return [said % words]


def _about_agencies(found, agencies) -> list[str]:
    if not found["routed"]:
        return [_("Belum ada berkas yang selesai diverifikasi, jadi beban dinas tidak dapat dihitung.")]
    would = sum(counts[0] for counts in found["agencies"].values())
    did = sum(counts[1] for counts in found["agencies"].values())
    said = [
        _("Dinas akan menerima %(would)s permintaan sebulan, semula %(did)s.")
        % {"would": per_month(would), "did": per_month(did)}
    ]
    for mark, words in (("new", _("Baru diminta: %(names)s.")), ("gone", _("Tidak diminta lagi: %(names)s."))):
        if names := [row[0] for row in agencies if row[3] == mark]:
            said.append(words % {"names": ", ".join(names)})
    return said


def _about_running(found) -> list[str]:
    if not found["open"]:
        return [_("Tidak ada berkas yang sedang berjalan.")]
    words = {"n": found["open"], "differ": found["differ"]}
    return [
        _(
            "Sekarang %(n)d berkas berjalan; %(differ)d di antaranya berbeda menurut draf ini. Semuanya tetap memakai versinya."
        )
        % words
    ]


def _about_answers(found) -> list[str]:
    number = len({*found["blank"], *found["unfit"]})
    if not found["read"] or not number:
        return [_("Semua jawaban tahun lalu masih berlaku pada isian yang baru.")] if found["read"] else []
    return [
        ngettext(
            "Pada %(n)d isian, ada jawaban tahun lalu yang akan ditolak atau belum ada.",
            "Pada %(n)d isian, ada jawaban tahun lalu yang akan ditolak atau belum ada.",
            number,
        )
        % {"n": number}
    ]


def _agencies(found) -> list[tuple]:
    """[(name, a month under the draft, a month in truth, whether it is new or no longer asked)], the busiest first."""
    names = dict(Agency.objects.filter(pk__in=found["agencies"]).values_list("pk", "name"))
    rows = [
        (
            names.get(int(pk), pk),
            per_month(would),
            per_month(did),
            "" if would and did else "new" if would else "gone",
            would,
        )
        for pk, (would, did) in found["agencies"].items()
    ]
    return [row[:4] for row in sorted(rows, key=lambda row: (-row[4], row[0]))]


def per_month(n: int) -> str:
    """Of a year's number, with one decimal as Indonesians write it."""
    return f"{n / MONTHS:.1f}".replace(".", ",")


def _reason(what: str, name: str) -> str:
    return {
        "kind": _("jenis permohonannya tidak dilayani lagi"),
        "limit": _("jangka waktunya lain"),
        "stages": _("dinas yang diminta lain"),
        "levy": _("biayanya lain"),
        "field": _("isian kurang atau tidak cocok: %(name)s") % {"name": name},
        "paper": _("dokumen wajib belum ada: %(name)s") % {"name": name},
    }[what]
