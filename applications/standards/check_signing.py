"""Who endorses and signs, and whether the number can be made."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Membership
from agencies.numbering import LONGEST_PERMIT_NUMBER, longest_permit_number
from agencies.office_policies import SIGNING
from applications.standards.finding import Finding

ROLES = dict(Membership.Role.choices)
# Who may endorse: those whose signature can be lent, and who checks the substance.
ENDORSERS = (Membership.Role.ENDORSER, Membership.Role.VERIFIER)
SIGNERS = tuple(reversed(SIGNING))
MOST_ENDORSERS = 4
# Permits of one kind at one office in a year: with the first many a number must fit, with the second it should.
MANY, MORE = 9_999, 99_999
# Every service has a series of its own, which begins anew each year: a number that names neither is given out twice, and the
# second permit could not be signed.
TOLD_APART = {
    "{kode_izin}": gettext_lazy(
        "Pola nomor tidak memuat {kode_izin}. Setiap layanan punya nomor urut sendiri, jadi izin dua layanan akan bernomor sama."
    ),
    "{tahun}": gettext_lazy(
        "Pola nomor tidak memuat {tahun}. Nomor urut mulai dari 1 lagi setiap tahun, jadi dua izin akan bernomor sama."
    ),
}


def findings_of_signing(standard) -> list[Finding]:
    return [*_number(standard), *_people(standard)]


def _number(standard) -> list[Finding]:
    try:
        lengths = {ordinal: _longest(standard, ordinal) for ordinal in (MANY, MORE)}
    except ValueError as fault:
        words = _("Pola nomor tidak dapat dipakai: %(why)s.") % {"why": pattern_fault(fault)}
        return [Finding("signing", words, anchor="nomor")]
    if twins := [why for token, why in TOLD_APART.items() if token not in standard.number_pattern]:
        return [Finding("signing", str(why), anchor="nomor") for why in twins]
    too_long = [ordinal for ordinal, number in lengths.items() if len(number) > LONGEST_PERMIT_NUMBER]
    if not too_long:
        return []
    longest = lengths[too_long[0]]
    words = _("Nomor dapat menjadi %(n)d huruf (misalnya %(example)s), padahal paling panjang %(most)d.")
    words %= {"n": len(longest), "example": longest, "most": LONGEST_PERMIT_NUMBER}
    return [Finding("signing", words, blocks=MANY in too_long, anchor="nomor")]


def _longest(standard, ordinal) -> str:
    return longest_permit_number(
        standard.number_pattern,
        classification=standard.classification,
        ordinal=ordinal,
        type_code=standard.permit_type.code,
        office_code=standard.office.short_code if standard.office else "",
    )


def pattern_fault(fault: ValueError) -> str:
    """The reason in words for whoever edits the pattern; `numbering` speaks to programmers."""
    text = str(fault)
    if "lacks" in text:
        return _("{urut} tidak ada, jadi dua izin akan bernomor sama")
    if "unknown token" in text:
        return _("ada kata dalam kurung kurawal yang tidak dikenal")
    return _("kurung kurawalnya tidak berpasangan")


def _people(standard) -> list[Finding]:
    wanted = [standard.signing_role, *standard.endorsing_roles]
    held = set()
    if standard.office_id:
        posts = Membership.objects.current().filter(agency=standard.office_id, role__in=wanted, user__is_active=True)
        held = set(posts.values_list("role", flat=True))
    found = []
    if not standard.signing_role:
        found.append(Finding("signing", _("Belum ada penanda tangan."), anchor="penanda-tangan"))
    for role in dict.fromkeys(each for each in wanted if each):
        is_signer = role == standard.signing_role
        anchor = "penanda-tangan" if is_signer else "pemaraf"
        if role not in ROLES:
            words = _("Jabatan “%(role)s” tidak dikenal.") % {"role": role}
            found.append(Finding("signing", words, anchor=anchor))
        elif standard.office_id and role not in held:
            words = _("Hari ini tidak ada %(role)s di kantor ini, jadi berkas akan berhenti di sana.")
            found.append(Finding("signing", words % {"role": ROLES[role]}, blocks=False, anchor=anchor))
    if standard.signing_role in standard.endorsing_roles:
        words = _("Penanda tangan juga tercantum sebagai pemaraf; satu orang tidak dapat melakukan keduanya.")
        found.append(Finding("signing", words, anchor="pemaraf"))
    return found
