"""Which agencies a user works for today; the base of every scope."""

from django.db import models

from agencies.queries import today


def memberships_of(user) -> list:
    """The user's memberships of today with their agencies; asked once per user object (so once per request)."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_current_memberships"):
        user._current_memberships = list(user.memberships.current().select_related("agency__region"))
    return user._current_memberships


def agency_ids(user, roles: tuple = ()) -> list[int]:
    """Ids of the agencies where the user has one of `roles` (any role when empty) today."""
    return sorted({m.agency_id for m in memberships_of(user) if not roles or m.role in roles})


def agencies_of(user, roles: tuple = ()) -> list[models.Model]:
    """The agencies themselves, by name."""
    found = {m.agency_id: m.agency for m in memberships_of(user) if not roles or m.role in roles}
    return sorted(found.values(), key=lambda agency: agency.name)


# Who answers for a whole region: its leadership, its licensing office, its inspectorate, a camat and a lurah for what is below.
GOVERNING_KINDS = ("leadership", "ptsp", "inspectorate", "kecamatan", "kelurahan")
GOVERNING_ROLES = ("executive", "head", "auditor")


def governed_regions(user) -> list[str]:
    """Codes of the regions whose numbers the user answers for today, everything below each included; none inside another."""
    posts = [m.agency for m in memberships_of(user) if m.role in GOVERNING_ROLES]
    codes = {agency.region_id for agency in posts if agency.kind in GOVERNING_KINDS}
    return sorted(code for code in codes if not any(code.startswith(f"{other}.") for other in codes))


def led_agency_ids(user) -> list[int]:
    """Agencies that only give recommendations and that the user heads today: their own numbers and nobody else's."""
    heads = {m.agency for m in memberships_of(user) if m.role == "head"}
    return sorted(agency.pk for agency in heads if agency.kind not in GOVERNING_KINDS)


def delegations_of(user) -> list:
    """Signing authority lent to the user today (Plh./Plt.), each with the lender's still current membership."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_current_delegations"):
        day = today()
        lent = user.delegations.filter(from_on__lte=day, until_on__gte=day)
        held = [d for d in lent.select_related("membership__agency__region") if _is_current(d.membership, day)]
        user._current_delegations = held
    return user._current_delegations


def own_or_lent_agency_ids(user, roles: tuple) -> list[int]:
    """Where the user has one of `roles` today, by an own post or lent for a period (Plh./Plt.)."""
    lent = {each.membership.agency_id for each in delegations_of(user) if each.membership.role in roles}
    return sorted({*agency_ids(user, roles), *lent})


def represented_business_ids(user) -> set[int]:
    """Businesses that the user may act for today; asked once per user object."""
    if not user.is_authenticated:
        return set()
    if not hasattr(user, "_represented_business_ids"):
        person = getattr(user, "person", None)
        ids = person.representations.active().values_list("business_id", flat=True) if person else []
        user._represented_business_ids = set(ids)
    return user._represented_business_ids


def _is_current(membership, day) -> bool:
    """A lent authority ends with the office that it was lent from."""
    return membership.from_on <= day and (membership.until_on is None or membership.until_on >= day)
