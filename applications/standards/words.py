"""A standard in a few words: one line for each section, and each section as pairs of label and value."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.numbering import permit_number
from applications.catalogue.components import lines_of
from applications.catalogue.standard_page import validity_words
from applications.levy import rows_of
from applications.models import Application
from applications.standards.check_signing import ROLES
from applications.standards.days import today_of
from applications.standards.terms import COMPONENTS, LABELS
from ptsp_portal.lib.wording import rupiah

EXAMPLE_ORDINAL = 123
KINDS = dict(Application.Kind.choices)


def summary(standard, section: str) -> str:
    """What a section says now, for the list of sections."""
    return LINES[section](standard)


def _general(standard) -> str:
    return f"{n_days(standard.time_limit_days)} · {validity_words(standard.validity_months).lower()}"


def n_days(count: int) -> str:
    return ngettext("%(n)d hari kerja", "%(n)d hari kerja", count) % {"n": count}


def _components(standard) -> str:
    written = sum(
        bool(made_from) or bool(lines_of(standard.components.get(key))) for key, _title, made_from in COMPONENTS
    )
    return _("%(n)d dari %(all)d komponen terisi") % {"n": written, "all": len(COMPONENTS)}


def _fields(standard) -> str:
    count = len(standard.fields)
    return ngettext("%(n)d isian", "%(n)d isian", count) % {"n": count}


def _requirements(standard) -> str:
    count, mandatory = len(standard.requirements), sum(bool(one.get("mandatory")) for one in standard.requirements)
    return ngettext("%(n)d dokumen, %(m)d wajib", "%(n)d dokumen, %(m)d wajib", count) % {"n": count, "m": mandatory}


def _stages(standard) -> str:
    count = len({code for stage in standard.stages for code in stage})
    if not count:
        return _("tidak meminta rekomendasi")
    words = ngettext("%(n)d dinas dalam %(m)d tahap", "%(n)d dinas dalam %(m)d tahap", count)
    return words % {"n": count, "m": len(standard.stages)}


def _levy(standard) -> str:
    if not standard.has_fee:
        return _("gratis")
    if not standard.levy:
        return _("berbayar, tarif belum ada")
    if standard.levy.get("kind") == "fixed" and standard.levy.get("amount"):
        return rupiah(standard.levy["amount"])
    count = len(rows_of(standard.levy))
    return ngettext("tarif %(n)d baris", "tarif %(n)d baris", count) % {"n": count}


def _signing(standard) -> str:
    return " → ".join(str(ROLES.get(role, role)) for role in [*standard.endorsing_roles, standard.signing_role])


def _law(standard) -> str:
    count, ended = len(standard.legal_basis), len(standard.retirements.get("legal_basis", {}))
    words = ngettext("%(n)d dasar hukum", "%(n)d dasar hukum", count) % {"n": count}
    return f"{words}, {_('%(n)d dicabut') % {'n': ended}}" if ended else words


def _letters(standard) -> str:
    count = len(standard.letters)
    own = ngettext("%(n)d naskah sendiri", "%(n)d naskah sendiri", count) % {"n": count}
    return own if count else _("naskah portal")


LINES = {
    "general": _general, "components": _components, "fields": _fields, "requirements": _requirements, "stages": _stages,
    "levy": _levy, "signing": _signing, "law": _law, "letters": _letters,
}  # fmt: skip


def general_facts(standard) -> list[tuple]:
    """For a version that nobody edits any more."""
    values = {
        "kinds": ", ".join(str(KINDS.get(kind, kind)) for kind in standard.kinds),
        "time_limit_days": n_days(standard.time_limit_days),
        "validity_months": validity_words(standard.validity_months),
        "lapse_after_days": standard.lapse_after_days,
        "pauses_allowed": standard.pauses_allowed,
        "deemed_approval": _("ya") if standard.deemed_approval else _("tidak"),
    }
    return [(LABELS[name], value) for name, value in values.items()]


def signing_facts(standard) -> list[tuple]:
    endorsers = " → ".join(str(ROLES.get(role, role)) for role in standard.endorsing_roles)
    values = {
        "number_pattern": standard.number_pattern,
        "classification": standard.classification,
        "endorsing_roles": endorsers or _("tanpa pemaraf"),
        "signing_role": ROLES.get(standard.signing_role, standard.signing_role),
    }
    return [(LABELS[name], value) for name, value in values.items()]


def component_rows(standard) -> list[dict]:
    """Each of the 14: number, title, whether it is published, its own lines, and what the data beside it says."""
    return [
        {"key": key, "title": title, "number": number, "data": _data_of(standard, made_from) if made_from else "",
         "lines": lines_of(standard.components.get(key)), "is_made": bool(made_from)}
        for number, (key, title, made_from) in enumerate(COMPONENTS, start=1)
    ]  # fmt: skip


def _data_of(standard, made_from) -> str:
    section = {"requirements": "requirements", "time_limit_days": "general", "levy": "levy", "legal_basis": "law"}
    return summary(standard, section[made_from])


def example_number(standard, ordinal: int = EXAMPLE_ORDINAL) -> str:
    """The number that a permit of today would get, were it that one of its year; "" for a pattern that makes none. No series is
    touched."""
    try:
        return permit_number(
            standard.number_pattern,
            classification=standard.classification,
            ordinal=ordinal,
            type_code=standard.permit_type.code,
            office_code=standard.office.short_code,
            local_date=today_of(standard.office),
        )
    except (ValueError, IndexError):
        return ""
