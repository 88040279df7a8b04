"""Answering without an account: a link to the agency's own address, a code to the same address, and the answer.

The link is bound to the organisation (`Agency.email`), not to a person: who answered is typed (`answered_as`). Token and code
are stored only as keyed hashes. Journal lines of the link have the role "link" and no actor.
"""

import hmac
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import ledger
from applications.actions.agency_desk import lay_before_head
from applications.actions.recommendations import (
    STALE,
    Answer,
    attach,
    note_in_journal,
    refuse_unfit_answer,
    refuse_unless_possible,
    take_answer,
)
from applications.models import AnswerLink, Recommendation
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

LIFE = timedelta(days=7)
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
LINKS_A_DAY = 5
TOKEN_BYTES = 24  # 192 bits
ROLE = "link"
NO_ADDRESS = _(
    "Instansi ini belum punya surel resmi di portal, jadi tautan tidak dapat dikirim. Hubungi pengelola portal."
)
TOO_MANY = _("Sudah %(most)d tautan dikirim untuk permintaan ini dalam sehari. Coba lagi besok.")
NO_LINK = _("Tidak ada tautan yang masih berlaku untuk permintaan ini.")
NAME_NEEDED = _("Tulis nama dan jabatan Anda.")
GONE = _("Tautan ini tidak berlaku lagi.")


@transaction.atomic
def send_answer_link(uuid, *, by, version=None) -> AnswerLink:
    """Mail a new link to the agency's own address; an earlier one is void from then on."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_send_answer_link, by, recommendation)
    refuse_unless_possible("send_answer_link", recommendation, version)
    address, moment = recommendation.agency.email, now()
    if not address:
        raise Refused(NO_ADDRESS)
    if recommendation.answer_links.filter(created_at__gt=moment - timedelta(days=1)).count() >= LINKS_A_DAY:
        raise Refused(TOO_MANY % {"most": LINKS_A_DAY})
    recommendation.answer_links.live().update(revoked_at=moment)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = AnswerLink.objects.create(
        recommendation=recommendation,
        address=address,
        token_hash=fingerprint(token),
        expires_at=moment + LIFE,
        created_by=by,
        created_at=moment,
    )
    ledger.save(recommendation.application)
    note_in_journal("answer_link.sent", recommendation, by, role=_role_of(by, recommendation))
    notices.mail_answer_link(link, token)
    return link


@transaction.atomic
def revoke_answer_link(uuid, *, by) -> Recommendation:
    """The link that was sent opens nothing any more."""
    recommendation = Recommendation.objects.locked(uuid)
    require(policies.can_send_answer_link, by, recommendation)
    if not recommendation.answer_links.live().update(revoked_at=now()):
        raise WrongState(NO_LINK)
    ledger.save(recommendation.application)
    note_in_journal("answer_link.revoked", recommendation, by, role=_role_of(by, recommendation))
    return recommendation


@transaction.atomic
def send_link_code(token) -> bool:
    """Mail a fresh six-digit code to the link's address. False when the token opens nothing."""
    link = _locked(token)
    if link is None:
        return False
    code = f"{secrets.randbelow(10**6):06}"
    link.code_hash, link.code_sent_at, link.code_tries = _code_hash(token, code), now(), 0
    link.save()
    note_in_journal("answer_link.code_sent", link.recommendation, None, role=ROLE)
    notices.mail_link_code(link, code)
    return True


@transaction.atomic
def check_link_code(token, code) -> bool:
    """Whether this is the code that was mailed last: within its ten minutes, at most five tries, used once.

    Never raises for a wrong code: the try must stay counted.
    """
    link = _locked(token)
    if link is None or not link.code_hash:
        return False
    if link.code_tries >= CODE_TRIES or link.code_sent_at < now() - CODE_LIFE:
        return False
    is_right = hmac.compare_digest(link.code_hash, _code_hash(token, code))
    link.code_tries += 1
    if is_right:
        link.code_hash = ""
    link.save()
    return is_right


@transaction.atomic
def answer_by_link(
    token, *, answered_as, verdict, reasons="", conditions=(), version=None, attachments=()
) -> Recommendation:
    """The agency answers through its link, by somebody without an account. Call it only after the code was right.

    Where the standard lets the head approve and the agency has one in the portal, the answer goes to the head first.
    """
    link = _locked(token)
    if link is None:
        raise WrongState(GONE)
    recommendation = link.recommendation
    if version is not None and version != recommendation.version:
        raise WrongState(STALE)
    if not answered_as.strip():
        raise Refused(NAME_NEEDED)
    answer = Answer(verdict, reasons, list(conditions))
    refuse_unfit_answer(answer, recommendation)
    attach(recommendation, attachments, by=None)
    recommendation.answered_as = answered_as.strip()
    link.used_at = now()
    link.save()
    if recommendation.needs_head and policies.has_head(recommendation.agency):
        lay_before_head(recommendation, answer, by=None, role=ROLE)
    else:
        take_answer(recommendation, answer, by=None, given_by=None, role=ROLE)
    notices.tell_officers_answered_by_link(recommendation)
    return recommendation


def _locked(token) -> AnswerLink | None:
    """The live link of that token with its file locked; read again under the lock, as it may have been used meanwhile."""
    found = AnswerLink.objects.opened_by(token).values_list("recommendation__uuid", flat=True).first()
    if found is None:
        return None
    recommendation = Recommendation.objects.locked(found)
    link = AnswerLink.objects.opened_by(token).first()
    if link is not None:
        link.recommendation = recommendation
    return link


def _code_hash(token, code) -> str:
    """Bound to its link, so that equal codes of two links are not equal in the database."""
    return fingerprint(f"{token}|{code}")


def _role_of(by, recommendation) -> str:
    return "officer" if policies.may_work_on(by, recommendation) else "verifier"
