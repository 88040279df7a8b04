"""/kerja/survei/kertas/: the printable questionnaire, and the page on which an officer types the sheets in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Agency
from applications.views.assisting_send import pdf_page
from audit.replay import once
from complaints.actions.survey import Answer, enter_sheet
from complaints.forms.survey import SheetForm
from complaints.policies.survey import offices_entered_by
from complaints.survey_documents import questionnaire_pdf
from complaints.views.survey import questions_of
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused


@office
@once
def paper(request):
    """One sheet after the other: a saved one leads back to an empty page with the same day."""
    place = _place(request)
    day = request.GET.get("tanggal", "")[:10] or place.region.local_date(now()).isoformat()
    form = SheetForm(request.POST or None, questions=questions_of(place), office=place, initial={"on": day})
    if request.method == "POST" and form.is_valid() and _saved(request, form, place):
        said_on = form.cleaned_data["on"].isoformat()
        return redirect(f"{reverse('survey:paper')}?kantor={place.slug}&tanggal={said_on}")
    context = {"place": place, "form": form}
    return render(request, "complaints/survey/paper.html", context, status=400 if form.errors else 200)


@office
@require_GET
def questionnaire(request):
    """The nine questions to print, as PDF."""
    place = _place(request)
    return pdf_page(questionnaire_pdf(place, questions_of(place)), "kuesioner-skm.pdf")


def _saved(request, form, place) -> bool:
    cleaned = form.cleaned_data
    try:
        enter_sheet(
            place.pk, by=request.user, number=cleaned["number"], on=cleaned["on"], permit_type=cleaned["permit_type"],
            answer=Answer(form.scores, form.profile, cleaned["suggestion"]),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("Lembar nomor %(number)s tersimpan.") % {"number": cleaned["number"]})
    return True


def _place(request) -> Agency:
    places = list(offices_entered_by(request.user).select_related("region").order_by("name"))
    wanted = request.GET.get("kantor", "")
    place = next((each for each in places if each.slug == wanted), None) or next(iter(places), None)
    if place is None:
        raise Http404
    return place
