"""/permohonan/paket/<uuid>/: filings that were begun together, what they share, and sending those that are whole."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from applications.actions import bulk
from applications.actions.bulk import Chosen
from applications.actions.bundles import share_answers, share_papers
from applications.bundle_sharing import members_of, shared_answers, shared_papers
from applications.models import BulkAct, Bundle
from applications.views.bulk import works_off
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.rules import NotAllowed, Refused

ALL = "semua"


def _bundle(request, uuid) -> Bundle:
    rows = Bundle.objects.visible_to(request.user).select_related("person", "business", "guide")
    return get_object_or_404(rows, uuid=uuid)


@signed_in
def bundle(request, uuid):
    """Each filing with its state, and what was answered or brought in one and is wanted in others."""
    found = _bundle(request, uuid)
    members = members_of(found, request.user)
    answers, papers = shared_answers(members), shared_papers(members)
    context = {
        "bundle": found,
        "members": members,
        "answers": answers,
        "clear_answers": [each for each in answers if each.is_only_one],
        "papers": papers,
        "papers_to_copy": [each for each in papers if each.targets],
        "drafts": [each for each in members if each.is_draft],
        "whole": [each for each in members if each.is_draft and each.looks_whole],
    }
    return render(request, "applications/guides/bundle.html", context)


@signed_in
@require_POST
@once
def use_answers(request, uuid):
    """One answer, or all that nobody contradicts, for the drafts that lack them."""
    found = _bundle(request, uuid)
    keys = set(request.POST.getlist("isian"))
    if ALL in keys:
        offered = shared_answers(members_of(found, request.user))
        keys = {each.key for each in offered if each.is_only_one}
    return _share(request, found, lambda: share_answers(found.uuid, by=request.user, keys=keys), "isian", _said_answers)


@signed_in
@require_POST
@once
def use_papers(request, uuid):
    """One paper, or all of them, for the drafts that ask for it and have none."""
    found = _bundle(request, uuid)
    keys = set(request.POST.getlist("dokumen"))
    if ALL in keys:
        keys = {each.key for each in shared_papers(members_of(found, request.user)) if each.targets}
    return _share(request, found, lambda: share_papers(found.uuid, by=request.user, keys=keys), "dokumen", _said_papers)


def _share(request, found, act, anchor, said):
    try:
        messages.success(request, said(act()))
    except NotAllowed:
        raise
    except Refused as why:
        messages.error(request, why.message)
    return redirect(f"{reverse('applications:bundle', args=[found.uuid])}#{anchor}")


def _said_answers(n) -> str:
    words = ngettext(
        "%(n)d isian disalin. Periksa sebelum mengirim.", "%(n)d isian disalin. Periksa sebelum mengirim.", n
    )
    return words % {"n": n}


def _said_papers(n) -> str:
    return ngettext("%(n)d salinan dokumen ditambahkan.", "%(n)d salinan dokumen ditambahkan.", n) % {"n": n}


@signed_in
@works_off
@once
def send_bundle(request, uuid):
    """The drafts that are whole, ticked; each is sent as an act of its own, and the next page says what became of each."""
    found = _bundle(request, uuid)
    drafts = [each for each in members_of(found, request.user) if each.is_draft]
    whole = [each for each in drafts if each.looks_whole]
    if request.method == "POST":
        ticked = {value for value in request.POST.getlist("pilih") if _is_uuid(value)}
        chosen = [
            Chosen(each.file.uuid, f"{each.file.permit_type.code} · {each.file.office.name}", each.file.change_count)
            for each in drafts
            if str(each.file.uuid) in ticked
        ]
        if chosen:
            request.bulk_act = bulk.begin_bulk_act(by=request.user, verb="submit", chosen=chosen)
            return redirect("applications:bundle_sent", uuid, request.bulk_act.uuid)
        messages.warning(request, bulk.NOTHING_CHOSEN)
        return redirect("applications:send_bundle", uuid)
    context = {"bundle": found, "whole": whole, "others": [each for each in drafts if not each.looks_whole]}
    return render(request, "applications/guides/send.html", context)


@signed_in
@works_off
@once
def bundle_sent(request, uuid, act):
    """What became of each; POST goes on with what a broken connection left waiting."""
    found = _bundle(request, uuid)
    row = get_object_or_404(BulkAct.objects.filter(by=request.user, verb="submit"), uuid=act)
    if request.method == "POST":
        request.bulk_act = row
        return redirect("applications:bundle_sent", uuid, act)
    items = list(row.items.all())
    for item in items:
        page = "check_answers" if item.result == bulk.Result.REFUSED else "file"
        item.url = reverse(f"applications:{page}", args=[item.thing])
    counts = {value: sum(item.result == value for item in items) for value in bulk.Result.values}
    return render(request, "applications/guides/sent.html", {"bundle": found, "items": items, "counts": counts})


def _is_uuid(words) -> bool:
    try:
        return bool(UUID(words))
    except ValueError:
        return False
