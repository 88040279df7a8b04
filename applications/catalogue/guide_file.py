"""The file of everybody's guides: read whole, checked whole, taken whole or not at all.

    read_guides(path, known) -> list of entries         raises CatalogueError with every fault and its place

An entry: {slug, title, title_en?, intro?, questions}; `questions` as applications/schema/guide.py says.
"""

import json
import re
from collections.abc import Collection
from pathlib import Path

from applications.schema.catalogue import CatalogueError
from applications.schema.guide import read_questions

KEYS = {"slug", "title", "title_en", "intro", "questions"}
LONGEST = {"title": 160, "title_en": 160, "intro": 1000}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read_guides(path, known: Collection[str]) -> list[dict]:
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CatalogueError([(str(path), f"berkas tidak terbaca ({error.strerror})")]) from error
    except json.JSONDecodeError as error:
        place = f"baris {error.lineno}, kolom {error.colno}"
        raise CatalogueError([(place, f"JSON tidak benar: {error.msg}")]) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError([("berkas", "bukan JSON dalam teks UTF-8")]) from error
    if not isinstance(raw, list):
        raise CatalogueError([("berkas", "harus berupa daftar panduan")])
    faults, slugs = [], set()
    for number, entry in enumerate(raw):
        _check(entry, f"[{number}]", known, slugs, faults)
    if faults:
        raise CatalogueError(faults)
    return raw


def _check(entry, place, known, slugs, faults) -> None:
    if not isinstance(entry, dict):
        faults.append((place, "harus berupa objek"))
        return
    faults += [(f"{place}.{key}", "kunci tidak dikenal") for key in sorted(set(entry) - KEYS)]
    slug = entry.get("slug")
    if not isinstance(slug, str) or not SLUG.match(slug) or len(slug) > 60 or slug in slugs:
        faults.append((f"{place}.slug", "harus huruf kecil, angka, dan tanda -, dan belum dipakai"))
    else:
        slugs.add(slug)
    for key, longest in LONGEST.items():
        text = entry.get(key, "")
        if not isinstance(text, str) or len(text) > longest or (key == "title" and not text.strip()):
            faults.append((f"{place}.{key}", f"harus berupa teks, paling panjang {longest}"))
    faults += read_questions(entry.get("questions"), f"{place}.questions", known)[1]
