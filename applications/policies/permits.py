"""Who may do what to an issued permit: the verifier proposes, the head or today's deputy signs, and never the same person.

Nobody acts on a permit of their own (rule 7); whoever holds it may file about it.
"""

from django.utils.translation import gettext_lazy as _

from agencies.policies import may_represent, signing_capacity
from applications import measures
from applications.policies.act import Act
from applications.policies.people import OWN_FILE, at_office, has_own_interest
from ptsp_portal.lib.rules import refusal

NOT_THE_HOLDER = _("Hanya pemegang izin ini, atau wakil usahanya yang sah hari ini, yang dapat mengajukannya.")
OWN_PROPOSAL = _("Usulan ini Anda yang mengajukan, jadi orang lain yang harus menandatanganinya.")


@refusal(NOT_THE_HOLDER)
def can_file_about(user, permit) -> bool:
    """The person who holds it, or a present representative of the business that does; not whoever helped to file it."""
    application = permit.application
    return (
        may_represent(user, application.business) if application.business_id else user.pk == application.person.user_id
    )


@refusal(lambda user, permit: OWN_FILE if has_own_interest(user, permit.application) else "")
def can_propose_about_permit(user, permit) -> bool:
    """A measure or a correction."""
    return at_office(user, permit.application, "verifier")


@refusal(lambda user, permit: why_not_sign(user, permit, open_measure(permit)))
def can_sign_measure(user, permit) -> bool:
    return _can_sign(user, permit, open_measure(permit))


@refusal(lambda user, permit: why_not_sign(user, permit, open_correction(permit)))
def can_sign_correction(user, permit) -> bool:
    return _can_sign(user, permit, open_correction(permit))


def open_measure(permit):
    """The measure that waits for a signature, or None."""
    return permit.measures.open().select_related("proposed_by").first()


def open_correction(permit):
    return permit.corrections.open().select_related("proposed_by").first()


def _can_sign(user, permit, proposal) -> bool:
    if not _heads_office(user, permit) or has_own_interest(user, permit.application):
        return False
    return proposal is None or proposal.proposed_by_id != user.pk


def why_not_sign(user, permit, proposal) -> str:
    """Why the head of this office can not sign this proposal; "" when they can, or head no such office."""
    if not _heads_office(user, permit):
        return ""
    if has_own_interest(user, permit.application):
        return OWN_FILE
    return OWN_PROPOSAL if proposal is not None and proposal.proposed_by_id == user.pk else ""


def _heads_office(user, permit) -> bool:
    return signing_capacity(user, permit.office, permit.application.standard.signing_role) is not None


def _bears_a_measure(permit) -> bool:
    return measures.can_bear_any(permit) and open_measure(permit) is None


def _can_be_corrected(permit) -> bool:
    return measures.may_bear_later_filing(permit) and open_correction(permit) is None


PERMIT_ACTS = {
    "sign_measure": Act(can_sign_measure, lambda permit: open_measure(permit) is not None),
    "sign_correction": Act(can_sign_correction, lambda permit: open_correction(permit) is not None),
    "propose_measure": Act(can_propose_about_permit, _bears_a_measure),
    "propose_correction": Act(can_propose_about_permit, _can_be_corrected),
}
