"""The atoms: who stands where towards a complaint. Nobody handles what is about themselves, nor what they reported."""

from agencies.models import Agency
from complaints.models import Complaint
from complaints.posts import blind_to, desk_ids, grave_ids


def reporter_of(complaint: Complaint):
    """The row with who reported, or None."""
    return getattr(complaint, "reporter", None)


def is_reporter(user, complaint) -> bool:
    reporter = reporter_of(complaint)
    return bool(user.is_authenticated and reporter and reporter.user_id == user.pk)


def is_hidden_from(user, complaint) -> bool:
    """About this person, reported by them; or grave, and they are at no inspectorate, or belong to the agency that it is about or
    stand below it."""
    if complaint.about_user_id == user.pk or is_reporter(user, complaint):
        return True
    return complaint.is_grave and (not grave_ids(user) or complaint.about_agency_id in blind_to(user))


def keeper_of(complaint: Complaint) -> int:
    """Whose desk it is on: the office's; grave, and not received by an inspectorate, that of the inspectorate it went to."""
    if not complaint.is_grave:
        return complaint.office_id
    last = complaint.routes.order_by("-at", "-id").values_list("agency", flat=True).first()
    return last or complaint.office_id


def keeping(complaint: Complaint) -> Agency:
    """The agency itself: never the office that received it before it was found to be grave."""
    keeper = keeper_of(complaint)
    return complaint.office if keeper == complaint.office_id else Agency.objects.select_related("region").get(pk=keeper)


def is_at_desk(user, complaint) -> bool:
    """Complaint officer or head of the office that keeps it; of what is grave the inspectorate's people."""
    mine = grave_ids(user) if complaint.is_grave else desk_ids(user)
    return keeper_of(complaint) in mine and not is_hidden_from(user, complaint)


def is_at_unit(user, complaint) -> bool:
    """Has the post at the unit where it lies now, or heads that unit or the agency above."""
    found = Complaint.objects.filter(pk=complaint.pk)
    return found.at_unit_of(user).exists() if not complaint.is_grave else is_at_desk(user, complaint)
