"""Writing the clock ledgers of a file and its requests, and the caches that mirror them. Actions call it, on a locked row."""

from django.db.models import Case, Count, Q, When

from agencies.clock import Reckoning, reckon
from agencies.working_days import WorkCalendar, calendar_of
from applications import deadlines
from applications.models import Application, ApplicationClockEvent, Recommendation, RecommendationClockEvent
from ptsp_portal.lib.moment import now

Kind = ApplicationClockEvent.Kind
Holder = ApplicationClockEvent.Holder
Reason = ApplicationClockEvent.Reason
State = Application.State
FILE_ENDED = "Permohonan berakhir sebelum dibayar."


def note(application: Application, kind, holder, *, agency=None, role="", reason="", words="", at=None) -> None:
    """Append one event to the file's ledger and rewrite every cache that follows from it. The caller saves the row.

    `at`: when it truly happened, for a file of the emergency register; never before what the ledger knows already.
    """
    moment = at or now()
    if at and (at > now() or application.clock_events.filter(at__gt=at).exists()):
        raise ValueError("an event of the ledger lies neither ahead nor before the last one")
    ApplicationClockEvent.objects.create(
        application=application,
        kind=kind,
        at=moment,
        holder=holder,
        agency=agency,
        role=role,
        reason=reason,
        words=words,
    )
    read_caches(application)


def read_caches(application: Application, calendar: WorkCalendar | None = None) -> None:
    """Holder, since when and the deadline of a locked file, and the deadlines of its open requests, from the ledgers alone."""
    calendar = calendar or calendar_of(application.office.region)
    events = list(application.clock_events.order_by("at", "id"))
    reckoning = reckon(events, calendar, application.standard.time_limit_days, now())
    application.came_back = has_come_back(events)
    application.holder = reckoning.holder or Holder.APPLICANT
    application.holder_agency_id = reckoning.agency_id
    application.holder_role = reckoning.role
    application.held_since = reckoning.held_since or application.held_since
    application.due_at = reckoning.due_at
    # Kept on the row in memory for whoever tells people of it.
    application.moved_requests = read_requests(application, calendar) if application.answers_requested else []


def reckoning_of(application: Application, calendar: WorkCalendar | None = None) -> Reckoning:
    """What the file's ledger says now."""
    events = list(application.clock_events.order_by("at", "id"))
    calendar = calendar or calendar_of(application.office.region)
    return reckon(events, calendar, application.standard.time_limit_days, now())


def has_come_back(events) -> bool:
    """Whether the present desk held the file before and got it back from the applicant or from a later desk of the office.

    Answers of the agencies that are complete bring a file to the verifier, but not back: that is its way.
    """
    desks = []
    for event in events:
        desk = (event.holder, event.agency_id, event.role)
        if not desks or desks[-1] != desk:
            desks.append(desk)
    return (
        len(desks) > 2 and desks[-1][0] == Holder.AGENCY and desks[-1] in desks[:-1] and desks[-2][0] != Holder.AGENCIES
    )


def read_requests(application: Application, calendar: WorkCalendar | None = None) -> list[Recommendation]:
    """Rewrite `due_at` of the open requests where it differs; returns the changed ones. Three statements at most.

    A request is due when its own days are used up, and never later than the file that it belongs to.
    """
    calendar = calendar or calendar_of(application.office.region)
    changed = []
    for request in application.recommendations.open().prefetch_related("clock_events"):
        due_at = due_of(request, application, calendar)
        if request.due_at != due_at:
            request.due_at = due_at
            changed.append(request)
    if changed:
        Recommendation.objects.bulk_update(changed, ["due_at"])
    return changed


def read_came_back(application: Application) -> None:
    """Mark which open requests of a locked file came back to their agency: asked again, its answer refused by its own head,
    its question answered by the applicant, or another day wished for its visit. One statement, after their rows are saved.
    """
    answered = application.questions.filter(item__clarification__answered_at__isnull=False)
    wished = application.inspections.filter(state="proposed", wished_at__isnull=False)
    came_back = (
        Q(asked_again_of__isnull=False)
        | Q(proposal__returned__isnull=False)
        | Q(pk__in=answered.values("recommendation"))
        | Q(pk__in=wished.values("recommendation"))
    )
    application.recommendations.open().update(came_back=Case(When(came_back, then=True), default=False))


def due_of(request: Recommendation, application: Application, calendar: WorkCalendar):
    """When an open request is due; None while its agency waits for the applicant."""
    return deadlines.due_of(request, application.due_at, calendar)


def hand_over_to_office(application: Application, role: str, kind=Kind.HAND_OVER, *, at=None) -> None:
    note(application, kind, Holder.AGENCY, agency=application.office, role=role, at=at)


def whose_turn(application: Application) -> dict:
    """Who works on a registered file when nothing is asked of the applicant: the keywords of `note` for its state."""
    if application.state == State.RECOMMENDATION:
        return {"holder": Holder.AGENCIES}
    return {"holder": Holder.AGENCY, "agency": application.office, "role": "verifier"}


def close(application: Application) -> None:
    """The file's last event: nobody holds it any more."""
    note(application, Kind.STOP, Holder.NOBODY)
    application.closed_at = now()
    application.clarifications.open().update(cancelled_at=application.closed_at)  # nobody waits for it any more
    application.bills.unpaid().update(cancelled_at=application.closed_at, cancel_reason=FILE_ENDED)


def save(application: Application) -> None:
    """Save a locked file and let pages that show it know that it changed."""
    application.changed_at = now()
    application.change_count += 1
    application.save()


def count_answers(application: Application) -> None:
    """ "n of m answers" of a locked file: the current requests that were not withdrawn. The caller saves the row."""
    counted = application.recommendations.current().aggregate(
        asked=Count("pk", filter=~Q(state="withdrawn")), received=Count("pk", filter=Q(state__in=["given", "deemed"]))
    )
    application.answers_requested, application.answers_received = counted["asked"], counted["received"]


def start_recommendations(recommendations) -> None:
    """First event of each recommendation's own ledger, in one statement."""
    note_requests(recommendations, Kind.START)


def stop_recommendations(recommendations) -> None:
    note_requests(recommendations, Kind.STOP)


def note_requests(recommendations, kind, reason="") -> None:
    """One event in the ledger of each request, in one statement. A pause hands it to the applicant, a stop to nobody, any
    other kind to the agency, or to the sub-unit that it was handed down to; a written answer to the agency's head."""
    RecommendationClockEvent.objects.bulk_create(_event(each, kind, reason) for each in recommendations)


def _event(recommendation, kind, reason) -> RecommendationClockEvent:
    holder = {Kind.STOP: Holder.NOBODY, Kind.PAUSE: Holder.APPLICANT}.get(kind, Holder.AGENCY)
    at_agency = holder == Holder.AGENCY
    at_head = recommendation.awaits_head
    return RecommendationClockEvent(
        recommendation=recommendation,
        kind=kind,
        at=now(),
        holder=holder,
        agency_id=(recommendation.agency_id if at_head else recommendation.unit_id or recommendation.agency_id)
        if at_agency
        else None,
        role=("head" if at_head else "officer") if at_agency else "",
        reason=reason,
    )
