"""The legal limits of an objection to a rejection (UU 30/2014 art. 77; handbook 2.6): reads only.

21 working days from the day on which the rejection was made known, 10 working days for the answer, both in the office's
calendar.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.working_days import calendar_of
from applications.models import Application, PrintedDocument
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.wording import day_words

FILING_DAYS = 21
ANSWER_DAYS = 10
NEAR_DAYS = 2


NOT_REJECTED = _("Keberatan hanya untuk permohonan yang ditolak. Tidak ada yang berubah.")
ALREADY_FILED = _(
    "Keberatan atas penolakan ini sudah diajukan; keberatan hanya dapat diajukan satu kali. Tidak ada yang berubah."
)
TOO_LATE = _(
    "Keberatan diajukan paling lambat 21 hari kerja sejak penolakan diberitahukan; untuk permohonan ini hari terakhirnya "
    "%(day)s. Anda dapat mengajukan permohonan baru, atau menggugat ke Pengadilan Tata Usaha Negara. Tidak ada yang berubah."
)


def made_known_at(application) -> datetime | None:
    """When the letter could first be read; None while it is still being made, and the limit has not begun."""
    letter = application.printed_documents.filter(kind=PrintedDocument.Kind.REJECTION).first()
    return letter.stored_at if letter else None


def last_day(application) -> date | None:
    """The last day on which the applicant may object; None: the limit has not begun."""
    known = made_known_at(application)
    return calendar_of(application.office.region).promise(known, FILING_DAYS) if known else None


def is_in_time(application) -> bool:
    day = last_day(application)
    return day is None or application.office.region.local_date(now()) <= day


def why_not(application) -> str:
    """ "" when the applicant may object now, else the sentence that says why not."""
    if application.state != Application.State.REJECTED:
        return str(NOT_REJECTED)
    if objection_of(application) is not None:
        return str(ALREADY_FILED)
    if not is_in_time(application):
        return str(TOO_LATE) % {"day": day_words(last_day(application), get_language() or "id")}
    return ""


def answer_due(application) -> datetime:
    """When an objection that comes in now must be answered."""
    return calendar_of(application.office.region).deadline(now(), ANSWER_DAYS)


def due_before(office) -> datetime:
    """What is due before that moment is near: two working days ahead, as the desk's rung of the ladder."""
    calendar = calendar_of(office.region)
    return calendar.closing(calendar.add_working_days(calendar.local_date(now()), NEAR_DAYS)) + timedelta(minutes=1)


def objection_of(application):
    """The objection to this file's rejection, or None."""
    return getattr(application, "objection", None)


def open_objection(application):
    """The objection that still waits for its answer, or None."""
    objection = objection_of(application)
    return objection if objection is not None and not objection.outcome else None


def is_annulled(application) -> bool:
    """Whether the file's rejection was annulled: from then on only a permit may be decided."""
    objection = objection_of(application)
    return objection is not None and objection.outcome == "granted"
