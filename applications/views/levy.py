"""The bill of a file: the verifier issues it or takes it back; its PDF for whoever may see it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications import levy, policies
from applications.actions import levy as acts
from applications.forms import AssessForm, CancelBillForm
from applications.models import Application, Bill
from applications.views.documents import attachment
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed, Refused
from ptsp_portal.lib.wording import rupiah

AT_WORK = ("verifier", "endorser", "head", "front_desk", "auditor")


def _at_office(request, uuid) -> Application:
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, *AT_WORK)
    return get_object_or_404(rows.with_names().select_related("standard", "person", "business"), uuid=uuid)


@office
@once
def assess(request, uuid):
    """/permohonan/<uuid>/retribusi/: what the answers say is shown, what they leave open is asked."""
    application = _at_office(request, uuid)
    standard = application.standard
    if request.method == "GET":
        _must(request, application, "assess", policies.can_assess)
    form = AssessForm(request.POST or None, standard=standard, answers=application.answers)
    if request.method == "POST" and (form.is_valid() or not policies.may_assess(application)):
        cleaned = form.cleaned_data
        bill = acts.assess_levy(uuid, by=request.user, row=cleaned.get("row", ""), quantity=cleaned.get("quantity"))
        words = _("SKRD %(number)s sebesar %(amount)s diterbitkan. Pemohon sudah diberi tahu.")
        messages.success(request, words % {"number": bill.number, "amount": rupiah(bill.amount)})
        return redirect("applications:file", uuid)
    context = {
        "application": application,
        "form": form,
        "no_tariff": "" if standard.levy else acts.NO_TARIFF,
        "estimate": levy.estimate(standard, application.answers),
        "known": _known(application),
        "rows": levy.rows_of(standard.levy),
        "basis": standard.levy.get("legal_basis", ""),
        "days": standard.levy.get("days", levy.DAYS_TO_PAY),
    }
    return render(request, "applications/levy/assess.html", context, status=400 if form.errors else 200)


def _known(application) -> list[tuple]:
    """What is taken from the applicant's answers: the verifier checked them and can't change them here."""
    standard, answers = application.standard, application.answers
    row, quantity = levy.row_of(standard, answers), levy.quantity_of(standard, answers)
    label = next((each["label"] for each in levy.rows_of(standard.levy) if each["code"] == row), "")
    found = [(_("Baris tarif"), label)] if row else []
    return found + ([(_("Banyaknya"), levy.plain(quantity).replace(".", ","))] if quantity is not None else [])


@office
@once
def cancel_bill(request, uuid):
    """/permohonan/<uuid>/retribusi/batal/: asks once, with a reason."""
    application = _at_office(request, uuid)
    form = CancelBillForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not policies.awaits_payment(application)):
        acts.cancel_bill(uuid, by=request.user, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("SKRD dibatalkan. Pemohon sudah diberi tahu."))
        return redirect("applications:file", uuid)
    _must(request, application, "cancel_bill", policies.can_cancel_bill)
    context = {"application": application, "form": form}
    return render(request, "applications/levy/cancel.html", context, status=400 if form.errors else 200)


def _must(request, application, verb, rule):
    """Refuse the page of an act that is not possible now or not this person's; a free service is said to be free."""
    if verb in policies.allowed(request.user, application):
        return
    if verb == "assess" and not application.has_fee:
        raise Refused(acts.FREE)
    raise NotAllowed(rule.explain(request.user, application) or NOT_ALLOWED)


@signed_in
@require_GET
def bill_document(request, uuid):
    """/tagihan/<uuid>/skrd.pdf: for the applicant, the office and its treasurer."""
    bill = get_object_or_404(Bill.objects.visible_to(request.user).select_related("office", "application"), uuid=uuid)
    document = bill.printed_documents.first()
    if document is None:
        raise Http404
    if document.stored_at is None:
        messages.info(request, _("Dokumen sedang dibuat. Muat ulang halaman ini beberapa detik lagi."))
        is_treasurer = policies.can_export_payments(request.user, bill.office)
        return (
            redirect("applications:treasurer") if is_treasurer else redirect("applications:file", bill.application.uuid)
        )
    return attachment(document.file, f"SKRD {bill.number}.pdf", "application/pdf")
