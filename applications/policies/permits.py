"""Who may file about a permit: the side of whoever holds it."""

from django.utils.translation import gettext_lazy as _

from agencies.policies import may_represent
from ptsp_portal.lib.rules import refusal

NOT_THE_HOLDER = _("Hanya pemegang izin ini, atau wakil usahanya yang sah hari ini, yang dapat mengajukannya.")


@refusal(NOT_THE_HOLDER)
def can_file_about(user, permit) -> bool:
    """The person who holds it, or a present representative of the business that does; not whoever helped to file it."""
    application = permit.application
    return (
        may_represent(user, application.business) if application.business_id else user.pk == application.person.user_id
    )
