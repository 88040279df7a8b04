"""Who may file about a permit: the side of whoever holds it."""

from django.utils.translation import gettext_lazy as _

from applications.policies.people import is_applicant
from ptsp_portal.lib.rules import refusal

NOT_THE_HOLDER = _("Hanya pemegang izin ini, atau wakil usahanya yang sah hari ini, yang dapat mengajukannya.")


@refusal(NOT_THE_HOLDER)
def can_file_about(user, permit) -> bool:
    """The person who holds it, or a present representative of the business that does."""
    return is_applicant(user, permit.application)
