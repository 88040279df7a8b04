"""The day of a field visit: proposed by the agency, consented to or wished otherwise by the applicant, cancelled.

On consent the assignment letter (surat tugas) is owed, with its number. Another day after that is another visit, because
the letter names the day of the first one.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership
from applications import notices, policies
from applications.actions import inspection_parts as parts
from applications.actions import ledger
from applications.actions.recommendations import note_in_journal, take_up
from applications.models import Application, Inspection, InspectionMember, PrintedDocument, Recommendation
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

RENDER = "applications.render_documents"
MOST_IN_A_TEAM = 10
NOT_NOW = _("Peninjauan ini sudah berpindah langkah sejak halaman Anda dibuka. Muat ulang, lalu lihat keadaannya.")
NO_VISIT = _(
    "Permintaan ini tidak dapat ditinjau di lapangan sekarang: standarnya tidak memuat peninjauan, jawabannya sudah tidak "
    "ditunggu, atau satu peninjauan masih berjalan."
)
IN_THE_PAST = _("Waktu peninjauan harus di masa depan.")
PLACE_NEEDED = _("Tulis tempat peninjauannya.")
TEAM_UNFIT = _("Tim hanya dari petugas atau kepala instansi Anda yang bertugas hari ini dan bukan pemohon berkas ini.")
WISH_NEEDED = _("Tulis waktu yang Anda bisa, atau mengapa waktu itu tidak cocok.")
REASON_NEEDED = _("Tulis alasannya: pemohon dan tim membacanya.")
OTHER_DAY = _("Jadwal diganti; peninjauan diusulkan lagi pada waktu lain.")


@transaction.atomic
def propose_inspection(recommendation_uuid, *, by, starts_at, place, team: Sequence, purpose="") -> Inspection:
    """The agency proposes a day. `team` are users of the agency or its unit in office today; the first one leads."""
    application = Application.objects.locked(
        Recommendation.objects.values_list("application__uuid", flat=True).get(uuid=recommendation_uuid)
    )
    rows = application.recommendations.select_related("agency__region", "unit__region")
    recommendation = rows.get(uuid=recommendation_uuid)
    recommendation.application = application
    require(policies.can_propose_visit, by, recommendation)
    if not policies.RECOMMENDATION_ACTS["propose_visit"].possible(recommendation):
        raise WrongState(NO_VISIT)
    _refuse_unfit_plan(recommendation, starts_at, place, team)
    inspection = _new_visit(recommendation, by, starts_at, place, purpose, team)
    is_taken_up = take_up(recommendation, by)
    ledger.save(application)
    if is_taken_up:
        note_in_journal("recommendation.acknowledged", recommendation, by)
    _record("inspection.proposed", inspection, by, team=len(team))
    notices.tell_applicant_visit_proposed(inspection)
    return inspection


@transaction.atomic
def propose_inspection_again(uuid, *, by, starts_at, place, team: Sequence, purpose="") -> Inspection:
    """Another day, place or team. Before the consent the same visit; after it a new one in its place."""
    inspection = parts.locked(uuid)
    application, recommendation = inspection.application, inspection.recommendation
    require(policies.can_handle_visit, by, inspection)
    _refuse_unless("propose_again", inspection)
    _refuse_unfit_plan(recommendation, starts_at, place, team)
    was_agreed = inspection.state == Inspection.State.AGREED
    if was_agreed:
        _cancel(inspection, str(OTHER_DAY))
        old, inspection = inspection, _new_visit(recommendation, by, starts_at, place, purpose, team)
    else:
        _change_plan(inspection, by, starts_at, place, purpose, team)
    ledger.read_came_back(application)
    ledger.save(application)
    if was_agreed:
        _record("inspection.cancelled", old, by, reason=old.cancel_reason)
        notices.tell_team_visit_cancelled(old, but_not=by)
    _record("inspection.proposed", inspection, by, team=len(team))
    notices.tell_applicant_visit_proposed(inspection)
    return inspection


@transaction.atomic
def agree_inspection(uuid, *, by, seen_version=None) -> Inspection:
    """The applicant consents to the day that was read (`seen_version`); the assignment letter is owed, the team is told."""
    inspection = parts.locked(uuid)
    application = inspection.application
    require(policies.can_answer_visit, by, inspection)
    _refuse_unless("agree", inspection)
    if seen_version is not None and seen_version != inspection.version:
        raise WrongState(NOT_NOW)
    inspection.agree()
    inspection.agreed_by, inspection.agreed_at = by, now()
    inspection.wished_at, inspection.wish_note = None, ""
    inspection.letter_number = _letter_number(application)
    inspection.version += 1
    inspection.save()
    owe_print(inspection, PrintedDocument.Kind.ASSIGNMENT)
    ledger.read_came_back(application)
    ledger.save(application)
    _record("inspection.agreed", inspection, by, role=_applicants_part(by, inspection), letter=inspection.letter_number)
    notices.tell_team_visit_agreed(inspection)
    return inspection


@transaction.atomic
def wish_other_time(uuid, *, by, note, wished_at=None) -> Inspection:
    """The applicant can't at that time. Nothing is moved by it: the agency proposes anew, or says that it stays."""
    inspection = parts.locked(uuid)
    require(policies.can_answer_visit, by, inspection)
    _refuse_unless("wish_other_time", inspection)
    if not note.strip():
        raise Refused(WISH_NEEDED)
    if wished_at is not None and wished_at <= now():
        raise Refused(IN_THE_PAST)
    inspection.wished_at, inspection.wish_note = wished_at, note.strip()[:500]
    inspection.version += 1
    inspection.save()
    ledger.read_came_back(inspection.application)
    ledger.save(inspection.application)
    _record("inspection.wished", inspection, by, role=_applicants_part(by, inspection), reason=note.strip())
    notices.tell_agency_visit_wished(inspection)
    return inspection


