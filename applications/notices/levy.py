"""Who is told about a bill, its payment, a hand-over by post, and a file that is about to lapse."""

from applications.notices.addressing import tell_applicant, tell_desk
from ptsp_portal.lib.wording import rupiah


def _of_bill(bill) -> dict:
    return {"bill": bill.number, "amount": rupiah(bill.amount), "expires_on": bill.expires_on}


def tell_applicant_billed(application, bill) -> None:
    tell_applicant("bill_issued", application, **_of_bill(bill))


def tell_applicant_bill_cancelled(application, bill) -> None:
    tell_applicant("bill_cancelled", application, **_of_bill(bill))


def tell_applicant_paid(application, bill) -> None:
    tell_applicant("bill_paid", application, **_of_bill(bill))


def tell_desk_paid(application, bill) -> None:
    """The verifier has the file again."""
    tell_desk("desk_bill_paid", application, "verifier", **_of_bill(bill))


def tell_applicant_sent(application, hand_over) -> None:
    """By post: the courier's number, to follow the letter."""
    tell_applicant("permit_sent", application, courier=hand_over.courier, tracking_number=hand_over.tracking_number)


def tell_applicant_before_lapse(application, last_day) -> None:
    tell_applicant("lapse_near", application, last_day=last_day)


def tell_applicant_lapsed(application) -> None:
    tell_applicant("lapsed", application)


def tell_desk_lapsed(application, role) -> None:
    tell_desk("desk_lapsed", application, role)
