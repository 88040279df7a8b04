"""What is told about the clock: a count that began anew, a deadline that moved or comes near, silence that counts as consent."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Delegation, Membership
from agencies.queries import today
from agencies.routing import agencies_for
from applications.models import DeadlineWarning
from applications.notices.addressing import context_of, file_link, people_of, tell_applicant, tell_desk
from notifications.outbox import Letter, enqueue_all
from ptsp_portal.lib.moment import now

Rung = DeadlineWarning.Rung
SECRETARIAT = "SETDA"
DESKS = {
    "front_desk": _("loket"),
    "verifier": _("verifikator"),
    "endorser": _("pemaraf"),
    "head": _("kepala"),
    "officer": _("petugas"),
}


def tell_applicant_clock_restarted(application) -> None:
    tell_applicant("clock_restarted", application, **_when(application))


def tell_desk_clock_restarted(application, *, but_not=None) -> None:
    if application.holder == "agency":
        _tell_holder("desk_clock_restarted", application, but_not=but_not)


def tell_deadline_moved(application, before, words) -> None:
    """The applicant, and the desk of the office that holds the file; the agencies asked have a deadline of their own."""
    more = {**_when(application), "before": before, "words": words}
    tell_applicant("deadline_moved", application, **more)
    if application.holder == "agency":
        _tell_holder("desk_deadline_moved", application, **more)


def tell_agencies_deadline_moved(application, requests, words) -> None:
    """Whoever answers the requests whose own deadline moved."""
    posts = _posts({each.unit_id or each.agency_id for each in requests}, "officer")
    letters = []
    for request in requests:
        more = {"due_at": request.due_at, "zone": application.office.region.zone, "words": words}
        link = reverse("applications:recommendation", args=[request.uuid])
        for user in posts.get((request.unit_id or request.agency_id, "officer"), []):
            context = context_of(application, before=None, **more)
            letters.append(Letter(user, "applications/desk_deadline_moved", context, link, request.uuid))
    enqueue_all(letters)


def tell_recommendation_deemed(recommendation) -> None:
    """The agency that stayed silent, and the applicant."""
    application, agency = recommendation.application, recommendation.agency
    posts = _posts({agency.pk}, "officer", "head")
    users = {user.pk: user for people in posts.values() for user in people}
    link = reverse("applications:recommendation", args=[recommendation.uuid])
    context = context_of(application, agency=agency.name)
    enqueue_all(
        [Letter(user, "applications/agency_deemed", context, link, recommendation.uuid) for user in users.values()]
    )
    tell_applicant("recommendation_deemed", application, agency=agency.name)


def tell_applicant_deemed(application) -> None:
    tell_applicant("application_deemed", application)


def tell_of_deadlines(office, warnings: list[DeadlineWarning]) -> None:
    """Send the warnings of one office (unsaved rows) and write on each how many people it reached.

    A constant number of statements, however many warnings.
    """
    requests = [warning.recommendation for warning in warnings if warning.recommendation]
    agencies = {each for request in requests for each in (request.agency_id, request.unit_id) if each}
    posts = _posts({office.pk, *agencies}, *DESKS)
    secretaries = secretaries_of(office) if any(each.rung == Rung.SECRETARY for each in warnings) else []
    letters = []
    for warning in warnings:
        readers = secretaries if warning.rung == Rung.SECRETARY else _readers(warning, office, posts)
        warning.told = len({user.pk for user in readers})
        letters += [_letter(warning, office, user) for user in readers]
    enqueue_all(letters)


def _readers(warning, office, posts) -> list:
    """The first post of the rung that anybody holds: an empty chair passes the warning on to the next."""
    request = warning.recommendation
    if request is None:
        role = warning.application.holder_role if warning.application.holder == "agency" else "verifier"
        chain = {Rung.DESK: [role, "endorser", "head"], Rung.SUPERIOR: ["endorser", "head"], Rung.HEAD: ["head"]}
        return _first(posts, [(office.pk, role) for role in chain[warning.rung]])
    agency = request.agency_id
    if warning.rung == Rung.DESK:
        if request.assigned_to is not None and request.assigned_to.is_active:
            return [request.assigned_to]
        return _first(posts, [(request.unit_id, "officer"), (agency, "officer"), (agency, "head")])
    if warning.rung == Rung.SUPERIOR:
        return _first(posts, [(agency, "endorser"), (agency, "head"), (agency, "officer")])
    people = _first(posts, [(agency, "head"), (agency, "officer")]) + posts.get((office.pk, "verifier"), [])
    return list({user.pk: user for user in people}.values())


def _first(posts, chain) -> list:
    return next((posts[post] for post in chain if posts.get(post)), [])


def _letter(warning, office, user) -> Letter:
    """A secretary has no file page: the file is somebody else's."""
    application, request = warning.application, warning.recommendation
    holder = application.holder_role if application.holder == "agency" else "verifier"
    context = context_of(
        application,
        desk=request.agency.name if request else DESKS.get(holder, ""),
        is_request=request is not None,
        due_at=warning.due_at,
        zone=office.region.zone,
        is_late=warning.due_at < now(),
    )
    about = request.uuid if request else application.uuid
    if warning.rung == Rung.SECRETARY:
        return Letter(user, "applications/deadline_secretary", context, reverse("applications:desk_home"), about)
    is_theirs = request is not None and _is_of_agency(user, request)
    link = reverse("applications:recommendation", args=[request.uuid]) if is_theirs else file_link(application)
    return Letter(user, "applications/deadline_near", context, link, about)


def _is_of_agency(user, request) -> bool:
    return getattr(user, "posted_at", None) in (request.agency_id, request.unit_id) or user.pk == request.assigned_to_id


def _posts(agencies, *roles) -> dict[tuple[int, str], list]:
    """{(agency, role): people of today}, heads with their deputies (Plh./Plt.); two statements."""
    if not agencies:
        return {}
    found = {}
    for member in people_of(list(agencies), *roles):
        member.user.posted_at = member.agency_id
        found.setdefault((member.agency_id, member.role), []).append(member.user)
    lent = Delegation.objects.filter(
        membership__in=Membership.objects.current().filter(agency__in=list(agencies), role__in=roles),
        from_on__lte=today(),
        until_on__gte=today(),
        deputy__is_active=True,
    )
    for each in lent.select_related("membership", "deputy"):
        each.deputy.posted_at = each.membership.agency_id
        found.setdefault((each.membership.agency_id, each.membership.role), []).append(each.deputy)
    return found


def secretaries_of(office) -> list:
    """The secretary of the office's region or of the nearest one above, and today's deputy; without one the officers there."""
    agency: Agency | None = agencies_for([(SECRETARIAT, office.region_id)])[(SECRETARIAT, office.region_id)]
    if agency is None:
        return []
    return _first(_posts({agency.pk}, "head", "officer"), [(agency.pk, "head"), (agency.pk, "officer")])


def _tell_holder(occasion, application, *, but_not=None, **more) -> None:
    """The desk of the office that has the file now."""
    tell_desk(occasion, application, application.holder_role, but_not=but_not, **(more or _when(application)))


def _when(application) -> dict:
    return {"due_at": application.due_at, "zone": application.office.region.zone}
