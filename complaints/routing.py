"""Where a complaint belongs: to whoever holds its file now, else by category and place. Reads only.

Bound to a file it follows the clock ledger (product.md, "When several hold a file"): of the agencies that are asked the
first by due date, and so a late one before any other. While the file waits for its applicant the office explains.
"""

from dataclasses import dataclass

from django.db.models import F

from agencies.models import Agency
from agencies.routing import agencies_for
from applications.models import Application
from complaints.models import Complaint
from complaints.posts import grave_office, is_for_grave, lineage_ids, unit_role

MovedWith = Complaint.MovedWith


@dataclass(frozen=True)
class Target:
    agency: Agency
    role: str
    moved_with: str


def target_of(complaint: Complaint) -> Target | None:
    """Where the rules send it now; None when no agency answers to the category's code there."""
    if complaint.is_grave:
        keeper = grave_office(complaint.office, complaint.about_agency)
        return keeper and Target(keeper, "officer", MovedWith.PLACE)
    if complaint.application_id:
        holder = holder_of_file(complaint.application)
        if holder:
            return holder
    agency = _by_place(complaint)
    return agency and Target(agency, unit_role(agency), MovedWith.PLACE)


def holder_of_file(application: Application) -> Target | None:
    """Who holds a running file, as its ledger has it; None for a file that is finished or was never sent."""
    if application.submitted_at is None or application.closed_at is not None:
        return None
    if application.holder == "agency":
        return Target(application.holder_agency, application.holder_role, MovedWith.FILE)
    request = _first_request(application) if application.holder == "agencies" else None
    if request:
        role = "head" if request.awaits_head else "officer"
        return Target(request.unit or request.agency, role, MovedWith.FILE)
    role = "verifier" if application.registration_number else "front_desk"
    return Target(application.office, role, MovedWith.FILE)


def routable_agencies(complaint: Complaint):
    """The agencies that a person may choose: of the office's region, of the place, and of what is above; grave: inspectorates."""
    places = {*complaint.office.region.lineage, *(complaint.place.lineage if complaint.place else [])}
    found = Agency.objects.filter(is_active=True, region__in=places).select_related("region").order_by("name")
    if not complaint.is_grave:
        return found
    fit = [each.pk for each in found.filter(code__in=["INSPEKTORAT", "SETDA"]) if may_have_grave(each, complaint)]
    return found.filter(pk__in=fit)


def may_have_grave(agency: Agency, complaint: Complaint) -> bool:
    """An inspectorate or secretariat that the complaint is not about, and that does not stand below what it is about."""
    return is_for_grave(agency) and complaint.about_agency_id not in lineage_ids(agency)


def _first_request(application):
    requests = application.recommendations.open().select_related("agency", "unit")
    return requests.order_by(F("due_at").asc(nulls_last=True), "id").first()


def _by_place(complaint: Complaint) -> Agency | None:
    code = complaint.category.agency_code
    if not code:
        return complaint.about_agency or complaint.office
    place = complaint.place_id or complaint.office.region_id
    return agencies_for([(code, place)])[(code, place)]
