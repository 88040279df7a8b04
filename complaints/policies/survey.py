"""Who reads the survey's figures, plans on them and types paper sheets. No rule opens a single answer: nobody sees one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.policies import has_role
from agencies.scoping import memberships_of
from ptsp_portal.lib.rules import refusal

READERS = ("head", "complaint_officer")
CLERKS = ("front_desk", "complaint_officer", "head")


def offices_read_by(user):
    """Issuing offices whose figures this person sees: as head or complaint officer; as executive those of the region and below."""
    posts = memberships_of(user)
    own = {m.agency_id for m in posts if m.role in READERS}
    wanted = Q(pk__in=own)
    for code in sorted({m.agency.region_id for m in posts if m.role == "executive"}):
        wanted |= Q(region=code) | Q(region__code__startswith=f"{code}.")
    return _issuing().filter(wanted).select_related("region")


def offices_entered_by(user):
    """Issuing offices whose paper sheets this person types in."""
    return _issuing().filter(pk__in={m.agency_id for m in memberships_of(user) if m.role in CLERKS})


def _issuing():
    return Agency.objects.filter(kind__in=Agency.ISSUING, is_active=True)


@refusal(_("Hanya kepala kantor dan petugas pengaduan yang dapat mengubah ini."))
def can_plan_improvement(user, office) -> bool:
    return has_role(user, office, *READERS)


@refusal(_("Hanya kepala kantor dan petugas pengaduan yang dapat memutuskan saran."))
def can_decide_suggestion(user, office) -> bool:
    return has_role(user, office, *READERS)


@refusal(_("Hanya kepala kantor dan admin kantor yang dapat mengubah pengaturan survei."))
def can_set_survey(user, office) -> bool:
    return has_role(user, office, "head", "office_admin")


@refusal(_("Lembar survei hanya dimasukkan oleh petugas kantor itu."))
def can_enter_sheet(user, office) -> bool:
    return has_role(user, office, *CLERKS)
