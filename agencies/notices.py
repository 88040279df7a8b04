"""Who is told what about the right to act for a business. No names: a mail is a postcard."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from agencies.models import Agency, Membership, Representation
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
