"""Investment figures: handed in, looked at, kept as provisional by one person; published or returned by another.

The row of the province is the lock of all its figures: offices above and below each other write about the same regions.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Region
from audit.log import record
from dashboards import investment_policies as policies
from dashboards.investment_judging import MODELS, judge
from dashboards.models import InvestmentFile
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, WrongState, require

GONE_ON = gettext_lazy("Berkas ini sudah diputuskan atau dibatalkan. Muat ulang halamannya; tidak ada yang berubah.")
GAPS_SHOWN = 5


@transaction.atomic
def hand_in_file(office_pk, *, by, kind, name, sha256, cells) -> InvestmentFile:
    """Keep the cells for a look before anything counts; an earlier look of the same person at the same kind ends."""
    office = Agency.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=office_pk)
    require(policies.can_import, by, office)
    InvestmentFile.objects.open_previews().filter(office=office, created_by=by, kind=kind).update(
        dropped_at=now(), cells=[]
    )
    file = InvestmentFile.objects.create(
        office=office, kind=kind, name=name, sha256=sha256, cells=cells, created_by=by, created_at=now()
    )
    record("investment.handed_in", file, by=by, office=office, role="office_admin", kind=kind, sha256=sha256)
    return file


@transaction.atomic
def drop_file(uuid, *, by) -> None:
    """The look ends and nothing is kept."""
    file = InvestmentFile.objects.locked(uuid)
    require(policies.can_keep, by, file)
    _refuse_unless(not file.kept_at and not file.dropped_at)
    file.dropped_at, file.cells = now(), []
    file.save(update_fields=["dropped_at", "cells"])
    record("investment.dropped", file, by=by, office=file.office, role="office_admin")


@transaction.atomic
def keep_file(uuid, *, by) -> InvestmentFile:
    """Every new line becomes a provisional figure; with one wrong line nothing is kept. Raises Incomplete, UploadRefused."""
    file = InvestmentFile.objects.locked(uuid)
    require(policies.can_keep, by, file)
    _refuse_unless(not file.kept_at and not file.dropped_at)
    _lock_province(file)
    at = now()
    lines = judge(file, file.office.region.local_date(at))
    _refuse_wrong(lines)
    new = [line for line in lines if line.is_new]
    replaced = [line.replaces for line in new if line.replaces is not None and line.replaces.status == "provisional"]
    model = MODELS[file.kind]
    model.objects.filter(pk__in=[row.pk for row in replaced]).update(superseded_at=at)
    model.objects.bulk_create(model(file=file, line=line.row, created_at=at, **line.values) for line in new)
    file.kept_at, file.cells, file.lines = at, [], len(new)
    file.save(update_fields=["kept_at", "cells", "lines"])
    facts = {"kind": file.kind, "figures": len(new), "replaced": len(replaced), "sha256": file.sha256}
    record("investment.kept", file, by=by, office=file.office, role="office_admin", **facts)
    return file


@transaction.atomic
def publish_file(uuid, *, by) -> InvestmentFile:
    """Its figures that still stand become final; the final ones before them stay as rows and say what replaced them."""
    file = InvestmentFile.objects.locked(uuid)
    require(policies.can_decide, by, file)
    _refuse_unless(file.kept_at and not file.published_at and not file.returned_at)
    _lock_province(file)
    at, model = now(), MODELS[file.kind]
    rows = list(model.objects.standing().filter(file=file, status="provisional"))
    years, places = {row.year for row in rows}, {row.region_id for row in rows}
    finals = {
        row.key: row for row in model.objects.standing().filter(status="final", year__in=years, region__in=places)
    }
    replaced = []
    for row in rows:
        if before := finals.get(row.key):
            before.superseded_at, before.superseded_by = at, row
            replaced.append(before)
    model.objects.bulk_update(replaced, ["superseded_at", "superseded_by"])
    model.objects.filter(pk__in=[row.pk for row in rows]).update(status="final", published_at=at)
    file.published_at, file.decided_by = at, by
    file.save(update_fields=["published_at", "decided_by"])
    facts = {"kind": file.kind, "figures": len(rows), "replaced": len(replaced), "sha256": file.sha256}
    record("investment.published", file, by=by, office=file.office, role="head", **facts)
    return file


@transaction.atomic
def return_file(uuid, *, by, reason) -> InvestmentFile:
    """Its provisional figures count no more; whoever handed it in reads why."""
    file = InvestmentFile.objects.locked(uuid)
    require(policies.can_decide, by, file)
    _refuse_unless(file.kept_at and not file.published_at and not file.returned_at)
    _lock_province(file)
    at = now()
    rows = MODELS[file.kind].objects.standing().filter(file=file, status="provisional")
    withdrawn = rows.update(superseded_at=at)
    file.returned_at, file.decided_by, file.reason = at, by, reason
    file.save(update_fields=["returned_at", "decided_by", "reason"])
    record("investment.returned", file, by=by, office=file.office, role="head", reason=reason, figures=withdrawn)
    return file


def _lock_province(file) -> None:
    code = file.office.region.code.split(".")[0]
    Region.objects.select_for_update(of=("self",), no_key=True).get(code=code)


def _refuse_unless(is_possible) -> None:
    if not is_possible:
        raise WrongState(GONE_ON)


def _refuse_wrong(lines) -> None:
    wrong = [line for line in lines if line.problems]
    if wrong:
        gaps = [
            (_("Baris %(row)d: %(why)s") % {"row": line.row, "why": line.problems[0][1]}, None)
            for line in wrong[:GAPS_SHOWN]
        ]
        raise Incomplete(_("Ada baris yang keliru, jadi tidak satu pun disimpan."), gaps)
    if not any(line.is_new for line in lines):
        raise Incomplete(_("Semua baris sudah tersimpan dengan angka yang sama; tidak ada yang baru."), [])
