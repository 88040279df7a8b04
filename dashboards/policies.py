"""Who may act on figures. Seeing them is a reach (dashboards/reach.py) and nothing else."""

from agencies.scoping import memberships_of
from dashboards.reach import reach_of


def leads_taskforce(user, office) -> bool:
    """The region's leadership and the head of its licensing office: for files at the offices of that region and below it."""
    for post in memberships_of(user):
        kind, region = post.agency.kind, post.agency.region_id
        leads = (post.role, kind) in (("executive", "leadership"), ("head", "ptsp"))
        if leads and (office.region_id == region or office.region_id.startswith(f"{region}.")):
            return True
    return False


can_list_case = leads_taskforce


def can_answer_case(user, case) -> bool:
    """The head of the agency or office that owes something."""
    return any(post.role == "head" and post.agency_id == case.owner_id for post in memberships_of(user))


def can_close_case(user, case) -> bool:
    return leads_taskforce(user, case.office) or can_answer_case(user, case)


def can_ask_export(user, of) -> bool:
    """`of`: an `Export` or what one would be about (`.region_id`, `.office`): within the reach of today, with an office in it."""
    reach = reach_of(user)
    if not (reach.regions and reach.covers(of.region_id)):
        return False
    return of.office is None or of.office.pk in reach.office_ids


def can_take_export(user, export) -> bool:
    """Whoever asked for it, and only while the posts of today still reach what it is about."""
    return export.asked_by_id == user.pk and can_ask_export(user, export)
