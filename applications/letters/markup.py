"""A letter's text: a small part of Markdown, read into blocks of plain data, with the line and reason of every fault.

    parse(text, parts) -> Parsed(blocks, faults, names)      `parts`: the placeholders that stand alone on their line

The blocks are lists and dicts of texts; the print templates write the tags, with autoescape, so nothing that a writer types
can become a tag. It is never a Django template: `{{ name }}` is looked up in a dict, and there is nothing to loop or to call.

    {"kind": "paragraph" | "heading", "align", "level", "runs": [run]}     run: {"text", "bold", "italic"} or with "name"
    {"kind": "list", "ordered", "start", "items": [[block]]}               a line break in a text is "\\n"
    {"kind": "table", "columns": [cell], "rows": [[cell]]}                 cell: {"align", "runs"}
    {"kind": "part", "name"}
"""

import re
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

from applications.letters.placeholders import NAMES, Menu

MOST_CHARS, MOST_PLACEHOLDERS, DEEPEST_LIST, MOST_PIECES = 20_000, 200, 3, 250
MOST_COLUMNS = 12  # a table of very many is what makes the renderer hang
RUN_CHARS = 3_000  # the renderer cuts a longer text (lib/pdf.py)
NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}\Z")
ALONE = re.compile(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}\s*\Z")
PLACED = re.compile(r"\{\{([^{}]*)\}\}")  # no braces inside: a text of nothing but braces is read in one go
CONTAINERS = {"tengah": "center", "kanan": "right"}
OPENING, CLOSING = re.compile(r"::: (tengah|kanan)\s*\Z"), re.compile(r":::\s*\Z")


class Fault(NamedTuple):
    line: int
    reason: str


class Placed(NamedTuple):
    """A placeholder where it stands; `alone`: on its own line, outside lists and tables."""

    name: str
    line: int
    alone: bool


class Parsed(NamedTuple):
    blocks: list[dict]
    faults: list[Fault]
    names: list[Placed]


def parse(text: str, parts: frozenset[str] = frozenset()) -> Parsed:
    """Blocks are only to be used without faults."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(text) > MOST_CHARS:
        return Parsed([], [Fault(1, _("Terlalu panjang: paling banyak 20.000 huruf."))], [])
    faults = [fault for number, line in enumerate(text.split("\n"), start=1) for fault in _line_faults(number, line)]
    faults += _container_faults(text)
    if sum(len(PLACED.findall(line)) for line in text.split("\n")) > MOST_PLACEHOLDERS:
        faults.append(Fault(1, _("Terlalu banyak isian otomatis: paling banyak 200.")))
    if faults:
        return Parsed([], sorted(faults), [])
    reading = _Reading(_reader(parts).parse(text))
    return Parsed(reading.blocks(), sorted(set(reading.faults)), reading.names)


def faults_of(text: str, menu: Menu) -> list[Fault]:
    """Everything that keeps this text from being printed, by line."""
    parsed = parse(text, menu.parts)
    if parsed.faults and not parsed.names and len(text) <= MOST_CHARS:
        return sorted({*parsed.faults, *_unknown_names(text, menu)})
    return parsed.faults or sorted(fault for placed in parsed.names if (fault := _name_fault(placed, menu)))


def _unknown_names(text: str, menu: Menu) -> list[Fault]:
    """In a text that can't be read as blocks yet: all its faults are said at once."""
    placed = [
        (each.strip(), number) for number, line in enumerate(text.split("\n"), start=1) for each in PLACED.findall(line)
    ]
    found = {(name, number) for name, number in placed if NAME.match(name) and name not in menu}
    return [Fault(number, _unknown(name, menu)) for name, number in found][:MOST_PLACEHOLDERS]


def _name_fault(placed: Placed, menu: Menu) -> Fault | None:
    known = menu.get(placed.name)
    if known is None:
        return Fault(placed.line, _unknown(placed.name, menu))
    if known.is_part and not placed.alone:
        why = _("{{ %(name)s }} adalah tabel atau daftar: tulis sendirian pada satu baris, di luar daftar dan tabel.")
        return Fault(placed.line, why % {"name": placed.name})
    return None


