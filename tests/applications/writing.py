"""Points of a standard's life at Batam: begun by the verifier, reviewed by the endorser, published by the head."""

from datetime import timedelta

from agencies.models import Agency
from applications.actions import standards
from applications.models import ServiceStandard
from ptsp_portal.lib.moment import now
from tests.factories import BATAM, person

WRITER, REVIEWER, HEAD = "verifikator.batam", "kabid.batam", "kadis.batam"


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
