"""Who may file for somebody at a counter, pass the file on to an account, and keep the emergency register."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.policies import has_role
from agencies.scoping import memberships_of
from applications.policies.people import assists, is_applicant
from applications.queries import HELPING_ROLES
from ptsp_portal.lib.rules import refusal

KINDS = (Agency.Kind.PTSP, Agency.Kind.KECAMATAN, Agency.Kind.KELURAHAN)
REGISTER_ROLES = ("front_desk", "head")
ONLY_COUNTERS = _("Hanya petugas loket PTSP, kecamatan, kelurahan, atau desa yang dapat mengajukan untuk orang lain.")
ONLY_REGISTER = _("Hanya petugas loket atau kepala kantor itu yang memegang buku register darurat.")


def helping_agencies(user, *roles) -> list[Agency]:
    """Counters where this person files for others today (or holds one of `roles`), by name."""
    roles = roles or HELPING_ROLES
    found = {
        post.agency_id: post.agency
        for post in memberships_of(user)
        if post.role in roles and post.agency.kind in KINDS and post.agency.is_active
    }
    return sorted(found.values(), key=lambda agency: agency.name)


@refusal(ONLY_COUNTERS)
def can_assist_at(user, agency: Agency) -> bool:
    return agency.kind in KINDS and agency.is_active and has_role(user, agency, *HELPING_ROLES)


def can_record_consent(user, application) -> bool:
    """The helping counter, and never somebody for their own file."""
    return assists(user, application) and not is_applicant(user, application)


def can_pass_on(user, application) -> bool:
    return assists(user, application) and not is_applicant(user, application)


@refusal(ONLY_REGISTER)
def can_keep_register(user, agency: Agency) -> bool:
    return agency.kind in KINDS and agency.is_active and has_role(user, agency, *REGISTER_ROLES)
