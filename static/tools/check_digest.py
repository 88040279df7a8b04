#!/usr/bin/env python3
"""Memeriksa rantai sidik harian tanpa portal dan tanpa jaringan. Hanya memakai pustaka baku Python 3.8 ke atas.

    python3 check_digest.py sidik-harian.jsonl [sidik-2026-08-03.json ...]

Berkas pertama ialah unduhan "seluruh rantai"; berkas lain ialah sidik yang Anda simpan. Kode keluar 0: semua cocok. 1: tidak.
"""

import hashlib
import json
import sys


def check(chain_text, kept=()):
    """Return the list of faults, each a sentence; empty means that everything holds. `kept`: (name, text) of lines kept."""
    faults, hashes, before, number, day = [], {}, "", 0, ""
    for place, line in enumerate(chain_text.splitlines(), start=1):
        fingerprint = hashlib.sha256(line.encode("utf-8")).hexdigest()
        try:
            said = json.loads(line)
            chained, said_number, said_day = said["sidik_sebelumnya"], said["nomor"], said["hari"]
        except (ValueError, KeyError, TypeError):
            faults.append("baris %d: bukan sidik harian" % place)
            continue
        if chained != before:
            faults.append("%s: tidak tersambung dengan baris sebelumnya" % said_day)
        if said_number != number + 1:
            faults.append("%s: nomor %s, seharusnya %d" % (said_day, said_number, number + 1))
        if said_day <= day:
            faults.append("%s: tidak sesudah %s" % (said_day, day))
        before, number, day = fingerprint, said_number, said_day
        hashes[said_day] = fingerprint
    if not hashes:
        faults.append("rantainya kosong")
    for name, text in kept:
        text = text.strip()
        try:
            kept_day = json.loads(text)["hari"]
        except (ValueError, KeyError, TypeError):
            faults.append("%s: bukan sidik harian" % name)
            continue
        if hashes.get(kept_day) != hashlib.sha256(text.encode("utf-8")).hexdigest():
            faults.append("%s: sidik %s tidak ada lagi di rantai seperti yang Anda simpan" % (name, kept_day))
    return faults


def main(paths):
    if not paths:
        print(__doc__)
        return 2
    texts = []
    for path in paths:
        with open(path, encoding="utf-8-sig", newline="") as file:
            texts.append(file.read().replace("\r\n", "\n"))
    faults = check(texts[0], list(zip(paths[1:], texts[1:])))  # noqa: B905 - "strict" is too new for some
    for fault in faults:
        print("TIDAK COCOK: " + fault)
    if not faults:
        lines = texts[0].strip("\n").split("\n")
        last = hashlib.sha256(lines[-1].encode("utf-8")).hexdigest()
        print("Cocok: %d hari tersambung, %d sidik simpanan ada di dalamnya." % (len(lines), len(texts) - 1))
        print("Sidik terakhir: " + last)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
