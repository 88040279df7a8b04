"""Proofs for the assessors of a licensing office, from what the portal knows; what it can't know is named as such.

Three occasions: the performance assessment of PTSP (Perpres 42/2020, Peraturan BKPM 8/2020), the Ombudsman's study of compliance
with UU 25/2009, and KPK's licensing area (MCP/MCSP). Handbook part 9. An item that is marked "tersedia" has a table or a number in
the pack; nothing is claimed that a reader could not check.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.evidence_facts import Facts
from dashboards.models import Export
from dashboards.tables import number_words, percent_words

PTSP, OMBUDSMAN, KPK = Export.PACKS
HERE, PARTLY, MISSING, OWN = "tersedia", "sebagian", "belum ada", "lampirkan sendiri"


@dataclass(frozen=True)
class Finding:
    """What the portal found about one item: its mark, in a sentence, from which source and table, and of which day."""

    mark: str
    words: str
    source: str = ""
    table: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that an assessor asks for. `look` None: the portal can't know it."""

    title: str
    occasions: tuple
    look: Callable[[Facts], Finding] | None = None
    note: str = ""


@dataclass
class Answered:
    item: Item
    finding: Finding
    number: int = 0


def marked(part: int, whole: int) -> str:
    """All, some or none."""
    return MISSING if not part else HERE if part >= whole else PARTLY


def _standards(facts: Facts) -> Finding:
    whole, own = len(facts.services), sum(1 for each in facts.services if each.is_own)
    with_standard = sum(1 for each in facts.services if each.standard)
    mark = MISSING if not with_standard else HERE if own == whole else PARTLY
    words = (
        f"{with_standard} dari {whole} layanan yang dibuka mempunyai standar yang berlaku; {own} ditetapkan kantor sendiri, "
        "sisanya memakai standar contoh nasional dan perlu ditetapkan dengan keputusan."
        if own < whole
        else f"{whole} layanan yang dibuka, semuanya dengan standar kantor sendiri yang berlaku."
    )
    return Finding(mark, words, "Katalog /layanan/", "standar-pelayanan.csv")


def _legal_basis(facts: Facts) -> Finding:
    named = sum(1 for each in facts.services if each.standard and each.standard.laws_on(facts.day))
    return Finding(
        marked(named, len(facts.services)),
        f"{named} dari {len(facts.services)} layanan menyebut dasar hukumnya.",
        "Katalog /layanan/",
        "standar-pelayanan.csv",
    )


def _fees(facts: Facts) -> Finding:
    paid = [each for each in facts.services if each.standard and each.standard.has_fee]
    told = sum(1 for each in paid if each.standard.levy)
    free = sum(1 for each in facts.services if each.standard) - len(paid)
    words = f"{free} layanan gratis; {told} dari {len(paid)} layanan berbayar menunjukkan tarifnya."
    mark = marked(told, len(paid)) if paid else (HERE if free else MISSING)
    return Finding(mark, words, "Katalog /layanan/", "standar-pelayanan.csv")


def _limits_kept(facts: Facts) -> Finding:
    counts = facts.counts
    if counts.on_time_share is None:
        return Finding(MISSING, "Tidak ada berkas yang diputus dalam masa ini.", "Angka portal")
    words = (
        f"{number_words(counts.decided)} berkas diputus, {percent_words(counts.on_time_share)} dalam batas hari kerja."
    )
    return Finding(HERE, words, "Catatan jam layanan setiap berkas", "angka-bulanan.csv")


def _complaint_unit(facts: Facts) -> Finding:
    staffed = {row[0] for row in facts.complaint_people}
    offices = len(facts.licensing)
    words = f"{len(staffed)} dari {offices} PTSP mempunyai petugas pengaduan hari ini ({len(facts.complaint_people)} orang)."
    return Finding(marked(len(staffed), offices), words, "Jabatan di portal", "petugas-pengaduan.csv")


def _complaint_limits(facts: Facts) -> Finding:
    found = facts.complaints
    limits = "Batas: " + ", ".join(f"{words} {days} hari kerja" for words, days in facts.complaint_limits) + "."
    if not found["received"]:
        return Finding(PARTLY, f"{limits} Tidak ada pengaduan dalam masa ini.", "Pengaduan", "pengaduan.csv")
    words = f"{limits} {found['received']} diterima, {found['answered']} dijawab, {found['in_time']} dalam batasnya."
    return Finding(HERE, words, "Catatan jam pengaduan", "pengaduan.csv")