def _unknown(name: str, menu: Menu) -> str:
    if name in NAMES:
        return _("{{ %(name)s }} tidak ada pada surat ini.") % {"name": name}
    if name.startswith("isian."):
        code = name.split(".")[1]
        if f"isian.{code}" in menu:
            return _("{{ %(name)s }}: isian ini tidak punya bentuk terbilang.") % {"name": name}
        return _("{{ %(name)s }}: isian “%(code)s” tidak ada (lagi) dalam formulir.") % {"name": name, "code": code}
    near = get_close_matches(name, menu, n=1)
    if near:
        return _("{{ %(name)s }} tidak dikenal. Maksud Anda {{ %(near)s }}?") % {"name": name, "near": near[0]}
    return _("{{ %(name)s }} tidak dikenal. Pilih dari daftar isian otomatis.") % {"name": name}


# --- what a line may not hold -----------------------------------------------------------------------------------------

NO_LOOPS = gettext_lazy("Perulangan tidak didukung: daftar dan tabel ada sebagai bagian siap pakai.")
REFUSED = (
    (re.compile(r"\{%-?\s*(for|while|endfor)\b"), NO_LOOPS),
    (re.compile(r"\{%|%\}"), gettext_lazy("Perintah {% … %} tidak didukung.")),
    (re.compile(r"\{#|#\}"), gettext_lazy("Catatan {# … #} tidak didukung.")),
    (re.compile(r"<[/!?A-Za-z]"), gettext_lazy("Tag HTML tidak didukung.")),
    (re.compile(r"!\["), gettext_lazy("Gambar tidak didukung.")),
    (re.compile(r"\]\(|\]\["), gettext_lazy("Tautan tidak didukung; alamat situs cukup ditulis sebagai teks.")),
    (re.compile(r"file:/", re.IGNORECASE), gettext_lazy("Alamat file:// tidak didukung.")),
    (re.compile(r"\\[{}]"), gettext_lazy("Garis miring terbalik di depan kurung kurawal tidak didukung.")),
    (re.compile(r"^\s*#(?!#)\s|^\s*#{4,}\s"), gettext_lazy("Judul ditulis dengan ## atau ###.")),
    (
        re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"),
        gettext_lazy("Ada tanda yang tidak terlihat. Hapus baris ini dan ketik ulang."),
    ),
)


def _line_faults(number: int, line: str) -> list[Fault]:
    found = next((why for what, why in REFUSED if what.search(line)), None)
    if found is not None:
        return [Fault(number, str(found))]
    faults = [Fault(number, why) for inside in PLACED.findall(line) if (why := _bad_inside(inside.strip()))]
    rest = PLACED.sub("", line)
    if "{" in rest or "}" in rest:
        faults.append(Fault(number, _("Kurung kurawal tidak berpasangan: tulis {{ nama }} utuh pada satu baris.")))
    return faults


def _bad_inside(inside: str) -> str:
    """Why this is no name; "" when it is one, known or not."""
    if not inside:
        return _("Isian otomatis kosong: {{ }} harus berisi nama.")
    if NAME.match(inside):
        return ""
    shown = {"name": inside[:60]}
    if "|" in inside:
        return _("{{ %(name)s }}: saringan dengan | tidak didukung.") % shown
    if "(" in inside or "[" in inside:
        return _("{{ %(name)s }}: pemanggilan tidak didukung.") % shown
    if "_" in inside and ("._" in inside or inside.startswith("_")):
        return _("{{ %(name)s }}: atribut tidak didukung.") % shown
    return _("{{ %(name)s }} bukan nama: hanya huruf kecil, angka, garis bawah, dan titik.") % shown


def _container_faults(text: str) -> list[Fault]:
    """Not inside one another, each closed. A marker that is none would be printed as it stands, so it is refused."""
    faults, opened = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.lstrip().startswith(":::"):
            continue
        if OPENING.match(line) and not opened:
            opened = number
        elif CLOSING.match(line) and opened:
            opened = 0
        elif OPENING.match(line):
            faults.append(Fault(number, _("Bagian rata tengah atau kanan tidak boleh di dalam bagian lain.")))
        else:
            why = _("Tanda ::: tidak dikenal di sini: pakai “::: tengah” atau “::: kanan”, ditutup dengan “:::”.")
            faults.append(Fault(number, why))
    return [*faults, Fault(opened, _("Bagian ini belum ditutup dengan “:::”."))] if opened else faults


# --- reading ----------------------------------------------------------------------------------------------------------


