"""/loket/darurat/: the emergency register. Blocks of numbers, what became of each, and the paper to print beforehand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications import policies
from applications.actions.drafting import standard_for
from applications.actions.emergency import reserve_numbers, void_number
from applications.assisted_services import services_of
from applications.counter_documents import blank_form_pdf, stubs_pdf
from applications.forms import ReserveForm, VoidForm
from applications.models import PaperBlock
from applications.paper_register import numbers_of
from applications.policies.assisting import REGISTER_ROLES
from applications.views.assisting_send import pdf_page
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Refused

SHOWN = 50


def _keeps(request):
    """The offices whose register this person keeps; the chosen one first (`?loket=`)."""
    mine = policies.helping_agencies(request.user, *REGISTER_ROLES)
    if not mine:
        raise Http404
    wanted = request.GET.get("loket", "")
    return next((each for each in mine if each.slug == wanted), mine[0])


@office
@once
def register(request):
    """The blocks with how many numbers are left, and the form that reserves more."""
    agency = _keeps(request)
    form = ReserveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        block = reserve_numbers(agency.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Nomor %(block)s dipesan. Cetak potongannya sekarang.") % {"block": block})
        return redirect("applications:paper_block", block.uuid)
    blocks = list(PaperBlock.objects.visible_to(request.user).filter(agency=agency).with_counts()[:SHOWN])
    context = {
        "agency": agency,
        "blocks": blocks,
        "form": form,
        "offers": services_of(agency, only_own=True),
        "may_enter": policies.can_assist_at(request.user, agency),
        "url": request.get_full_path(),
    }
    return render(request, "applications/emergency/register.html", context, status=400 if form.errors else 200)


@office
@once
def block(request, uuid):
    """Every number of one block: used, void or unused; POST voids one."""
    row = _block(request, uuid)
    numbers = numbers_of(row)
    form = VoidForm(request.POST or None, unused=[each for each in numbers if each["entry"] is None])
    if request.method == "POST" and form.is_valid():
        try:
            entry = void_number(row.pk, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Nomor %(number)s dibatalkan.") % {"number": row.number_text(entry.number)})
            return redirect("applications:paper_block", uuid)
    context = {
        "paper_block": row,
        "numbers": numbers,
        "form": form,
        "has_unused": any(each["entry"] is None for each in numbers),
        "may_enter": policies.can_assist_at(request.user, row.agency),
    }
    return render(request, "applications/emergency/block.html", context, status=400 if form.errors else 200)


@office
@require_GET
def stubs(request, uuid):
    """The numbered stubs, as PDF."""
    return pdf_page(stubs_pdf(_block(request, uuid)), "potongan.pdf")


@office
@require_GET
def blank_form(request, office_slug, code):
    """One service's form to fill in by hand, as PDF; for the counter of that office."""
    mine = {each.slug: each for each in policies.helping_agencies(request.user, *REGISTER_ROLES)}
    if office_slug not in mine:
        raise Http404
    offers = services_of(mine[office_slug], only_own=True)
    offer = next((each for each in offers if each.permit_type.code == code), None)
    if offer is None:
        raise Http404
    return pdf_page(blank_form_pdf(offer, standard_for(offer.office, offer.permit_type)), "formulir.pdf")


def _block(request, uuid) -> PaperBlock:
    return get_object_or_404(PaperBlock.objects.visible_to(request.user).select_related("agency__region"), uuid=uuid)