def _remedies(facts: Facts) -> Finding:
    found = facts.remedies
    if not found["wanted"]:
        return Finding(MISSING, "Tidak ada temuan dengan perbaikan dalam masa ini.", "Temuan pengaduan")
    words = f"{found['done']} dari {found['wanted']} perbaikan dari temuan pengaduan dilaporkan selesai."
    return Finding(marked(found["done"], found["wanted"]), words, "Temuan pengaduan")


def _surveys(facts: Facts) -> Finding:
    measured = [row for row in facts.surveys if row.index is not None]
    enough = [row for row in measured if row.target and row.n >= row.target]
    if not measured:
        return Finding(
            MISSING, "Belum ada kantor dengan lima jawaban survei dalam masa ini.", "Survei (SKM)", "survei.csv"
        )
    words = (
        f"{len(measured)} dari {len(facts.surveys)} kantor mempunyai indeks; {len(enough)} mencapai target responden."
    )
    return Finding(HERE if len(enough) == len(facts.surveys) else PARTLY, words, "Survei (SKM)", "survei.csv")


def _survey_plans(facts: Facts) -> Finding:
    planned, done = (sum(getattr(row, name) for row in facts.surveys) for name in ("planned", "done"))
    words = (
        f"{planned} tindak lanjut direncanakan, {done} selesai." if planned else "Belum ada tindak lanjut yang dicatat."
    )
    return Finding(HERE if planned else MISSING, words, "Tindak lanjut survei", "survei.csv")


def _tracking(facts: Facts) -> Finding:
    n = facts.counts.received
    words = f"{number_words(n)} berkas masuk dalam masa ini dapat dilacak dengan nomor dan kode, tanpa akun."
    return Finding(HERE if n else PARTLY, words, "Halaman /lacak/")


def _register(facts: Facts) -> Finding:
    n = facts.counts.issued
    words = (
        f"{number_words(n)} izin terbit dalam masa ini; register umum dan pemeriksaan keaslian terbuka bagi siapa pun."
    )
    return Finding(HERE if n else MISSING, words, "Register /register-izin/", "angka-bulanan.csv")


def _measures(facts: Facts) -> Finding:
    n = sum(row[2] for row in facts.measures)
    if not n:
        return Finding(MISSING, "Tidak ada teguran, pembekuan atau pencabutan dalam masa ini.", "Tindakan atas izin")
    return Finding(
        HERE, f"{n} tindakan atas izin ditandatangani dalam masa ini.", "Tindakan atas izin", "pengawasan.csv"
    )


def _visits(facts: Facts) -> Finding:
    n = facts.visits
    words = (
        f"{n} peninjauan lapangan selesai dengan berita acara." if n else "Tidak ada peninjauan lapangan yang selesai."
    )
    return Finding(HERE if n else MISSING, words, "Berita acara peninjauan")


def _journal(facts: Facts) -> Finding:
    proof = facts.proof
    if proof.faults:
        return Finding(
            MISSING, f"TIDAK UTUH: {proof.faults} kesalahan ditemukan. Hubungi pengelola portal.", "Catatan portal"
        )
    if proof.skipped:
        words = (
            f"{number_words(proof.rows)} catatan diperiksa; {proof.skipped} rantai terlalu panjang untuk berkas ini."
        )
        return Finding(PARTLY, words + " Jalankan verify_journal.", "Catatan portal", "catatan.csv")
    words = f"{number_words(proof.rows)} catatan dalam {proof.chains} rantai diperiksa satu per satu dan utuh."
    return Finding(HERE if proof.rows else MISSING, words, "Catatan portal", "catatan.csv")


def _digests(facts: Facts) -> Finding:
    lines = facts.digests
    if not lines:
        return Finding(MISSING, "Belum ada sidik harian dalam masa ini.", "Halaman /sidik-harian/")
    if facts.digest_faults:
        return Finding(
            MISSING, f"TIDAK COCOK: {len(facts.digest_faults)} kesalahan pada sidik harian.", "Halaman /sidik-harian/"
        )
    words = f"{len(lines)} sidik harian, semuanya cocok; yang terakhir {lines[-1].hash[:16]}…"
    return Finding(HERE, words, "Halaman /sidik-harian/", "sidik-harian.csv")


