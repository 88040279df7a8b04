"""/kerja/pengaduan/: the complaints of whoever keeps or handles them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agencies.scoping import agency_ids
from applications.models import Application
from applications.views.documents import attachment
from complaints import policies, reading
from complaints.actions.reading import note_referral_made
from complaints.board import MINE, PAGE, chips_of, count_days, counts_of, found_by
from complaints.models import Complaint, ComplaintWarning
from complaints.posts import DESK
from complaints.referral import referral_pdf
from complaints.views.acts import PAGES, SLUGS
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.counting import MOST
from ptsp_portal.lib.paging import deadline_page

BESIDE_THE_REPORTER = ("see_identity", "renew_code")
# Behind "more", so that the complaint itself is near on a phone.
SELDOM = ("find", "split", "merge", "pass_on", "hand_back")
LONGEST_SEARCH = 100
WITH = ("application__permit_type", "permit", "place__parent__parent", "about_agency", "finding__agency")


@office
@require_GET
def queue(request):
    """Chips, nearest limit first; `cari` looks through everything that this person may see, closed ones too."""
    words = request.GET.get("cari", "").strip()[:LONGEST_SEARCH].replace("\0", "")
    chips = chips_of(request.user)
    chosen = request.GET.get("saringan", "")
    chosen = chosen if chosen in chips else MINE
    slices = [found_by(request.user, words)] if words else chips[chosen][1]
    rows = Complaint.objects.visible_to(request.user).with_names()
    page = deadline_page(rows, request.GET.get("after", ""), PAGE, slices)
    count_days(page.rows)
    counts = counts_of(chips)
    context = {
        "page": page,
        "words": words,
        "takes_in": bool(agency_ids(request.user, (DESK,))),
        "chips": [_chip(key, label, counts[key], chosen) for key, (label, _slices) in chips.items()],
    }
    return render(request, "complaints/desk/queue.html", context)


@office
@require_GET
def complaint(request, uuid):
    """One complaint: text, thread, where it lay, what was found, and what this person may do now."""
    found = _visible(request, uuid)
    count_days([found])
    verbs = policies.allowed(request.user, found)
    context = {
        "complaint": found,
        "reporter": reading.reporter_words(found),
        "may_look": "see_identity" in verbs and policies.reporter_of(found) is not None,
        "may_renew": "renew_code" in verbs,
        "at_desk": (at_desk := policies.is_at_desk(request.user, found)),
        "nobody_to_know": at_desk and not policies.has_name(found),
        "buttons": [_button(found, verb) for verb in verbs if verb not in (*BESIDE_THE_REPORTER, *SELDOM)],
        "more_buttons": [_button(found, verb) for verb in verbs if verb in SELDOM],
        "file_url": _file_url(request.user, found),
        "place": reading.place_words(found),
        "thread": reading.thread_of(found),
        "papers": [_paper(each) for each in found.attachments.filter(message__isnull=True)],
        "routes": found.routes.select_related("agency"),
        "finding": getattr(found, "finding", None),
        # What belongs to it may be hidden from whoever reads this: then not even its number stands here.
        "whole": Complaint.objects.visible_to(request.user).filter(pk=found.split_from_id).first(),
        "goes_on_as": Complaint.objects.visible_to(request.user).filter(pk=found.merged_into_id).first(),
        "parts": _seen_by(request.user, found.parts),
        "duplicates": _seen_by(request.user, found.duplicates),
        "referral_ready": at_desk and _is_ready(found),
        "timeline": reading.timeline_of(found),
        "may_publish": found.answered_at and policies.can_publish(request.user, found),
    }
    return render(request, "complaints/desk/complaint.html", context)


@office
@require_GET
def paper(request, uuid, attachment_uuid):
    """A paper of the reporter or of the answer, always as an attachment."""
    found = _visible(request, uuid)
    kept = get_object_or_404(found.attachments, uuid=attachment_uuid)
    return attachment(kept.file.name, kept.file_name, kept.file_type)


@office
@require_GET
def referral(request, uuid):
    """The file for the Ombudsman, made as it stands today; only once the law's limit is long over."""
    found = _visible(request, uuid)
    if not _is_ready(found) or not policies.is_at_desk(request.user, found):
        raise Http404
    note_referral_made(found.uuid, by=request.user)
    response = HttpResponse(referral_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="Rujukan {found.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _visible(request, uuid) -> Complaint:
    return get_object_or_404(Complaint.objects.visible_to(request.user).with_names().select_related(*WITH), uuid=uuid)


def _seen_by(user, complaints):
    """Of the complaints that belong to this one those that the reader may see at all."""
    return complaints.visible_to(user)


def _file_url(user, complaint) -> str:
    """The file's page, for whoever may see that too."""
    files = Application.objects.visible_to(user).filter(pk=complaint.application_id)
    if not complaint.application_id or not files.exists():
        return ""
    return reverse("applications:file", args=[complaint.application.uuid])


def _is_ready(complaint) -> bool:
    return complaint.warnings.filter(rung=ComplaintWarning.Rung.OMBUDSMAN).exists()


def _button(complaint, verb) -> dict:
    page = PAGES[SLUGS[verb]]
    url = reverse("complaints:act", args=[complaint.uuid, SLUGS[verb]])
    # Sending it elsewhere is no longer the next step once it is somewhere.
    look = "quiet" if verb == "route" and complaint.state in Complaint.AT_UNIT else page.look
    if verb == "answer" and complaint.state != Complaint.State.IN_PROGRESS:  # there is a step before it
        look = "quiet"
    return {"label": page.title, "url": url, "kind": look, "method": "get"}


def _paper(each) -> dict:
    url = reverse("complaints:paper", args=[each.complaint.uuid, each.uuid])
    return {"name": each.file_name, "size": each.file_size, "url": url}


def _chip(key, label, count, chosen) -> dict:
    return {
        "value": key,
        "label": label,
        "count": min(count, MOST),
        "is_more": count > MOST,
        "current": key == chosen,
        "alarm": key == "lewat" and count > 0,
    }
