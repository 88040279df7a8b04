"""What people say of the offices of a reach: complaints (live, they are few) and the satisfaction index."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from complaints.models import Complaint, Element, SurveyResponse
from complaints.survey_figures import band_words
from complaints.survey_index import band_of, index_of, lowest, rounded
from dashboards.reach import Reach
from dashboards.year_spans import Span
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.small_counts import FLOOR


def complaints_of(reach: Reach, span: Span, zone: str) -> dict:
    """Received in the span, open and overdue now, found justified of those received. One statement.

    Grave ones stand in none of these; `grave` is how many were received, None below five (also of none at all), so that a unit
    that is complained about can't see that there is one.
    """
    since = datetime.combine(span.first, time(), ZoneInfo(zone))
    recent, ordinary, is_open = Q(received_at__gte=since), Q(is_grave=False), Q(closed_at__isnull=True)
    found = Complaint.objects.filter(recent | is_open, office__in=reach.agency_ids).aggregate(
        received=Count("pk", filter=ordinary & recent),
        open=Count("pk", filter=ordinary & is_open),
        overdue=Count("pk", filter=ordinary & is_open & Q(due_at__lt=now())),
        justified=Count("pk", filter=ordinary & recent & Q(finding__is_justified=True)),
        grave=Count("pk", filter=Q(is_grave=True) & recent),
    )
    if found["grave"] < FLOOR:
        found["grave"] = None
    return found


def satisfaction_of(reach: Reach, span: Span) -> dict | None:
    """The index over all answers of the offices, its band, and the three lowest elements; None below five answers.

    Exact weights (1/9), also where an office prints its own report with the weights of the annex. One statement.
    """
    tally = SurveyResponse.objects.of_offices(reach.office_ids, span.first, span.last).tally()
    index = index_of(tally) if tally.n >= FLOOR else None
    if index is None:
        return None
    band = band_of(index)
    worst = [(Element(code).label, rounded(tally.mean(code))) for code in lowest(tally)]
    return {"index": index, "n": tally.n, "band": band, "band_words": band_words(band), "lowest": worst}
