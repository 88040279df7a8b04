"""A draft tried on last year's files: asked for by whoever writes it, done by the worker, batch after batch."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import policies
from applications.actions.trials import NOT_WRITTEN_ANY_MORE
from applications.models import DryRun, ServiceStandard
from applications.schema.form import FormSpec, SchemaError
from audit.log import record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

RUN = "applications.try_drafts"
NO_FORM_YET = _(
    "Isian draf ini belum dapat dibaca sebagai formulir. Perbaiki dulu bagian isiannya. Tidak ada yang berubah."
)
LONGEST_ERROR = 200


@transaction.atomic
def ask_dry_run(uuid, *, by) -> DryRun:
    """On the files sent in the twelve months up to today, by the office's calendar. A run still at work is that one."""
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    if standard.status not in (ServiceStandard.Status.DRAFT, ServiceStandard.Status.REVIEWED):
        raise WrongState(NOT_WRITTEN_ANY_MORE)
    if waiting := standard.dry_runs.filter(finished_at__isnull=True).first():
        return waiting
    try:
        FormSpec.from_json(standard.fields)
    except SchemaError as error:
        raise Refused(NO_FORM_YET) from error
    today = standard.office.region.local_date(now())
    run = DryRun.objects.create(
        standard=standard, revision=standard.revision, from_on=_a_year_before(today), until_on=today, asked_by=by,
        asked_at=now(), next_try_at=now(),
    )  # fmt: skip
    record("dry_run.asked", run, by=by, office=standard.office, version=standard.version, revision=standard.revision)
    wake(RUN)
    return run


def _a_year_before(today: date) -> date:
    """Twelve months with `today` as the last day; 29 February counts as the 28th."""
    try:
        return today.replace(year=today.year - 1) + timedelta(days=1)
    except ValueError:
        return date(today.year - 1, 2, 28) + timedelta(days=1)


@transaction.atomic
def note_dry_run(pk, *, revision: int, result: dict, next_try_at: datetime) -> None:
    """How far it came, with which revision of the draft; also the sign of life that keeps another worker from taking it up."""
    waiting = DryRun.objects.filter(pk=pk, finished_at__isnull=True)
    waiting.update(revision=revision, result=result, next_try_at=next_try_at, attempts=0)


@transaction.atomic
def finish_dry_run(pk, *, result: dict) -> bool:
    """Keep what was found, once; an earlier run of the same version goes. False when another worker was faster."""
    run = DryRun.objects.select_for_update(no_key=True, of=("self",)).select_related("standard__office").get(pk=pk)
    if run.finished_at is not None:
        return False
    run.result, run.finished_at, run.error = result, now(), ""
    run.save()
    run.standard.dry_runs.filter(pk__lt=pk, finished_at__isnull=False).delete()
    record("dry_run.finished", run, by=None, office=run.standard.office, role="system", revision=run.revision)
    return True


@transaction.atomic
def note_dry_run_failure(pk, error: str, next_try_at: datetime | None) -> None:
    """A failure stays on the row, where whoever asked sees it. None gives the run up."""
    changes = {"next_try_at": next_try_at} if next_try_at else {"finished_at": now(), "result": {}}
    DryRun.objects.filter(pk=pk, finished_at__isnull=True).update(error=error[:LONGEST_ERROR], **changes)
