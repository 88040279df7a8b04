"""Blank forms that a requirement offers for download."""

from django.core.files.base import ContentFile
from django.db import transaction

from applications import policies
from applications.actions.standards import NOT_A_DRAFT, STALE
from applications.models import ServiceStandard, StandardFile
from audit.log import record
from ptsp_portal.lib.rules import Refused, WrongState, require


@transaction.atomic
def add_standard_file(uuid, *, by, revision: int, inspected, content: bytes, name: str) -> StandardFile:
    """Keep a checked upload for a draft. The draft does not name it yet: the caller puts its uuid into a requirement.

    `revision` as in `save_terms`, so that nothing is kept for a change that is refused.
    """
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    if standard.status != ServiceStandard.Status.DRAFT:
        raise WrongState(NOT_A_DRAFT)
    if standard.revision != revision:
        raise Refused(STALE)
    kept = StandardFile(office=standard.office, uploaded_by=by)
    kept.describe(inspected, content, name)
    kept.file.save(name, ContentFile(content), save=False)
    kept.save()
    record("standard.file_added", standard, by=by, office=standard.office, kind=kept.file_kind, size=kept.file_size)
    return kept
