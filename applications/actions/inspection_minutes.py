"""The minutes of a field visit (berita acara pemeriksaan, BAP): saved while on the spot, reported, signed by team and applicant."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import checklist as lists
from applications import notices, policies
from applications.actions import inspection_parts as parts
from applications.actions import ledger
from applications.actions.drafting import new_document
from applications.actions.inspection import NOT_NOW, owe_print
from applications.models import Inspection, InspectionPhoto, PrintedDocument
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

MOST_PHOTOS = 40
STALE = _(
    "Rekan Anda menyimpan catatan ini sejak halaman Anda dibuka. Isian Anda belum disimpan; periksa bedanya, lalu simpan lagi."
)
NOT_THE_DAY_YET = _("BAP baru dapat disusun pada hari peninjauannya. Catatan sudah boleh disimpan.")
MINUTES_INCOMPLETE = _("BAP belum lengkap, jadi belum disusun. Yang masih perlu diisi:")
TOO_MANY_PHOTOS = _("Satu peninjauan paling banyak %(most)d foto.") % {"most": MOST_PHOTOS}
PAPER_NEEDED = _("Foto halaman yang ditandatangani pemohon belum ada.")
ON_PAPER = _("Halaman BAP yang ditandatangani pemohon di kertas")


@dataclass(frozen=True)
class Shot:
    """One checked photograph: (inspected, content, name) of the upload, and when and where it was taken."""

    upload: tuple
    taken_at: datetime
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    caption: str = ""


@transaction.atomic
def save_inspection(uuid, *, by, answers: dict, findings="", result="", version=None) -> Inspection:
    """Keep the draft of the minutes. `version` is the one the form was drawn from: a stale form is refused."""
    inspection = _locked_for_writing(uuid, by)
    _write(inspection, answers, findings, result, version)
    inspection.save()
    _record("inspection.saved", inspection, by)
    return inspection


@transaction.atomic
def add_photos(uuid, *, by, shots: Sequence[Shot]) -> list[InspectionPhoto]:
    """Keep photographs with their time and place; one that is there already, by its bytes, is not kept twice."""
    inspection = _locked_for_writing(uuid, by)
    added = _keep(inspection, by, shots)
    if added:
        _record("inspection.photo_added", inspection, by, photos=len(added))
    return added


@transaction.atomic
def remove_photo(document_uuid, *, by) -> Inspection:
    """Take a photograph off the minutes that are still being written; the file is kept, as evidence. Twice changes nothing."""
    inspection = _locked_for_writing(
        Inspection.objects.values_list("uuid", flat=True).get(photos__document__uuid=document_uuid), by
    )
    photo = inspection.photos.kept().filter(document__uuid=document_uuid).select_related("document").first()
    if photo is None:  # another tab was quicker
        return inspection
    photo.document.removed_at = now()
    photo.document.save(update_fields=["removed_at"])
    _record("inspection.photo_removed", inspection, by)
    return inspection


@transaction.atomic
def report_inspection(uuid, *, by, answers=None, findings="", result="", version=None) -> Inspection:
    """The minutes are written and wait for the signatures. With `answers` they are saved first, in the same act."""
    inspection = _locked_for_writing(uuid, by)
    if answers is not None:
        _write(inspection, answers, findings, result, version)
    if not policies.INSPECTION_ACTS["report"].possible(inspection):
        raise WrongState(NOT_THE_DAY_YET)
    missing = gaps(inspection)
    if missing:
        raise Incomplete(MINUTES_INCOMPLETE, missing)
    inspection.report()
    inspection.reported_by, inspection.reported_at = by, now()
    inspection.version += 1
    inspection.save()
    ledger.save(inspection.application)
    _record("inspection.reported", inspection, by, result=inspection.result)
    notices.tell_all_minutes_to_sign(inspection, but_not=by)
    return inspection


@transaction.atomic
def reopen_inspection(uuid, *, by) -> Inspection:
    """Correct the minutes before everybody has signed. Signatures given are void: they were of other words."""
    inspection = parts.locked(uuid)
    require(policies.can_write_minutes, by, inspection)
    if not policies.INSPECTION_ACTS["reopen"].possible(inspection):
        raise WrongState(NOT_NOW)
    inspection.reopen()
    inspection.reported_by = inspection.reported_at = None
    inspection.applicant_signed_by = inspection.applicant_signed_at = None
    inspection.applicant_remark = ""
    inspection.version += 1
    inspection.save()
    void = inspection.team.filter(signed_at__isnull=False).update(signed_at=None)
    ledger.save(inspection.application)
    _record("inspection.reopened", inspection, by, void=void)
    return inspection


@transaction.atomic
def sign_inspection_as_team(uuid, *, by, seen_version=None) -> Inspection:
    """One member signs the minutes that were read (`seen_version`); the last signature finishes the visit."""
    inspection = _locked_for_signing(uuid, by, "sign_as_team", seen_version)
    member = policies.member_of(by, inspection)
    if member.signed_at is not None:
        return inspection
    member.signed_at = now()
    member.save(update_fields=["signed_at"])
    finished = _finish_when_all_signed(inspection)
    ledger.save(inspection.application)
    _record("inspection.team_signed", inspection, by)
    _write_down_finish(inspection, finished)
    return inspection


@transaction.atomic
def sign_inspection_as_applicant(uuid, *, by, remark="", seen_version=None) -> Inspection:
    """The applicant acknowledges the minutes, with a remark that is printed in them."""
    inspection = _locked_for_signing(uuid, by, "sign_as_applicant", seen_version)
    inspection.applicant_signed_by, inspection.applicant_signed_at = by, now()
    inspection.applicant_remark = remark.strip()[:2000]
    inspection.save()
    finished = _finish_when_all_signed(inspection)
    ledger.save(inspection.application)
    _record("inspection.applicant_signed", inspection, by, role="applicant", reason=remark.strip())
    _write_down_finish(inspection, finished)
    return inspection


@transaction.atomic
def record_paper_signature(uuid, *, by, shot: Shot | None, remark="", seen_version=None) -> Inspection:
    """The applicant was there without an account and signed on paper; the lead keeps a photo of the signed page."""
    inspection = _locked_for_signing(uuid, by, "record_paper", seen_version)
    if shot is None:
        raise Refused(PAPER_NEEDED)
    _keep(inspection, by, [shot])
    inspection.applicant_signed_by, inspection.applicant_signed_at = None, now()
    inspection.applicant_remark = remark.strip()[:2000]
    inspection.save()
    finished = _finish_when_all_signed(inspection)
    ledger.save(inspection.application)
    _record("inspection.applicant_signed", inspection, by, on_paper=True)
    _write_down_finish(inspection, finished)
    return inspection


def gaps(inspection) -> list[tuple[str, str | None]]:
    """What the minutes still miss, as (label, anchor on the checklist's page)."""
    found = [(item.label, f"#div_{item.code}") for item in lists.unanswered(inspection)]
    found += [
        (str(_("Catatan untuk: %(item)s")) % {"item": item.label}, f"#div_{item.code}")
        for item in lists.without_note(inspection)
    ]
    if not inspection.findings.strip():
        found.append((str(_("Hasil peninjauan dengan kata-kata")), "#id_findings"))
    if not inspection.result:
        found.append((str(_("Kesimpulan")), "#div_id_result"))
    return found


def _locked_for_writing(uuid, by) -> Inspection:
    inspection = parts.locked(uuid)
    require(policies.can_write_minutes, by, inspection)
    if not policies.INSPECTION_ACTS["save_minutes"].possible(inspection):
        raise WrongState(NOT_NOW)
    return inspection


def _locked_for_signing(uuid, by, verb, seen_version) -> Inspection:
    inspection = parts.locked(uuid)
    require(policies.INSPECTION_ACTS[verb].rule, by, inspection)
    is_stale = seen_version is not None and seen_version != inspection.version
    if is_stale or not policies.INSPECTION_ACTS[verb].possible(inspection):
        raise WrongState(NOT_NOW)
    return inspection


def _write(inspection, answers, findings, result, version) -> None:
    if version is not None and version != inspection.version:
        raise WrongState(STALE)
    inspection.checklist = lists.cleaned(inspection, answers)
    inspection.findings = findings.strip()
    inspection.result = result if result in Inspection.Result.values else ""
    inspection.saved_at = now()
    inspection.version += 1


def _keep(inspection, by, shots) -> list[InspectionPhoto]:
    """One photo per content: the key is made of the visit and the bytes as they came, so a second sending finds the first."""
    known = set(inspection.photos.kept().values_list("client_key", flat=True))
    removed = {
        photo.client_key: photo for photo in inspection.photos.exclude(client_key__in=known).select_related("document")
    }
    added = []
    for shot in shots:
        inspected, content, name = shot.upload
        key = uuids.uuid5(inspection.uuid, inspected.sha256)
        if key in known:
            continue
        known.add(key)
        if len(known) > MOST_PHOTOS:
            raise Refused(TOO_MANY_PHOTOS)
        if key in removed:  # taken off before: it is there again, with the words and the place that it had
            added.append(removed[key])
            removed[key].document.removed_at = None
            removed[key].document.save(update_fields=["removed_at"])
            continue
        document = new_document(
            inspection.application, by=by, inspected=inspected, content=content, name=name,
            recommendation=inspection.recommendation,
        )  # fmt: skip
        added.append(
            InspectionPhoto.objects.create(
                inspection=inspection,
                document=document,
                client_key=key,
                taken_at=shot.taken_at,
                latitude=shot.latitude,
                longitude=shot.longitude,
                caption=shot.caption.strip()[:200],
            )  # fmt: skip
        )
    return added


def _finish_when_all_signed(inspection) -> bool:
    """On a locked file: counted after the lock, so that two last signers can't miss each other."""
    if inspection.applicant_signed_at is None or inspection.team.filter(signed_at__isnull=True).exists():
        return False
    inspection.finish()
    inspection.closed_at = now()
    inspection.save()
    owe_print(inspection, PrintedDocument.Kind.MINUTES)
    return True


def _write_down_finish(inspection, finished) -> None:
    if finished:
        _record("inspection.finished", inspection, None, role="system", result=inspection.result)


def _record(verb, inspection, by, *, role="officer", reason="", **facts) -> None:
    record(verb, inspection, by=by, role=role, reason=reason, **parts.chains(inspection), **facts)
