"""Full-text search over the files that somebody may see: a number as it stands on a receipt, else words; newest first.

No plan is good for every word. The newest files of each office and agency are read through one after the other, which finds a
common word at once; only a word that is rare there is asked of the index of words, which would give most of the table for a
common one.
"""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F
from django.db.models.functions import Coalesce

from agencies.numbering import is_registration_number, normalise_registration_number
from applications.models import Application
from applications.search_words import asked_words, search_query_of
from ptsp_portal.lib.codes import typed_code

PAGE = 25
REFERENCE_LENGTH = 8
# How many of the newest files of one office or agency are read through before the index of words is asked.
WINDOW = 2000
# The same words, but no index answers this; the same key, but no index gives its order.
READ_THROUGH = Coalesce(F("search"), F("search"), output_field=SearchVectorField())
UNINDEXED_KEY = F("id") + 0


@dataclass(frozen=True)
class Found:
    rows: list
    next: int | None
    is_first: bool
    is_number: bool = False


def find_files(user, typed: str, after: str = "") -> Found:
    """One page of hits among all that this person may see; at most seven statements.

    `after` is the key of the last row seen; nonsense starts anew.
    """
    seen = Application.objects.visible_to(user).with_names()
    return find_among(seen, Application.objects.ways_to_see(user), typed, after)


def find_among(seen, ways: list, typed: str, after: str = "") -> Found:
    """The same among `seen`, whose keys are `ways`: querysets of one column `key`, newest first."""
    exact = _by_number(seen, typed)
    if exact:
        return Found(exact, None, True, is_number=True)
    key = _key(after)
    if not can_be_looked_for(typed) or not ways:
        return Found([], None, True)
    if key:
        ways = [_filtered(way, lt=key) for way in ways]
    # Beginnings of words only when whole words find nothing; a later page of either finds its own way again.
    hits = _hits(ways, search_query_of(typed))
    if not hits and len(asked_words(typed)) > 1:
        hits = _hits(ways, search_query_of(typed, is_loose=True))
    # Through the scope once more: whatever the parts say, nobody reads a row that they may not see.
    rows = list(seen.filter(pk__in=hits).order_by("-id"))
    more = len(hits) > PAGE
    return Found(rows[:PAGE], hits[PAGE - 1] if more else None, key is None)


def can_be_looked_for(typed: str) -> bool:
    return bool(asked_words(typed))


def _hits(ways, wanted) -> list[int]:
    """The keys of the newest hits, one more than a page."""
    floor = max((row["key"] for row in _together([way[WINDOW - 1 : WINDOW] for way in ways])), default=None)
    newest = [_filtered(way, gte=floor) if floor else way for way in ways]
    read = Application.objects.filter(pk__in=_together(newest)).annotate(words=READ_THROUGH).filter(words=wanted)
    hits = list(read.order_by("-id").values_list("pk", flat=True)[: PAGE + 1])
    if len(hits) <= PAGE:
        parts = [_matching(way, wanted) for way in ways]
        hits = sorted({row["pk"] for row in _together(parts)}, reverse=True)[: PAGE + 1]
    return hits


def _matching(way, wanted):
    if way.model is Application:
        rows = way.filter(search=wanted)
    else:
        rows = Application.objects.filter(search=wanted, pk__in=way.order_by())
    return rows.order_by(UNINDEXED_KEY.desc()).values("pk")[: PAGE + 1]


def _together(parts):
    first, *others = parts
    return first.union(*others, all=True) if others else first


def _filtered(way, **comparison):
    name = "id" if way.model is Application else "application_id"
    return way.filter(**{f"{name}__{word}": key for word, key in comparison.items()})


def _by_number(seen, typed: str) -> list:
    """The one file of a registration number or a reference, as people type them from paper."""
    if is_registration_number(typed):
        return list(seen.filter(registration_number=normalise_registration_number(typed)))
    code = typed_code(typed)
    if len(code) == REFERENCE_LENGTH and len(asked_words(typed)) <= 2:
        return list(seen.filter(reference=code))
    return []


def _key(after: str) -> int | None:
    return int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
