"""From a file to the words of its letter: the standard's own text with every placeholder filled, as blocks of plain data.

    with_text(letter, doc, application, …) -> doc          called by the builders of the five letters (permit_document.py, …)

Without a text of its own the letter's `doc` comes back as it was, and the print template writes the portal's layout. With
one, `doc["body"]` takes the place of that layout. What a letter may not go without (`OWED`) is added below the text when the
text leaves it out.
"""

import logging

from lokal import terbilang

from agencies.numbering import ROMAN_MONTHS
from applications.letterhead import letterhead
from applications.letters.markup import faults_of, parse
from applications.letters.placeholders import ASSIGNMENT, BILL, PERMIT, RECEIPT, REJECTION, Menu, menu_of
from applications.schema.answers import RAW, Table, display, load
from applications.schema.form import FormSpec
from ptsp_portal.lib.wording import date_words, moment_words

log = logging.getLogger(__name__)

NOT_YET_NUMBERED = "(diberikan saat disahkan)"
NOT_YET_SIGNED = "(diisi saat disahkan)"
NOTHING = "–"
# The key of a letter's `doc` that fills each ready-made part; "": it is never empty.
KEYS = {
    "data_pemohon": "holder",
    "data_permohonan": "about",
    "menimbang": "considering",
    "mengingat": "legal_basis",
    "dasar_hukum": "legal_basis",
    "daftar_isian": "answers",
    "daftar_ketentuan": "conditions",
    "masa_berlaku": "valid_until_text",
    "tembusan": "copies",
    "alasan_penolakan": "reasons",
    "hak_keberatan": "",
    "dokumen_diterima": "",
    "biaya": "",
    "dasar_tugas": "basis",
    "tim": "team",
    "rincian_tugas": "task",
    "rincian_tarif": "lines",
}
# What each letter must carry, whatever its text says, under these headings. Letters are Indonesian.
OWED = {
    PERMIT: (("daftar_ketentuan", "Dengan ketentuan"),),
    REJECTION: (("alasan_penolakan", "Alasan penolakan"), ("hak_keberatan", "Hak Anda untuk mengajukan keberatan")),
    RECEIPT: (("biaya", ""), ("dokumen_diterima", "Dokumen yang kami terima")),
    ASSIGNMENT: (("tim", "Tim"),),
    BILL: (("rincian_tarif", "Perhitungan"),),
}


def with_text(letter: str, doc: dict, application, *, about=None, office=None, full=False, day=None) -> dict:
    """The `doc` of a letter, with the body that the standard's text makes of it.

    `about`: the inspection or the bill of a letter on one. `office`: who writes, if not the file's office. `full`: secrets as
    they are. `day`: the letter's own local date; None while nobody has signed it.
    """
    text = application.standard.letters.get(letter, "")
    if not text.strip():
        return doc
    menu = menu_of(application.standard, letter)
    if faults := faults_of(text, menu):
        # No draft with a fault is published; should one get in all the same, the letter goes out in the portal's words.
        log.error("%s: the text of the %s can't be read (line %s)", application.standard, letter, faults[0].line)
        return doc
    if "kantor." in text:
        doc = {"office": letterhead(office or application.office)} | doc
    values = values_of(letter, doc, application, about=about, office=office or application.office, full=full, day=day)
    body, placed = _filled(parse(text, menu.parts).blocks, menu, values, doc)
    return doc | {"body": body + _owed(letter, doc, placed), "copies_placed": "tembusan" in placed}


def values_of(letter, doc, application, *, about, office, full, day) -> dict:
    """{placeholder: text}, and {placeholder: {label, columns, rows}} for an answer that is a table. Empty: there is nothing."""
    standard, kind, region = application.standard, application.permit_type, application.office.region
    of_office = doc.get("office") or {"address": "", "government": ""}  # looked up only for a text that names it
    received = region.local_date(application.registered_at)
    day = received if letter == RECEIPT else day
    holder = doc.get("holder") or {}
    found = {
        "pemohon.nama": application.holder_name,
        "pemohon.alamat": application.holder_address,
        "kantor.nama": office.name,
        "kantor.alamat": of_office["address"],
        "kantor.telepon": office.phone,
        "kantor.wilayah": office.region.full_name,
        "kantor.pemerintah": of_office["government"],
        "layanan.nama": kind.name,
        "layanan.kode": kind.code,
        "permohonan.nomor": application.registration_number,
        "permohonan.jenis": str(application.get_kind_display()),
        "surat.nomor": doc.get("number") or NOT_YET_NUMBERED,
        "petugas.nama": doc.get("officer") or doc.get("issuer"),
        "tanggal.diterima": date_words(received),
        "tanggal.ditetapkan": date_words(day) if day else NOT_YET_SIGNED,
        "tanggal.bulan_romawi": ROMAN_MONTHS[day.month - 1] if day else NOT_YET_SIGNED,
        "tanggal.tahun": str(day.year) if day else NOT_YET_SIGNED,
        "waktu.hari_kerja": str(standard.time_limit_days),
        "waktu.terbilang": terbilang(standard.time_limit_days),
    }
    if letter in (PERMIT, RECEIPT):
        label, number = holder["identity"][0]
        found |= {"pemohon.jenis_identitas": label, "pemohon.identitas": number}
    return found | _of_letter(letter, doc, standard, about, region) | _answers(application, full)


