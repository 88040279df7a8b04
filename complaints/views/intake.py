"""/loket/pengaduan/: the counter enters what was said, telephoned, written or sent; the same form, and the receipt is printed."""

from django.http import Http404
from django.shortcuts import redirect, render

from agencies.models import Agency
from agencies.scoping import memberships_of
from applications.models import Application, Permit
from audit.replay import once
from complaints import sheets
from complaints.actions.receiving import receive_complaint
from complaints.forms.places import PICK, place_given, typed_so_far
from complaints.forms.reporting import CounterReportForm
from complaints.posts import DESK
from complaints.words import named_by, with_number
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NotAllowed, Refused

TAKES_IN = ("front_desk", DESK, "head")


@office
@once(by_browser=True)
def take_in(request):
    """One page. What is grave goes to the inspectorate at once: the counter sees its receipt, and nothing afterwards."""
    offices = offices_of(request.user)
    if not offices:
        raise Http404
    posted = request.method == "POST"
    picking = posted and request.POST.get("act") == PICK
    form = CounterReportForm(
        request.POST if posted and not picking else None,
        request.FILES if posted and not picking else None,
        offices=offices,
        initial=typed_so_far(CounterReportForm, request.POST) if picking else {"office": offices[0].pk},
    )
    if posted and not picking and form.is_valid() and _received(request, form):
        return redirect("complaints:receipt")
    context = {"form": form, "picking": picking, "offices": offices, "files_again": posted and bool(request.FILES)}
    response = render(request, "complaints/counter/take_in.html", context, status=400 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def offices_of(user) -> list[Agency]:
    """Where this person may enter complaints for others."""
    found = {m.agency_id: m.agency for m in memberships_of(user) if m.role in TAKES_IN}
    return [agency for agency in found.values() if agency.kind in Agency.ISSUING]


def _received(request, form):
    """True once it is kept; False when an action refused, with its words above the form."""
    given = form.cleaned_data
    files = Application.objects.visible_to(request.user)
    application, permit, number = named_by(given["number"], form.place, files, Permit.objects.public())
    try:
        complaint = receive_complaint(
            by=request.user, office=form.place, category=given["category"], text=with_number(given["text"], number),
            identity=given["identity"], channel=given["channel"], application=application, permit=permit,
            about_agency=form.place if given["category"].is_grave else None, place_words=given["place_words"],
            place=place_given(form),
            happened_on=given["happened_on"], lapor_number=given["lapor_number"], reporter=form.reporter(),
            received_at=form.received_at(), uploads=given["files"],
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    sheets.keep(request, sheets.RECEIPT, sheets.ticket(complaint, counter=True))
    return True
