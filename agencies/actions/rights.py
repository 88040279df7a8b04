"""Wider rights take two people: an office_admin proposes, another person confirms, and only then does anybody gain anything.

The agency's row is the lock for everybody's posts in it. Source: product.md rule 7, reliability rule 20.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actions import open_account
from accounts.models import User
from agencies import notices
from agencies import office_policies as policies
from agencies.models import Agency, Delegation, Membership, RightsRequest
from agencies.queries import today
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState, require

Kind, Status = RightsRequest.Kind, RightsRequest.Status
WAITS_AT_MOST = timedelta(days=30)
AHEAD_AT_MOST = timedelta(days=366)
OWN_RIGHTS = _(
    "Tidak seorang pun dapat mengusulkan hak untuk dirinya sendiri, juga tidak lewat akun atau alamat surel lain miliknya. "
    "Minta admin kantor lain mengusulkannya. Tidak ada yang berubah."
)
WRONG_ROLE = _("Peran itu tidak ada di jenis instansi ini. Tidak ada yang berubah.")
NO_SIGNATURE = _("Hanya jabatan yang menandatangani atau memaraf yang dapat dilimpahkan. Tidak ada yang berubah.")
BACKWARDS = _("Hak tidak diberikan untuk masa lalu: pilih hari ini atau sesudahnya. Tidak ada yang berubah.")
TOO_FAR = _("Tanggal mulainya lebih dari setahun lagi. Usulkan nanti. Tidak ada yang berubah.")
DATES_CROSS = _("Hari terakhir harus sama dengan atau sesudah hari pertama. Tidak ada yang berubah.")
HOLDS_IT = _(
    "Orang itu sudah memegang peran ini di masa itu. Perpanjang jabatannya bila perlu. Tidak ada yang berubah."
)
WAITS_ALREADY = _("Usulan yang sama sudah menunggu persetujuan. Tidak ada yang berubah.")
SWITCHED_OFF = _("Akun dengan alamat surel itu sudah dinonaktifkan. Tidak ada yang berubah.")
UNPROVEN = _(
    "Alamat surel itu sudah didaftarkan seseorang, tetapi belum dikonfirmasi lewat surel. Minta pemiliknya mengonfirmasi dahulu, "
    "lalu usulkan lagi. Tidak ada yang berubah."
)
NOT_LONGER = _("Hari terakhir yang baru harus sesudah yang lama; jabatan tanpa batas tidak perlu diperpanjang.")
NOT_HELD = _("Jabatan ini sudah berakhir. Usulkan jabatan baru. Tidak ada yang berubah.")
NO_DEPUTY = _(
    "Pengganti harus sudah punya akun dan menjabat hari ini. Usulkan dahulu jabatannya. Tidak ada yang berubah."
)
OWN_DEPUTY = _("Pengganti tidak boleh pemegang jabatan itu sendiri. Tidak ada yang berubah.")
BEYOND_POST = _("Pelimpahan tidak boleh lebih panjang dari masa jabatan yang diwakili. Tidak ada yang berubah.")
LENT_ALREADY = _("Pada masa itu jabatan ini sudah dilimpahkan. Akhiri dahulu pelimpahan itu. Tidak ada yang berubah.")
DECIDED = _("Usulan ini sudah diputuskan atau ditarik; tidak ada yang berubah.")
STALE = _(
    "Usulan ini tidak cocok lagi dengan keadaan sekarang (jabatan berubah, masanya lewat, pengusulnya tidak lagi admin, atau "
    "lebih tua dari 30 hari). Tolak atau tarik usulan ini, lalu buat yang baru. Tidak ada yang berubah."
)
REASON_NEEDED = _("Tulis alasan penolakannya: pengusul membacanya.")


@transaction.atomic
def propose_role(agency_pk, *, by, email, full_name, role, title="", from_on, until_on=None) -> RightsRequest:
    """Somebody shall get a role; the account, if there is none, is made by the confirmation."""
    agency = _locked(pk=agency_pk)
    require(policies.can_keep_office, by, agency)
    user = _who_gains(email, by)
    if role not in policies.roles_of(agency):
        raise Refused(WRONG_ROLE)
    _refuse_dates(from_on, until_on)
    _refuse_role_twice(agency, user, role, from_on)
    name = user.full_name if user else full_name.strip()
    return _propose(
        agency, by, kind=Kind.GRANT, user=user, email=email.strip().lower(), full_name=name, role=role, title=title.strip(),
        from_on=from_on, until_on=until_on,
    )  # fmt: skip


@transaction.atomic
def propose_more_time(uuid, *, by, until_on) -> RightsRequest:
    """A post shall end later, or (None) not by itself."""
    agency = _locked(memberships__uuid=uuid)
    post = Membership.objects.select_related("user").get(uuid=uuid)
    require(policies.can_keep_office, by, agency)
    _refuse_own(post.user, by)
    if post.until_on and post.until_on < today():
        raise WrongState(NOT_HELD)
    if post.until_on is None or (until_on and until_on <= post.until_on):
        raise Refused(NOT_LONGER)
    return _propose(
        agency, by, kind=Kind.PROLONG, user=post.user, email=post.user.email, full_name=post.user.full_name, role=post.role,
        title=post.title, membership=post, seen_until_on=post.until_on, from_on=post.from_on, until_on=until_on,
    )  # fmt: skip


@transaction.atomic
def propose_delegation(uuid, *, by, email, acting, decree, from_on, until_on) -> RightsRequest:
    """A signer's authority shall be lent to somebody in office (Plh./Plt.)."""
    agency = _locked(memberships__uuid=uuid)
    post = Membership.objects.select_related("user").get(uuid=uuid)
    require(policies.can_keep_office, by, agency)
    deputy = _who_gains(email, by)
    if post.role not in policies.SIGNING:
        raise Refused(NO_SIGNATURE)
    if deputy is None or not deputy.memberships.current().exists():
        raise Refused(NO_DEPUTY)
    if policies.is_same_person(deputy, post.user):
        raise Refused(OWN_DEPUTY)
    _refuse_dates(from_on, until_on)
    _refuse_lending(post, from_on, until_on)
    return _propose(
        agency, by, kind=Kind.DELEGATE, user=deputy, email=deputy.email, full_name=deputy.full_name, role=post.role,
        title=post.title, membership=post, seen_until_on=post.until_on, acting=acting, decree=decree.strip(),
        from_on=from_on, until_on=until_on,
    )  # fmt: skip


