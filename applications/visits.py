"""Field visits as pages show them: with their team and photographs, what an agency's list filters by, what a result leads to."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.working_days import calendar_of
from applications.checklist import items_of
from applications.models import Document, Inspection, InspectionMember, Recommendation
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.wording import date_words

Result, Verdict = Inspection.Result, Recommendation.Verdict
LEADS_TO = {
    Result.FIT: Verdict.FAVOURABLE,
    Result.FIT_IF: Verdict.CONDITIONAL,
    Result.UNFIT: Verdict.UNFAVOURABLE,
}
TAGS = {"proposed": "wait", "agreed": "go", "reported": "wait", "signed": "ok", "cancelled": "quiet"}


def visits_of(application_or_request) -> list[Inspection]:
    """The visits of a file or of one request, first to last, with team, agency and PDFs: three statements."""
    rows = application_or_request.inspections.select_related("agency", "application__office__region")
    found = list(rows.prefetch_related("team__user", "printed_documents").order_by("id"))
    for visit in found:
        visit.tag = TAGS[visit.state]
    return found


def attachments() -> Prefetch:
    """For `prefetch_related` on opinions: what was sent along, without the photographs, which stand with their visit."""
    return Prefetch("documents", Document.objects.attached())


def proposal_from(recommendation) -> dict:
    """What the answer's form starts with after a finished visit: a verdict, its reasons, and each "no" as a condition."""
    visit = recommendation.inspections.filter(state=Inspection.State.SIGNED).order_by("id").last()
    if visit is None:
        return {}
    visit.application = recommendation.application
    on = date_words(visit.application.office.region.local_date(visit.starts_at))
    words = {"on": on, "result": visit.get_result_display(), "findings": visit.findings}
    found = {
        "verdict": LEADS_TO[visit.result],
        "reasons": _("Hasil peninjauan lapangan %(on)s: %(result)s. %(findings)s") % words,
    }
    if visit.result == Result.FIT_IF:
        found["conditions"] = "\n".join(_condition(item) for item in items_of(visit) if item.result == "no")
    return found


def _condition(item) -> str:
    return " ".join((item.note or item.label).split())


def odd_times(recommendation, starts_at) -> list[str]:
    """What is unusual about a proposed time; allowed, but said."""
    region = recommendation.application.office.region
    calendar = calendar_of(region)
    day, found = calendar.local_date(starts_at), []
    if not calendar.is_working_day(day):
        found.append(_("Hari itu bukan hari kerja."))
    elif not calendar.opening(day) <= starts_at <= calendar.closing(day):
        found.append(_("Jam itu di luar jam kantor."))
    if recommendation.due_at and starts_at > recommendation.due_at:
        found.append(_("Waktunya sesudah batas jawab instansi Anda."))
    return found


def in_team(user):
    return Q(Exists(InspectionMember.objects.filter(inspection=OuterRef("pk"), user=user)))


def filters_for(user, region) -> dict:
    """{key: (label, condition)} of the list's chips; days are those on the wall of the user's agency."""
    calendar = calendar_of(region)
    today = calendar.opening(calendar.local_date(now())).replace(hour=0, minute=0, second=0, microsecond=0)
    is_open, mine = Q(state__in=["proposed", "agreed", "reported"]), in_team(user)
    day, week = timedelta(days=1), timedelta(days=7 - today.weekday())
    return {
        "saya": (gettext_lazy("Tim saya"), is_open & mine),
        "hari-ini": (gettext_lazy("Hari ini"), is_open & Q(starts_at__gte=today, starts_at__lt=today + day)),
        "minggu-ini": (gettext_lazy("Minggu ini"), is_open & Q(starts_at__gte=today, starts_at__lt=today + week)),
        "semua": (gettext_lazy("Semua yang berjalan"), is_open),
        "selesai": (gettext_lazy("Selesai"), Q(state__in=["signed", "cancelled"])),
    }


def listed(queryset):
    """For `deadline_page`: ordered by when they begin."""
    rows = queryset.select_related("application__permit_type", "application__office__region", "agency")
    return rows.annotate(due_at=F("starts_at"))
