"""Which region a line of a file means: by Kemendagri code, by BPS code, by name, and never by a code that may be either.

The trap (handbook 4.2): 2101 is Karimun for BPS and Bintan for Kemendagri. So a code without a dot counts in the column
`kode_wilayah` only where both read the same, and a name beside a code must agree with it.
"""

import re

from django.utils.translation import gettext as _

from agencies.models import Region
from dashboards.investment_words import folded

LEVELS = ("province", "regency_city")
CALLED = re.compile(r"^(provinsi|prov|kabupaten administrasi|kabupaten|kab|kota administrasi|kota)\s+")


class Places:
    """The provinces, regencies and cities, and what of them an office may write about."""

    def __init__(self, office_region: Region):
        self.office_region = office_region
        self.all = list(Region.objects.filter(level__in=LEVELS))
        self.by_code = {each.code: each for each in self.all}
        self.by_digits = {each.code.replace(".", ""): each for each in self.all}
        self.by_bps = {each.bps_code: each for each in self.all if each.bps_code}

    def find(self, code, bps, name) -> tuple[Region | None, tuple[str, str] | None]:
        """(region, None) or (None, (column, reason))."""
        code, bps, name = (str(cell or "").strip() for cell in (code, bps, name))
        found, problem = None, None
        if code:
            found, problem = self._by_code(code)
        if not problem and bps:
            by_bps, problem = self._by_bps(bps)
            if by_bps and found and by_bps != found:
                problem = "kode_bps", _("kode_bps menunjuk %(one)s, kode_wilayah menunjuk %(other)s") % {
                    "one": by_bps.full_name, "other": found.full_name,
                }  # fmt: skip
            found = found or by_bps
        if not problem and name:
            found, problem = self._with_name(found, name)
        if not problem and found is None:
            problem = "kode_wilayah", _("kosong; isi kode_wilayah, kode_bps, atau wilayah")
        if not problem and not self.office_region.contains(found.code):
            problem = "kode_wilayah", _("%(place)s di luar wilayah kantor ini") % {"place": found.full_name}
        return (None, problem) if problem else (found, None)

    def _by_code(self, code):
        if "." in code:
            found = self.by_code.get(code)
            if found:
                return found, None
            padded = self.by_code.get(f"{code}0")  # a spreadsheet makes 64.10 into the number 64.1
            hint = _(" Maksudnya %(code)s? Jadikan kolom ini teks.") % {"code": padded.code} if padded else ""
            return None, ("kode_wilayah", _("kode %(code)s tidak dikenal.") % {"code": code[:20]} + hint)
        ours, theirs = self.by_digits.get(code), self.by_bps.get(code)
        if ours and theirs and ours != theirs:
            return None, (
                "kode_wilayah",
                _(
                    "%(code)s adalah %(ours)s menurut Kemendagri, %(theirs)s menurut BPS; tulis %(dotted)s atau isi kode_bps"
                )
                % {"code": code, "ours": ours.full_name, "theirs": theirs.full_name, "dotted": ours.code},
            )
        if ours and (theirs == ours or ours.level == "province"):
            return ours, None
        if ours or theirs:
            known = ours or theirs
            return None, (
                "kode_wilayah",
                _("%(code)s tanpa titik tidak jelas Kemendagri atau BPS; untuk %(place)s tulis %(dotted)s")
                % {"code": code, "place": known.full_name, "dotted": known.code},
            )
        return None, ("kode_wilayah", _("kode %(code)s tidak dikenal.") % {"code": code[:20]})

    def _by_bps(self, bps):
        found = self.by_bps.get(bps.replace(".", "")) if "." not in bps else None
        if found:
            return found, None
        if "." in bps and bps in self.by_code:
            return None, (
                "kode_bps",
                _("%(code)s adalah kode Kemendagri; pindahkan ke kolom kode_wilayah") % {"code": bps},
            )
        return None, ("kode_bps", _("kode BPS %(code)s tidak dikenal") % {"code": bps[:20]})

    def _with_name(self, found, name):
        """The name must be the code's; without a code it must be one region's within reach."""
        if found:
            if _bare(name) == _bare(found.full_name) and _same_calling(name, found):
                return found, None
            return None, (
                "wilayah",
                _("kodenya %(code)s adalah %(place)s, bukan “%(name)s” (kode Kemendagri dan BPS berbeda)")
                % {"code": found.code, "place": found.full_name, "name": name[:60]},
            )
        near = [each for each in self.all if self.office_region.contains(each.code)]
        like = [each for each in near if _bare(each.full_name) == _bare(name) and _same_calling(name, each)]
        if len(like) == 1:
            return like[0], None
        reason = (
            _("lebih dari satu wilayah bernama “%(name)s”; isi kodenya")
            if like
            else _("wilayah “%(name)s” tidak dikenal")
        )
        return None, ("wilayah", reason % {"name": name[:60]})


def _bare(name: str) -> str:
    """Without what it is called and without spaces: "Kota Tanjung Pinang" is tanjungpinang."""
    return CALLED.sub("", folded(name)).replace(" ", "")


def _same_calling(name: str, region: Region) -> bool:
    called = CALLED.match(folded(name))
    short = {"prov": "provinsi", "kab": "kabupaten"}
    word = called[1].split()[0] if called else ""
    return not word or short.get(word, word) == region.kind
