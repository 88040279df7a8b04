"""What is kept of an expected date: the one at the receipt, so that a report can say how often such dates held."""

from collections.abc import Iterable
from datetime import timedelta

from dashboards.facts import Places
from dashboards.likeness import forecast, places_of, remaining
from dashboards.models import Estimate, FileFact
from ptsp_portal.lib.moment import now

# A receipt that is folded in later than so (after a bulk load, or when the feature is new) is no estimate at the receipt.
ONE_DAY = timedelta(days=1)


def keep_estimates(facts: Iterable[FileFact], places: Places) -> None:
    """Write the estimate of each file that got its receipt yesterday or today and has none; three statements at most.

    Nothing is written for a file without enough like ones. Twice changes nothing.
    """
    moment = now()
    fresh = {
        fact.pk: fact
        for fact in facts
        if fact.closed_on is None
        and fact.registered_on
        and fact.registered_on >= places.day(fact.office_id, moment) - ONE_DAY
    }
    if not fresh:
        return
    for pk in Estimate.objects.filter(pk__in=fresh).values_list("pk", flat=True):
        del fresh[pk]
    counts = remaining(fresh.values(), moment.date())
    if not counts:
        return
    rows = []
    for pk, fact in fresh.items():
        found = forecast(places_of(fact), counts, places.calendar(fact.office_id), moment)
        if found:
            rows.append(Estimate(application_id=pk, made_at=moment, phase=fact.phase, **found._asdict()))
    Estimate.objects.bulk_create(rows, ignore_conflicts=True)
