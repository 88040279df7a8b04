"""What a counter may file for somebody: services of its own office and of the offices above its region."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.form_context import grouped_regions
from applications.models import Offer
from applications.policies.assisting import KINDS

FOUND = _("Hasil pencarian")


def services_of(agency: Agency, *, only_own: bool = False) -> list:
    """Open offers, the nearest office first; two statements."""
    offices = Agency.objects.serving_online().filter(
        region_id__in=agency.region.lineage, kind__in=KINDS, is_active=True
    )
    if only_own:
        offices = offices.filter(pk=agency.pk)
    offers = Offer.objects.public().filter(office__in=offices.values("pk")).select_related("office", "permit_type")
    return sorted(offers, key=lambda offer: (-len(offer.office.region_id), offer.office.name, offer.permit_type.name))


def service_choices(offers) -> list:
    """Grouped by office, for a list."""
    groups: dict[str, list] = {}
    for offer in offers:
        groups.setdefault(offer.office.name, []).append((key_of(offer), offer.permit_type.title))
    return [("", _("Pilih layanan")), *groups.items()]


def key_of(offer) -> str:
    return f"{offer.office.slug}/{offer.permit_type.code}"


def village_choices(agency: Agency, found=()) -> list:
    """Villages of the counter's region by their kecamatan; `found` by a search elsewhere stand in front."""
    here = [(parent, places) if parent else places for parent, places in grouped_regions(agency.region, "kelurahan")]
    groups = []
    for entry in here:
        groups += entry if isinstance(entry, list) else [entry]
    return [
        ("", _("Pilih kelurahan atau desa")),
        *([(str(FOUND), [(each.code, _in_its_place(each)) for each in found])] if found else []),
        *groups,
    ]


def _in_its_place(village) -> str:
    return f"{village.full_name}, {village.parent.full_name}, {village.parent.parent.full_name}"
