"""Who writes, reviews and publishes an office's service standards (product.md, rules 4 and 7), and when: STANDARD_ACTS."""

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from agencies.models import Agency, Membership
from agencies.office_policies import is_same_person
from agencies.policies import has_role, signs_for
from agencies.queries import KEEPERS
from applications.models import ServiceStandard
from applications.policies.act import Act
from applications.queries import WRITING_ROLES
from ptsp_portal.lib.rules import refusal

Status = ServiceStandard.Status
NOT_A_WRITER = _(
    "Standar pelayanan kantor ini ditulis oleh verifikator, pemaraf, kepala, atau admin kantornya. Tidak ada yang berubah."
)


@refusal(NOT_A_WRITER)
def can_write_standards(user, office: Agency) -> bool:
    return office.is_active and office.kind in Agency.ISSUING and has_role(user, office, *WRITING_ROLES)


@refusal(_("Layanan dibuka dan ditutup oleh kepala atau admin kantornya. Tidak ada yang berubah."))
def can_open_service(user, office: Agency) -> bool:
    return office.is_active and office.kind in Agency.ISSUING and has_role(user, office, *KEEPERS)


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


@refusal(NOT_A_WRITER)
def can_return_standard(user, standard) -> bool:
    """Back to the writers: whoever may write it, and the head's deputy."""
    office = standard.office
    is_head = office is not None and office.is_active and signs_for(user, office, Membership.Role.HEAD) is not None
    return is_head or can_write_standard(user, standard)


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


STANDARD_ACTS = {
    "edit": Act(can_write_standard, lambda standard: standard.status == Status.DRAFT),
    "ask_review": Act(can_write_standard, lambda standard: can_proceed(standard.review)),
    "review": Act(can_review_standard, lambda standard: can_proceed(standard.review)),
    "publish": Act(can_publish_standard, lambda standard: can_proceed(standard.publish)),
    "rework": Act(can_return_standard, lambda standard: can_proceed(standard.rework)),
    "drop": Act(can_write_standard, lambda standard: standard.status == Status.DRAFT),
}
