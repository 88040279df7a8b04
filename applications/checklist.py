"""What is looked at on the spot: the standard's own list, else a general one; answers are yes, no or not applicable, with a note.

The general list is for services whose standard names none: what every minutes form that we saw asks (handbook 2.1, step 5).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 500
RESULTS = (("yes", _("Ya")), ("no", _("Tidak")), ("na", _("Tidak berlaku")))
GENERAL = (
    ("lokasi", _("Lokasi sesuai dengan permohonan dan dokumen")),
    ("penanggung_jawab", _("Pemohon atau penanggung jawab ada di tempat")),
    ("kegiatan", _("Kegiatan atau bangunan sesuai dengan yang dimohonkan")),
    ("ukuran", _("Ukuran, luas, atau jumlah sesuai dengan permohonan")),
    ("sarana", _("Sarana dan prasarana yang dipersyaratkan tersedia")),
    ("keselamatan", _("Aman bagi pekerja, pengunjung, dan pengguna jalan")),
    ("lingkungan", _("Tidak mengganggu lingkungan dan tetangga")),
    ("ruang", _("Tidak melanggar sempadan, ruang milik jalan, atau tata ruang")),
)


@dataclass(frozen=True)
class Item:
    code: str
    label: str
    result: str = ""
    note: str = ""

    @property
    def result_words(self):
        return dict(RESULTS).get(self.result, "")


def items_of(inspection) -> list[Item]:
    """Every item of the visit with what was written down so far."""
    return [Item(code, label, **_answer(inspection.checklist, code)) for code, label in _wanted(inspection)]


def unanswered(inspection) -> list[Item]:
    return [item for item in items_of(inspection) if not item.result]


def without_note(inspection) -> list[Item]:
    """A "no" that nobody explained."""
    return [item for item in items_of(inspection) if item.result == "no" and not item.note]


def cleaned(inspection, answers: dict) -> dict:
    """{code: {"result", "note"}} of known items and results only; notes cut to what fits."""
    results = dict(RESULTS)
    found = {}
    for code, _label in _wanted(inspection):
        given = answers.get(code) or {}
        result, note = given.get("result", ""), str(given.get("note", "")).strip()[:LONGEST_NOTE]
        if result in results or note:
            found[code] = {"result": result if result in results else "", "note": note}
    return found


def _wanted(inspection) -> list[tuple[str, str]]:
    own = inspection.application.standard.checklist
    return [(each["code"], each["label"]) for each in own] if own else [(code, str(label)) for code, label in GENERAL]


def _answer(checklist, code) -> dict:
    written = checklist.get(code) or {}
    return {"result": written.get("result", ""), "note": written.get("note", "")}
