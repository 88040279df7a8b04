"""Pieces of a standard in people's words: a title, what happened to it, and both sides with the words that differ marked."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.letters.placeholders import TITLES
from applications.schema.yaml_text import write_block
from applications.standards.compare import BY_CODE, BY_TEXT, Change, changes, split, term_of
from applications.standards.field_kinds import KINDS as FIELD_KINDS
from applications.standards.terms import COMPONENTS, LABELS, SECTIONS
from applications.standards.words import KINDS, ROLES

COMPONENT_NAMES = {key: name for key, name, _term in COMPONENTS}
KEYS = {
    "label_id": gettext_lazy("Nama"), "label_en": gettext_lazy("Nama (Inggris)"), "label": gettext_lazy("Nama"),
    "name": gettext_lazy("Nama"), "type": gettext_lazy("Jenis"), "required": gettext_lazy("Wajib"),
    "mandatory": gettext_lazy("Wajib"), "help_id": gettext_lazy("Bantuan"), "help_en": gettext_lazy("Bantuan (Inggris)"),
    "help": gettext_lazy("Bantuan"), "issued_by": gettext_lazy("Diterbitkan oleh"), "formats": gettext_lazy("Jenis berkas"),
    "max_mb": gettext_lazy("Paling besar (MB)"), "blank_form": gettext_lazy("Formulir kosong"),
    "for": gettext_lazy("Untuk permohonan"), "when": gettext_lazy("Hanya bila"), "choices": gettext_lazy("Pilihan"),
    "choices_from": gettext_lazy("Pilihan dari wilayah"), "level": gettext_lazy("Tingkat wilayah"),
    "columns": gettext_lazy("Kolom"), "filled_by": gettext_lazy("Diisi oleh"), "min": gettext_lazy("Paling kecil"),
    "max": gettext_lazy("Paling besar"), "max_length": gettext_lazy("Paling panjang (huruf)"),
    "max_rows": gettext_lazy("Paling banyak (baris)"), "show_when": gettext_lazy("Tampil bila"),
    "agency": gettext_lazy("Dinas"), "field": gettext_lazy("Menurut isian"), "days": gettext_lazy("Hari"),
    "inspects": gettext_lazy("Boleh meninjau lapangan"), "deemed": gettext_lazy("Diam berarti tidak keberatan"),
    "on": gettext_lazy("Sejak"), "why": gettext_lazy("Alasan"), "kind": gettext_lazy("Cara"),
    "amount": gettext_lazy("Tarif (Rp)"), "unit": gettext_lazy("Satuan"), "rows": gettext_lazy("Baris tarif"),
    "row_field": gettext_lazy("Baris menurut isian"), "quantity_field": gettext_lazy("Banyaknya menurut isian"),
    "legal_basis": gettext_lazy("Dasar hukum"), "how_to_pay": gettext_lazy("Cara membayar"), "code": gettext_lazy("Nama pendek"),
    "value": gettext_lazy("Nilai"),
}  # fmt: skip
VALUES = {
    "type": {key: kind.name for key, kind in FIELD_KINDS.items()}, "for": KINDS,
    "kind": {"fixed": gettext_lazy("tetap"), "table": gettext_lazy("tabel tarif")},
    "filled_by": {"applicant": gettext_lazy("pemohon"), "office": gettext_lazy("petugas")},
    "when": {"lost": gettext_lazy("hilang"), "damaged": gettext_lazy("rusak")},
    "level": {
        "province": gettext_lazy("provinsi"), "regency_city": gettext_lazy("kabupaten/kota"),
        "kecamatan": gettext_lazy("kecamatan"), "kelurahan": gettext_lazy("desa/kelurahan"),
    },
}  # fmt: skip
MOST_COMPARED = 250_000  # pairs of words or lines: a tenth of a second, of texts made for it half a second
MOST_ON_A_PAGE = 1_000_000


class Room:
    """How many pairs one page may still compare; what comes after that is shown whole."""

    def __init__(self):
        self.left = MOST_ON_A_PAGE

    def takes(self, pairs: int) -> bool:
        if pairs > min(self.left, MOST_COMPARED):
            return False
        self.left -= pairs
        return True


class Told(NamedTuple):
    """One piece for the page. `before` and `after` are lists of (text, is_marked)."""

    piece: str
    group: str
    title: str
    what: str
    before: list
    after: list
    ours: list = []
    state: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.group} “{self.title}”: {self.what}" if self.title else f"{self.group}: {self.what}"


def tell_all(found) -> list[Told]:
    """Every change or offer of one page."""
    room = Room()
    return [tell(one, room) if isinstance(one, Change) else tell_offer(one, room) for one in found]


def tell(change: Change, room: Room | None = None) -> Told:
    """A change for the page and the list of what changed."""
    before, after = "\n".join(lines_of(change.term, change.before)), "\n".join(lines_of(change.term, change.after))
    if before == after:  # what differs is not among the words: a column's choices, a tariff line's code
        before, after = ("\n".join(write_block(side, KEYS)) for side in (change.before, change.after))
    if change.kind == "order":
        before, after = (_order(keys) for keys in (change.before, change.after))
    marked = marked_words(before, after, room)
    return Told(change.piece, str(LABELS[change.term]), title_of(change), _what(change), *marked)


def sentences(before: dict, after: dict) -> list[str]:
    """What changed between two versions, one short sentence a piece: “Persyaratan “Ijazah profesi”: dihapus”."""
    return [told.sentence for told in tell_all(changes(before, after))]


def tell_offer(offer, room: Room | None = None) -> Told:
    told = tell(offer.change, room)
    ours = _order(offer.ours) if offer.change.is_order else "\n".join(lines_of(offer.change.term, offer.ours))
    return told._replace(ours=[(ours, False)] if ours else [], state=offer.state)


def in_sections(terms: dict) -> list[tuple]:
    """[(section title, [(group, title, lines)])]: the whole of a version to read; a term of two sections stands in the first.

    A plain term has no group; pieces of one list or map have its name, "" where the section is called the same.
    """
    rest, found = split(terms), []
    for section in SECTIONS:
        rows = []
        for piece in [piece for piece in rest if term_of(piece) in section.terms]:
            change, label = Change(piece, None, rest.pop(piece)), str(LABELS[term_of(piece)])
            lines = [change.after] if change.term in BY_TEXT else lines_of(change.term, _without_name(change))
            group, title = (label, "" if change.term in BY_TEXT else title_of(change)) if change.key else ("", label)
            rows += [("" if group == section.title else group, title, lines)] if lines else []
        found += [(section.title, rows)] if rows else []
    return found


def _without_name(change):
    """What the title already says is not said again below it."""
    if change.term in BY_CODE:
        return {key: one for key, one in change.after.items() if key not in ("label_id", "name", "label")}
    return change.after


def title_of(change: Change) -> str:
    """What a reader calls the piece: its label, not its code."""
    value = change.after if change.after is not None else change.before
    key = change.key
    if change.is_order:
        return ""
    if change.term in BY_CODE:
        return value.get("label_id") or value.get("name") or value.get("label") or key
    if change.term == "stages":
        return _("tahap %(number)s") % {"number": key}
    if change.term == "components":
        return str(COMPONENT_NAMES.get(key, key))
    if change.term == "letters":
        return str(TITLES.get(key, key))
    return key.partition(":")[2] if change.term == "retirements" else key


def _what(change) -> str:
    return {
        "order": _("urutannya diubah"),
        "added": _("ditambahkan"),
        "removed": _("dihapus"),
        "changed": _("diubah"),
    }[change.kind]


def _order(names: dict) -> str:
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names.values(), start=1))


def lines_of(term: str, value) -> list[str]:
    """A value in words, one line for each thing that it says; nothing for a piece that is not there."""
    if term in BY_TEXT:
        return []  # its title says it all
    if value is None:
        return [_("tanpa batas")] if term == "validity_months" else []
    if isinstance(value, dict):
        return [line for key, one in sorted(value.items(), key=_rank) for line in _said(key, one)]
    if isinstance(value, list):
        return [_word(term, one) for one in value]
    return _word(term, value).split("\n")


def _said(key, value) -> list[str]:
    name = KEYS.get(key, key)
    if key == "code":
        return []
    if key == "show_when" and isinstance(value, dict):
        return [f"{name}: {value.get('field')} = {_word('', value.get('value'))}"]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [f"{name}: " + "; ".join(_row(one) for one in value)]
    if isinstance(value, list):
        return [f"{name}: " + ", ".join(_word(key, one) for one in value)]
    return [f"{name}: {_word(key, value)}"]


def _row(one) -> str:
    parts = [one.get("label_id") or one.get("label") or one.get("code") or ""]
    if "amount" in one:
        parts.append(f"Rp{one['amount']:,}".replace(",", "."))
    parts += [_word("type", one["type"])] if "type" in one else []
    parts += [one["unit"]] if one.get("unit") else []
    parts += [_("wajib")] if one.get("required") else []
    return ", ".join(str(part) for part in parts)


def _rank(pair):
    order = list(KEYS)
    return order.index(pair[0]) if pair[0] in order else len(order)


def _word(key, value) -> str:
    if value is True or value is False:
        return _("ya") if value else _("tidak")
    if key in ("endorsing_roles", "signing_role"):
        return str(ROLES.get(value, value))
    if key == "kinds":
        return str(KINDS.get(value, value))
    known = VALUES.get(key, {})
    return str(known[value] if isinstance(value, str) and value in known else value)


def marked_words(before: str, after: str, room: Room | None = None) -> tuple[list, list]:
    """Both texts as [(text, is_marked)]: marked is what only that side says. A text that stands alone is not marked."""
    room = room or Room()
    if not before or not after:
        return _whole(before), _whole(after)
    old, new, head, tail = _apart([re.findall(r"\s+|[^\s]+", text) for text in (before, after)])
    if (len(old) - head - tail) * (len(new) - head - tail) > MOST_COMPARED:
        old, new, head, tail = _apart([text.splitlines(keepends=True) for text in (before, after)])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    left: list = _whole("".join(old[:head]))
    right: list = _whole("".join(new[:head]))
    for word, a, b, c, d in _differences(middle_old, middle_new, room):
        _add(left, "".join(middle_old[a:b]), word != "equal")
        _add(right, "".join(middle_new[c:d]), word != "equal")
    rest = "".join(old[len(old) - tail :])
    _add(left, rest, False)
    _add(right, rest, False)
    return left, right


def _apart(both) -> tuple:
    """(old, new, how many both begin with, how many both end with)"""
    old, new = both
    head = _same(old, new)
    return old, new, head, _same(old[head:][::-1], new[head:][::-1])


def _same(old, new) -> int:
    """How many words both begin with."""
    return next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _differences(old, new, room) -> list:
    """Where so many differ that comparing each with each would take long, all of them do."""
    if not room.takes(len(old) * len(new)):
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _whole(text) -> list:
    return [(text, False)] if text else []


def _add(parts, text, is_marked) -> None:
    is_marked = is_marked and bool(text.strip())
    if text and parts and parts[-1][1] == is_marked:
        parts[-1] = (parts[-1][0] + text, is_marked)
    elif text:
        parts.append((text, is_marked))
