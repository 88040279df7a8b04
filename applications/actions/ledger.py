"""Writing the clock ledger of a file, and the caches that mirror it. Called only by actions, on a locked row."""

from agencies.clock import reckon
from agencies.working_days import calendar_of
from applications.models import Application, ApplicationClockEvent, RecommendationClockEvent
from ptsp_portal.lib.moment import now

Kind = ApplicationClockEvent.Kind
Holder = ApplicationClockEvent.Holder
Reason = ApplicationClockEvent.Reason


def note(application: Application, kind, holder, *, agency=None, role="", reason="") -> None:
    """Append one event to the file's ledger and rewrite holder, held_since and due_at. The caller saves the row."""
    ApplicationClockEvent.objects.create(
        application=application, kind=kind, at=now(), holder=holder, agency=agency, role=role, reason=reason
    )
    read_caches(application)


def read_caches(application: Application) -> None:
    """Holder, since when and the deadline, from the ledger alone."""
    events = list(application.clock_events.order_by("at", "id"))
    calendar = calendar_of(application.office.region)
    reckoning = reckon(events, calendar, application.standard.time_limit_days, now())
    application.holder = reckoning.holder
    application.holder_agency_id = reckoning.agency_id
    application.holder_role = reckoning.role
    application.held_since = reckoning.held_since
    application.due_at = reckoning.due_at


def hand_over_to_office(application: Application, role: str, kind=Kind.HAND_OVER) -> None:
    note(application, kind, Holder.AGENCY, agency=application.office, role=role)


def close(application: Application) -> None:
    """The file's last event: nobody holds it any more."""
    note(application, Kind.STOP, Holder.NOBODY)
    application.closed_at = now()


def save(application: Application) -> None:
    """Save a locked file and let pages that show it know that it changed."""
    application.changed_at = now()
    application.change_count += 1
    application.save()


def start_recommendations(recommendations) -> None:
    """First event of each recommendation's own ledger, in one statement."""
    RecommendationClockEvent.objects.bulk_create(_event(each, Kind.START) for each in recommendations)


def stop_recommendations(recommendations) -> None:
    RecommendationClockEvent.objects.bulk_create(_event(each, Kind.STOP) for each in recommendations)


def _event(recommendation, kind) -> RecommendationClockEvent:
    is_start = kind == Kind.START
    return RecommendationClockEvent(
        recommendation=recommendation,
        kind=kind,
        at=now(),
        holder=Holder.AGENCY if is_start else Holder.NOBODY,
        agency_id=recommendation.agency_id if is_start else None,
        role="officer" if is_start else "",
    )
