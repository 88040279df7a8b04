"""Which posts keep and handle complaints: at a desk, at a unit, and for what is grave. Reads only."""

from agencies.models import Agency, Membership
from agencies.routing import agencies_for
from agencies.scoping import agency_ids, delegations_of, memberships_of, own_or_lent_agency_ids

DESK = "complaint_officer"
HEAD = ("head",)
# Where a unit's complaints lie; a head (or the deputy) sees them all, and those of the sub-units.
UNIT_ROLES = ("officer", "verifier", "front_desk", "endorser", DESK)
# Who keeps what is grave: the inspectorate; the secretariat only where the complaint is about the inspectorate itself.
INSPECTORATE, SECRETARIAT = "INSPEKTORAT", "SETDA"


def is_for_grave(agency: Agency) -> bool:
    return agency.kind == Agency.Kind.INSPECTORATE or agency.code == SECRETARIAT


def desk_role(office: Agency) -> str:
    """Whose desk a complaint lies on at the office that keeps it; an empty chair passes it to the head."""
    role = "officer" if is_for_grave(office) else DESK
    return role if _is_held(office, role) else "head"


def unit_role(agency: Agency) -> str:
    """Whose work a complaint is at a unit that gets it by category and place."""
    if agency.kind not in Agency.ISSUING:
        return "officer"
    return DESK if _is_held(agency, DESK) else "verifier"


def _is_held(agency: Agency, role: str) -> bool:
    return Membership.objects.current().filter(agency=agency, role=role, user__is_active=True).exists()


def desk_ids(user) -> list[int]:
    """Offices whose complaint desk this person is at today: its complaint officer, its head or the head's deputy, and at an
    inspectorate its officers."""
    inspectors = {m.agency_id for m in memberships_of(user) if m.role == "officer" and is_for_grave(m.agency)}
    return sorted({*agency_ids(user, (DESK,)), *own_or_lent_agency_ids(user, HEAD), *inspectors})


def grave_ids(user) -> list[int]:
    """Inspectorates where this person may read what is grave."""
    roles = ("officer", DESK, *HEAD)
    own = {m.agency_id for m in memberships_of(user) if m.role in roles and is_for_grave(m.agency)}
    lent = {
        each.membership.agency_id
        for each in delegations_of(user)
        if each.membership.role in HEAD and is_for_grave(each.membership.agency)
    }
    return sorted(own | lent)


def blind_to(user) -> set[int]:
    """Agencies about which this person reads nothing grave: their own, and all above it. Whatever their role there."""
    agencies = [m.agency for m in memberships_of(user)] + [d.membership.agency for d in delegations_of(user)]
    found, next_up = set(), {agency.pk: agency.parent_id for agency in agencies}
    while next_up:
        found |= set(next_up)
        above = {parent for parent in next_up.values() if parent and parent not in found}
        next_up = dict(Agency.objects.filter(pk__in=above).values_list("pk", "parent_id")) if above else {}
    return found


def lineage_ids(agency: Agency | None) -> set[int]:
    """An agency and all above it."""
    found = set()
    while agency is not None:
        found.add(agency.pk)
        agency = agency.parent
    return found


def grave_office(office: Agency, about: Agency | None = None) -> Agency | None:
    """Who keeps a grave complaint of that office's region: the nearest inspectorate that it is not about, else a secretariat."""
    shunned = lineage_ids(about)
    region = office.region
    for code in (INSPECTORATE, SECRETARIAT):
        for place in region.lineage:
            found = agencies_for([(code, place)])[(code, place)]
            if found is not None and found.pk not in shunned:
                return found
    return None
