"""Two or three versions of a standard side by side, piece by piece. Pure: plain terms in, plain pieces out.

    split(terms) -> {piece: value}                  every field, paper, stage, law, component, letter, agency's rule, plain term
    changes(before, after) -> list[Change]          what differs between two versions
    offers(base, theirs, ours) -> list[Offer]       what the template changed since `base`, and whether we changed it too
    apply(ours, theirs, pieces) -> terms            our terms with those pieces as theirs has them

A piece is named "term:key" ("fields:no_str"), "term" for a plain one, "term*" for the order of a list.
"""

from copy import deepcopy
from typing import NamedTuple

from applications.letters.placeholders import LETTERS
from applications.standards.shape import COMPONENT_KEYS

BY_CODE = ("fields", "requirements", "checklist")
BY_TEXT = ("legal_basis",)
BY_KEY = ("agency_from", "agency_terms", "relies_on", "components", "letters")
BY_TWO_KEYS = ("retirements",)
BY_PLACE = ("stages",)
ORDER = "*"
NOTHING = None  # a piece that a version does not have


class Change(NamedTuple):
    """One piece in two versions; None where a version does not have it. Of an order: {key: name} of what both have."""

    piece: str
    before: object
    after: object

    @property
    def term(self) -> str:
        return term_of(self.piece)

    @property
    def key(self) -> str:
        return self.piece.partition(":")[2]

    @property
    def is_order(self) -> bool:
        return self.piece.endswith(ORDER) and ":" not in self.piece

    @property
    def kind(self) -> str:
        """order | added | removed | changed"""
        if self.is_order:
            return "order"
        # A plain term is always there; an empty one is a value of its own.
        return (
            "added"
            if self.before is NOTHING and self.key
            else "removed"
            if self.after is NOTHING and self.key
            else "changed"
        )


class Offer(NamedTuple):
    """What the template changed (`change`), what we have, and how the two stand: theirs | both | same."""

    change: Change
    ours: object
    state: str

    @property
    def piece(self) -> str:
        return self.change.piece


def term_of(piece: str) -> str:
    return piece.partition(":")[0].removesuffix(ORDER)


def split(terms: dict) -> dict[str, object]:
    """The pieces of a version without its orders, in the order of its terms."""
    pieces: dict[str, object] = {}
    for name, value in terms.items():
        if name in BY_CODE:
            pieces |= {f"{name}:{one['code']}": one for one in value}
        elif name in BY_TEXT:
            pieces |= {f"{name}:{text}": text for text in value}
        elif name in BY_KEY:
            pieces |= {f"{name}:{key}": value[key] for key in sorted(value, key=_usual_place)}
        elif name in BY_TWO_KEYS:
            pieces |= {f"{name}:{what}:{key}": one for what, rows in value.items() for key, one in rows.items()}
        elif name in BY_PLACE:
            pieces |= {f"{name}:{number}": stage for number, stage in enumerate(value, start=1)}
        else:
            pieces[name] = value
    return pieces


def changes(before: dict, after: dict) -> list[Change]:
    """Everything that differs, in the order of the terms; a list that was only sorted anew is one change."""
    old, new = split(before), split(after)
    found = [
        Change(piece, old.get(piece), new.get(piece)) for piece in _all_of(old, new) if old.get(piece) != new.get(piece)
    ]
    for name in (*BY_CODE, *BY_TEXT):
        was, now = keys_of(name, before), keys_of(name, after)
        if _common(was, now) != _common(now, was):
            found.append(Change(name + ORDER, _named(name, before, now), _named(name, after, was)))
    rank = {name: number for number, name in enumerate(after)}
    return sorted(found, key=lambda one: rank.get(one.term, len(rank)))


def offers(base: dict, theirs: dict, ours: dict) -> list[Offer]:
    """Each piece that differs between `base` and `theirs`."""
    mine, old = split(ours), split(base)
    found = []
    for change in changes(base, theirs):
        if change.is_order:
            own = _named(change.term, ours, change.after)
            kept, wanted = (list(own) == _common(each, own) for each in (change.before, change.after))
        else:
            own = mine.get(change.piece)
            kept, wanted = own == old.get(change.piece), own == change.after
        found.append(Offer(change, own, "same" if wanted else "theirs" if kept else "both"))
    return found


