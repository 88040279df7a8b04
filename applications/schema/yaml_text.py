"""YAML as people edit it: a small safe reading with the line of every place, and a writing that always comes out the same.

    read_tree(text) -> (value, lines)     `lines` maps a path ("fields[3].choices") to the line that it begins on
    write_block(value, order) -> list of lines

Only what a standard needs: maps with text keys, lists, texts, whole numbers, true/false, null. No anchors, aliases, tags,
directives or second documents: each is refused with its line, before anything is built from it.
"""

import json
import re
from textwrap import wrap

import yaml

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 10
MAX_NODES = 20_000
MAX_FAULTS = 60
WIDTH = 100

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN = re.compile(r"[^\W\d_](?:(?!: |:\Z| #).)*\Z")
_OTHER_READERS_TAKE_FOR_NO_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


class TextFault(ValueError):
    """The text is no YAML that we read; `line` counts from 1, 0 when no line can be named."""

    def __init__(self, line, reason, path=""):
        super().__init__(f"baris {line}: {reason}")
        self.line, self.reason, self.path = line, reason, path


def decoded(content: bytes | str) -> str:
    """The text of a file. Raises TextFault when it is too large or not UTF-8."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(data) > MAX_BYTES:
        raise TextFault(0, "berkas lebih besar dari 1 MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextFault(data[: error.start].count(b"\n") + 1, "bukan teks UTF-8") from error


def read_tree(text: str):
    """(value, lines, faults): the plain value, path → line, and keys written twice. Raises TextFault for anything else."""
    reading = _Reading()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reading.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "tidak terbaca"
        line = mark.line + 1 if mark else 0
        hint = "periksa lekukan spasi, titik dua, dan tanda kutip"
        raise TextFault(line, f"YAML tidak benar ({reason}); {hint}") from error
    if reading.documents == 0:
        raise TextFault(1, "berkas kosong")
    return reading.root, reading.lines, reading.faults


class _Reading:
    """Builds plain values from the events of the parser, with no recursion and no copy of anything."""

    def __init__(self):
        self.root, self.lines, self.faults = None, {}, []
        self.documents = self.nodes = 0
        self.stack = []  # [container, path, pending key or None, key's line]

    def take(self, event):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise TextFault(line, "berkas memuat lebih dari satu dokumen YAML")
            if event.version or event.tags:
                raise TextFault(line, "petunjuk YAML (%) tidak diterima")
        elif isinstance(event, yaml.AliasEvent):
            raise TextFault(line, f"alias YAML (*{event.anchor}) tidak diterima; tulis isinya sendiri", self._place())
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)

    def _node(self, event, line):
        self.nodes += 1
        if event.anchor:
            raise TextFault(line, f"jangkar YAML (&{event.anchor}) tidak diterima", self._place())
        if event.tag:
            raise TextFault(line, f"tanda jenis YAML ({event.tag}) tidak diterima", self._place())
        if self.nodes > MAX_NODES:
            raise TextFault(line, f"berkas memuat lebih dari {MAX_NODES} nilai")
        if self.stack and self.stack[-1][2] is None and isinstance(self.stack[-1][0], dict):
            self._key(event, line)
            return
        is_scalar = isinstance(event, yaml.ScalarEvent)
        value = self._scalar(event, line) if is_scalar else {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(value, line)
        if not is_scalar:
            if len(self.stack) >= MAX_DEPTH:
                raise TextFault(line, f"bersarang lebih dari {MAX_DEPTH} tingkat", path)
            self.stack.append([value, path, None, line])

    def _key(self, event, line):
        top = self.stack[-1]
        if not isinstance(event, yaml.ScalarEvent) or len(event.value) > 600:
            raise TextFault(line, "kunci harus berupa teks pendek", top[1])
        key = self._clean(event.value, line)
        if key in top[0] and len(self.faults) < MAX_FAULTS:
            self.faults.append((line, _joined(top[1], key), "kunci ditulis dua kali"))
        top[2], top[3] = key, line

    def _put(self, value, line) -> str:
        if not self.stack:
            self.root = value
            self.lines[""] = line
            return ""
        container, path, key, key_line = self.stack[-1]
        if isinstance(container, list):
            here = f"{path}[{len(container)}]"
            container.append(value)
        else:
            here, line = _joined(path, key), key_line
            container.setdefault(key, value)
            self.stack[-1][2] = None
        self.lines.setdefault(here, line)
        return here

    def _scalar(self, event, line):
        if event.style or not event.implicit[0]:
            return self._clean(event.value, line)
        if event.value in _CONSTANTS:
            return _CONSTANTS[event.value]
        if _WHOLE.match(event.value):
            if len(event.value) > 16:
                raise TextFault(line, "angka terlalu panjang", self._place())
            return int(event.value)
        return self._clean(event.value, line)

    def _clean(self, text, line) -> str:
        if _CONTROL.search(text):
            raise TextFault(line, "memuat huruf kendali yang tidak dapat disimpan", self._place())
        return text

    def _place(self) -> str:
        if not self.stack:
            return ""
        container, path, key, _line = self.stack[-1]
        if isinstance(container, list):
            return f"{path}[{len(container)}]"
        return _joined(path, key) if key else path


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def line_of(path: str, lines: dict[str, int]) -> int:
    """The line of a place; of the nearest thing around it when the place itself is not in the file."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 0)


def write_block(value, order) -> list[str]:
    """The lines of a value in block style; keys in the order of `order`, others after them by the alphabet."""
    if isinstance(value, dict) and value:
        return [line for key in _sorted(value, order) for line in _entry(key, value[key], order)]
    if isinstance(value, (list, tuple)) and value:
        return [line for one in value for line in _item(write_block(one, order))]
    if isinstance(value, dict):
        return ["{}"]
    if isinstance(value, (list, tuple)):
        return ["[]"]
    if isinstance(value, str):
        return _text(value)
    return [json.dumps(value)]


def _sorted(keys, order):
    place = {key: number for number, key in enumerate(order)}
    return sorted(keys, key=lambda key: (place.get(key, len(place)), key))


def _entry(key, value, order) -> list[str]:
    head, lines = f"{_short(key)}:", write_block(value, order)
    if isinstance(value, (dict, list, tuple)) and value:
        return [head, *_indented(lines)]
    return [f"{head} {lines[0]}", *lines[1:]]


def _item(lines) -> list[str]:
    return [f"- {lines[0]}", *_indented(lines[1:])]


def _indented(lines) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _text(text: str) -> list[str]:
    """Several lines as they are; a long line folded at its spaces; anything else on one line, quoted where it must be."""
    body = text.removesuffix("\n")
    is_printable = all(line.isprintable() for line in body.split("\n"))
    if not body or not is_printable or body[0] in " \n" or body[-1] in " \n":
        return [_short(text)]
    if "\n" in text:
        return ["|" if text.endswith("\n") else "|-", *_indented(body.split("\n"))]
    if len(text) > WIDTH and "  " not in text:
        return [">-", *_indented(wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))]
    return [_short(text)]


def _short(text: str) -> str:
    if not text.isprintable():
        return re.sub(r"[^\x20-\x7e]", lambda found: _escaped(found[0]), json.dumps(text, ensure_ascii=False))
    if text == text.strip() and _PLAIN.match(text) and text.lower() not in _OTHER_READERS_TAKE_FOR_NO_TEXT:
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"
