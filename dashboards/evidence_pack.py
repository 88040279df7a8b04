"""A pack of evidence as a ZIP: the list of proofs as a letter, and a table for each proof that has one, with their hashes."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable

from applications.letterhead import letterhead
from dashboards.cubes import Measure
from dashboards.evidence import HERE, KPK, MISSING, OMBUDSMAN, OWN, PARTLY, PTSP, answers
from dashboards.evidence_facts import Facts
from dashboards.models import Export
from dashboards.monthly_report import writer_of
from ptsp_portal.lib.csv_export import safe_cell
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.wording import date_words, moment_words

TITLES = {
    PTSP: ("Berkas Bukti Penilaian Kinerja PTSP", "Perpres 42/2020 dan Peraturan BKPM 8/2020 (periksa perubahannya)"),
    OMBUDSMAN: ("Berkas Bukti Penilaian Kepatuhan Ombudsman", "UU 25/2009 dan UU 37/2008"),
    KPK: ("Berkas Bukti Area Perizinan KPK (MCP/MCSP)", "Program pencegahan korupsi daerah KPK"),
}
ORDER = (HERE, PARTLY, MISSING, OWN)


def pack_into(out, export: Export, tell: Callable[[int, int], None]) -> None:
    """Write the ZIP. `tell(done, total)` after each part."""
    facts, total = Facts(export), 3
    found = answers(export.kind, facts)
    tell(1, total)
    wanted = {each.finding.table for each in found} - {""}
    hashes = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:

        def add(name: str, content: bytes) -> None:
            hashes[name] = hashlib.sha256(content).hexdigest()
            pack.writestr(name, content)

        for name in sorted(wanted):
            head, rows = TABLES[name](facts)
            add(f"tabel/{name}", csv_bytes(head, rows))
        add("daftar-bukti.csv", csv_bytes(LIST_HEAD, [_list_line(each, facts) for each in found]))
        tell(2, total)
        add("daftar-bukti.pdf", letter("dashboards/print/evidence.html", doc_of(export, found, facts, hashes)))
        pack.writestr("SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())))
    tell(3, total)


def csv_bytes(head: list[str], rows: Iterable) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


LIST_HEAD = ["no", "bukti", "keadaan", "penjelasan", "sumber", "tabel", "per_tanggal"]


def _list_line(each, facts: Facts) -> list:
    finding = each.finding
    return [each.number, each.item.title, finding.mark, finding.words, finding.source, finding.table, facts.day]


def doc_of(export: Export, found: list, facts: Facts, hashes: dict) -> dict:
    title, basis = TITLES[export.kind]
    place = export.office.name if export.office else export.region.full_name
    marks = [each.finding.mark for each in found]
    return {
        "title": title,
        "number": "",
        "foot": f"{title} · {place}",
        "office": letterhead(writer_of(export)),
        "about": [
            ("Kantor/wilayah", place),
            ("Masa", f"{date_words(export.first)} sampai {date_words(export.last)}"),
            ("Keadaan jabatan dan standar per", date_words(facts.day)),
            ("Dasar penilaian", basis),
            ("Ringkasan", "; ".join(f"{marks.count(mark)} {mark}" for mark in ORDER if mark in marks)),
        ],
        "items": {
            "columns": ["No", "Bukti", "Keadaan", "Penjelasan", "Sumber dan tabel"],
            "rows": [
                [each.number, each.item.title, each.finding.mark, each.finding.words, _where(each.finding)]
                for each in found
            ],
        },
        "files": {
            "columns": ["Berkas", "SHA-256"],
            "rows": [[name, digest] for name, digest in sorted(hashes.items())],
        },
        "made_at": moment_words(now(), export.region.zone, "id"),
    }


def _where(finding) -> str:
    return f"{finding.source}; {finding.table}" if finding.table else finding.source


def _standards(facts: Facts):
    head = "kantor layanan standar versi berlaku_sejak hari_kerja biaya persyaratan dasar_hukum tanda_tangan".split()
    return head, [_standard_line(each, facts.day) for each in facts.services]


def _standard_line(each, day) -> list:
    standard, name = each.standard, each.offer.permit_type.name
    if standard is None:
        return [each.office.name, name, "tidak ada", "", "", "", "", "", "", ""]
    return [
        each.office.name, name, "kantor sendiri" if each.is_own else "contoh nasional", standard.version, standard.effective_from,
        standard.time_limit_days, "berbayar" if standard.has_fee else "gratis", len(standard.requirements),
        "; ".join(str(line) for line in standard.laws_on(day)), standard.signing_role,
    ]  # fmt: skip


MONTH_MEASURES = {
    "masuk": Measure.RECEIVED, "terbit": Measure.ISSUED, "ditolak": Measure.REJECTED, "ditarik_gugur": Measure.ENDED,
    "tepat_waktu": Measure.ON_TIME, "terlambat": Measure.LATE, "dengan_jeda": Measure.PAUSED,
    "dianggap_dikabulkan": Measure.DEEMED, "dibuka_lagi": Measure.REOPENED,
}  # fmt: skip


def _months(facts: Facts):
    names = {each.pk: each.name for each in facts.offices}
    keys = sorted({(names[office], month, office) for office, month, _measure in facts.months})
    rows = [
        [name, f"{month:%Y-%m}", *(facts.months.get((office, month, each), 0) for each in MONTH_MEASURES.values())]
        for name, month, office in keys
    ]
    return ["kantor", "bulan", *MONTH_MEASURES], rows


def _complaints(facts: Facts):
    words = {"received": "diterima", "answered": "dijawab", "in_time": "dijawab dalam batas", "open": "belum selesai",
             "overdue": "lewat batas"}  # fmt: skip
    rows = [[words[name], n] for name, n in facts.complaints.items()]
    return ["angka", "jumlah"], rows + [[f"batas {label} (hari kerja)", days] for label, days in facts.complaint_limits]


def _surveys(facts: Facts):
    head = ["kantor", "jawaban", "target", "ikm", "mutu", "tindak_lanjut", "selesai"]
    return head, [[s.office, s.n, s.target, s.index, s.band, s.planned, s.done] for s in facts.surveys]


def _journal(facts: Facts):
    proof = facts.proof
    return ["rantai", "catatan", "kesalahan", "tidak_diperiksa"], [
        [proof.chains, proof.rows, proof.faults, proof.skipped]
    ]


TABLES: dict[str, Callable] = {
    "standar-pelayanan.csv": _standards,
    "angka-bulanan.csv": _months,
    "petugas-pengaduan.csv": lambda facts: (["kantor", "nama", "jabatan", "sejak"], facts.complaint_people),
    "pengaduan.csv": _complaints,
    "survei.csv": _surveys,
    "pengawasan.csv": lambda facts: (["kantor", "tindakan", "jumlah"], facts.measures),
    "jabatan.csv": lambda facts: (["kantor", "peran", "orang"], facts.roles),
    "plh-plt.csv": lambda facts: (["kantor", "jenis", "surat_perintah", "dari", "sampai"], facts.deputies),
    "catatan.csv": _journal,
    "sidik-harian.csv": lambda facts: (["hari", "sidik"], [[line.day, line.hash] for line in facts.digests]),
}