def _duties(facts: Facts) -> Finding:
    words = (
        "Portal menolak paraf dan tanda tangan oleh orang yang memverifikasi atau menyusun berkas yang sama. "
        f"{facts.confirmed_rights} pemberian hak dalam masa ini disahkan orang kedua."
    )
    return Finding(HERE if facts.roles else MISSING, words, "Jabatan di portal", "jabatan.csv")


def _delegation(facts: Facts) -> Finding:
    n, whole = len(facts.signed_by_head), len(facts.services)
    words = (
        f"{n} dari {whole} layanan ditandatangani kepala kantor menurut standarnya; {len(facts.deputies)} penunjukan Plh./Plt. "
        "dalam masa ini. Peraturan kepala daerah tentang pendelegasian perlu dilampirkan sendiri."
    )
    return Finding(PARTLY if n else MISSING, words, "Standar pelayanan, jabatan", "plh-plt.csv")


ITEMS = [
    Item("Standar pelayanan ditetapkan dan diumumkan", (PTSP, OMBUDSMAN, KPK), _standards),
    Item("Dasar hukum setiap layanan", (PTSP, OMBUDSMAN, KPK), _legal_basis),
    Item("Biaya diumumkan", (OMBUDSMAN, KPK), _fees),
    Item("Angka ketepatan waktu layanan", (PTSP, OMBUDSMAN), _limits_kept),
    Item("Pelacakan berkas", (PTSP, OMBUDSMAN, KPK), _tracking),
    Item("Unit dan petugas pengaduan", (PTSP, OMBUDSMAN, KPK), _complaint_unit),
    Item("Angka ketepatan menjawab pengaduan", (PTSP, OMBUDSMAN, KPK), _complaint_limits),
    Item("Perbaikan dari pengaduan", (OMBUDSMAN, KPK), _remedies),
    Item("Survei kepuasan masyarakat", (PTSP, OMBUDSMAN), _surveys),
    Item("Tindak lanjut survei", (PTSP, OMBUDSMAN), _survey_plans),
    Item("Izin terbit dan register terbuka", (PTSP, KPK), _register),
    Item("Pengawasan dan sanksi sesudah terbit", (PTSP, KPK), _measures),
    Item("Peninjauan lapangan", (KPK,), _visits),
    Item("Pemisahan tugas", (KPK,), _duties),
    Item("Pendelegasian wewenang", (PTSP, KPK), _delegation),
    Item("Catatan diperiksa keutuhannya", (KPK, OMBUDSMAN), _journal),
    Item("Sidik harian yang diterbitkan", (KPK,), _digests),
    Item("Maklumat pelayanan bertanda tangan", (OMBUDSMAN, PTSP), note="Foto atau pindaian maklumat yang terpasang."),
    Item("Sertifikat dan pelatihan petugas", (PTSP, OMBUDSMAN), note="Sertifikat PTSP tingkat pertama dan lanjutan."),
    Item("Ruang layanan dan sarana", (PTSP, OMBUDSMAN), note="Foto loket, ruang tunggu, ruang pengaduan."),
    Item(
        "Sarana bagi kelompok rentan", (OMBUDSMAN,), note="Foto jalur landai, kursi roda, loket khusus, ruang laktasi."
    ),
    Item("Peraturan pendelegasian wewenang", (PTSP, KPK), note="Peraturan kepala daerah beserta lampirannya."),
    Item("Pelayanan melalui OSS", (PTSP, KPK), note="Bukti dari sistem OSS; portal ini tidak melihatnya."),
    Item("Rencana tata ruang (RDTR)", (KPK,), note="Peraturan RDTR dan bukti terhubung dengan OSS."),
    Item("Penyuluhan dan promosi", (PTSP,), note="Undangan, daftar hadir, notulen, foto."),
]


def answers(kind: str, facts: Facts) -> list[Answered]:
    """Every item of the occasion in order, with what was found."""
    found = []
    for item in ITEMS:
        if kind in item.occasions:
            finding = item.look(facts) if item.look else Finding(OWN, item.note, "di luar portal")
            found.append(Answered(item, finding, len(found) + 1))
    return found
