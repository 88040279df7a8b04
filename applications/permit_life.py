"""The life of an issued permit for its page: status today, measures, corrections, documents with their versions, timeline."""

from applications.corrections import told_changes
from applications.measures import local_day, running_suspension
from applications.models import PrintedDocument
from applications.timeline import timeline_of_permit


def measures_of(permit, *, as_office: bool) -> list:
    """Newest first. Proposals and what was given back are the office's own."""
    rows = permit.measures.select_related("proposed_by", "refused_by").prefetch_related("printed_documents")
    return list((rows if as_office else rows.signed()).order_by("-proposed_at", "-id"))


def corrections_of(permit, *, as_office: bool, language: str) -> list:
    rows = permit.corrections.select_related("proposed_by", "refused_by")
    found = list((rows if as_office else rows.signed()).order_by("-proposed_at", "-id"))
    for correction in found:
        correction.permit = permit
        correction.told = told_changes(correction, language)
    return found


def versions_of(permit) -> list:
    """The permit's documents, newest first; `version` of each, and whether a newer one stands in its place."""
    rows = permit.application.printed_documents.filter(kind=PrintedDocument.Kind.PERMIT).select_related("correction")
    found = sorted(rows, key=version_of, reverse=True)
    for document in found:
        document.version = version_of(document)
        document.is_replaced = document.version < permit.version
    return found


def version_of(document) -> int:
    return document.correction.version if document.correction else 1


def life_of(permit, *, as_office: bool, language: str) -> dict:
    return {
        "status": permit.live_status(local_day(permit)),
        "suspension": running_suspension(permit),
        "measures": measures_of(permit, as_office=as_office),
        "corrections": corrections_of(permit, as_office=as_office, language=language),
        "versions": versions_of(permit),
        "timeline": timeline_of_permit(permit, for_applicant=not as_office),
    }
