"""/standar/<uuid>/: the home of one version, and its way from draft to publication."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from applications import policies
from applications.actions import standards as acts
from applications.forms.standard_base import RevisionForm
from applications.forms.standards import PublishForm, ReworkForm
from applications.standards.check import findings
from applications.standards.days import begins_on, today_of
from applications.standards.terms import SECTIONS, section_path
from applications.standards.words import summary
from applications.version_story import story_of
from applications.views.draft_pages import head_of, home_of, version_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState, require

MOVED_ON = gettext_lazy(
    "Versi ini sudah berpindah langkah. Buka halamannya untuk melihat keadaan terakhir; tidak ada yang berubah."
)
BUTTONS = {  # verb: (words, url name, look, how)
    "publish": (gettext_lazy("Tetapkan"), "publish_standard", "main", "get"),
    "review": (gettext_lazy("Nyatakan lengkap"), "review_standard", "main", "get"),
    "ask_review": (gettext_lazy("Minta rekan memeriksa"), "ask_review", "quiet", "post"),
    "rework": (gettext_lazy("Kembalikan ke penulis"), "rework_standard", "quiet", "get"),
    "drop": (gettext_lazy("Buang draf"), "drop_standard", "grave", "get"),
}
# Pages about a version beside its sections: (words, what it is for, part of the address).
BESIDE = (
    (gettext_lazy("Uji coba"), gettext_lazy("Isi sebagai pemohon, atau coba pada berkas tahun lalu."), "uji"),
    (gettext_lazy("Perubahan templat nasional"), gettext_lazy("Yang berbeda diambil satu per satu."), "pembanding"),
    (gettext_lazy("Standar sebagai berkas"), gettext_lazy("Unduh satu berkas, atau isi draf dari berkas."), "berkas"),
)  # fmt: skip


@office
@require_safe
def standard(request, uuid):
    """The sections with their state, what the check found, the people, and what this person may do now."""
    found = version_of(request, uuid, "reviewed_by", "published_by")
    gaps = findings(found)
    verbs = policies.allowed(request.user, found)
    blocked = sum(gap.blocks for gap in gaps)
    versions = reverse("applications:service_versions", args=[found.office.slug, found.permit_type.code])
    context = head_of(found, back=(versions, _("Semua versi"))) | {
        "tasks": [_task(found, section, gaps) for section in SECTIONS],
        "gaps": [(gap, gap.url(found)) for gap in gaps],
        "blocked": blocked,
        "actions": _actions(request.user, found, verbs, blocked),
        "may_edit": "edit" in verbs,
        "why_not": _why_not(request.user, found, verbs),
        "story": story_of(found),
        "writers": list(found.writers.order_by("full_name")),
        "beside": [(words, about, f"{home_of(found)}{part}/") for words, about, part in BESIDE],
    }
    return render(request, "applications/standards/home.html", context)


def _task(standard, section, gaps) -> dict:
    own = [gap for gap in gaps if gap.section == section.key]
    wrong = sum(gap.blocks for gap in own)
    if wrong:
        kind, state = "late", ngettext("%(n)d perlu diperbaiki", "%(n)d perlu diperbaiki", wrong) % {"n": wrong}
    elif own:
        kind, state = "wait", ngettext("%(n)d perlu dilihat", "%(n)d perlu dilihat", len(own)) % {"n": len(own)}
    else:
        kind, state = "ok", _("lengkap")
    url, note = section_path(standard, section.key), summary(standard, section.key)
    return {"label": section.title, "url": url, "kind": kind, "state": state, "note": note}


def _actions(user, standard, verbs, blocked) -> list[dict]:
    """The buttons that the rules allow. What the check still blocks is not offered as the main thing."""
    shown = [verb for verb in BUTTONS if verb in verbs]
    if blocked or "review" in verbs or ("ask_review" in verbs and acts.review_asked(standard)):
        shown = [verb for verb in shown if verb != "ask_review"]
    if blocked:
        shown = [verb for verb in shown if verb not in ("review", "publish")]
    return [
        {"label": words, "url": reverse(f"applications:{name}", args=[standard.uuid]), "kind": kind, "method": method}
        for words, name, kind, method in (BUTTONS[verb] for verb in shown)
    ]


def _why_not(user, standard, verbs) -> str:
    """Who goes on, where this person can't."""
    if standard.status == "draft" and policies.wrote(user, standard):
        return _("Anda ikut menulis draf ini, jadi orang lain dari kantor ini yang menyatakannya lengkap.")
    if standard.status == "reviewed" and "publish" not in verbs:
        return _("Yang menetapkan adalah kepala kantor (atau Plh./Plt.-nya) yang tidak ikut menulisnya.")
    return ""


