"""/pengaduan/ikuti/ and /pengaduan/saya/: where a complaint stands, with its number and code or from the account that sent it.

Nothing in an address says which complaint it is when it was opened with the code (`sheets`): so neither a log nor the replay
of a form leads from an account to an anonymous one.
"""

import hmac
from datetime import timedelta
from functools import cache

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from agencies.numbering import normalise_registration_number
from applications.views.documents import attachment as as_attachment
from audit.replay import once
from complaints import sheets
from complaints.actions import reporting
from complaints.forms.reporting import FollowForm, RatingForm, ReopenForm, ReplyForm
from complaints.models import Complaint
from complaints.progress import standing_of
from complaints.reading import place_words
from ptsp_portal.lib.audience import public, signed_in
from ptsp_portal.lib.codes import typed_code
from ptsp_portal.lib.crypto import seal, unseal
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.rules import NotAllowed, Refused

# As for tracking a file: a village may share one address.
PER_NUMBER = Limit("complaint-number", tries=20, window=timedelta(minutes=10))
PER_ADDRESS = Limit("complaint-address", tries=300, window=timedelta(minutes=10))
PAGE = 20
NOT_FOUND = gettext_lazy(
    "Nomor dan kode ini tidak cocok dengan pengaduan mana pun. Periksa keduanya pada tanda terima Anda; huruf besar atau "
    "kecil, spasi dan tanda hubung pada kode tidak berpengaruh."
)
TOO_MANY = gettext_lazy("Terlalu banyak percobaan yang keliru. Tunggu 10 menit lalu coba lagi.")


@public
def follow(request):
    """/pengaduan/ikuti/: the number (?nomor= fills it in) and the code; the right ones lead to the complaint."""
    if request.method != "POST":
        return _ask(request, FollowForm(initial={"number": request.GET.get("nomor", "")[:60]}))
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=400)
    number, address = normalise_registration_number(form.cleaned_data["number"]), client_ip(request)
    if PER_NUMBER.is_reached(address, number) or PER_ADDRESS.is_reached(address):
        return _ask(request, form, TOO_MANY, 429)
    complaint = _opened(number, form.cleaned_data["secret"])
    if complaint is None:
        PER_NUMBER.count(address, number)
        PER_ADDRESS.count(address)
        return _ask(request, form, NOT_FOUND, 404)
    sheets.keep(request, sheets.OPENED, sheets.ticket(complaint))
    return redirect("complaints:followed")


@public
@once(by_browser=True)
def followed(request):
    """/pengaduan/ikuti/buka/: the complaint that was opened with its code in this browser, for an hour."""
    complaint = _of_this_browser(request)
    if complaint is None:
        return redirect("complaints:follow")
    if request.method == "POST" and request.POST.get("act") == "close":
        sheets.forget(request, sheets.OPENED)
        return redirect("complaints:follow")
    return _complaint_page(request, complaint, by=None, address=reverse("complaints:followed"))


@signed_in
@require_GET
def mine(request):
    """/pengaduan/saya/: what this account sent, newest first."""
    rows = Complaint.objects.reported_by(request.user).select_related("category", "office__region").order_by("-id")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(id__lt=int(after))
    found = list(rows[: PAGE + 1])
    context = {"complaints": found[:PAGE], "next": found[PAGE - 1].pk if len(found) > PAGE else None}
    return render(request, "complaints/public/mine.html", context)


@signed_in
@once
def my_complaint(request, uuid):
    """/pengaduan/saya/<uuid>/: the same page for the account that sent it."""
    complaint = get_object_or_404(Complaint.objects.reported_by(request.user).with_standing(), uuid=uuid)
    return _complaint_page(request, complaint, by=request.user, address=reverse("complaints:my_complaint", args=[uuid]))


@public
@require_GET
def own_paper(request, uuid):
    """/pengaduan/ikuti/berkas/<uuid>/: one paper of the thread, for the reporter."""
    complaints = [_of_this_browser(request)]
    if request.user.is_authenticated:
        complaints += Complaint.objects.reported_by(request.user).filter(attachments__uuid=uuid)
    for complaint in complaints:
        for found in complaint.attachments.for_reporter().filter(uuid=uuid) if complaint else ():
            response = as_attachment(found.file.name, found.file_name, found.file_type)
            response["Cache-Control"] = "no-store"
            return response
    raise Http404


def _complaint_page(request, complaint, *, by, address):
    forms, status = {}, 200
    if request.method == "POST":
        act, form = _posted(request)
        if act is None:
            status = 400
        elif form.is_valid():
            try:
                words = ACTS[act](complaint, by, form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, words)
            return redirect(address)
        else:
            forms, status = {act: form}, 400
    context = {
        "complaint": complaint,
        "standing": standing_of(complaint),
        "place": place_words(complaint),
        "reply": forms.get("reply") or ReplyForm(),
        "rating": forms.get("accept") or RatingForm(),
        "reopening": forms.get("reopen") or ReopenForm(),
        "wrong": next(iter(forms.values()), None),
        "address": address,
        "by_account": by is not None,
    }
    response = render(request, "complaints/public/complaint.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _posted(request):
    """(act, its form) of this POST; (None, None) for an act that there is not."""
    act = request.POST.get("act")
    if act == "reply":
        return act, ReplyForm(request.POST, request.FILES)
    if act == "accept":
        return act, RatingForm(request.POST)
    return (act, ReopenForm(request.POST)) if act == "reopen" else (None, None)


def _reply(complaint, by, given):
    reporting.reply_as_reporter(complaint.uuid, by=by, text=given["text"], uploads=given["files"])
    return _("Pesan Anda terkirim.")


def _accept(complaint, by, given):
    reporting.accept_answer(complaint.uuid, by=by, rating=given["rating"])
    return _("Terima kasih. Pengaduan ini selesai.")


def _reopen(complaint, by, given):
    reporting.reopen_complaint(complaint.uuid, by=by, text=given["text"])
    return _("Pengaduan dibuka kembali; petugas mulai lagi dari yang Anda tulis.")


ACTS = {"reply": _reply, "accept": _accept, "reopen": _reopen}


def _of_this_browser(request):
    sheet = sheets.kept(request, sheets.OPENED)
    found = Complaint.objects.opened_by(sheet["uuid"]).with_standing().first() if sheet else None
    return found if sheet and sheets.admits(sheet, found) else None


def _opened(number: str, secret: str):
    """The complaint when the secret is its own. A wrong number costs the same work as a wrong secret."""
    complaint = Complaint.objects.numbered(number).first()
    kept = complaint.secret if complaint else unseal(_decoy())
    same = hmac.compare_digest(typed_code(secret).encode(), typed_code(kept).encode())
    return complaint if complaint and kept and same else None


@cache
def _decoy() -> str:
    """A sealed text that is opened in place of a secret when there is no such number."""
    return seal("0" * 8)


def _ask(request, form, problem=None, status=200):
    context = {"form": form, "problem": problem}
    response = render(request, "complaints/public/follow.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
