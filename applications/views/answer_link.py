"""/jawaban/<token>/: an agency answers without an account. First a code to the agency's own address, then the request.

Without the right code the page shows nothing of the file, not even its number. Wrong, run out, used and revoked links all
answer alike. The mark that the code was right lives in this browser's session, for an hour, and opens this one link only.
"""

from datetime import datetime, timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from applications.actions.answer_links import answer_by_link, check_link_code, send_link_code
from applications.actions.reading import note_document_viewed
from applications.desks import prepare_requests
from applications.forms import CodeForm, LinkAnswerForm, phrases_for
from applications.models import AnswerLink
from applications.views.documents import attachment
from applications.views.sheet import answers_for_staff, papers
from audit.replay import once
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.moment import now

# 192 random bits can't be guessed; the limit only keeps the page from being used as a sieve.
PER_ADDRESS = Limit("answer-link-address", tries=30, window=timedelta(minutes=10))
CODES_PER_LINK = Limit("answer-link-codes", tries=5, window=timedelta(hours=1))
# Six digits: fifty wrong codes in the whole life of a link are one chance in twenty thousand.
WRONG_CODES = Limit("answer-link-wrong", tries=50, window=timedelta(days=7))
MARK = "answer_link"
STEPPED_UP = timedelta(hours=1)
CODE_SENT = _("Kode dikirim ke surel resmi instansi Anda. Berlaku 10 menit.")
CODE_WRONG = _("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta kode baru.")
TOO_MANY = _("Terlalu banyak percobaan. Tunggu satu jam, lalu coba lagi.")


@public
@once
def answer_link(request, token):
    """GET: the code page or the request. POST `act`: code (mail one), check (the typed one), answer."""
    address = client_ip(request)
    link = None if PER_ADDRESS.is_reached(address) else _opened(token)
    if link is None:
        PER_ADDRESS.count(address)
        return _private(render(request, "applications/recommendations/link_gone.html", status=404))
    if _has_stepped_up(request, token):
        return _private(_request_page(request, token, link))
    return _private(_code_page(request, token))


@public
@require_GET
def answer_link_done(request):
    """Where an answer leads: thanks, and nothing of the file."""
    return render(request, "applications/recommendations/link_done.html")


@public
@require_GET
def answer_link_paper(request, token, uuid):
    """A paper of the applicant, for a browser that stands behind the right code; asked again at every download."""
    link = _opened(token)
    if link is None or not _has_stepped_up(request, token):
        raise Http404
    document = next((each for each in _papers(link.recommendation) if each.uuid == uuid), None)
    if document is None:
        raise Http404
    note_document_viewed(document, by=None)
    return attachment(document.file.name, document.original_name, document.content_type)


def _code_page(request, token):
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form, said, problem = CodeForm(request.POST if act == "check" else None), "", ""
    if act == "code":
        if CODES_PER_LINK.is_reached(token):
            problem = TOO_MANY
        elif send_link_code(token):
            CODES_PER_LINK.count(token)
            said = CODE_SENT
    elif act == "check" and form.is_valid():
        if WRONG_CODES.is_reached(token):
            problem = TOO_MANY
        elif check_link_code(token, form.cleaned_data["code"]):
            _step_up(request, token)
            return redirect("applications:answer_link", token)
        else:
            WRONG_CODES.count(token)
            form.add_error("code", CODE_WRONG)
    context = {"form": form, "said": said, "problem": problem, "url": request.path}
    status = 429 if problem else 400 if form.errors else 200
    return render(request, "applications/recommendations/link_code.html", context, status=status)


def _request_page(request, token, link):
    request_row = link.recommendation
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = LinkAnswerForm(
        request.POST if act == "answer" else None, request.FILES if act == "answer" else None,
        version=request_row.version, phrases=phrases_for(request_row),
    )  # fmt: skip
    if act == "answer" and form.is_valid():
        answer_by_link(token, answered_as=form.cleaned_data["answered_as"], **form.answer())
        request.session.pop(MARK, None)
        return redirect("applications:answer_link_done")
    application = request_row.application
    prepare_requests([request_row])
    wanted = _wanted(request_row)
    answers = [row for row in answers_for_staff(application) if wanted is None or row["code"] in wanted]
    context = {
        "recommendation": request_row,
        "application": application,
        "zone": application.office.region,
        "answers": answers,
        "papers": _paper_rows(request_row, token),
        "form": form,
        "url": request.path,
    }
    status = 400 if form.errors else 200
    return render(request, "applications/recommendations/link_answer.html", context, status=status)


def _opened(token) -> AnswerLink | None:
    """The link with what its page shows; None when it opens nothing."""
    named = ("agency", "application__office__region", "application__permit_type", "application__standard")
    return AnswerLink.objects.opened_by(token).select_related(*(f"recommendation__{each}" for each in named)).first()


def _step_up(request, token) -> None:
    """A new session key, so that nobody who knew the old one gains anything; then the mark."""
    request.session.cycle_key()
    request.session[MARK] = {"link": fingerprint(token), "until": (now() + STEPPED_UP).isoformat()}


def _has_stepped_up(request, token) -> bool:
    mark = request.session.get(MARK)
    return bool(mark) and mark["link"] == fingerprint(token) and datetime.fromisoformat(mark["until"]) > now()


def _wanted(request_row) -> set | None:
    """Codes of the fields and requirements that this agency's opinion rests on; None for all."""
    relies_on = request_row.application.standard.relies_on
    if not all(code in relies_on for code in request_row.codes):
        return None
    return {each for code in request_row.codes for each in relies_on[code]}


def _papers(request_row) -> list:
    """The applicant's papers that this agency needs."""
    wanted = _wanted(request_row)
    documents = request_row.application.documents.answering_requirements().select_related("application__office")
    return [each for each in documents if wanted is None or each.requirement_code in wanted]


def _paper_rows(request_row, token) -> list[dict]:
    """For components/file_list.html, each leading through the link's own download."""
    urls = {
        reverse("applications:document", args=[each.uuid]): reverse(
            "applications:answer_link_paper", args=[token, each.uuid]
        )
        for each in _papers(request_row)
    }
    rows = [row for row in papers(request_row.application) if row["url"] in urls]
    return [row | {"url": urls[row["url"]], "state": "", "note": ""} for row in rows]


def _private(response):
    """Neither kept by a cache, nor found by a search engine, nor told to the next page."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
