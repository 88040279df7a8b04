"""The task force's list: put a file on it, answer for it, take it off when the file moved on. The file itself stays as it is."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership
from applications.models import Application
from audit.log import record
from dashboards import policies
from dashboards.models import TaskforceCase, TaskforceNote
from dashboards.taskforce import has_moved_on, held_as, owners_of
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

OVER = _("Berkas ini sudah selesai, jadi tidak perlu masuk daftar. Tidak ada yang berubah.")
LISTED_ALREADY = _("Berkas ini sudah ada dalam daftar untuk penanggung jawab yang sama. Tidak ada yang berubah.")
NOT_AN_OWNER = _(
    "Penanggung jawab harus kantor penerbit atau instansi yang dimintai rekomendasi. Tidak ada yang berubah."
)
NOT_IN_POST = _("Pejabat yang ditunjuk tidak bertugas di penanggung jawab itu hari ini. Tidak ada yang berubah.")
DAY_IS_PAST = _("Tanggal janji tidak boleh sudah lewat.")
CLOSED = _("Sudah dinyatakan selesai. Tidak ada yang berubah.")
STILL_THERE = _("Berkas ini masih di tempat yang sama, jadi belum selesai. Tidak ada yang berubah.")


@transaction.atomic
def list_case(application_uuid, *, by, owner_pk, promise: str, promised_on: date, person_pk=None) -> TaskforceCase:
    """An open file goes on the list, with who owes what until when."""
    application = Application.objects.locked(application_uuid)
    office = application.office
    require(policies.can_list_case, by, office)
    if application.submitted_at is None or application.closed_at is not None:
        raise WrongState(OVER)
    owner = owners_of(application).filter(pk=owner_pk).first()
    if owner is None:
        raise Refused(NOT_AN_OWNER)
    person = _in_post(person_pk, owner)
    _refuse_past(promised_on, office)
    if TaskforceCase.objects.open().filter(application=application, owner=owner).exists():
        raise WrongState(LISTED_ALREADY)
    case = TaskforceCase.objects.create(
        application=application, office=office, owner=owner, person=person, held_as=held_as(application),
        due_on=application.due_at and office.region.local_date(application.due_at), promise=promise.strip(),
        promised_on=promised_on, listed_by=by,
    )  # fmt: skip
    _note(case, TaskforceNote.Kind.LISTED, by, promise, promised_on)
    record("taskforce.listed", application, by=by, office=office, agency=owner.journal_chain, reason=promise)
    return case


@transaction.atomic
def answer_case(uuid, *, by, words: str, promised_on: date | None = None) -> TaskforceCase:
    """The owner says how it stands, and may promise another day; what was promised before stays in the history."""
    case = TaskforceCase.objects.locked(uuid)
    require(policies.can_answer_case, by, case)
    _refuse_closed(case)
    if promised_on:
        _refuse_past(promised_on, case.office)
        case.promise, case.promised_on = words.strip(), promised_on
        case.save(update_fields=["promise", "promised_on"])
    _note(case, TaskforceNote.Kind.ANSWERED, by, words, promised_on)
    record(
        "taskforce.answered", case.application, by=by, office=case.office, agency=case.owner.journal_chain, reason=words
    )
    return case


@transaction.atomic
def close_case(uuid, *, by, words: str) -> TaskforceCase:
    """Once the file moved on: it ended, its turn changed, or the owner's request is answered."""
    case = TaskforceCase.objects.locked(uuid)
    require(policies.can_close_case, by, case)
    _refuse_closed(case)
    if not has_moved_on(case):
        raise WrongState(STILL_THERE)
    case.closed_at, case.closed_by = now(), by
    case.save(update_fields=["closed_at", "closed_by"])
    _note(case, TaskforceNote.Kind.CLOSED, by, words)
    record(
        "taskforce.closed", case.application, by=by, office=case.office, agency=case.owner.journal_chain, reason=words
    )
    return case


def _in_post(person_pk, owner):
    if not person_pk:
        return None
    posts = Membership.objects.current().filter(agency=owner, user=person_pk)
    person = get_user_model().objects.filter(pk__in=posts.values("user"), is_active=True).first()
    if person is None:
        raise Refused(NOT_IN_POST)
    return person


def _refuse_past(day: date, office) -> None:
    if day < office.region.local_date(now()):
        raise Refused(DAY_IS_PAST)


def _refuse_closed(case: TaskforceCase) -> None:
    if case.closed_at is not None:
        raise WrongState(CLOSED)


def _note(case: TaskforceCase, kind: str, by, words: str, promised_on: date | None = None) -> None:
    case.notes.create(kind=kind, by=by, words=words.strip(), promised_on=promised_on)
