"""A service standard being written at Batam by the usual people: by its admin, its verifier and its head."""

from agencies.models import Agency
from applications.actions import standards
from applications.models import ServiceStandard
from ptsp_portal.lib.moment import now
from tests.factories import BATAM, person
from tests.lived import lived_once


@lived_once
def begun_standard(code="SIPF", **changes) -> ServiceStandard:
    """A draft of the office's own version, taken from the national template, with some terms changed."""
    office, writer = Agency.objects.get(slug=BATAM), person("admin.batam")
    standard = standards.start_standard(office.pk, code, by=writer)
    return rewritten(standard, **changes) if changes else standard


def rewritten(standard, **changes) -> ServiceStandard:
    revision = ServiceStandard.objects.get(pk=standard.pk).revision
    return standards.save_terms(standard.uuid, by=person("admin.batam"), revision=revision, **changes)


@lived_once
def published_standard(code="SIPF", **changes) -> ServiceStandard:
    """In force from today."""
    standard = begun_standard(code, **changes)
    standards.review_standard(standard.uuid, by=person("verifikator.batam"))
    today = standard.office.region.local_date(now())
    return standards.publish_standard(standard.uuid, by=person("kadis.batam"), effective_from=today)


def with_field(standard, code, **more) -> list[dict]:
    """The form of a version and one field more at its end."""
    return [*standard.fields, {"code": code, "label_id": code.capitalize(), "type": "text", "required": True} | more]


def with_paper(standard, code, **more) -> list[dict]:
    paper = {"code": code, "name": code.capitalize(), "mandatory": True, "formats": ["pdf"]}
    return [*standard.requirements, paper | more]
