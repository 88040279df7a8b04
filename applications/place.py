"""Where a file is about, and the words by which it is searched: written on the row when the file is sent (and registered).

Two files are at the same place when the region and the address say the same, however they were written:
"Jl. Raja Ali Haji No. 8" and "jalan Raja Ali Haji 8".
"""

import re

from applications.schema.answers import counted, region_answer
from applications.schema.form import FormSpec
from applications.search_words import search_text_of

FINEST_FIRST = ("kelurahan", "kecamatan", "regency_city", "province")
ADDRESS = ("alamat", "lokasi")
SHORT = {
    "jl": "jalan",
    "jln": "jalan",
    "gg": "gang",
    "kel": "kelurahan",
    "kec": "kecamatan",
    "blk": "blok",
    "komp": "kompleks",
}
LEFT_OUT = {"no", "nomor", "nmr", "kelurahan", "kecamatan", "rt", "rw"}
MOST_WORDS = 200


def remember_place(application) -> None:
    """Rewrite place and search text of a locked file from its answers. The caller saves the row."""
    spec = FormSpec.from_json(application.standard.fields)
    application.place_code, application.place_words = place_of(spec, counted(spec, application.answers))
    application.search_text = search_text_of(application)


def place_of(spec: FormSpec, stored: dict) -> tuple[str, str]:
    """(Kemendagri code of the finest region asked, the address in comparable words); "" for what the form doesn't ask."""
    regions = [one for one in spec.asked if one.type == "region"]
    regions.sort(key=lambda one: FINEST_FIRST.index(one.level))
    codes = (region_answer(spec, stored, one.code) for one in regions)
    address = next(
        (one.code for one in spec.asked if one.type in ("text", "textarea") and one.code.startswith(ADDRESS)), None
    )
    return next((code for code in codes if code), ""), comparable(stored.get(address, "")) if address else ""


def comparable(words) -> str:
    """Lower case, without punctuation; abbreviations written out, words that say nothing left out."""
    found = re.findall(r"\w+", words.lower()) if isinstance(words, str) else []
    return " ".join(SHORT.get(word, word) for word in found if SHORT.get(word, word) not in LEFT_OUT)[:MOST_WORDS]
