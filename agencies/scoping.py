"""Which agencies a user works for today; the base of every scope."""

from django.db import models


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
