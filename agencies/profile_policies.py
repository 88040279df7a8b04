"""Who may do what with businesses and with the right to act for them."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Business, Membership, Representation
from agencies.scoping import memberships_of
from ptsp_portal.lib.rules import refusal


def desk_for(user, business: Business) -> Membership | None:
    """The counter where this user may judge letters for this business: a PTSP of its region or above."""
    for membership in memberships_of(user):
        agency = membership.agency
        at_a_counter = (
            membership.role == Membership.Role.FRONT_DESK and agency.kind == Agency.Kind.PTSP and agency.is_active
        )
        if at_a_counter and agency.region.contains(business.region_id):
            return membership
    return None


@refusal(_("Surat kuasa ini diputuskan oleh petugas loket PTSP wilayah usaha itu, dan bukan oleh pengajunya sendiri."))
def can_decide_claim(user, claim: Representation) -> bool:
    return claim.person.user_id != user.pk and desk_for(user, claim.business) is not None


@refusal(_("Langkah ini hanya untuk wakil usaha yang haknya sedang berlaku."))
def can_act_for(user, business: Business) -> bool:
    return business.representations.active().filter(person__user=user).exists()


@refusal(_("Hak ini hanya dapat diakhiri oleh pemiliknya atau oleh wakil lain dari usaha yang sama."))
def can_end_representation(user, representation: Representation) -> bool:
    if representation.person.user_id == user.pk:
        return True
    return representation.status == Representation.Status.ACTIVE and can_act_for(user, representation.business)
