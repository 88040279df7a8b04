"""Words for the tests of bundles: one begun at Batam, its filings by code."""

from agencies.models import Agency
from applications.actions.bundles import start_bundle
from applications.models import PermitType
from tests.factories import BATAM, person
from tests.lived import lived_once


@lived_once
def bundle(*codes, by="pemohon", business=None):
    office = Agency.objects.get(slug=BATAM)
    services = [(office, PermitType.objects.get(code=code)) for code in codes]
    return start_bundle(by=person(by), title="Saya mau membuka klinik", services=services, business=business)


def filing(started, code):
    return started.filings.get(permit_type__code=code)
