"""The atoms of every rule: who holds which office today. Plain yes or no; who may do what is built from these.

No atom ever asks for a superuser. Each reads what `agencies.scoping` fetched once per user object.
"""

from dataclasses import dataclass

from agencies.models import Agency, Business, Delegation, Membership
from agencies.scoping import delegations_of, memberships_of, represented_business_ids


def has_role(user, agency: Agency, *roles: str) -> bool:
    """Holds one of `roles` in the agency today, by an own membership (a delegation lends signing only)."""
    return any(m.agency_id == agency.pk and m.role in roles for m in memberships_of(user))


def may_represent(user, business: Business) -> bool:
    """Has an active representation (surat kuasa) of the business today; a mere claim is none."""
    return business.pk in represented_business_ids(user)


@dataclass(frozen=True)
class Capacity:
    """How a signature block names the signer.

    `position` is printed over the name ("Kepala DPMPTSP Kota Batam", "Plh. Kepala DPMPTSP Kota Batam"); `on_behalf` is
    the position signed for ("a.n. …") when a deputy signs, else empty.
    """

    position: str
    on_behalf: str = ""


def signs_for(user, agency: Agency, role: str) -> Membership | Delegation | None:
    """What lets the user act as `role` of the agency today: the own membership, else a current delegation, else None."""
    own = (m for m in memberships_of(user) if m.agency_id == agency.pk and m.role == role)
    lent = (d for d in delegations_of(user) if d.membership.agency_id == agency.pk and d.membership.role == role)
    return next(own, None) or next(lent, None)


def signing_capacity(user, agency: Agency, role: str) -> Capacity | None:
    """The position that the user signs in as `role` of the agency today; None when the user may not."""
    source = signs_for(user, agency, role)
    if source is None:
        return None
    if isinstance(source, Membership):
        return Capacity(_position(source))
    lent = _position(source.membership)
    return Capacity(f"{source.get_kind_display()} {lent}", on_behalf=lent)


def _position(membership: Membership) -> str:
    return membership.title or f"{membership.get_role_display().capitalize()} {membership.agency.name}"
