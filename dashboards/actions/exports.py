"""Asking for what the worker makes, keeping it once, taking it away, letting it go after thirty days."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.log import record
from dashboards.models import Export
from dashboards.models.export import KEPT_FOR
from dashboards.policies import can_ask_export, can_take_export
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, require

MAKE = "dashboards.make_exports"
MOST_WAITING = 5
TOO_MANY = _("Lima unduhan Anda masih dibuat. Tunggu sampai salah satunya selesai, lalu minta lagi.")
GONE = _("Berkas ini sudah dihapus karena masa simpannya habis. Minta lagi bila masih perlu.")


@transaction.atomic
def ask_export(*, by, kind: str, form: str, region, office=None, span: tuple, day: str = "") -> Export:
    """Order a table, a report or a pack; the same order while it is still being made is the same row."""
    # Two orders of one person at once wait for each other, so that they are counted.
    get_user_model().objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
    export = Export(
        kind=kind, form=form, region=region, office=office, by=day, first=span[0], last=span[1], asked_by=by,
        created_at=now(), next_try_at=now(),
    )  # fmt: skip
    require(can_ask_export, by, export)
    waiting = Export.objects.of(by).to_make()
    same = waiting.filter(
        kind=kind, form=form, region=region, office=office, by=day, first=span[0], last=span[1]
    ).first()
    if same:
        return same
    if waiting.count() >= MOST_WAITING:
        raise Refused(TOO_MANY)
    export.save()
    facts = {"kind": kind, "region": region.pk, "first": span[0].isoformat(), "last": span[1].isoformat()}
    record("export.asked", export, by=by, office=export, **facts)
    wake(MAKE)
    return export


@transaction.atomic
def note_progress(pk, done: int, total: int, next_try_at: datetime) -> None:
    """How far it is; also the sign of life that keeps another worker from taking it up."""
    Export.objects.to_make().filter(pk=pk).update(done=done, total=total, next_try_at=next_try_at)


@transaction.atomic
def store_export(pk, content: File, sha256: str) -> bool:
    """Keep what was made, once: of two workers that made the same row the first wins, the other's file is dropped."""
    export = Export.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(pk=pk)
    if not export.is_open:
        return False
    name = f"ekspor/{export.uuid.hex[:2]}/{export.uuid.hex}.{export.form}"
    if default_storage.exists(name):  # left by a worker that died between the file and the row
        default_storage.delete(name)
    export.file, export.sha256, export.size = default_storage.save(name, content), sha256, content.size
    export.stored_at, export.error = now(), ""
    export.done = export.total = max(export.total, export.done, 1)
    export.save()
    record("export.stored", export, by=None, office=export, role="system", sha256=sha256)
    return True


@transaction.atomic
def note_export_failure(pk, error: str, next_try_at: datetime | None) -> None:
    """A failure stays on the row, where whoever asked sees it. None gives it up."""
    changes = {"next_try_at": next_try_at} if next_try_at else {"failed_at": now()}
    Export.objects.to_make().filter(pk=pk).update(error=error[:300], **changes)


@transaction.atomic
def take_export(uuid, *, by) -> Export:
    """Hand the file to whoever asked for it; each time is journalled."""
    export = Export.objects.select_related("office", "region").get(uuid=uuid)
    require(can_take_export, by, export)
    if export.gone_at:
        raise Refused(GONE)
    record("export.downloaded", export, by=by, office=export, sha256=export.sha256)
    return export


@transaction.atomic
def forget_old_exports(at_once: int = 100) -> int:
    """Erase files that were kept for thirty days, and mark orders that were given up so long ago; returns how many."""
    over = Q(stored_at__lt=now() - KEPT_FOR) | Q(failed_at__lt=now() - KEPT_FOR)
    rows = list(
        Export.objects.kept().filter(over).select_for_update(skip_locked=True, of=("self",), no_key=True)[:at_once]
    )
    for export in rows:
        if export.file and default_storage.exists(export.file):
            default_storage.delete(export.file)
        export.gone_at = now()
        export.save(update_fields=["gone_at"])
    return len(rows)
