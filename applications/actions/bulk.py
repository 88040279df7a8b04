"""One act on many files: each item is a transaction of its own that calls the ordinary act, and keeps its result.

The items are written first and committed; then they are worked off one by one. Whoever is killed in between has done whole
items and left whole items: the page goes on with the rest, and the sweep marks what its maker left behind. Nothing is done
in somebody's absence: signing needs the person.

Lock order: the item, then whatever the ordinary act locks; no act locks an item.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from psycopg2.errors import LockNotAvailable

from applications import policies
from applications.actions import decision, issuance, recommendations, submission
from applications.conflicts import opinions_of, opinions_with_conditions, why_single
from applications.models import Application, BulkAct, BulkItem
from audit.log import PORTAL, record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import WRONG_STATE, Incomplete, Refused, require

log = logging.getLogger(__name__)
Result = BulkItem.Result
MOST = 100  # in one act; a page offers 25
NEVER_SEEN = -1  # no file has this change count
NOTHING_CHOSEN = _("Belum ada berkas yang dipilih. Tidak ada yang berubah.")
TOO_MANY = _("Paling banyak %(most)d berkas sekaligus. Tidak ada yang berubah.")
BUSY = _("Berkas ini sedang dikerjakan orang lain. Tidak ada yang berubah; ulangi sebentar lagi.")
GONE = _("Berkas ini tidak ditemukan lagi.")
BROKEN = _("Terjadi kesalahan pada berkas ini. Tidak ada yang berubah; buka sendiri untuk mencobanya lagi.")
LACKS = _("Belum lengkap, jadi belum dikirim. Masih kurang %(n)d hal; buka permohonannya untuk melihatnya.")
INTERRUPTED = _("Terputus sebelum dikerjakan. Tidak ada yang berubah; pilih lagi dan ulangi.")


@dataclass(frozen=True)
class Chosen:
    """One thing that was ticked. `seen`: the version of it that stood on the page."""

    thing: UUID
    label: str
    seen: int | None = None


def _sign(uuid, by, seen) -> str:
    _refuse_what_must_be_opened(uuid)
    done = issuance.sign_decision(uuid, by=by, seen_change_count=NEVER_SEEN if seen is None else seen)
    return gettext("Izin ditetapkan dengan nomor %(number)s.") % {"number": done.issued_permit.number}


def _endorse(uuid, by, seen) -> str:
    _refuse_what_must_be_opened(uuid)
    done = decision.endorse_decision(uuid, by=by, seen_change_count=NEVER_SEEN if seen is None else seen)
    if done.state == Application.State.SIGNING:
        return gettext("Diparaf; sekarang menunggu tanda tangan.")
    return gettext("Diparaf; sekarang menunggu paraf berikutnya.")


def _acknowledge(uuid, by, _seen) -> str:
    recommendations.acknowledge_recommendation(uuid, by=by)
    return gettext("Ditandai sudah diterima.")


def _submit(uuid, by, _seen) -> str:
    """A draft of a bundle is sent by itself. What it lacks may quote an answer, so only how much is kept here."""
    try:
        done = submission.submit_application(uuid, by=by)
    except Incomplete as incomplete:
        raise Refused(LACKS % {"n": len(incomplete.gaps)}) from incomplete
    return gettext("Terkirim dengan nomor acuan %(number)s.") % {"number": done.reference}


# What can be done to many at once: verb of policies.ACTS or RECOMMENDATION_ACTS → (uuid, by, seen) → the sentence of success.
DOING: dict[str, Callable[[UUID, object, int | None], str]] = {
    "sign": _sign,
    "endorse": _endorse,
    "acknowledge": _acknowledge,
    "submit": _submit,
}


@transaction.atomic
def begin_bulk_act(*, by, verb, chosen: list[Chosen]) -> BulkAct:
    """Write down what was chosen; nothing is done yet. Raises Refused for nothing or too much."""
    if verb not in DOING or not chosen:
        raise Refused(NOTHING_CHOSEN)
    if len(chosen) > MOST:
        raise Refused(TOO_MANY % {"most": MOST})
    act = BulkAct.objects.create(by=by, verb=verb)
    BulkItem.objects.bulk_create(
        BulkItem(act=act, position=place, thing=each.thing, label=each.label[:60], seen=each.seen)
        for place, each in enumerate(chosen, start=1)
    )
    record("bulk.started", act, by=by, office=PORTAL, act=verb, items=len(chosen))
    return act


def work_off(uuid, *, by) -> None:
    """Do what is still waiting, each item in a transaction of its own; outside any transaction."""
    while do_next_item(uuid, by=by):
        pass


@transaction.atomic
def do_next_item(uuid, *, by) -> bool:
    """Do the first waiting item that nobody else is at; False when there is none, and then the act may be finished."""
    waiting = BulkItem.objects.filter(act__uuid=uuid, result=Result.WAITING).select_related("act").order_by("position")
    item = waiting.select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
    if item is None:
        _finish(uuid)
        return False
    require(policies.can_carry_on_bulk_act, by, item.act)
    item.result, item.message = _outcome(item, by)
    item.save(update_fields=["result", "message"])
    return True


@transaction.atomic
def interrupt_bulk_act(pk) -> None:
    """What its maker left behind is marked as not done; an item that somebody is at stays with them."""
    act = BulkAct.objects.select_for_update(no_key=True).get(pk=pk)
    waiting = act.items.filter(result=Result.WAITING).select_for_update(no_key=True, skip_locked=True)
    left = list(waiting)
    for item in left:
        item.result, item.message = Result.REFUSED, str(INTERRUPTED)
    BulkItem.objects.bulk_update(left, ["result", "message"])
    _finish(act.uuid)


def _outcome(item, by) -> tuple[str, str]:
    """(result, sentence) of one item; a refusal undoes this item alone."""
    longest = BulkItem._meta.get_field("message").max_length
    try:
        with transaction.atomic():
            return Result.DONE, str(DOING[item.act.verb](item.thing, by, item.seen))[:longest]
    except Refused as refused:
        return Result.REFUSED, str(refused.message)[:longest]
    except (TransitionNotAllowed, ConcurrentTransition):
        return Result.REFUSED, str(WRONG_STATE)
    except ObjectDoesNotExist:
        return Result.REFUSED, str(GONE)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        return Result.REFUSED, str(BUSY)
    except Exception:  # one broken file must not keep the others waiting
        log.exception("bulk act %s failed at item %s", item.act.uuid, item.position)
        return Result.REFUSED, str(BROKEN)


def _finish(uuid) -> None:
    waiting = BulkItem.objects.filter(act=OuterRef("pk"), result=Result.WAITING)
    BulkAct.objects.filter(~Exists(waiting), uuid=uuid, finished_at__isnull=True).update(finished_at=now())


def _refuse_what_must_be_opened(uuid) -> None:
    """A refusal, and a draft with a clash, are read by themselves, whatever was ticked."""
    application = Application.objects.locked(uuid)
    written = getattr(application, "decision", None)
    if written is None:
        return  # the act itself says what is wrong
    models.prefetch_related_objects([application], opinions_with_conditions())
    why = why_single(written, opinions_of(application, written).marks)
    if why:
        raise Refused(why)