@transaction.atomic
def cancel_inspection(uuid, *, by, reason) -> Inspection:
    """No visit, or its minutes are given up; what was written and photographed is kept."""
    inspection = parts.locked(uuid)
    require(policies.can_handle_visit, by, inspection)
    _refuse_unless("cancel", inspection)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    _cancel(inspection, reason.strip())
    ledger.read_came_back(inspection.application)
    ledger.save(inspection.application)
    _record("inspection.cancelled", inspection, by, reason=inspection.cancel_reason)
    notices.tell_all_visit_cancelled(inspection, but_not=by)
    return inspection


def possible_team(recommendation) -> list[Membership]:
    """Who may be sent today: officers and heads of the agency and the unit, never the applicant; one post each."""
    units = [pk for pk in (recommendation.agency_id, recommendation.unit_id) if pk]
    posts = Membership.objects.current().filter(
        Q(agency_id__in=units), role__in=("officer", "head"), user__is_active=True
    )
    found = {}
    for post in posts.select_related("user", "agency").order_by("user__full_name", "id"):
        if not policies.has_own_interest(post.user, recommendation.application):
            found.setdefault(post.user_id, post)
    return list(found.values())


def owe_print(inspection, kind) -> None:
    """A PDF of this visit that the worker makes; once per visit and kind."""
    PrintedDocument.objects.create(
        application=inspection.application, inspection=inspection, kind=kind, created_at=now(), next_try_at=now()
    )
    wake(RENDER)


def _refuse_unless(verb, inspection) -> None:
    if not policies.INSPECTION_ACTS[verb].possible(inspection):
        raise WrongState(NOT_NOW)


def _refuse_unfit_plan(recommendation, starts_at, place, team) -> None:
    if starts_at <= now():
        raise Refused(IN_THE_PAST)
    if not place.strip():
        raise Refused(PLACE_NEEDED)
    fit = {post.user_id for post in possible_team(recommendation)}
    people = [user.pk for user in team]
    if not people or len(people) > MOST_IN_A_TEAM or len(set(people)) != len(people) or not fit.issuperset(people):
        raise Refused(TEAM_UNFIT)


def _new_visit(recommendation, by, starts_at, place, purpose, team) -> Inspection:
    inspection = Inspection(
        application=recommendation.application, recommendation=recommendation, agency=recommendation.agency
    )
    _set_plan(inspection, by, starts_at, place, purpose)
    inspection.save()
    _send(inspection, team)
    return inspection


def _change_plan(inspection, by, starts_at, place, purpose, team) -> None:
    _set_plan(inspection, by, starts_at, place, purpose)
    inspection.wished_at, inspection.wish_note = None, ""
    inspection.version += 1
    inspection.save()
    inspection.team.all().delete()  # nobody has signed a visit that is only proposed
    _send(inspection, team)


def _set_plan(inspection, by, starts_at, place, purpose) -> None:
    inspection.starts_at, inspection.place, inspection.purpose = starts_at, place.strip()[:300], purpose.strip()
    inspection.proposed_by, inspection.proposed_at = by, now()


def _send(inspection, team) -> None:
    titles = {post.user_id: _title(post) for post in possible_team(inspection.recommendation)}
    InspectionMember.objects.bulk_create(
        InspectionMember(inspection=inspection, user=user, title=titles[user.pk], is_lead=place == 0)
        for place, user in enumerate(team)
    )


def _title(post) -> str:
    """As a letter names it; the post that they hold on the day of the proposal."""
    return (post.title or f"{post.get_role_display().capitalize()} {post.agency.name}")[:160]


def _letter_number(application) -> str:
    """ST-<registration number>-<n>: the n-th letter of this file, without a gap, because the file is locked."""
    given = application.inspections.exclude(letter_number="").count()
    return f"ST-{application.registration_number}-{given + 1}"


def _cancel(inspection, reason) -> None:
    inspection.cancel()
    inspection.cancel_reason, inspection.closed_at = reason, now()
    inspection.version += 1
    inspection.save()


def _applicants_part(by, inspection) -> str:
    return policies.filing_role(by, inspection.application)["role"]


def _record(verb, inspection, by, *, role="officer", reason="", **facts) -> None:
    record(verb, inspection, by=by, role=role, reason=reason, **parts.chains(inspection), **facts)
