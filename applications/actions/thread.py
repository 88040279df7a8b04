"""The conversation on a file between applicant and office."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.policies import has_role
from applications import notices, policies
from applications.actions import ledger
from applications.models import Application, ThreadMessage
from applications.policies.thread import ANSWERING
from applications.schema.kinds.base import plain_text
from audit.log import record
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

Side = ThreadMessage.Side
LONGEST = 2000
# For typing and not for machines. The count stands in the database and goes back with a refused message.
PER_PERSON = Limit("thread", tries=20, window=timedelta(minutes=10))
# Several messages in a row are told once.
ONE_RUN = timedelta(hours=1)
EMPTY = _("Pesan masih kosong, jadi tidak ada yang dikirim.")
TOO_MANY = _("Terlalu banyak pesan dalam waktu singkat. Tunggu 10 menit, lalu kirim lagi; pesan ini belum terkirim.")
NOT_OPEN = _(
    "Berkas ini sudah selesai atau belum dikirim, jadi percakapannya hanya dapat dibaca. Pesan Anda tidak terkirim."
)


@transaction.atomic
def write_message(uuid, *, by, text: str) -> ThreadMessage:
    """One message to the other side; at most 2,000 characters. Never part of a decision, and never stops the clock."""
    application = Application.objects.locked(uuid)
    require(policies.can_write, by, application)
    if not policies.ACTS["write_message"].possible(application):
        raise WrongState(NOT_OPEN)
    text = _readable(text)
    if PER_PERSON.is_reached(str(by.uuid)):
        raise Refused(TOO_MANY)
    PER_PERSON.count(str(by.uuid))
    side = Side.APPLICANT if policies.is_applicant(by, application) else Side.OFFICE
    is_new_run = _begins_a_run(application, side)
    message = ThreadMessage.objects.create(application=application, side=side, by=by, text=text, at=now())
    if side == Side.OFFICE:
        application.unanswered_since = None
    else:
        application.unanswered_since = application.unanswered_since or message.at
    ledger.save(application)
    record("thread.written", application, by=by, office=application.office, role=_role(by, application, side))
    if is_new_run:
        _tell(application, side)
    return message


def _begins_a_run(application, side) -> bool:
    last = application.thread.order_by("-at", "-id").first()
    return last is None or last.side != side or last.at <= now() - ONE_RUN


def _readable(text: str) -> str:
    try:
        text = plain_text(text, LONGEST, lines=True)
    except ValidationError as error:
        raise Refused(error.messages[0]) from error
    if not text:
        raise Refused(EMPTY)
    return text


def _role(by, application, side) -> str:
    if side == Side.APPLICANT:
        return "applicant"
    return next(role for role in ANSWERING if has_role(by, application.office, role))


def _tell(application, side) -> None:
    if side == Side.OFFICE:
        notices.tell_applicant_message(application)
    else:
        notices.tell_desk_message(application)
