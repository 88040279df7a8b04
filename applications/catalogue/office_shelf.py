"""All services of one office with the standard that each is done under today: for its public overview, SIPPN and the pledge."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from applications.catalogue.components import lines_of
from applications.catalogue.standard_page import (
    published_words,
    requirement_words,
    retired_laws,
    tariff_words,
    validity_words,
)
from applications.catalogue.versions import changed_on
from applications.models import Offer, ServiceStandard

SIPPN_COLUMNS = (
    "kode", "nama_layanan", "persyaratan", "sistem_mekanisme_prosedur", "jangka_waktu", "biaya_tarif", "produk_pelayanan",
    "pengaduan_saran_masukan", "dasar_standar", "nomor_sk", "tanggal_sk", "versi", "berlaku_sejak",
)  # fmt: skip


@dataclass(frozen=True)
class Service:
    """`own`: the office published the standard itself; else the national template stands in. `coming`: its next version."""

    permit_type: object
    standard: ServiceStandard
    own: bool
    validity: str
    changed_on: date
    retired_laws: list = field(default_factory=list)
    coming: ServiceStandard | None = None


@dataclass(frozen=True)
class OfficeShelf:
    services: list[Service]

    @property
    def own(self) -> list[Service]:
        return [each for each in self.services if each.own]

    @property
    def on_template(self) -> int:
        return len(self.services) - len(self.own)

    @property
    def free(self) -> int:
        return sum(1 for each in self.services if not each.standard.has_fee)

    @property
    def ended(self) -> list[Service]:
        """Services of which a legal basis ended."""
        return [each for each in self.services if each.retired_laws]


def shelf_of(office, day: date) -> OfficeShelf:
    """The open services of an office on its local day, by name; two queries."""
    offers = Offer.objects.public().filter(office=office).select_related("permit_type").order_by("permit_type__name")
    types = [offer.permit_type for offer in offers]
    whose = Q(office=office) | Q(office__isnull=True)
    settled = (
        ServiceStandard.objects.filter(whose, status=ServiceStandard.Status.PUBLISHED, permit_type__in=types)
        .exclude(effective_until__lt=day)
        .order_by("effective_from", "version")
    )
    found, coming = {}, {}
    for each in settled:
        if each.effective_from <= day:
            found[each.office_id, each.permit_type_id] = each
        elif each.office_id:
            coming.setdefault(each.permit_type_id, each)
    services = []
    for permit_type in types:
        standard = found.get((office.pk, permit_type.pk)) or found.get((None, permit_type.pk))
        if standard is not None:
            standard.permit_type = permit_type
            services.append(_service(standard, office, day, coming.get(permit_type.pk)))
    return OfficeShelf(services)


def _service(standard, office, day, coming) -> Service:
    return Service(
        standard.permit_type,
        standard,
        bool(standard.office_id),
        validity_words(standard.validity_months),
        changed_on(standard, office.region),
        retired_laws(standard, day),
        coming,
    )


def sippn_rows(shelf: OfficeShelf, day: date) -> list[list]:
    """The six published components of each service, one service a line, several lines of a component within its cell."""
    return [_sippn_row(each, day) for each in shelf.services]


def _sippn_row(service: Service, day: date) -> list:
    standard = service.standard
    words = published_words(standard, day)
    papers = [requirement_words(each) for each in standard.requirements_for("new", day=day)]
    return [
        service.permit_type.code,
        service.permit_type.name,
        _numbered([*papers, *words["requirements_notes"]]),
        _numbered(words["procedure"]),
        "\n".join([words["time"], *words["time_notes"]]),
        "\n".join([words["cost"], *tariff_words(standard), *words["cost_notes"]]),
        "\n".join(lines_of(words["product"])),
        "\n".join(words["complaints"]),
        "standar kantor" if service.own else "templat nasional",
        standard.decree_number,
        standard.decree_on.isoformat() if standard.decree_on else "",
        standard.version,
        standard.effective_from.isoformat(),
    ]


def _numbered(lines) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
