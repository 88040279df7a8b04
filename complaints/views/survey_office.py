"""/kerja/survei/: the index of an office, the plan for its lowest elements, suggestions, and the same as letters and a table."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agencies.models import Agency
from applications.views.assisting_send import pdf_page
from audit.replay import once
from complaints.actions import survey as acts
from complaints.forms.survey import DoneForm, PlanForm, SettingForm
from complaints.models import SurveyAction, SurveySetting, SurveySuggestion
from complaints.policies import survey as policies
from complaints.survey_documents import poster_pdf, report_pdf
from complaints.survey_figures import FLOOR, Figures, period_named, periods_to_choose
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.moment import now

PLANS_SHOWN, SUGGESTIONS_SHOWN, OFFICES_LISTED = 30, 30, 40


@office
@require_GET
def results(request):
    """The sentence first, then the elements, services, desks and months; ?kantor= and ?periode= choose."""
    place, places = _place(request)
    if place is None:
        return render(request, "complaints/survey/no_office.html")
    today = place.region.local_date(now())
    figures = _figures(request, place)
    may_plan = policies.can_plan_improvement(request.user, place)
    waiting = SurveySuggestion.objects.filter(office=place).exclude(decision=SurveySuggestion.State.HIDDEN)
    setting = SurveySetting.objects.filter(office=place).first()
    context = {
        "place": place,
        "places": places,
        "figures": figures,
        "sample": figures.sample(),
        "periods": periods_to_choose(figures.period, today),
        "services": figures.services(),
        "desks": figures.desks(),
        "months": figures.months(),
        "channels": figures.channels(),
        "plans": SurveyAction.objects.filter(office=place)[:PLANS_SHOWN],
        "today": today,
        "suggestions": waiting.order_by("-month", "uuid")[:SUGGESTIONS_SHOWN] if may_plan else [],
        "may_plan": may_plan,
        "may_set": policies.can_set_survey(request.user, place),
        "may_enter": policies.can_enter_sheet(request.user, place),
        "plan_form": PlanForm(initial={"element": figures.lowest[0].code if figures.lowest else None}),
        "kiosk_on": bool(setting and setting.kiosk_on),
        "floor": FLOOR,
        "query": f"?kantor={place.slug}&periode={figures.period.key}",
    }
    return render(request, "complaints/survey/results.html", context)


@office
@require_GET
def report(request):
    """The report of the chosen period, as PDF."""
    place = _must(request)
    return pdf_page(report_pdf(_figures(request, place)), f"skm-{place.slug}.pdf")


@office
@require_GET
def poster(request):
    """The poster for the waiting room: the index in large figures, as PDF."""
    place = _must(request)
    figures = _figures(request, place)
    if figures.whole.is_hidden:
        messages.info(request, _("Poster dapat dicetak setelah ada paling sedikit lima jawaban pada periode itu."))
        return redirect(_results_url(place, figures.period))
    return pdf_page(poster_pdf(figures), f"poster-ikm-{place.slug}.pdf")


@office
@require_GET
def table(request):
    """Figures as CSV: a line for the office, each service and each desk. Small groups stay empty here too."""
    place = _must(request)
    figures = _figures(request, place)
    elements = [line.label for line in figures.elements]
    codes = [line.code for line in figures.elements]
    rows = [_row(_("Kantor"), figures.whole, codes)]
    rows += [_row(_("Layanan"), group, codes) for group in figures.services()]
    rows += [_row(_("Meja atau instansi"), group, codes) for group in figures.desks()]
    head = [_("Kelompok"), _("Nama"), _("Jawaban"), "IKM", _("Mutu"), *elements]
    return csv_response(f"skm-{place.slug}-{figures.period.key}.csv", head, rows)


@office
@require_POST
@once
def plan(request, office_slug):
    """A new line of the action plan."""
    place = get_object_or_404(policies.offices_read_by(request.user), slug=office_slug)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return render(request, "complaints/survey/plan.html", {"place": place, "form": form}, status=400)
    acts.plan_improvement(place.pk, by=request.user, **form.cleaned_data)
    messages.success(request, _("Tindak lanjut dicatat."))
    return redirect(f"{_results_url(place)}#tindak-lanjut")


@office
@once
def plan_done(request, uuid):
    """What was done about one line."""
    line = get_object_or_404(
        SurveyAction.objects.filter(office__in=policies.offices_read_by(request.user)).select_related("office__region"),
        uuid=uuid,
    )
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.finish_improvement(uuid, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("Tindak lanjut ditandai selesai."))
        return redirect(f"{_results_url(line.office)}#tindak-lanjut")
    context = {"line": line, "form": form, "may_plan": policies.can_plan_improvement(request.user, line.office)}
    return render(request, "complaints/survey/plan_done.html", context, status=400 if form.errors else 200)


@office
@require_POST
@once
def suggestion(request, uuid):
    """POST `act`: show, hide."""
    places = policies.offices_read_by(request.user)
    row = get_object_or_404(SurveySuggestion.objects.filter(office__in=places).select_related("office"), uuid=uuid)
    shown = request.POST.get("act") == "show"
    acts.decide_suggestion(uuid, by=request.user, shown=shown)
    messages.success(
        request, _("Saran ditampilkan di halaman publik kantor.") if shown else _("Saran tidak ditampilkan.")
    )
    return redirect(f"{_results_url(row.office)}#saran")


@office
@once
def setting(request, office_slug):
    """Weights and kiosk of an office, on the office's own page; and what the year's target is."""
    place = get_object_or_404(
        Agency.objects.filter(kind__in=Agency.ISSUING, is_active=True).select_related("region"), slug=office_slug
    )
    if not policies.can_set_survey(request.user, place):
        raise Http404
    row = SurveySetting.objects.filter(office=place).first()
    form = SettingForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    if form.is_valid():
        acts.save_survey_setting(place.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Pengaturan survei disimpan."))
        return redirect("survey:setting", place.slug)
    figures = Figures(place, period_named("", place.region.local_date(now())))
    context = {
        "place": place,
        "form": form,
        "sample": figures.sample(),
        "answers": figures.n,
        "floor": FLOOR,
        "year": figures.period.first.year,
        "kiosk_on": bool(row and row.kiosk_on),
        "may_read": policies.can_plan_improvement(request.user, place),
    }
    return render(request, "complaints/survey/setting.html", context, status=400 if form.errors else 200)


def _place(request):
    """(the office asked for or the first one, the offices to choose from); of a province the one-stop offices are listed."""
    readable = policies.offices_read_by(request.user).order_by("region_id", "name")
    wanted = request.GET.get("kantor", "").replace("\0", "")
    place = readable.filter(slug=wanted).first() if wanted else None
    listed = list(readable[: OFFICES_LISTED + 1])
    if len(listed) > OFFICES_LISTED:
        listed = list(readable.filter(kind=Agency.Kind.PTSP)[:OFFICES_LISTED])
    if wanted and place is None:
        raise Http404
    return place or next(iter(listed), None), listed


def _must(request) -> Agency:
    place, _places = _place(request)
    if place is None:
        raise Http404
    return place


def _figures(request, place) -> Figures:
    today = place.region.local_date(now())
    return Figures(place, period_named(request.GET.get("periode", ""), today))


def _row(kind, group, codes) -> list:
    means = [group.mean_of(code) for code in codes]
    count = f"< {FLOOR}" if group.tally.n < FLOOR else ("" if group.is_hidden else group.tally.n)
    return [kind, group.label, count, group.index, group.band, *means]


def _initial(row) -> dict:
    return {"weights": row.weights, "kiosk_on": row.kiosk_on} if row else {}


def _results_url(place, period=None) -> str:
    return f"{reverse('survey:results')}?kantor={place.slug}" + (f"&periode={period.key}" if period else "")
