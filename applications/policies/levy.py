"""Who assesses a levy, takes it back, and confirms that it was paid; and who hands over a permit."""

from django.utils.translation import gettext_lazy as _

from agencies.policies import has_role
from applications.models import Application
from applications.policies.people import OWN_FILE, at_office, has_own_interest
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import refusal

State = Application.State
NOT_TREASURER = _("Hanya bendahara kantor penerbit yang mencatat pembayaran.")


def awaits_payment(application) -> bool:
    """The applicant holds it because of a bill. The holder is asked first, so few files cost a statement."""
    if application.state != State.DRAFTING or application.holder != "applicant":
        return False
    return application.bills.unpaid().exists()


def may_assess(application) -> bool:
    """While the verifier has the draft, and no bill counts; one that ran out may be replaced."""
    if application.state != State.DRAFTING or not application.has_fee:
        return False
    decision = getattr(application, "decision", None)
    bill = application.bills.live().first()
    if decision is not None and decision.is_ready:
        return False
    if bill is None:
        return application.holder == "agency"
    return bill.state_on(application.office.region.local_date(now())) == "expired"


def _why_not(user, application) -> str:
    theirs = has_role(user, application.office, "verifier")
    return OWN_FILE if theirs and has_own_interest(user, application) else ""


@refusal(_why_not)
def can_assess(user, application) -> bool:
    return at_office(user, application, "verifier")


@refusal(_why_not)
def can_cancel_bill(user, application) -> bool:
    return at_office(user, application, "verifier")


def _why_not_treasurer(user, bill) -> str:
    is_treasurer = has_role(user, bill.office, "treasurer")
    return OWN_FILE if is_treasurer and has_own_interest(user, bill.application) else NOT_TREASURER


@refusal(_why_not_treasurer)
def can_confirm_payment(user, bill) -> bool:
    """The office's treasurer, and nobody for their own bill (rule 7)."""
    return has_role(user, bill.office, "treasurer") and not has_own_interest(user, bill.application)


@refusal(NOT_TREASURER)
def can_settle_notice(user, notice) -> bool:
    """Of their own office; one that names no bill of ours is any treasurer's."""
    if notice.office is None:
        return any(membership.role == "treasurer" for membership in user.memberships.current())
    return has_role(user, notice.office, "treasurer")


@refusal(NOT_TREASURER)
def can_export_payments(user, office) -> bool:
    return has_role(user, office, "treasurer")


def _why_not_counter(user, application) -> str:
    theirs = has_role(user, application.office, "front_desk")
    return OWN_FILE if theirs and has_own_interest(user, application) else ""


@refusal(_why_not_counter)
def can_hand_over(user, application) -> bool:
    """The counter checks who collects; nobody hands a permit to themselves."""
    return at_office(user, application, "front_desk")