def _reader(parts: frozenset[str]) -> MarkdownIt:
    """Only what is named here is Markdown to us: all else stays text."""
    reader = MarkdownIt("zero", {"html": False, "linkify": False, "maxNesting": 20})
    reader.enable(["heading", "list", "emphasis", "newline", "escape", "table"])
    for name in CONTAINERS:
        container_plugin(reader, name)

    def part_rule(state, start_line, end_line, silent):
        line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
        found = ALONE.match(line)
        if state.level or not found or found[1] not in parts:
            return False
        if not silent:
            token = state.push("part", "", 0)
            token.content, token.map = found[1], [start_line, start_line + 1]
            state.line = start_line + 1
        return True

    def placeholder_rule(state, silent):
        found = PLACED.match(state.src, state.pos)
        if not found:
            return False
        if not silent:
            state.push("placeholder", "", 0).content = found[1].strip()
        state.pos = found.end()
        return True

    reader.block.ruler.before("paragraph", "part", part_rule, {"alt": ["paragraph", "list"]})
    reader.inline.ruler.before("escape", "placeholder", placeholder_rule)
    return reader


class _Reading:
    """The tokens, read once from left to right into blocks."""

    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0
        self.faults: list[Fault] = []
        self.names: list[Placed] = []

    def blocks(self, until: str = "", align: str = "", depth: int = 0) -> list[dict]:
        found = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                break
            found += self._block(token, align, depth)
        self._bounded(found)
        return found

    def _block(self, token, align, depth) -> list[dict]:
        line = (token.map or [0])[0] + 1
        if token.type == "part":
            self.names.append(Placed(token.content, line, True))
            return [{"kind": "part", "name": token.content, "line": line}]
        if token.type == "heading_open":
            return [{"kind": "heading", "level": token.tag[1], "align": align, "runs": self._inside(line)}]
        if token.type == "paragraph_open":
            return [{"kind": "paragraph", "align": align, "runs": self._inside(line)}]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            return [self._list(token, line, depth + 1) | {"align": align}]
        if token.type == "table_open":
            return [self._table(line)]
        for name, side in CONTAINERS.items():
            if token.type == f"container_{name}_open":
                return self.blocks(f"container_{name}_close", side, depth)
        return []

    def _inside(self, line) -> list[dict]:
        """Of a paragraph, a heading, a cell: the inline token and the one that closes it."""
        token = self.tokens[self.at]
        self.at += 2
        return self._runs(token, token.map[0] + 1 if token.map else line)

    def _list(self, token, line, depth) -> dict:
        if depth == DEEPEST_LIST + 1:
            self.faults.append(Fault(line, _("Daftar terlalu dalam: paling banyak tiga tingkat.")))
        ordered, items = token.type == "ordered_list_open", []
        close = token.type.replace("_open", "_close")
        while self.tokens[self.at].type != close:
            self.at += 1  # list_item_open
            items.append(self.blocks("list_item_close", depth=depth))
        self.at += 1
        self._bounded(items, line)
        start = str(token.attrs.get("start", 1)) if ordered else "1"
        return {"kind": "list", "ordered": ordered, "start": start, "items": items}

    def _table(self, line) -> dict:
        rows = []
        while (token := self.tokens[self.at]).type != "table_close":
            self.at += 1
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                align = {"text-align:right": "right", "text-align:center": "center"}.get(token.attrs.get("style"), "")
                rows[-1].append({"align": align, "runs": self._inside(line)})
        self.at += 1
        self._bounded(rows)
        if len(rows[0]) > MOST_COLUMNS:
            self.faults.append(Fault(line, _("Terlalu banyak kolom: paling banyak 12.")))
        return {"kind": "table", "columns": rows[0], "rows": rows[1:]}

    def _runs(self, inline, line) -> list[dict]:
        found, bold, italic = [], 0, 0
        for token in inline.children:
            bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
            italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
            if token.type in ("softbreak", "hardbreak"):
                line += 1
                found.append({"text": "\n", "bold": False, "italic": False})
            elif token.type == "placeholder":
                self.names.append(Placed(token.content, line, False))
                found.append({"name": token.content, "bold": bold > 0, "italic": italic > 0})
            elif token.content:
                pieces = range(0, len(token.content), RUN_CHARS)
                texts = [token.content[start : start + RUN_CHARS] for start in pieces]
                found += [{"text": text, "bold": bold > 0, "italic": italic > 0} for text in texts]
        self._bounded(found, line)
        return found

    def _bounded(self, pieces, line=1):
        if len(pieces) > MOST_PIECES:
            self.faults.append(Fault(line, _("Terlalu banyak bagian dalam satu naskah: paling banyak 250.")))
