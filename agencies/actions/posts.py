"""Ending a post or a delegation (one person is enough: rights get narrower), and the first people of an office."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import open_account
from accounts.models import User
from agencies import notices
from agencies import office_policies as policies
from agencies.models import Agency, Delegation, Membership, RightsRequest
from agencies.queries import today
from audit.log import record
from ptsp_portal.lib.rules import Refused, WrongState, require

OVER = _("Jabatan atau pelimpahan ini sudah berakhir; tidak ada yang berubah.")
NOT_EARLIER = _(
    "Hari terakhir yang baru harus lebih awal dari yang lama, dan paling awal kemarin. Tidak ada yang berubah."
)
HAS_ONE = _("Instansi ini sudah punya orang dengan peran itu; yang berikutnya diusulkan di halaman kantor.")
FIRST = (Membership.Role.OFFICE_ADMIN, Membership.Role.HEAD)


@transaction.atomic
def end_post(uuid, *, by, until_on) -> None:
    """The last day of a post; yesterday ends it at once. One that has not begun yet is taken away."""
    agency = _locked(memberships__uuid=uuid)
    post = Membership.objects.select_related("user").get(uuid=uuid)
    require(policies.can_narrow_rights, by, agency)
    _refuse_end(post, until_on)
    if post.from_on > until_on:
        _refuse_used(post)
        post.delete()
    else:
        post.until_on = until_on
        post.save(update_fields=["until_on"])
    _ended("membership.ended", post.user, post, agency, by, until_on)
    notices.tell_post_ended(post.user, agency, until_on)


@transaction.atomic
def end_delegation(uuid, *, by, until_on) -> None:
    agency = _locked(memberships__delegations__uuid=uuid)
    lent = Delegation.objects.select_related("membership", "deputy").get(uuid=uuid)
    require(policies.can_narrow_rights, by, agency)
    _refuse_end(lent, until_on)
    if lent.from_on > until_on:
        lent.delete()
    else:
        lent.until_on = until_on
        lent.save(update_fields=["until_on"])
    _ended("delegation.ended", lent.deputy, lent.membership, agency, by, until_on)
    notices.tell_post_ended(lent.deputy, agency, until_on)


@transaction.atomic
def appoint_first(slug: str, role: str, email: str, full_name: str) -> bool:
    """The first office_admin or head of an agency, by whoever runs the server; True when the account is new.

    Only while the agency has nobody in that role: from then on two people of the office do it.
    """
    agency = _locked(slug=slug)
    if role not in FIRST or Membership.objects.current().filter(agency=agency, role=role).exists():
        raise Refused(HAS_ONE)
    user = User.objects.filter(email__iexact=email.strip()).first()
    is_new = user is None
    user = user or open_account(email, full_name, by=None)
    post = Membership.objects.create(user=user, agency=agency, role=role, from_on=today())
    facts = {"post": role, "from_on": str(post.from_on), "until_on": "", "is_first": True}
    record("membership.granted", user, by=None, office=agency, agency=agency.journal_chain, **facts)
    if is_new:
        notices.mail_password_link(user, agency)
    return is_new


def _locked(**which) -> Agency:
    return Agency.objects.select_for_update(no_key=True, of=("self",)).get(**which)


def _refuse_end(row, until_on):
    if row.until_on is not None and row.until_on < today():
        raise WrongState(OVER)
    if until_on < today() - timedelta(days=1) or (row.until_on is not None and until_on >= row.until_on):
        raise Refused(NOT_EARLIER)


def _refuse_used(post):
    if post.delegations.exists() or RightsRequest.objects.filter(membership=post).exists():
        raise Refused(
            _(
                "Jabatan ini sudah dilimpahkan atau diperpanjang, jadi baru dapat diakhiri setelah mulai. Tidak ada yang berubah."
            )
        )


def _ended(verb, user, post, agency, by, until_on):
    facts = {"post": post.role, "from_on": str(post.from_on), "until_on": str(until_on)}
    record(verb, user, by=by, office=agency, agency=agency.journal_chain, **facts)