def _of_letter(letter, doc, standard, about, region) -> dict:
    """What only one of the letters knows."""
    months = standard.validity_months
    if letter == PERMIT:
        lasts = f"{months} ({terbilang(months)}) bulan" if months else "tanpa batas waktu"
        return {"tanggal.berlaku_sampai": doc["valid_until_text"], "waktu.masa_berlaku": lasts}
    if letter == RECEIPT:
        return {
            "waktu.janji": doc["promise_text"],
            "biaya.keterangan": doc["fee_text"] or "gratis, tidak dipungut biaya apa pun",
        }
    if letter == ASSIGNMENT:
        return {
            "peninjauan.waktu": moment_words(about.starts_at, region.zone),
            "peninjauan.tempat": about.place,
            "peninjauan.tujuan": about.purpose,
        }
    if letter == BILL:
        return {
            "retribusi.jumlah": doc["amount_text"],
            "retribusi.terbilang": doc["in_words"],
            "retribusi.jatuh_tempo": doc["expiry_text"],
            "retribusi.cara_bayar": doc["how_to_pay"],
            "retribusi.dasar": doc["basis_text"],
        }
    return {}


def _answers(application, full) -> dict:
    """As `display` prints them; a number also in words."""
    spec = FormSpec.from_json(application.standard.fields)
    found = {}
    for shown in display(spec, application.answers, "id", full=full):
        value = shown.value
        if isinstance(value, Table):
            value = {"label": shown.label, "columns": value.headers, "rows": value.rows}
        found[f"isian.{shown.code}"] = value
    for code, number in load(spec, application.answers).items():
        if code != RAW and spec.field(code).type in ("integer", "decimal", "money"):
            found[f"isian.{code}.terbilang"] = terbilang(number)
    return found


# --- filling ----------------------------------------------------------------------------------------------------------


def _filled(blocks, menu: Menu, values, doc) -> tuple[list[dict], list[str]]:
    """(the blocks with texts in place of names, the parts that were printed). An empty part takes its heading along."""
    found, placed = [], []
    for block in blocks:
        if block["kind"] != "part":
            found.append(_with_words(block, values))
            continue
        name = block["name"]
        part = _part(name, menu, values, doc)
        if part is not None:
            found.append(part)
            placed.append(name)
        elif found and found[-1]["kind"] == "heading":
            found.pop()
    return found, placed


def _part(name, menu, values, doc) -> dict | None:
    if menu[name].field:
        table = values.get(name)
        return {"kind": "part", "name": "answer", "answers": [table]} if table else None
    key = KEYS[name]
    return {"kind": "part", "name": name} if not key or doc.get(key) else None


def _with_words(block, values) -> dict:
    if block["kind"] == "list":
        return block | {"items": [[_with_words(one, values) for one in item] for item in block["items"]]}
    if block["kind"] == "table":
        rows = [[_runs(cell, values) for cell in row] for row in (block["columns"], *block["rows"])]
        return block | {"columns": rows[0], "rows": rows[1:]}
    return _runs(block, values)


def _runs(thing, values) -> dict:
    """A paragraph, a heading, a cell. What has no value is printed as a dash, so that nobody takes it for forgotten."""
    runs = [
        {"text": values.get(run["name"]) or NOTHING, "bold": run["bold"], "italic": run["italic"]}
        if "name" in run
        else run
        for run in thing["runs"]
    ]
    return thing | {"runs": runs}


def _owed(letter, doc, placed) -> list[dict]:
    found = []
    for name, title in OWED[letter]:
        key = KEYS[name]
        if name in placed or (key and not doc.get(key)):
            continue
        if title:
            plain = {"text": title, "bold": False, "italic": False}
            found.append({"kind": "heading", "level": "2", "align": "", "runs": [plain]})
        found.append({"kind": "part", "name": name})
    if letter == PERMIT:
        found += [
            {"kind": "part", "name": name}
            for name, unless, key in (
                ("pertimbangan", "menimbang", "clauses"),
                ("dasar_penetapan", "masa_berlaku", "grounds"),
            )
            if unless not in placed and doc.get(key)
        ]
    return found
