"""Who writes, reviews and publishes an office's service standards (product.md, rules 4 and 7)."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from agencies.office_policies import is_same_person
from agencies.policies import has_role, signs_for
from applications.queries import WRITING_ROLES
from ptsp_portal.lib.rules import refusal

NOT_A_WRITER = _(
    "Standar pelayanan kantor ini ditulis oleh verifikator, pemaraf, kepala, atau admin kantornya. Tidak ada yang berubah."
)


@refusal(NOT_A_WRITER)
def can_write_standards(user, office: Agency) -> bool:
    return office.is_active and office.kind in Agency.ISSUING and has_role(user, office, *WRITING_ROLES)


@refusal(NOT_A_WRITER)
def can_write_standard(user, standard) -> bool:
    return standard.office is not None and can_write_standards(user, standard.office)


@refusal(
    _(
        "Yang memeriksa standar harus orang lain daripada yang menulisnya, dari kantor yang sama. Tidak ada yang berubah."
    )
)
def can_review_standard(user, standard) -> bool:
    return can_write_standard(user, standard) and not wrote(user, standard)


@refusal(
    _("Standar ditetapkan oleh kepala kantor (atau Plh./Plt.-nya) yang tidak ikut menulisnya. Tidak ada yang berubah.")
)
def can_publish_standard(user, standard) -> bool:
    office = standard.office
    if office is None or not office.is_active:
        return False
    return signs_for(user, office, Membership.Role.HEAD) is not None and not wrote(user, standard)


def wrote(user, standard) -> bool:
    """Changed the draft, under this account or another one of the same person."""
    return any(is_same_person(user, writer) for writer in standard.writers.all())
