"""Questions to the applicant, noted by the verifier or by an agency that was asked; they go out merged (`clarification.py`)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import ledger
from applications.actions.recommendations import note_in_journal, take_up
from applications.models import Application, Question, Recommendation
from applications.topics import topics_of
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

LONGEST, MOST_OPEN = 1000, 30
NOT_NOW = _("Pada tahap ini pemohon tidak dapat ditanya lagi. Tidak ada yang berubah.")
NO_WORDS = _("Tulis pertanyaannya, supaya pemohon tahu apa yang perlu dijelaskan.")
TOO_LONG = _("Satu pertanyaan paling panjang %(most)d huruf.")
TOO_MANY = _("Sudah ada %(most)d pertanyaan yang menunggu dikirim. Kirim atau batalkan dulu sebagian.")
NO_SUCH_TOPIC = _("Isian atau dokumen ini tidak ada pada layanan yang diajukan.")
ALREADY_SENT = _("Pertanyaan ini sudah dikirim kepada pemohon atau sudah dibatalkan. Tidak ada yang berubah.")


@transaction.atomic
def ask_questions(uuid, *, by, asked: list[dict], recommendation=None) -> list[Question]:
    """Note questions [{"on", "code", "note"}] on a file: the office's own, or of the agency whose request (uuid) is named.

    What stands there already in the same words is not noted twice.
    """
    application = Application.objects.locked(uuid)
    opinion = _opinion(application, recommendation) if recommendation else None
    if opinion:
        require(policies.can_ask, by, opinion)
        possible = policies.RECOMMENDATION_ACTS["ask"].possible(opinion)
    else:
        require(policies.can_clarify, by, application)
        possible = policies.ACTS["clarify"].possible(application)
    if not possible:
        raise WrongState(NOT_NOW)
    _refuse_unfit(application, asked)
    questions = note_questions(application, asked, by=by, opinion=opinion)
    if not questions:
        return []
    is_taken_up = opinion is not None and take_up(opinion, by)
    ledger.save(application)
    if is_taken_up:
        note_in_journal("recommendation.acknowledged", opinion, by)
    if opinion:
        notices.tell_desk_question_asked(application, opinion)
    return questions


def note_questions(application, asked, *, by, opinion=None) -> list[Question]:
    """Write new questions of a locked file and their line in the journal; part of an act."""
    agency = opinion.agency if opinion else application.office
    still_open = application.questions.open().filter(recommendation=opinion)
    known = {(each.on, each.code, each.text) for each in still_open}
    wanted = dict.fromkeys((each["on"], each["code"], each["note"].strip()) for each in asked)
    questions = [
        Question(
            application=application, recommendation=opinion, agency=agency, on=on, code=code, text=text, asked_by=by,
            asked_at=now(),
        )
        for on, code, text in wanted
        if (on, code, text) not in known
    ]  # fmt: skip
    if len(known) + len(questions) > MOST_OPEN:
        raise Refused(TOO_MANY % {"most": MOST_OPEN})
    Question.objects.bulk_create(questions)
    if questions:
        _record("question.asked", application, opinion, by, questions=len(questions))
    return questions


@transaction.atomic
def drop_question(question_uuid, *, by) -> Application:
    """Whoever's side asked may take a question back until it is sent."""
    application_uuid = Question.objects.values_list("application__uuid", flat=True).get(uuid=question_uuid)
    application = Application.objects.locked(application_uuid)
    question = application.questions.get(uuid=question_uuid)
    opinion = _opinion(application, question.recommendation.uuid) if question.recommendation_id else None
    require(*((policies.can_ask, by, opinion) if opinion else (policies.can_clarify, by, application)))
    if question.item_id or question.dropped_at:
        raise WrongState(ALREADY_SENT)
    question.dropped_at = now()
    question.save()
    ledger.save(application)
    _record("question.dropped", application, opinion, by)
    return application


def _opinion(application, uuid) -> Recommendation:
    opinion = application.recommendations.select_related("agency").get(uuid=uuid)
    opinion.application = application
    return opinion


def _refuse_unfit(application, asked) -> None:
    known = {(topic.on, topic.code) for topic in topics_of(application)}
    if any((each["on"], each["code"]) not in known for each in asked):
        raise Refused(NO_SUCH_TOPIC)
    if not asked or not all(each["note"].strip() for each in asked):
        raise Refused(NO_WORDS)
    if any(len(each["note"].strip()) > LONGEST for each in asked):
        raise Refused(TOO_LONG % {"most": LONGEST})


def _record(verb, application, opinion, by, **facts) -> None:
    role, agency = ("officer", opinion.agency.journal_chain) if opinion else ("verifier", "")
    record(verb, opinion or application, by=by, office=application.office, role=role, agency=agency, **facts)
