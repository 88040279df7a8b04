"""Who writes an office's guides, and who works with a bundle of filings."""

from applications.policies.standards import NOT_A_WRITER, can_write_standards
from ptsp_portal.lib.rules import refusal


@refusal(NOT_A_WRITER)
def can_write_guide(user, guide) -> bool:
    """Everybody's guides come with the portal and are written by nobody in the browser: an office copies one."""
    return guide.office is not None and can_write_standards(user, guide.office)


def can_use_bundle(user, bundle) -> bool:
    """Whoever began it; what may be done with each filing in it asks the filing's own rule."""
    return bundle.started_by_id == user.pk
