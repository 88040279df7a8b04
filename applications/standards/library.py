"""The national templates beside an office's own standards: which are adopted, and which lag behind."""

from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from applications.models import PermitType, ServiceStandard, StandardFile
from applications.schema.standard_file import to_yaml
from applications.standards.terms import terms_of

IN_USE = ("draft", "reviewed", "published")


class Target(NamedTuple):
    """Where a file for an office would go: `made` is None for a service that nobody has yet."""

    made: PermitType | None
    draft: ServiceStandard | None
    before: ServiceStandard | None  # what it would be compared with


class Shelf(NamedTuple):
    """One kind of service: its template in force, and the office's own versions in use, newest first."""

    permit_type: PermitType
    template: ServiceStandard
    own: list

    @property
    def draft(self):
        return next((one for one in self.own if one.status != "published"), None)

    @property
    def published(self):
        return next((one for one in self.own if one.status == "published"), None)

    @property
    def papers(self) -> int:
        return len(self.template.requirements_for("new"))


def templates(day) -> QuerySet:
    """The national templates in force on a day."""
    return ServiceStandard.objects.in_force(day).filter(office=None).select_related("permit_type")


def template_of(permit_type, day) -> ServiceStandard | None:
    """The newest template in force of a kind."""
    return templates(day).filter(permit_type=permit_type).order_by("-version").first()


def shelves(office, day) -> list[Shelf]:
    """Every template of the office's level by name, with the office's own: two statements."""
    own: dict[int, list] = {}
    for one in ServiceStandard.objects.filter(office=office, status__in=IN_USE).order_by("-version"):
        own.setdefault(one.permit_type_id, []).append(one)
    found = {}
    for one in templates(day).filter(permit_type__level=office.region.level).order_by("permit_type__name", "version"):
        found[one.permit_type_id] = Shelf(one.permit_type, one, own.get(one.permit_type_id, []))
    return list(found.values())


def lagging(office, day) -> QuerySet:
    """The office's newest version of each service whose template went on since it was last compared: one statement.

    Each row has `newest`, the number of the template's version in force.
    """
    later = ServiceStandard.objects.filter(
        office=office, permit_type=OuterRef("permit_type"), version__gt=OuterRef("version"), status__in=IN_USE
    )
    newest = templates(day).filter(permit_type=OuterRef("permit_type")).order_by("-version").values("version")[:1]
    return (
        ServiceStandard.objects.filter(~Exists(later), office=office, status__in=IN_USE)
        .annotate(newest=Subquery(newest))
        .filter(Q(based_on__version__lt=F("newest")) | Q(based_on=None, newest__isnull=False))
        .select_related("permit_type", "based_on")
    )


def meta_of(standard) -> dict:
    """What a file says of the service: see applications/schema/standard_file.py."""
    made = standard.permit_type
    return {
        "code": made.code,
        "name": made.name,
        "name_en": made.name_en,
        "level": made.level,
        "sector": made.sector,
        "office": standard.office.slug if standard.office else "",
        "version": standard.version,
        "effective_from": standard.effective_from.isoformat() if standard.status in ("published", "superseded") else "",
        "decree_number": standard.decree_number,
        "decree_on": standard.decree_on.isoformat() if standard.decree_on else "",
    }


def target_of(office, code, day) -> Target:
    made = PermitType.objects.usable_by(office).filter(code=code).first()
    if made is None:
        return Target(None, None, None)
    own = ServiceStandard.objects.filter(office=office, permit_type=made).select_related("permit_type", "office")
    draft = own.open().first()
    return Target(made, draft, draft or own.order_by("-version").first() or template_of(made, day))


def with_own_forms(terms: dict, office) -> tuple[dict, list[str]]:
    """The terms without blank forms that the office does not keep, and the names of the papers that lost theirs.

    A file holds only the number of a form; another office's form is not ours to give out.
    """
    asked = {one["blank_form"] for one in terms["requirements"] if "blank_form" in one}
    known = {
        str(uuid) for uuid in StandardFile.objects.filter(office=office, uuid__in=asked).values_list("uuid", flat=True)
    }
    lost = [one for one in terms["requirements"] if one.get("blank_form", None) in asked - known]
    kept = [
        {key: value for key, value in one.items() if key != "blank_form"} if one in lost else one
        for one in terms["requirements"]
    ]
    return terms | {"requirements": kept}, [one["name"] for one in lost]


def file_of(standard) -> str:
    """The version as a file."""
    return to_yaml(terms_of(standard), meta_of(standard))


def file_name(standard) -> str:
    office = f"-{standard.office.slug}" if standard.office else ""
    return f"standar-{standard.permit_type.code.lower()}{office}-v{standard.version}.yaml"
