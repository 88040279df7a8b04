"""Points of a service standard's life at Batam, by the usual people."""

from datetime import timedelta

from agencies.models import Agency
from applications.actions import standards
from applications.models import ServiceStandard
from ptsp_portal.lib.moment import now
from tests.factories import BATAM, person
from tests.lived import lived_once

WRITER, REVIEWER, HEAD = "verifikator.batam", "kabid.batam", "kadis.batam"


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


def written(code="SIPF", by=WRITER, **changes) -> ServiceStandard:
    """A draft that the writer changed."""
    draft = standards.start_standard(Agency.objects.get(slug=BATAM).pk, code, by=person(by))
    changes = changes or {"time_limit_days": draft.time_limit_days + 1}
    return standards.save_terms(draft.uuid, by=person(by), revision=draft.revision, **changes)


def own_service(**changes) -> ServiceStandard:
    """An empty draft of a service that no template knows."""
    batam = Agency.objects.get(slug=BATAM)
    names = {"code": "PASAR-MALAM", "name": "Izin pasar malam", "sector": "Ketertiban"}
    draft = standards.start_service(batam.pk, by=person(WRITER), **names)
    return standards.save_terms(draft.uuid, by=person(WRITER), revision=0, **changes) if changes else draft


def reviewed(**how) -> ServiceStandard:
    return standards.review_standard(written(**how).uuid, by=person(REVIEWER))


def published(days=1, **how) -> ServiceStandard:
    """In force from so many days from now."""
    start = now().date() + timedelta(days=days)
    return standards.publish_standard(
        reviewed(**how).uuid, by=person(HEAD), effective_from=start, decree_number="12/SK/2026", change_note="Lebih cepat."
    )  # fmt: skip


def raw(standard) -> ServiceStandard:
    """As it stands in the database now."""
    return ServiceStandard.objects.get(pk=standard.pk)