def _told(standard, gaps) -> list[tuple]:
    """For a page outside the sections: each with the section that it stands in."""
    return [(f"{gap.title}: {gap.text}", gap.url(standard)) for gap in gaps]


def _may(user, standard, verb) -> None:
    """No page for an act that would be refused. Raises NotAllowed, WrongState."""
    act = policies.STANDARD_ACTS[verb]
    require(act.rule, user, standard)
    if not act.possible(standard):
        raise WrongState(MOVED_ON)


@office
@require_POST
@once
def ask_review(request, uuid):
    acts.ask_review(version_of(request, uuid).uuid, by=request.user)
    messages.success(request, _("Rekan-rekan yang tidak ikut menulis sudah diberi tahu."))
    return redirect("applications:standard", uuid)


@office
@once
def review(request, uuid):
    """Read once more, then settled."""
    found = version_of(request, uuid)
    _may(request.user, found, "review")
    if request.method == "POST":
        acts.review_standard(uuid, by=request.user, revision=_revision_read(request))
        messages.success(request, _("Dinyatakan lengkap. Kepala kantor sudah diberi tahu."))
        return redirect("applications:standard", uuid)
    gaps = [gap for gap in findings(found) if not gap.blocks]
    form = RevisionForm(initial={"revision": found.revision})
    context = head_of(found) | {"gaps": _told(found, gaps), "form": form}
    return render(request, "applications/standards/review.html", context)


@office
@once
def rework(request, uuid):
    found = version_of(request, uuid)
    _may(request.user, found, "rework")
    form = ReworkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        acts.rework_standard(uuid, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Dikembalikan ke penulisnya, dengan catatan Anda."))
        return redirect("applications:standard", uuid)
    return render(request, "applications/standards/rework.html", head_of(found) | {"form": form})


@office
@once
def publish(request, uuid):
    """The head's act: from which day, under which decree, and what changed in words for the public."""
    found = version_of(request, uuid)
    _may(request.user, found, "publish")
    today = today_of(found.office)
    initial = {"effective_from": max(begins_on(found), today + timedelta(days=1))}
    form = PublishForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    if form.is_valid() and _published(request, form, uuid):
        messages.success(request, _("Standar ditetapkan. Permohonan yang sudah berjalan tetap memakai versinya."))
        return redirect("applications:standard", uuid)
    # A form that comes back for a wrong answer still says which state its reader has read; else the reader was just told.
    read = _revision_read(request) if set(form.errors) - {"__all__"} else found.revision
    context = head_of(found) | {"form": form, "gaps": _told(found, findings(found)), "revision": read}
    return render(request, "applications/standards/publish.html", context)


def _revision_read(request) -> int:
    """Which state of the version the page showed that is sent; none that there is, when it does not say."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _published(request, form, uuid) -> bool:
    try:
        acts.publish_standard(uuid, by=request.user, revision=_revision_read(request), **form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refused:
        if getattr(refused, "gaps", None):
            raise
        form.add_error(None, str(refused))
        return False
    return True


@office
@once
def drop(request, uuid):
    found = version_of(request, uuid)
    _may(request.user, found, "drop")
    if request.method == "POST":
        slug = found.office.slug
        acts.drop_standard(uuid, by=request.user)
        messages.success(request, _("Draf dibuang."))
        return redirect("applications:office_services", slug)
    return render(request, "applications/standards/drop.html", head_of(found))
