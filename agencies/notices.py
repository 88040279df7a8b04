"""Who is told what about the right to act for a business, and about posts. No names: a mail is a postcard."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.password_link import password_link
from agencies.models import Agency, Membership, Representation, RightsRequest
from notifications.outbox import Letter, enqueue, enqueue_all


def tell_about_claim(claim: Representation):
    """The counter nearest to the business, and those who act for it already: they may know better than any letter."""
    to_counter = reverse("agencies:claims")
    letters = [Letter(user, "agencies/claim_waiting", {}, to_counter, claim.uuid) for user in _counter(claim.business)]
    to_business = reverse("agencies:business", args=[claim.business.uuid])
    for present in claim.business.representations.active().exclude(person__user=None).select_related("person__user"):
        letters.append(Letter(present.person.user, "agencies/claim_seen", {}, to_business, claim.uuid))
    enqueue_all(letters)


def tell_claimant(claim: Representation, occasion: str):
    """`claim_accepted` or `claim_refused`; the reason stands on the page behind the link."""
    user, link = claim.person.user, reverse("agencies:profile")
    if user:
        enqueue(user=user, occasion=f"agencies/{occasion}", context={}, link=link, about=claim.uuid)


def tell_ended(representation: Representation):
    """Somebody else ended it."""
    tell_claimant(representation, "representation_ended")


def mail_invitation(email: str, token: str):
    """To an address, whether or not it has an account here; nothing on screen tells which. The link leaves the outbox once sent."""
    words = {"link": settings.SITE_URL + reverse("agencies:invitation", args=[token]), "site_name": settings.SITE_NAME}
    subject = render_to_string("agencies/messages/invited.subject.txt", words).strip()
    EmailMessage(subject, render_to_string("agencies/messages/invited.txt", words), to=[email]).send()


# Posts. The names stand on the pages behind the links.


def tell_rights_waiting(request: RightsRequest):
    """Everybody who may be the second person."""
    agency = request.agency
    places = Q(agency=agency)
    if agency.kind != Agency.Kind.PTSP:
        places |= Q(agency__kind=Agency.Kind.PTSP, agency__region_id__in=agency.region.lineage)
    roles = [Membership.Role.HEAD, Membership.Role.OFFICE_ADMIN]
    posts = Membership.objects.current().filter(places, role__in=roles, user__is_active=True)
    posts = posts.exclude(user__in=[each for each in (request.proposed_by_id, request.user_id) if each])
    link, context = reverse("agencies:rights_request", args=[request.uuid]), {"agency": agency.name}
    enqueue_all(
        [
            Letter(post.user, "agencies/rights_waiting", context, link, request.uuid)
            for post in posts.select_related("user")
        ]
    )


def tell_rights_decided(request: RightsRequest, occasion: str):
    """`rights_confirmed` or `rights_refused`, to whoever proposed it."""
    link, context = reverse("agencies:rights_request", args=[request.uuid]), {"agency": request.agency.name}
    user = request.proposed_by
    enqueue(user=user, occasion=f"agencies/{occasion}", context=context, link=link, about=request.uuid)


def tell_about_new_rights(request: RightsRequest, *, is_new_account: bool):
    """Whoever gains; a new account gets the link to its first password instead."""
    if is_new_account:
        mail_password_link(request.user, request.agency)
        return
    context = {"agency": request.agency.name, "role": request.get_role_display(), "from_on": request.from_on}
    occasion = "agencies/delegation_granted" if request.kind == RightsRequest.Kind.DELEGATE else "agencies/post_granted"
    enqueue(
        user=request.user,
        occasion=occasion,
        context=context,
        link=reverse("applications:desk_home"),
        about=request.uuid,
    )


def mail_password_link(user, agency: Agency):
    """To the address of a new account; the link leaves the outbox once sent."""
    words = {"link": password_link(user), "site_name": settings.SITE_NAME, "agency": agency.name}
    subject = render_to_string("agencies/messages/first_password.subject.txt", words).strip()
    EmailMessage(subject, render_to_string("agencies/messages/first_password.txt", words), to=[user.email]).send()


def tell_post_ended(user, agency: Agency, until_on):
    context = {"agency": agency.name, "until_on": until_on}
    enqueue(
        user=user, occasion="agencies/post_ended", context=context, link=reverse("agencies:profile"), about=agency.uuid
    )


def _counter(business) -> list:
    """Counter officers of the lowest region above the business that has any."""
    desks = Membership.objects.current().filter(
        role=Membership.Role.FRONT_DESK,
        user__is_active=True,
        agency__kind=Agency.Kind.PTSP,
        agency__is_active=True,
        agency__region_id__in=business.region.lineage,
    )
    desks = list(desks.select_related("user", "agency"))
    nearest = max((len(desk.agency.region_id) for desk in desks), default=0)
    return [desk.user for desk in desks if len(desk.agency.region_id) == nearest]