def apply(ours: dict, theirs: dict, pieces) -> dict:
    """A copy of our terms with these pieces taken from theirs; what is put in anew stands where they have it."""
    result, new = deepcopy(ours), split(theirs)
    orders = [piece for piece in pieces if piece.endswith(ORDER) and ":" not in piece]
    for piece in pieces:
        if piece not in orders:
            _put(result, piece, deepcopy(new.get(piece)), theirs)
    result["stages"] = [stage for stage in result.get("stages", []) if stage]
    for piece in orders:
        name = term_of(piece)
        result[name] = _sorted_as(result[name], theirs[name], name)
    return result


def keys_of(name: str, terms: dict) -> list[str]:
    return [_key(name, one) for one in terms.get(name, [])]


def _key(name, one) -> str:
    return one if name in BY_TEXT else one["code"]


def _named(name, terms, other_keys) -> dict[str, str]:
    """{key: what people call it} of those that both versions have, in the order of one."""
    known = set(other_keys)
    return {
        _key(name, one): one if name in BY_TEXT else one.get("label_id") or one.get("name") or one.get("label")
        for one in terms[name]
        if _key(name, one) in known
    }


def _usual_place(key) -> tuple:
    """Components and letters as people know them, agencies by the alphabet."""
    usual = (*COMPONENT_KEYS, *LETTERS)
    return usual.index(key) if key in usual else len(usual), key


def _all_of(old, new) -> list[str]:
    return [*new, *(piece for piece in old if piece not in new)]


def _common(one, other) -> list[str]:
    known = set(other)
    return [key for key in one if key in known]


def _put(result, piece, value, theirs) -> None:
    name, _colon, key = piece.partition(":")
    if name in BY_CODE or name in BY_TEXT:
        _put_in_list(result[name], name, key, value, keys_of(name, theirs))
    elif name in BY_KEY:
        _put_in_map(result[name], key, value)
    elif name in BY_TWO_KEYS:
        what, _colon, inner = key.partition(":")
        _put_in_map(result[name].setdefault(what, {}), inner, value)
        if not result[name][what]:
            del result[name][what]
    elif name in BY_PLACE:
        _put_stage(result[name], int(key), value)
    else:
        result[name] = value


def _put_in_map(rows, key, value) -> None:
    if value is NOTHING:
        rows.pop(key, None)
    else:
        rows[key] = value


def _put_in_list(rows, name, key, value, their_keys) -> None:
    place = next((number for number, one in enumerate(rows) if _key(name, one) == key), None)
    if value is NOTHING:
        if place is not None:
            del rows[place]
    elif place is not None:
        rows[place] = value
    else:
        rows.insert(_place_after_neighbour([_key(name, one) for one in rows], key, their_keys), value)


def _place_after_neighbour(own, key, their_keys) -> int:
    """Behind the nearest one before it that we have too; else in front."""
    for neighbour in reversed(their_keys[: their_keys.index(key)]):
        if neighbour in own:
            return own.index(neighbour) + 1
    return 0


def _put_stage(stages, number, value) -> None:
    """An agency stands in one stage only: one that comes in here leaves the other. An emptied stage goes at the end."""
    wanted = value or []
    stages += [[] for _missing in range(number - len(stages))]
    for stage in stages:
        stage[:] = [code for code in stage if code not in wanted]
    stages[number - 1] = list(wanted)


def _sorted_as(rows, their_rows, name) -> list:
    """Those that both have in their order; our own stay behind the one that they stood behind."""
    their_keys = [_key(name, one) for one in their_rows]
    by_key = {_key(name, one): one for one in rows}
    result = [key for key in their_keys if key in by_key]
    own = list(by_key)
    for number, key in enumerate(own):
        if key not in their_keys:
            before = own[number - 1] if number else None
            result.insert(result.index(before) + 1 if before else 0, key)
    return [by_key[key] for key in result]
