"""/pengaduan/: anybody complains, about anything, about a file of theirs, or about a permit that they hold a code of."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agencies.models import Agency
from agencies.numbering import complaint_number, tracking_secret
from applications.models import Application, Permit
from applications.views.verification import CODE_LENGTH, PER_ADDRESS
from audit.replay import once
from complaints import guard, sheets
from complaints.actions.receiving import receive_complaint
from complaints.forms.places import PICK, place_given, typed_so_far
from complaints.forms.reporting import ReportForm
from complaints.models import Complaint, ComplaintCategory
from complaints.receipt import made_up_receipt, receipt_doc
from complaints.words import named_by, with_number
from ptsp_portal.lib.audience import public, signed_in
from ptsp_portal.lib.codes import typed_code
from ptsp_portal.lib.limits import client_ip
from ptsp_portal.lib.pdf import limited
from ptsp_portal.lib.rules import NotAllowed, Refused

FLOODED = _(
    "Terlalu banyak pengaduan dari sambungan internet ini dalam satu jam. Yang Anda tulis masih ada di bawah. Coba lagi satu "
    "jam lagi, atau pakai saluran lain di bawah halaman ini."
)
SUM_NEEDED = _("Jawab hitungan kecil di bawah, lalu kirim lagi. Dengan itu kami tahu bahwa Anda bukan robot.")
FILES_AGAIN = _("Foto dan dokumen harus dipilih sekali lagi; tulisan Anda masih ada.")
NO_ACCOUNT_LINK = _(
    "Anda sedang masuk ke akun. Bila memilih “Tanpa nama”, pengaduan ini tidak disambungkan dengan akun Anda: hanya nomor dan "
    "kode pada tanda terima yang membawa Anda kembali."
)


@public
@once(by_browser=True)
def report(request):
    """/pengaduan/: the form; `?kategori=` chooses beforehand (the "laporkan pungutan" links)."""
    return _form_page(request)


@signed_in
@once(by_browser=True)
def report_on_file(request, uuid):
    """/pengaduan/berkas/<uuid>/: about a file that this person may see."""
    files = Application.objects.visible_to(request.user).filter(submitted_at__isnull=False).with_names()
    return _form_page(request, application=get_object_or_404(files, uuid=uuid))


@public
@once(by_browser=True)
def report_on_permit(request, code):
    """/pengaduan/izin/<code>/: about a permit, from its verification page. Wrong codes all answer alike."""
    address = client_ip(request)
    if PER_ADDRESS.is_reached(address):
        raise Http404
    permit = Permit.objects.public().filter(verification_code=typed_code(code)[: CODE_LENGTH + 1]).first()
    if permit is None:
        PER_ADDRESS.count(address)
        raise Http404
    return _form_page(request, permit=permit)


@public
@require_GET
def receipt(request):
    """/pengaduan/tanda-terima/: number and code, for an hour in the browser that sent the complaint."""
    sheet = sheets.kept(request, sheets.RECEIPT)
    doc, complaint = None, None
    if sheet and sheet.get("uuid"):
        complaint = Complaint.objects.opened_by(sheet["uuid"]).first()
        doc = receipt_doc(complaint) if sheets.admits(sheet, complaint) else None
    elif sheet:
        doc = made_up_receipt(Agency.objects.get(pk=sheet["office"]), sheet["number"], sheet["secret"])
    context = {
        "doc": limited(doc) if doc else None,
        "at_counter": bool(sheet and sheet.get("counter")),
        "is_renewed": bool(sheet and sheet.get("renewed")),
    }
    response = render(request, "complaints/public/receipt.html", context, status=200 if doc else 404)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _form_page(request, application=None, permit=None):
    user = request.user if request.user.is_authenticated else None
    posted = request.method == "POST"
    if posted and guard.is_robot(request.POST) and not guard.is_flooded(request):
        return _thank_robot(request)
    bound = {"application": application, "permit": permit}
    picking = posted and request.POST.get("act") == PICK
    form = ReportForm(
        request.POST if posted and not picking else None,
        request.FILES if posted and not picking else None,
        user=user,
        initial=typed_so_far(ReportForm, request.POST) if picking else _initial(request),
        **bound,
    )
    asks_sum = guard.SUM in request.POST if picking else guard.asks_sum(request)
    problem, status = None, 200
    if posted and not picking:
        if guard.is_flooded(request):
            problem, status = FLOODED, 429
        elif form.is_valid() and asks_sum and not guard.sum_is_right(request.POST):
            problem, status = SUM_NEEDED, 400
        elif form.is_valid() and (done := _received(request, form, user)):
            return done
        else:
            status = 400
    context = bound | {
        "form": form,
        "picking": picking,
        "problem": problem,
        "files_again": FILES_AGAIN if posted and request.FILES else None,
        "started": request.POST.get(guard.STARTED) or guard.started(),
        "sum": guard.new_sum() if asks_sum else None,
        "anonymity": NO_ACCOUNT_LINK if user else None,
    }
    response = render(request, "complaints/public/report.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _initial(request) -> dict:
    wanted = request.GET.get("kategori", "")
    if not wanted:
        return {}
    active = ComplaintCategory.objects.filter(is_active=True)
    chosen = active.filter(is_grave=True) if wanted == "pungutan" else active.filter(code=wanted[:40].replace("\0", ""))
    return {"category": chosen.values_list("pk", flat=True).first()}


def _received(request, form, user):
    """Kept, and to the receipt; None when an action refused, with its words above the form."""
    given = form.cleaned_data
    application, permit, number = _named(form, user)
    anonymous = (
        given["identity"] == Complaint.Identity.ANONYMOUS
    )  # then nothing leads from the complaint to the account
    try:
        complaint = receive_complaint(
            by=None if anonymous else user, office=form.place, category=given["category"],
            text=with_number(given["text"], number), identity=given["identity"], application=application, permit=permit,
            about_agency=form.place if given["category"].is_grave else None, place_words=given["place_words"],
            place=place_given(form),
            happened_on=given["happened_on"], reporter=form.reporter(), uploads=given["files"],
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    guard.count(request)
    sheets.keep(request, sheets.RECEIPT, sheets.ticket(complaint))
    return redirect("complaints:receipt")


def _named(form, user):
    """(application, permit, number to keep in the words)."""
    if form.application or form.permit:
        return form.application, form.permit, ""
    files = Application.objects.visible_to(user) if user else Application.objects.none()
    return named_by(form.cleaned_data["number"], form.place, files, Permit.objects.public())


def _thank_robot(request):
    """The page that everybody sees, with a number that leads nowhere; nothing is kept."""
    guard.count_robot(request)
    office = Agency.objects.filter(kind=Agency.Kind.PTSP, is_active=True).order_by("region_id").first()
    number = complaint_number(office, office.region.local_date(guard.now()).year, guard.any_ordinal())
    sheets.keep(request, sheets.RECEIPT, {"office": office.pk, "number": number, "secret": tracking_secret()})
    return redirect("complaints:receipt")
