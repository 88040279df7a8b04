"""Which agencies a standard of an office may name: those that exist for it, and those at the place that an answer names."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Region
from agencies.routing import agencies_for
from applications.schema.parts import FINEST
from applications.schema.spec import LEVELS

# The settings of which every region has one, as people call them; `FINEST` says how fine an answer must be to name it.
SETTINGS = {"KELURAHAN": gettext_lazy("Kelurahan/desa"), "KECAMATAN": gettext_lazy("Kecamatan")}
ASKABLE = ("opd", "vertical", "kecamatan", "kelurahan")


class AgencyChoice(NamedTuple):
    code: str
    name: str
    fits: Callable[[dict], bool] = bool

    @property
    def words(self) -> str:
        return f"{self.name} ({self.code})"


def own_agencies(office) -> list[AgencyChoice]:
    """In use, of the office's region or above, neither itself nor a sub-unit; of one code the nearest."""
    lineage = office.region.lineage
    rows = Agency.objects.filter(is_active=True, kind__in=ASKABLE, parent__isnull=True, region_id__in=lineage)
    nearest: dict[str, Agency] = {}
    for row in sorted(rows.exclude(pk=office.pk), key=lambda row: (lineage.index(row.region_id), row.name)):
        nearest.setdefault(row.code, row)
    return [AgencyChoice(row.code, row.name) for row in nearest.values()]


def agencies_elsewhere(office) -> list[AgencyChoice]:
    """Codes of agencies inside the office's region that an answer may lead to: each once, with an example."""
    below = Region.objects.within(office.region_id).exclude(code=office.region_id)
    rows = Agency.objects.filter(is_active=True, kind__in=ASKABLE, parent__isnull=True, region__in=below)
    found = []
    for code, kind, name in rows.order_by("code", "name").distinct("code").values_list("code", "kind", "name"):
        words = {
            "kelurahan": _("Kelurahan/desa pada isian wilayah"),
            "kecamatan": _("Kecamatan pada isian wilayah"),
        }.get(kind) or _("menurut wilayahnya, misalnya %(name)s") % {"name": name}
        found.append(AgencyChoice(code, words, fits=_fits(code)))
    return found


def _fits(code: str) -> Callable[[dict], bool]:
    wanted = LEVELS.index(FINEST.get(code, "province"))
    return lambda row: LEVELS.index(row.get("level", "province")) >= wanted


def region_fields(standard) -> list[dict]:
    """The answers that may name an agency's region: always there, by the applicant."""
    return [row for row in standard.fields if is_sure_region(row)]


def is_sure_region(row: dict) -> bool:
    by_applicant = row.get("filled_by", "applicant") == "applicant"
    return row.get("type") == "region" and bool(row.get("required")) and by_applicant and not row.get("show_when")


def origin_fault(standard, code: str) -> str:
    """Why the rule that finds this agency by an answer can't work; "" when it can or there is none."""
    rule = standard.agency_from.get(code)
    if rule is None:
        return ""
    row = next((each for each in standard.fields if each.get("code") == rule.get("field")), None)
    if row is None:
        why = _("ditentukan oleh isian “%(field)s”, yang tidak ada lagi")
    elif row.get("type") == "region" and row.get("show_when"):
        why = _("ditentukan oleh isian “%(field)s”, yang hanya tampil dengan syarat")
    elif not is_sure_region(row):
        why = _("ditentukan oleh isian “%(field)s”, yang bukan isian wilayah yang wajib diisi pemohon")
    elif not _fits(rule.get("agency", ""))(row):
        why = _("ditentukan oleh isian “%(field)s”, yang wilayahnya tidak cukup rinci")
    else:
        return ""
    return why % {"field": row["label_id"] if row else rule.get("field", "")}


def _called(code: str) -> str:
    return str(SETTINGS.get(code, code))


def names_of(standard) -> dict[str, str]:
    """{code: what people read} for every agency of the draft, in one statement."""
    codes = [code for stage in standard.stages for code in stage]
    labels = {row["code"]: row["label_id"] for row in standard.fields}
    plain = {code for code in codes if code not in standard.agency_from}
    home = standard.office.region_id
    found = agencies_for((code, home) for code in plain)
    names = {}
    for code in codes:
        rule = standard.agency_from.get(code)
        if rule:
            at = {"agency": _called(rule["agency"]), "field": labels.get(rule["field"], rule["field"])}
            names[code] = _("%(agency)s menurut isian “%(field)s”") % at
        else:
            agency = found.get((code, home))
            names[code] = agency.name if agency else code
    return names
