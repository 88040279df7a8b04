"""Full-text search over the files that somebody may see: a number as it stands on a receipt, else words; newest first."""

from dataclasses import dataclass

from agencies.numbering import is_registration_number, normalise_registration_number
from applications.models import Application
from applications.search_words import asked_words, search_query_of
from ptsp_portal.lib.codes import typed_code

PAGE = 25
REFERENCE_LENGTH = 8


@dataclass(frozen=True)
class Found:
    rows: list
    next: int | None
    is_first: bool
    is_number: bool = False


def find_files(user, typed: str, after: str = "") -> Found:
    """One page of hits; three statements at most. `after` is the key of the last row seen; nonsense starts anew.

    Each way to see a file is asked for its newest hits alone: an index gives those without sorting all files that have a
    common word, and no row is looked at for three reasons at once.
    """
    exact = _by_number(user, typed)
    if exact:
        return Found(exact, None, True, is_number=True)
    wanted, key = search_query_of(typed), _key(after)
    if wanted is None:
        return Found([], None, True)
    ways = [way.filter(search=wanted) for way in Application.objects.ways_to_see(user)]
    if key:
        ways = [way.filter(pk__lt=key) for way in ways]
    first, *others = [way.order_by("-id").values("pk")[: PAGE + 1] for way in ways]
    seen = Application.objects.visible_to(user).filter(pk__in=first.union(*others))
    rows = list(seen.with_names().order_by("-id")[: PAGE + 1])
    more = len(rows) > PAGE
    return Found(rows[:PAGE], rows[PAGE - 1].pk if more else None, key is None)


def can_be_looked_for(typed: str) -> bool:
    return bool(asked_words(typed))


def _by_number(user, typed: str) -> list:
    """The one file of a registration number or a reference, as people type them from paper."""
    seen = Application.objects.visible_to(user).with_names()
    if is_registration_number(typed):
        return list(seen.filter(registration_number=normalise_registration_number(typed)))
    code = typed_code(typed)
    if len(code) == REFERENCE_LENGTH and len(asked_words(typed)) <= 2:
        return list(seen.filter(reference=code))
    return []


def _key(after: str) -> int | None:
    return int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
