"""Who hands in investment figures and who makes them final: never the same person."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Membership
from agencies.office_policies import is_same_person
from agencies.policies import has_role
from agencies.scoping import agencies_of
from dashboards.models import InvestmentFile
from ptsp_portal.lib.rules import refusal

Role = Membership.Role


@refusal(gettext_lazy("Angka investasi dimasukkan oleh admin kantor PTSP wilayah itu. Tidak ada yang berubah."))
def can_import(user, office: Agency) -> bool:
    return office.kind == Agency.Kind.PTSP and office.is_active and has_role(user, office, Role.OFFICE_ADMIN)


@refusal(
    gettext_lazy("Berkas ini hanya disimpan atau dibatalkan oleh admin yang mengunggahnya. Tidak ada yang berubah.")
)
def can_keep(user, file: InvestmentFile) -> bool:
    return user.pk == file.created_by_id and can_import(user, file.office)


def _why_not_decide(user, file: InvestmentFile) -> str:
    if has_role(user, file.office, Role.HEAD):
        return _("Anda sendiri yang memasukkan angka ini, jadi orang lain yang menerbitkannya. Tidak ada yang berubah.")
    return _("Angka ini diterbitkan atau dikembalikan oleh kepala PTSP yang memasukkannya. Tidak ada yang berubah.")


@refusal(_why_not_decide)
def can_decide(user, file: InvestmentFile) -> bool:
    """Publish as final, or give back: the office's head, who is not the person that handed it in (nor under another account)."""
    return has_role(user, file.office, Role.HEAD) and not is_same_person(user, file.created_by)


def importing_offices(user) -> list[Agency]:
    """Where this user may hand in figures today."""
    return [office for office in agencies_of(user, (Role.OFFICE_ADMIN,)) if can_import(user, office)]
