"""Who keeps an office's own page: its people, its calendar; and who is the second person for wider rights."""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Membership, Person, Region, RightsRequest
from agencies.policies import has_role
from agencies.scoping import memberships_of
from ptsp_portal.lib.rules import refusal

Role, Kind = Membership.Role, Agency.Kind
EVERYWHERE = (Role.HEAD, Role.TREASURER, Role.COMPLAINT_OFFICER, Role.OFFICE_ADMIN)
DESKS = (Role.FRONT_DESK, Role.VERIFIER)
# Roles that make sense for the kind of agency; nothing else can be given on an office's page.
ROLES_OF = {
    Kind.PTSP: (*DESKS, Role.ENDORSER, *EVERYWHERE, Role.AUDITOR),
    Kind.KECAMATAN: (*DESKS, Role.OFFICER, Role.ENDORSER, *EVERYWHERE),
    Kind.KELURAHAN: (*DESKS, Role.OFFICER, *EVERYWHERE),
    Kind.OPD: (Role.OFFICER, *EVERYWHERE),
    Kind.VERTICAL: (Role.OFFICER, *EVERYWHERE),
    Kind.INSPECTORATE: (Role.AUDITOR, *EVERYWHERE),
    Kind.LEADERSHIP: (Role.EXECUTIVE, Role.OFFICE_ADMIN),
}
# Posts whose signature a deputy may give.
SIGNING = (Role.HEAD, Role.ENDORSER)


def roles_of(agency: Agency) -> tuple:
    return ROLES_OF[agency.kind]


@refusal(gettext_lazy("Halaman kantor ini hanya diurus oleh admin kantor yang masih menjabat di sana."))
def can_keep_office(user, agency: Agency) -> bool:
    return agency.is_active and has_role(user, agency, Role.OFFICE_ADMIN)


@refusal(gettext_lazy("Jabatan di kantor ini hanya dapat diakhiri oleh admin kantor atau kepalanya."))
def can_narrow_rights(user, agency: Agency) -> bool:
    """Ending a post or a delegation takes rights away, so one person is enough."""
    return has_role(user, agency, Role.OFFICE_ADMIN, Role.HEAD)


@refusal(gettext_lazy("Jam kerja dan hari libur wilayah ini hanya diatur oleh admin kantor PTSP wilayah itu sendiri."))
def can_keep_calendar(user, region: Region) -> bool:
    return any(
        post.role == Role.OFFICE_ADMIN and post.agency.kind == Kind.PTSP and post.agency.region_id == region.pk
        for post in memberships_of(user)
    )


def _why_not_second(user, request: RightsRequest) -> str:
    if user.pk == request.proposed_by_id:
        return _("Anda sendiri yang mengusulkannya, jadi orang lain yang harus menyetujuinya. Tidak ada yang berubah.")
    if _gains(user, request):
        return _("Usulan ini menambah hak Anda sendiri, jadi orang lain yang memutuskannya. Tidak ada yang berubah.")
    return _(
        "Usulan ini diputuskan oleh kepala kantor itu, admin kantor lainnya, atau – untuk instansi selain PTSP – kepala "
        "atau admin PTSP di wilayahnya. Tidak ada yang berubah."
    )


@refusal(_why_not_second)
def can_decide_rights(user, request: RightsRequest) -> bool:
    """The second person: neither who proposed nor who gains, and in a post that answers for this agency."""
    is_other = not is_same_person(user, request.proposed_by) and not _gains(user, request)
    return is_other and any(answers_for(post, request.agency) for post in memberships_of(user))


@refusal(gettext_lazy("Usulan hanya dapat ditarik kembali oleh admin kantor itu. Tidak ada yang berubah."))
def can_withdraw_rights(user, request: RightsRequest) -> bool:
    return has_role(user, request.agency, Role.OFFICE_ADMIN)


def answers_for(post: Membership, agency: Agency) -> bool:
    """The agency's head or another office_admin; for other agencies than a PTSP also those of the PTSP there or above."""
    if post.role not in (Role.HEAD, Role.OFFICE_ADMIN):
        return False
    above = (
        agency.kind != Kind.PTSP and post.agency.kind == Kind.PTSP and post.agency.region_id in agency.region.lineage
    )
    return post.agency_id == agency.pk or above


def is_same_person(one, other) -> bool:
    """The same account, one mailbox, or one identity (name and birth date) behind two accounts."""
    if one.pk == other.pk or mailboxes(one) & mailboxes(other):
        return True
    known = {person.user_id: person for person in Person.objects.filter(user__in=[one, other])}
    first, second = known.get(one.pk), known.get(other.pk)
    return bool(first and second and first.birth_on and _identity(first) == _identity(second))


def mailbox(email: str) -> str:
    """Where a mail arrives: "ani+kantor@x.id" is Ani's "ani@x.id"."""
    name, _at, domain = email.strip().lower().rpartition("@")
    return f"{name.split('+')[0]}@{domain}"


def mailboxes(user) -> set[str]:
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {mailbox(email) for email in [user.email, *addresses]}


def _gains(user, request) -> bool:
    if request.user_id:
        return is_same_person(user, request.user)
    return mailbox(request.email) in mailboxes(user)


def _identity(person) -> tuple:
    return (" ".join(person.name.lower().split()), person.birth_on)
