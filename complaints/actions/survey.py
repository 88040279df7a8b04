"""Answering the satisfaction survey, and what an office does with the answers (handbook part 6).

The journal keeps that an office got an answer and by which way, never which one: its subject is the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models import Application
from audit.log import record
from complaints.models import (
    AnsweredFile,
    Element,
    Questionnaire,
    SurveyAction,
    SurveyResponse,
    SurveySetting,
    SurveySheet,
    SurveySuggestion,
)
from complaints.models.survey import score_field
from complaints.policies import survey as policies
from complaints.survey_tokens import file_token, is_answered, is_finished
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

Channel = SurveyResponse.Channel
ANSWERED = _("Survei untuk permohonan ini sudah diisi. Setiap permohonan dinilai satu kali; tidak ada yang berubah.")
NOT_FINISHED = _("Permohonan ini belum selesai. Nilai pelayanannya setelah ada hasil; tidak ada yang berubah.")
NOTHING_SAID = _("Belum ada unsur yang dinilai. Pilih jawaban paling sedikit satu pertanyaan.")
LEFT_OPEN = _("Masih ada pertanyaan yang belum dijawab. Tidak ada yang tersimpan.")
KIOSK_OFF = _("Kios survei kantor ini belum dibuka. Minta tautan atau kuesioner kertas kepada petugas.")
SHEET_TWICE = _("Lembar nomor %(number)s sudah dimasukkan. Periksa nomornya; tidak ada yang berubah.")
WRONG_DAY = _("Tanggal pengisian tidak boleh sesudah hari ini atau lebih dari setahun yang lalu.")
DUE_IS_PAST = _("Batas waktu tindak lanjut tidak boleh sudah lewat.")
DONE_ALREADY = _("Tindak lanjut ini sudah ditandai selesai. Tidak ada yang berubah.")
OLDEST_SHEET = timedelta(days=366)
NOON_BREAK = 13  # the regulation's form knows two bands of hours, 08–12 and 13–17


@dataclass(frozen=True)
class Answer:
    """What one respondent said: scores 1 to 4 by element, a profile of which every part may be empty, and free words."""

    scores: Mapping[str, int | None]
    profile: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""


@transaction.atomic
def answer_survey_by_link(application_uuid, place, answer: Answer) -> None:
    """Once for each finished file, whatever came of it; the signed link is the right."""
    application = Application.objects.locked(application_uuid)
    if not is_finished(application):
        raise WrongState(NOT_FINISHED)
    if is_answered(application):
        raise WrongState(ANSWERED)
    _refuse_gaps(answer)
    AnsweredFile.objects.create(token_hash=file_token(application.uuid))
    _keep(application.office, place, answer, permit_type_id=application.permit_type_id, desks=_desks_of(application))
    _write_down(application.office, place)


@transaction.atomic
def answer_at_kiosk(office_pk, answer: Answer, *, permit_type=None) -> None:
    """Somebody in the office; who, and about which file, is not asked. Only where the office opened its kiosk."""
    office = Agency.objects.select_related("region").get(pk=office_pk)
    if not SurveySetting.objects.filter(office=office, kiosk_on=True).exists():
        raise Refused(KIOSK_OFF)
    _refuse_gaps(answer)
    _keep(office, Channel.KIOSK, answer, permit_type_id=permit_type and permit_type.pk)
    _write_down(office, Channel.KIOSK)


@transaction.atomic
def enter_sheet(office_pk, *, by, number, on, answer: Answer, permit_type=None) -> None:
    """A paper sheet, once by its number; what was left open stays open. Who typed it is kept apart from what stood on it."""
    office = _locked(office_pk)
    require(policies.can_enter_sheet, by, office)
    today, number = office.region.local_date(now()), _clean(number)[:20].upper()
    if not today - OLDEST_SHEET <= on <= today:
        raise Refused(WRONG_DAY)
    if not any(answer.scores.get(code) for code in Element.values):
        raise Refused(NOTHING_SAID)
    if SurveySheet.objects.filter(office=office, number=number).exists():
        raise WrongState(SHEET_TWICE % {"number": number})
    SurveySheet.objects.create(office=office, number=number, entered_by=by)
    _keep(office, Channel.PAPER, answer, on=on, permit_type_id=permit_type and permit_type.pk)
    _write_down(office, Channel.PAPER, by=by, verb="survey.sheet_entered")


@transaction.atomic
def plan_improvement(office_pk, *, by, element, what, who, due_on) -> SurveyAction:
    """One line of the action plan for an element."""
    office = _locked(office_pk)
    require(policies.can_plan_improvement, by, office)
    if due_on < office.region.local_date(now()):
        raise Refused(DUE_IS_PAST)
    action = SurveyAction.objects.create(
        office=office, element=element, what=_clean(what), who=_clean(who), due_on=due_on, by=by
    )
    record("survey.improvement_planned", action, by=by, office=office, element=str(element))
    return action


@transaction.atomic
def finish_improvement(uuid, *, by, words) -> SurveyAction:
    """What was done, in words; once."""
    action = SurveyAction.objects.locked(uuid)
    require(policies.can_plan_improvement, by, action.office)
    if action.done_on is not None:
        raise WrongState(DONE_ALREADY)
    action.done_on, action.done_by = action.office.region.local_date(now()), by
    action.done_words = _clean(words)
    action.save()
    record("survey.improvement_done", action, by=by, office=action.office, element=str(action.element))
    return action


@transaction.atomic
def decide_suggestion(uuid, *, by, shown: bool) -> SurveySuggestion:
    """Shown to everybody or not; may be decided anew."""
    suggestion = (
        SurveySuggestion.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(uuid=uuid)
    )
    require(policies.can_decide_suggestion, by, suggestion.office)
    suggestion.decision = SurveySuggestion.State.SHOWN if shown else SurveySuggestion.State.HIDDEN
    suggestion.decided_by, suggestion.decided_at = by, now()
    suggestion.save()
    record("survey.suggestion_decided", suggestion, by=by, office=suggestion.office, shown=shown)
    return suggestion


@transaction.atomic
def save_survey_setting(office_pk, *, by, weights, kiosk_on: bool) -> SurveySetting:
    """The weights that every figure of this office is reckoned with, old ones too, and whether its kiosk is open."""
    office = _locked(office_pk)
    require(policies.can_set_survey, by, office)
    setting, _is_new = SurveySetting.objects.update_or_create(
        office=office, defaults={"weights": weights, "kiosk_on": kiosk_on}
    )
    record("survey.setting_saved", setting, by=by, office=office, weights=str(weights), kiosk_on=kiosk_on)
    return setting


def _keep(office, channel, answer: Answer, *, on=None, **about) -> None:
    today = office.region.local_date(now())
    on = on or today
    profile = dict(answer.profile)
    if channel != Channel.PAPER:
        profile["hours"] = _hours(office)
    scores = {score_field(code): answer.scores.get(code) for code in Element.values}
    SurveyResponse.objects.create(
        office=office,
        questionnaire=Questionnaire.objects.in_force(office, on),
        on=on,
        channel=channel,
        **about,
        **scores,
        **profile,
    )
    if words := _clean(answer.suggestion):
        SurveySuggestion.objects.create(office=office, month=on.replace(day=1), text=words[:1000])


def _hours(office) -> str:
    hours = SurveyResponse.Hours
    local = now().astimezone(ZoneInfo(office.region.zone))
    return hours.MORNING if local.hour < NOON_BREAK else hours.AFTERNOON


def _desks_of(application) -> list[int]:
    """Whose counter helped with it, and the agencies that were asked."""
    asked = set(application.recommendations.values_list("agency_id", flat=True))
    return sorted(asked | ({application.assisting_agency_id} if application.assisting_agency_id else set()))


def _refuse_gaps(answer: Answer) -> None:
    gaps = [(Element(code).label, None) for code in Element.values if answer.scores.get(code) not in (1, 2, 3, 4)]
    if gaps:
        raise Incomplete(LEFT_OPEN, gaps)


def _locked(office_pk) -> Agency:
    return Agency.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=office_pk)


def _write_down(office, channel, *, by=None, verb="survey.answered") -> None:
    record(verb, office, by=by, office=office, channel=str(channel))


def _clean(text: str) -> str:
    return " ".join(str(text).replace("\0", "").split())