@transaction.atomic
def confirm_rights(uuid, *, by) -> RightsRequest:
    """The second person's yes. What it would do is looked at again: the proposal may be weeks old."""
    request = _locked_request(uuid)
    require(policies.can_decide_rights, by, request)
    _refuse_stale(request)
    user = request.user or _who_gains(request.email, request.proposed_by)
    if user:  # what the two accounts say of themselves may have changed since
        _refuse_own(user, request.proposed_by)
    if user and policies.is_same_person(user, by):
        raise NotAllowed(OWN_RIGHTS)
    is_new = user is None
    request.user = user or open_account(request.email, request.full_name, by=by)
    post = _GRANTS[request.kind](request)
    _decide(request, Status.CONFIRMED, by)
    lent = request.kind == Kind.DELEGATE
    _write_down("delegation.granted" if lent else "membership.granted", request, by, post)
    notices.tell_rights_decided(request, "rights_confirmed")
    notices.tell_about_new_rights(request, is_new_account=is_new)
    return request


@transaction.atomic
def refuse_rights(uuid, *, by, reason) -> RightsRequest:
    request = _locked_request(uuid)
    require(policies.can_decide_rights, by, request)
    reason = " ".join(reason.replace("\0", "").split())
    if not reason:
        raise Refused(REASON_NEEDED)
    request.reason = reason[:300]
    _decide(request, Status.REFUSED, by)
    record("rights.refused", request, by=by, office=request.agency, agency=request.agency.journal_chain, reason=reason)
    notices.tell_rights_decided(request, "rights_refused")
    return request


@transaction.atomic
def withdraw_rights(uuid, *, by) -> RightsRequest:
    request = _locked_request(uuid)
    require(policies.can_withdraw_rights, by, request)
    _decide(request, Status.WITHDRAWN, by)
    record("rights.withdrawn", request, by=by, office=request.agency, agency=request.agency.journal_chain)
    return request


# Parts


def _locked(**which) -> Agency:
    """The agency's row; other rows may go on pointing to it meanwhile."""
    rows = Agency.objects.select_for_update(no_key=True, of=("self",)).select_related("region")
    return rows.get(**which)


def _locked_request(uuid) -> RightsRequest:
    _locked(rights_requests__uuid=uuid)
    named = ("agency__region", "user", "proposed_by", "membership__user")
    request = RightsRequest.objects.select_related(*named).get(uuid=uuid)
    if request.status != Status.WAITING:
        raise WrongState(DECIDED)
    return request


