"""The agencies that are asked: whether they exist for this office, their days, and the facts that they rest on."""

from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.routing import agencies_for
from applications.standards.agencies import origin_fault
from applications.standards.finding import Finding
from applications.standards.stage_days import day_sum

# Parts of a standard that name agency codes.
BY_CODE = ("agency_from", "advisory", "agency_terms", "agency_head_approves", "relies_on")


def findings_of_stages(standard) -> list[Finding]:
    return [
        *_shape(standard), *_unanswered(standard), *_origins(standard), *_leftovers(standard), *_facts(standard), *_days(standard)
    ]  # fmt: skip


def _codes(standard) -> list[str]:
    return [code for stage in standard.stages for code in stage]


def _shape(standard) -> list[Finding]:
    codes, found = _codes(standard), []
    for number, stage in enumerate(standard.stages, start=1):
        if not stage:
            words = _("Tahap %(n)d belum punya dinas.") % {"n": number}
            found.append(Finding("stages", words, anchor=f"tahap-{number}"))
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        found.append(Finding("stages", _("Dinas %(code)s tercantum di dua tahap.") % {"code": code}))
    return found


def _unanswered(standard) -> list[Finding]:
    """Codes that no agency answers to; two statements, however many codes."""
    office = standard.office
    if office is None:
        return []
    rules, codes = standard.agency_from, _codes(standard)
    place = office.region_id
    direct = [code for code in codes if code not in rules]
    found = agencies_for((code, place) for code in direct)
    lost = [code for code in direct if found[code, place] is None]
    wanted = {rules[code].get("agency", "") for code in codes if code in rules}
    inside = set(Agency.objects.filter(code__in=wanted, is_active=True, region__in=_around(place)).values_list("code", flat=True)) \
        if wanted else set()  # fmt: skip
    lost += [
        rules[code].get("agency", "") for code in codes if code in rules and rules[code].get("agency") not in inside
    ]
    words = _(
        "Tidak ada dinas dengan kode %(code)s di wilayah kantor ini atau di atasnya; permohonan tidak akan bisa dikirim."
    )
    return [Finding("stages", words % {"code": code}, anchor="tahap") for code in dict.fromkeys(lost)]


def _around(place):
    """The region, everything below it and everything above: where an answer of its applicants may lead."""
    region = Agency._meta.get_field("region").related_model
    return region.objects.within(place) | region.objects.filter(code__in=region(code=place).lineage)


def _origins(standard) -> list[Finding]:
    """An agency named by an answer needs a region that every applicant fills in, fine enough for the agency's level."""
    words = _("Dinas %(code)s %(why)s.")
    return [
        Finding("stages", words % {"code": code, "why": why}, anchor="tahap")
        for code in standard.agency_from
        if (why := origin_fault(standard, code))
    ]


def _leftovers(standard) -> list[Finding]:
    """Rules about an agency that is not asked any more."""
    asked = set(_codes(standard))
    named = {code for term in BY_CODE for code in getattr(standard, term)}
    words = _("Ada aturan untuk dinas %(code)s, yang tidak tercantum di tahap mana pun.")
    return [Finding("stages", words % {"code": code}) for code in sorted(named - asked)]


def _facts(standard) -> list[Finding]:
    known = {one.get("code") for one in (*standard.fields, *standard.requirements)}
    words = _("Pendapat dinas %(code)s bersandar pada “%(fact)s”, yang bukan isian atau persyaratan lagi.")
    return [
        Finding("stages", words % {"code": code, "fact": fact})
        for code, facts in standard.relies_on.items()
        for fact in facts
        if fact not in known
    ]


def _days(standard) -> list[Finding]:
    """The stages follow each other, each as long as its slowest agency."""
    days = day_sum(standard)
    if days.fits:
        return []
    words = _(
        "Semua tahap bersama perlu %(needed)d hari kerja, padahal dari jangka waktu %(limit)d hari tersisa %(left)d untuk dinas "
        "(%(own)d hari dipakai kantor sendiri)."
    )
    left = max(days.total - days.kept_back, 0)
    words %= {"needed": days.of_agencies, "limit": days.total, "left": left, "own": days.kept_back}
    return [Finding("stages", words, anchor="tahap")]
