"""Office codes of kecamatan and villages, in front of registration numbers and inside permit numbers."""

from collections import Counter

# With the longest type code a permit number must keep within 50 characters (product.md); see the test that tries them all.
LONGEST_KECAMATAN = 9
LONGEST_KELURAHAN = 10
# The way these words are written short on Indonesian maps and letters.
ABBREVIATIONS = {"TANJUNG": "TG", "SUNGAI": "SEI"}
LEADING_LETTERS = 3


def short_codes(names: dict[str, str], longest: int, taken: frozenset[str] = frozenset()) -> dict[str, str]:
    """Region code: a unique office code of at most `longest` letters and digits, from names by region code.

    Names that would give one code get the last digits of their region code behind a shortened name. The result depends
    on the names alone, not on their order.
    """
    plain = {code: shorten(name, longest) for code, name in names.items()}
    counts = Counter(plain.values())
    return {
        code: short if counts[short] == 1 and short not in taken else _with_digits(short, code, longest)
        for code, short in plain.items()
    }


def shorten(name: str, longest: int) -> str:
    """ "Sekupang" SEKUPANG, "Tanjung Riau" TGRIAU, "Belakang Padang" BELPADANG."""
    words = ["".join(filter(str.isalnum, word)) for word in name.split("(")[0].upper().split()]
    joined = "".join(words)
    if len(joined) <= longest:
        return joined
    words = [*(ABBREVIATIONS.get(word, word) for word in words[:-1]), words[-1]]
    joined = "".join(words)
    if len(joined) <= longest:
        return joined
    return ("".join(word[:LEADING_LETTERS] for word in words[:-1]) + words[-1])[:longest]


def _with_digits(short: str, region_code: str, longest: int) -> str:
    """With digits of the code behind: regency and kecamatan (7103), for a village its own too (21.71.03.1003: 10303)."""
    _, regency, kecamatan, *village = region_code.split(".")
    digits = f"{regency[-1]}{kecamatan}{village[0][-2:]}" if village else f"{regency}{kecamatan}"
    return short[: longest - len(digits)] + digits
