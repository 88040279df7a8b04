"""What is missing or contradictory in the general terms, the components and the legal bases."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.catalogue.components import lines_of
from applications.outcomes import ON_THE_SAME_PERMIT
from applications.schema.catalogue import FILING_KINDS
from applications.standards.days import begins_on
from applications.standards.finding import Finding
from applications.standards.terms import COMPONENTS, PUBLISHED_COMPONENTS

# The catalogue's mark for a basis that the region's legal section has not looked at; no letter prints it.
UNCHECKED = "verifikasi"
# Where a permit given by silence may hurt people or the land; a region can still want it, with open eyes.
GRAVE_SECTORS = ("kesehatan", "lingkungan", "bangunan", "energi", "sumber daya air", "bina marga", "perhubungan")


def findings_of_general(standard) -> list[Finding]:
    found = []
    if not standard.permit_type.name.strip():
        found.append(Finding("general", _("Layanan belum punya nama.")))
    ends_in_permit = [kind for kind in standard.kinds if kind not in ON_THE_SAME_PERMIT]
    if unknown := [kind for kind in standard.kinds if kind not in FILING_KINDS]:
        words = _("Jenis permohonan “%(kind)s” tidak dikenal.") % {"kind": ", ".join(unknown)}
        found.append(Finding("general", words, anchor="kinds"))
    elif not standard.kinds:
        found.append(Finding("general", _("Belum ada jenis permohonan yang dilayani."), anchor="kinds"))
    elif not ends_in_permit:
        words = _("Tidak ada jenis permohonan yang menghasilkan izin; pilih paling sedikit izin baru.")
        found.append(Finding("general", words, anchor="kinds"))
    if "renewal" in standard.kinds and not standard.validity_months:
        words = _("Perpanjangan dilayani, padahal izinnya berlaku tanpa batas waktu.")
        found.append(Finding("general", words, anchor="validity"))
    if standard.deemed_approval and _is_grave(standard):
        words = _(
            "Diam dihitung sebagai persetujuan, padahal layanan ini menyangkut keselamatan, kesehatan, atau lingkungan. "
            "Pastikan dasar hukumnya."
        )
        found.append(Finding("general", words, blocks=False, anchor="deemed"))
    return found


def _is_grave(standard) -> bool:
    sector = standard.permit_type.sector.lower()
    return standard.has_inspection or any(word in sector for word in GRAVE_SECTORS)


def findings_of_components(standard) -> list[Finding]:
    texts = standard.components or {}
    lacking = [(key, title) for key, title, made_from in COMPONENTS if not made_from and not lines_of(texts.get(key))]
    published = {key for key, *_rest in COMPONENTS[:PUBLISHED_COMPONENTS]}
    found = [
        Finding("components", _("Komponen “%(title)s” belum ditulis.") % {"title": title}, anchor=f"komponen-{key}")
        for key, title in lacking
        if key in published
    ]
    if inner := [title for key, title in lacking if key not in published]:
        words = ngettext(
            "%(n)d komponen pengelolaan belum ditulis: %(titles)s.",
            "%(n)d komponen pengelolaan belum ditulis: %(titles)s.",
            len(inner),
        )
        words %= {"n": len(inner), "titles": ", ".join(str(title) for title in inner)}
        found.append(Finding("components", words, blocks=False))
    return found


def findings_of_law(standard) -> list[Finding]:
    if not standard.legal_basis:
        return [Finding("law", _("Belum ada dasar hukum."))]
    valid = standard.laws_on(begins_on(standard))
    if not valid:
        return [Finding("law", _("Semua dasar hukum sudah dicabut pada hari standar ini mulai berlaku."))]
    unchecked = [law for law in valid if UNCHECKED in law]
    if not unchecked:
        return []
    words = ngettext(
        "%(n)d dasar hukum belum diperiksa bagian hukum (bertanda “verifikasi”), jadi tidak dicetak dalam surat.",
        "%(n)d dasar hukum belum diperiksa bagian hukum (bertanda “verifikasi”), jadi tidak dicetak dalam surat.",
        len(unchecked),
    )
    return [Finding("law", words % {"n": len(unchecked)}, blocks=False)]
