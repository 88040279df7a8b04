"""What the front page shows of the catalogue and of this month's work: four small queries, no personal data."""

from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, F, Q

from applications.catalogue.shelf import local_day, standards_of
from applications.models import Application, Offer, PermitType
from ptsp_portal.lib.moment import now

RECENT = timedelta(days=90)
SHOWN = 5


class Median(Aggregate):
    """The middle value; half of the rows are at or below it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def offered() -> dict:
    """{"types", "offices"}: how many services are open, at how many offices."""
    return Offer.objects.public().aggregate(
        types=Count("permit_type", distinct=True), offices=Count("office", distinct=True)
    )


def often_filed() -> tuple[list[dict], bool]:
    """(services with their standard, whether filings were counted): the most filed of 90 days, else simply the first."""
    recent = Q(applications__submitted_at__gte=now() - RECENT)
    offered_ids = Offer.objects.public().values("permit_type")
    types = list(
        PermitType.objects.filter(pk__in=offered_ids)
        .annotate(filings=Count("applications", filter=recent))
        .order_by("-filings", "name", "pk")[:SHOWN]
    )
    is_measured = bool(types) and types[0].filings > 0
    types = [t for t in types if t.filings or not is_measured]
    standards = standards_of(types)
    return [{"type": t, "standard": standards.get(t.pk)} for t in types], is_measured


def this_month() -> dict:
    """{"issued", "on_time", "median_days"} of the permits issued since the first of the month (western time).

    `median_days` counts calendar days from registration to issue, rounded up; None while nothing was issued.
    """
    first = local_day().replace(day=1)
    issued = Application.objects.filter(state=Application.State.ISSUED, closed_at__date__gte=first)
    took = F("closed_at") - F("registered_at")
    month = issued.aggregate(
        issued=Count("pk"),
        on_time=Count("pk", filter=Q(closed_at__date__lte=F("promised_on"))),
        median=Median(took, output_field=DurationField()),
    )
    median = month.pop("median")
    month["median_days"] = None if median is None else max(1, -(-median // timedelta(days=1)))
    return month
