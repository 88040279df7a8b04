"""/survei/…: anybody answers the satisfaction survey, by a signed link, at the kiosk; and everybody reads an office's index."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agencies.models import Agency
from applications.models import Application
from audit.replay import once
from complaints.actions.survey import KIOSK_OFF, Answer, answer_at_kiosk, answer_survey_by_link
from complaints.forms.survey import ProfileForm, SurveyForm
from complaints.models import Element, Questionnaire, SurveySetting, SurveySuggestion
from complaints.survey_figures import Figures, period_named
from complaints.survey_tokens import file_of, is_answered, is_finished
from ptsp_portal.lib.audience import public, signed_in
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused
from ptsp_portal.lib.survey_link import survey_path

# A kiosk is one address, and nine questions take a person half a minute: only a machine comes faster than this.
KIOSK_ADDRESS = Limit("survey-kiosk", tries=60, window=timedelta(minutes=10))
KIOSK_OFFICE = Limit("survey-kiosk-office", tries=600, window=timedelta(days=1))
TOO_FAST = gettext_lazy(
    "Terlalu banyak jawaban dari kios ini dalam sepuluh menit. Minta kuesioner kertas kepada petugas."
)
RESET_SECONDS, THANKS_SECONDS = 60, 12
SUGGESTIONS_SHOWN = 10


@signed_in
@require_safe
def of_file(request, uuid):
    """From a file's page to its survey: only the applicant's own finished file, and only while nobody answered for it."""
    application = get_object_or_404(Application.objects.own(request.user), uuid=uuid)
    if not is_finished(application):
        raise Http404
    if is_answered(application):
        messages.info(request, _("Survei untuk permohonan ini sudah diisi. Terima kasih."))
        return redirect("applications:file", uuid)
    downloaded = application.hand_overs.filter(way="download").exists()
    return redirect(survey_path(uuid, "download" if downloaded else "hand_over"))


@public
@once
def answer(request, token):
    """/survei/isi/<token>/: nine questions, once for each finished file, without signing in. Shows nothing of the file but its
    service and its office. A signature can't be guessed, so nobody's wrong links stop a neighbour's good one."""
    found = file_of(token)
    if found is None:
        return _private(render(request, "complaints/survey/gone.html", status=404))
    application, place = found
    if is_answered(application):
        return _private(render(request, "complaints/survey/answered.html", {"office": application.office}, status=410))
    form = SurveyForm(request.POST or None, questions=questions_of(application.office))
    if request.method == "POST" and form.is_valid():
        said = Answer(form.scores, form.profile, form.cleaned_data["suggestion"])
        answer_survey_by_link(application.uuid, place, said)
        return redirect("survey:thanks", application.office.slug)
    context = {"form": form, "office": application.office, "service": application.permit_type}
    page = render(request, "complaints/survey/answer.html", context, status=400 if form.errors else 200)
    return _private(page)


@public
@require_safe
def thanks(request, office_slug):
    """Where an answer leads: thanks, and the way to the office's index."""
    return render(request, "complaints/survey/thanks.html", {"office": _office(office_slug)})


@public
@once
def kiosk(request, office_slug):
    """One question a page with four large buttons; what was said travels in the form, nothing is kept until the end.

    Every page but the first goes back to the start by itself after a minute, so the next person finds no answers.
    """
    office = _kiosk_office(office_slug)
    questions = questions_of(office)
    given = _given(request, questions)
    question = next((each for each in questions if each.element not in given), None)
    finishes = request.method == "POST" and question is None and "finish" in request.POST
    form = ProfileForm(request.POST if finishes else None, office=office)
    if finishes and form.is_valid():
        _refuse_flood(request, office)
        said = Answer(given, form.profile, form.cleaned_data["suggestion"])
        answer_at_kiosk(office.pk, said, permit_type=form.cleaned_data["permit_type"])
        return redirect("survey:kiosk_thanks", office_slug)
    context = {
        "office": office,
        "question": question,
        "given": given.items(),
        "last": list(given)[-1] if given else "",
        "number": len(given) + 1,
        "count": len(questions),
        "form": form,
    }
    page = _private(render(request, "complaints/survey/kiosk.html", context))
    if given:
        page["Refresh"] = f"{RESET_SECONDS}; url={reverse('survey:kiosk', args=[office_slug])}"
    return page


@public
@require_safe
def kiosk_thanks(request, office_slug):
    """Thanks for a moment, then the first question again."""
    page = render(request, "complaints/survey/kiosk_thanks.html", {"office": _kiosk_office(office_slug)})
    page["Refresh"] = f"{THANKS_SECONDS}; url={reverse('survey:kiosk', args=[office_slug])}"
    return page


@public
@require_safe
def office_index(request, office_slug):
    """/survei/<kantor>/: the index of this year (before it has five answers, of the last one), its elements, suggestions."""
    office = _office(office_slug)
    today = office.region.local_date(now())
    setting = SurveySetting.objects.filter(office=office).first()
    figures = Figures(office, period_named(str(today.year), today), setting)
    if figures.whole.is_hidden:
        earlier = Figures(office, period_named(str(today.year - 1), today), setting)
        figures = figures if earlier.whole.is_hidden else earlier
    shown = SurveySuggestion.objects.filter(office=office, decision=SurveySuggestion.State.SHOWN)
    context = {
        "office": office,
        "figures": figures,
        "sample": figures.sample(),
        "suggestions": shown.order_by("-month", "uuid")[:SUGGESTIONS_SHOWN],
    }
    return render(request, "complaints/survey/office.html", context)


def questions_of(office) -> list:
    """The questions in force at the office today, in their order."""
    questionnaire = Questionnaire.objects.in_force(office, office.region.local_date(now()))
    if questionnaire is None:
        raise Http404
    return list(questionnaire.questions.all())


def _given(request, questions) -> dict[str, int]:
    """What was said so far at the kiosk, in the order of the questions; `back` takes the last one off again."""
    said = request.POST if request.method == "POST" else {}
    given = {}
    for question in questions:
        if said.get(question.element) not in ("1", "2", "3", "4"):
            break
        given[question.element] = int(said[question.element])
    if "back" in said and said["back"] in Element.values:
        given.pop(said["back"], None)
    return given


def _refuse_flood(request, office) -> None:
    address = client_ip(request)
    if KIOSK_ADDRESS.is_reached(address, office.slug) or KIOSK_OFFICE.is_reached(office.slug):
        raise Refused(TOO_FAST)
    KIOSK_ADDRESS.count(address, office.slug)
    KIOSK_OFFICE.count(office.slug)


def _kiosk_office(slug) -> Agency:
    office = _office(slug)
    if not SurveySetting.objects.filter(office=office, kiosk_on=True).exists():
        raise Refused(KIOSK_OFF)
    return office


def _office(slug) -> Agency:
    offices = Agency.objects.filter(kind__in=Agency.ISSUING, is_active=True).select_related("region")
    return get_object_or_404(offices, slug=slug)


def _private(response):
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