def _propose(agency, by, **what) -> RightsRequest:
    same = {name: what[name] for name in ("kind", "email", "role")} | {"membership": what.get("membership")}
    if RightsRequest.objects.waiting().filter(agency=agency, **same).exists():
        raise Refused(WAITS_ALREADY)
    request = RightsRequest.objects.create(agency=agency, proposed_by=by, proposed_at=now(), **what)
    record(
        "rights.proposed",
        request,
        by=by,
        office=agency,
        agency=agency.journal_chain,
        post=request.role,
        kind=request.kind,
    )
    notices.tell_rights_waiting(request)
    return request


def _who_gains(email: str, by) -> User | None:
    """The account of an address (any of its confirmed or unconfirmed ones); never the proposer's own."""
    address = email.strip().lower()
    if policies.mailbox(address) in policies.mailboxes(by):
        raise NotAllowed(OWN_RIGHTS)
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        known = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
        user = known and known.user
    if user:
        _refuse_own(user, by)
        if not user.is_active:
            raise Refused(SWITCHED_OFF)
        _refuse_unproven(user, address)
    return user


def _refuse_unproven(user, address):
    """Somebody may sign up with an address of other people and wait: their password must not open what the owner was given."""
    known = EmailAddress.objects.filter(user=user, email__iexact=address)
    if known.exists() and not known.filter(verified=True).exists():
        raise Refused(UNPROVEN)


def _refuse_own(user, by):
    if policies.is_same_person(user, by):
        raise NotAllowed(OWN_RIGHTS)


def _refuse_dates(from_on, until_on):
    if from_on < today():
        raise Refused(BACKWARDS)
    if from_on > today() + AHEAD_AT_MOST:
        raise Refused(TOO_FAR)
    if until_on and until_on < from_on:
        raise Refused(DATES_CROSS)


def _refuse_role_twice(agency, user, role, from_on):
    held = Membership.objects.filter(agency=agency, user=user, role=role) if user else Membership.objects.none()
    if held.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on)).exists():
        raise Refused(HOLDS_IT)


def _refuse_lending(post, from_on, until_on):
    if until_on is None or from_on < post.from_on or (post.until_on and until_on > post.until_on):
        raise Refused(BEYOND_POST)
    if post.delegations.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        raise Refused(LENT_ALREADY)


def _refuse_stale(request):
    too_old = now() - request.proposed_at > WAITS_AT_MOST
    is_over = request.until_on is not None and request.until_on < today()
    post = request.membership
    changed = post is not None and (
        post.until_on != request.seen_until_on or (post.until_on and post.until_on < today())
    )
    gone = request.user is not None and not request.user.is_active
    lent = request.kind == Kind.DELEGATE
    gone = gone or (lent and not request.user.memberships.current().exists())
    if too_old or is_over or changed or gone or not policies.can_keep_office(request.proposed_by, request.agency):
        raise WrongState(STALE)


def _grant(request) -> Membership:
    start = max(request.from_on, today())
    _refuse_role_twice(request.agency, request.user, request.role, start)
    return Membership.objects.create(
        user=request.user, agency=request.agency, role=request.role, title=request.title, from_on=start,
        until_on=request.until_on,
    )  # fmt: skip


def _prolong(request) -> Membership:
    post = request.membership
    post.until_on = request.until_on
    post.save(update_fields=["until_on"])
    return post


def _lend(request) -> Delegation:
    start = max(request.from_on, today())
    _refuse_lending(request.membership, start, request.until_on)
    return Delegation.objects.create(
        membership=request.membership, deputy=request.user, kind=request.acting, decree=request.decree, from_on=start,
        until_on=request.until_on,
    )  # fmt: skip


_GRANTS = {Kind.GRANT: _grant, Kind.PROLONG: _prolong, Kind.DELEGATE: _lend}


def _decide(request, status, by):
    request.status, request.decided_by, request.decided_at = status, by, now()
    request.save()


def _write_down(verb, request, by, post):
    """The subject is who gains; the facts name the post, its days and the request that two people signed."""
    dates = {"from_on": str(post.from_on), "until_on": str(post.until_on or "")}
    agency = request.agency
    record(
        verb, request.user, by=by, office=agency, agency=agency.journal_chain, post=request.role, request=str(request.uuid),
        proposed_by=str(request.proposed_by.uuid), **dates,
    )  # fmt: skip
