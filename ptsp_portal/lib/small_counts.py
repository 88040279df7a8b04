"""Which counts stay hidden where everybody may read: one below five could point at a person."""

from collections.abc import Mapping

FLOOR = 5


def hidden_among(counts: Mapping, *, makes_up_the_whole: bool = True) -> set:
    """The keys that are not shown: below five, and where those could be reckoned from a total that is told, the next smallest.

    `makes_up_the_whole`: the counts add up to a number that the reader has. Then what is hidden adds up to five at least, so that
    neither a single one nor all of them together come out as a small number by subtraction.
    """
    hidden = {key for key, n in counts.items() if n < FLOOR}
    seen = [key for key in counts if key not in hidden]
    if makes_up_the_whole and seen and hidden and sum(counts[key] for key in hidden) < FLOOR:
        hidden.add(min(seen, key=lambda key: counts[key]))
    return hidden
