"""The words by which officers find a file, and the words that they type: both read in the same way.

A word is a run of letters and digits in small letters without accents. `Application.search_text` holds each word of the
file once: numbers as printed and in pieces, holder, service, place, and the answers that are no secret. Numbers as long as a
NIB, an NPWP or a NIK are left out wherever they were typed (13 digits and more), and so are telephone numbers and mail addresses.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery

from applications.schema.answers import Table, display
from applications.schema.form import FormSpec, SchemaError

WORD = re.compile(r"[^\W_]+")
SEARCHED_KINDS = {"text", "textarea", "choice", "multichoice", "kbli", "region", "table"}
IDENTITY_DIGITS = 13
LONGEST_WORD = 60
MOST_WORDS_KEPT = 800
MOST_WORDS_ASKED = 6


def words_in(text: str) -> list[str]:
    """Small letters, accents taken off, in the order of the text; NUL and half characters are no letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", str(text)) if not unicodedata.combining(c))
    return [word[:LONGEST_WORD] for word in WORD.findall(plain.casefold().encode("utf-8", "ignore").decode())]


def search_text_of(application) -> str:
    """What stands in `search_text`; the caller saves. Asks the database for nothing that a locked file has not loaded."""
    found = []
    for number in (application.registration_number, application.reference):
        parts = words_in(number or "")
        # Also without its separators, and its ordinal without the noughts.
        found += [*parts, "".join(parts), *(part.lstrip("0") for part in parts if part.isdigit())]
    kind = application.permit_type
    for text in (application.holder_name, kind.name, kind.name_en, kind.code, application.place_words):
        found += words_in(text)
    found += _answered(application)
    kept = dict.fromkeys(word for word in found if word and not _is_identity(word))
    return " ".join(list(kept)[:MOST_WORDS_KEPT])


def _answered(application) -> list[str]:
    try:
        spec = FormSpec.from_json(application.standard.fields)
    except SchemaError:
        return []
    found = []
    for shown in display(spec, application.answers):
        if shown.kind not in SEARCHED_KINDS or not shown.value:
            continue
        if isinstance(shown.value, Table):  # its secrets come masked
            for row in shown.value.rows:
                found += [word for cell in row if "•" not in cell and "@" not in cell for word in words_in(cell)]
        elif "@" not in shown.value:
            found += words_in(shown.value)
    return found


def _is_identity(word: str) -> bool:
    return word.isdigit() and len(word) >= IDENTITY_DIGITS


def asked_words(typed: str) -> list[str]:
    """The words to look for, each once; a single letter is looked for only beside others."""
    words = list(dict.fromkeys(words_in(typed)))[:MOST_WORDS_ASKED]
    return words if any(len(word) > 1 for word in words) else []


def search_query_of(typed: str, *, is_loose: bool = False) -> SearchQuery | None:
    """Every word must stand in the file; None when nothing can be looked for.

    The last one may be the beginning of a longer word; `is_loose`: any of them may. (An index of words finds whole words
    many times faster than beginnings.) Built from letters and digits only, so nothing that somebody types is an operator.
    """
    words = asked_words(typed)
    if not words:
        return None
    last = len(words) - 1
    parts = [f"{word}:*" if len(word) > 1 and (is_loose or place == last) else word for place, word in enumerate(words)]
    return SearchQuery(" & ".join(parts), config="simple", search_type="raw")
