"""Who is told what about an issued permit and about an objection: a number and a state, never a person or a reason."""

from django.urls import reverse

from agencies.models import Delegation
from agencies.queries import today
from applications.notices.addressing import context_of, people_of, tell_applicant, tell_desk, tell_holder
from applications.notices.clock import secretaries_of
from notifications.outbox import Letter, enqueue_all


def tell_signers_of_proposal(permit, what) -> None:
    """The head and whoever stands in today: a measure or a correction waits for the signature."""
    application = permit.application
    posts = people_of([application.office_id], application.standard.signing_role)
    lent = Delegation.objects.filter(
        membership__in=posts, from_on__lte=today(), until_on__gte=today(), deputy__is_active=True
    )
    users = {post.user_id: post.user for post in posts} | {
        each.deputy_id: each.deputy for each in lent.select_related("deputy")
    }
    _tell("permit_to_sign", permit, users.values(), what=what)


def tell_proposer_refused(proposal, what) -> None:
    _tell("permit_proposal_refused", proposal.permit, [proposal.proposed_by], what=what)


def tell_holder_measure(measure) -> None:
    """At once: it holds from now on. Its letter stands on the permit's page as soon as it is made."""
    permit = measure.permit
    more = {"ordinal": measure.ordinal, "until": measure.until_on, "by_itself": measure.signed_by_id is None}
    _tell_holder(f"permit_{measure.kind}", permit, **more)


def tell_holder_corrected(correction) -> None:
    """Only when the new document is stored."""
    permit = correction.permit
    _tell_holder("permit_corrected", permit, version=correction.version)


def tell_applicant_objection_filed(objection) -> None:
    tell_applicant("objection_filed", objection.application, **_of(objection))


def tell_desk_objection_filed(objection) -> None:
    tell_desk("desk_objection", objection.application, "verifier", "head", **_of(objection))


def tell_applicant_objection_answered(objection) -> None:
    tell_applicant(f"objection_{objection.outcome}", objection.application, **_of(objection))


def tell_drafter_reopened(objection) -> None:
    tell_desk("desk_reopened", objection.application, "verifier", **_of(objection))


def tell_desk_objection_due(objection, *, late: bool) -> None:
    """Head and verifiers; once it is late, the secretary of the region too, who has no page of the file."""
    application = objection.application
    tell_desk("desk_objection_due", application, "verifier", "head", late=late, **_of(objection))
    if late:
        context = context_of(application, **_of(objection))
        link = reverse("applications:desk_home")
        enqueue_all(
            [
                Letter(user, "applications/objection_secretary", context, link, objection.uuid)
                for user in secretaries_of(objection.office)
            ]
        )


def _of(objection) -> dict:
    return {
        "objection": objection.number,
        "due_at": objection.due_at,
        "zone": objection.application.office.region.zone,
    }


def _tell(occasion, permit, users, **more) -> None:
    context, link = _context(permit, more), reverse("applications:permit", args=[permit.uuid])
    enqueue_all([Letter(user, f"applications/{occasion}", context, link, permit.uuid) for user in users])


def _tell_holder(occasion, permit, **more) -> None:
    link = reverse("applications:permit", args=[permit.uuid])
    tell_holder(permit, f"applications/{occasion}", _context(permit, more), link, about=permit.uuid)


def _context(permit, more) -> dict:
    return context_of(permit.application, **more) | {"number": permit.number}
