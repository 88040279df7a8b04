"""What the office does about its requests: withdraw one, add one late, ask again. The agencies' side is `agency_desk.py`."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import notices, policies
from applications.actions import inspection_parts, ledger, recommendations
from applications.actions.asking import Wanted, ask_more, wanted_again
from applications.models import Application, Recommendation
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State = Application.State
REASON_NEEDED = _("Tulis alasannya: instansi yang diminta membacanya.")
NOT_NOW = _("Permintaan rekomendasi tidak dapat ditambah pada langkah ini. Tidak ada yang berubah.")
KEPT = _("Instansi ini sudah menjawab. Jawaban yang sudah diberikan disimpan dan tidak dapat ditarik.")
ASKED_ALREADY = _("Instansi ini sudah dimintai rekomendasi dan belum menjawab.")
ANSWERED_ALREADY = _("Instansi ini sudah menjawab. Minta ulang rekomendasinya bila ada perubahan.")
NOT_ABOVE = _("Yang dapat dimintai rekomendasi ialah instansi di wilayah kantor Anda atau wilayah di atasnya.")
ASKABLE_KINDS = (Agency.Kind.OPD, Agency.Kind.VERTICAL, Agency.Kind.KECAMATAN, Agency.Kind.KELURAHAN)


def askable_agencies(application: Application):
    """Whom the office may ask: agencies in use of its own region or of one above it, but neither itself nor a sub-unit."""
    agencies = Agency.objects.filter(is_active=True, kind__in=ASKABLE_KINDS, parent__isnull=True)
    return agencies.filter(region_id__in=application.office.region.lineage).exclude(pk=application.office_id)


@transaction.atomic
def withdraw_request(uuid, *, by, reason, version=None) -> Recommendation:
    """The office needs this answer no longer. An answer already given stays; one that this request replaced counts again."""
    recommendation = Recommendation.objects.locked(uuid)
    application = recommendation.application
    require(policies.can_withdraw_request, by, recommendation)
    if recommendation.state == Recommendation.State.GIVEN:
        raise WrongState(KEPT)
    recommendations.refuse_unless_possible("withdraw_request", recommendation, version)
    _refuse_without(reason)
    recommendation.withdraw()
    recommendation.withdrawal_reason = reason.strip()
    recommendation.closed_at, recommendation.due_at = now(), None
    recommendations.save_request(recommendation)
    if replaced := recommendation.asked_again_of:
        replaced.is_current = True
        replaced.save(update_fields=["is_current"])
    ledger.stop_recommendations([recommendation])
    ended = inspection_parts.end_visits([recommendation])
    ledger.count_answers(application)
    was_waiting = application.state == State.RECOMMENDATION
    opened = recommendations.move_on_when_complete(application)
    ledger.save(application)
    recommendations.note_in_journal("recommendation.withdrawn", recommendation, by, role="verifier", reason=reason)
    inspection_parts.announce_ended(application, ended, by=by, role="verifier")
    notices.tell_agencies_withdrawn(application, [recommendation])
    recommendations.announce(application, opened, by=None)
    if was_waiting and application.state == State.DRAFTING:
        notices.tell_desk_answers_complete(application, but_not=by)
    return recommendation


@transaction.atomic
def add_request(uuid, *, by, agency, reason, is_required=True, seen_change_count=None) -> Recommendation:
    """One more agency is asked, late. A draft decision is taken back when the file has to wait for the answer.

    `seen_change_count`: the page that was read; a file that changed since is looked at again first.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_add_request, by, application)
    _refuse_changed(application, seen_change_count)
    if not policies.ACTS["add_request"].possible(application):
        raise WrongState(NOT_NOW)
    _refuse_without(reason)
    if not askable_agencies(application).filter(pk=agency.pk).exists():
        raise Refused(NOT_ABOVE)
    _refuse_asked(application, agency)
    wanted = Wanted(agency, [agency.code], is_required)
    return _ask(application, wanted, "recommendation.added", by=by, reason=reason)


@transaction.atomic
def ask_again(uuid, *, by, reason, version=None) -> Recommendation:
    """Ask the agency anew because something changed: the old answer is kept, and counts no more. Returns the new request."""
    recommendation = Recommendation.objects.locked(uuid)
    application = recommendation.application
    require(policies.can_ask_again, by, recommendation)
    recommendations.refuse_unless_possible("ask_again", recommendation, version)
    _refuse_without(reason)
    if application.recommendations.open().filter(agency=recommendation.agency_id).exists():
        raise WrongState(ASKED_ALREADY)
    recommendation.version += 1  # saved with the mark that it is replaced
    recommendation.save(update_fields=["version"])
    return _ask(application, wanted_again(recommendation), "recommendation.asked_again", by=by, reason=reason)


def _ask(application, wanted: Wanted, verb, *, by, reason) -> Recommendation:
    """Open the request on a locked file; advice alone is not waited for, so the file goes straight back to the drafter."""
    (request,) = ask_more(application, [wanted], reason=reason)
    opened = recommendations.move_on_when_complete(application)
    ledger.save(application)
    recommendations.note_in_journal(verb, request, by, role="verifier", reason=reason)
    recommendations.announce(application, [request], by=by)
    recommendations.announce(application, opened, by=None)
    return request


def _refuse_without(reason) -> None:
    if not reason.strip():
        raise Refused(REASON_NEEDED)


def _refuse_changed(application, seen) -> None:
    if seen is not None and seen != application.change_count:
        raise WrongState(recommendations.STALE)


def _refuse_asked(application, agency) -> None:
    asked = application.recommendations.current().filter(agency=agency)
    if asked.open().exists():
        raise Refused(ASKED_ALREADY)
    if asked.filter(state__in=["given", "deemed"]).exists():
        raise Refused(ANSWERED_ALREADY)
