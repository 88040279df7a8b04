"""What may stand between {{ and }}: a closed list, with the name that people read and the letters that it exists for.

A letter's menu is this list, and one placeholder for each field of the standard. Nothing else can be reached: a name is
looked up in a dict of texts, never on an object.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.schema.spec import FieldSpec, read_fields

PERMIT, REJECTION, RECEIPT, ASSIGNMENT, BILL = LETTERS = ("permit", "rejection", "receipt", "assignment", "bill")
TITLES = {
    PERMIT: gettext_lazy("Surat izin"),
    REJECTION: gettext_lazy("Surat penolakan"),
    RECEIPT: gettext_lazy("Tanda terima permohonan"),
    ASSIGNMENT: gettext_lazy("Surat tugas peninjauan"),
    BILL: gettext_lazy("Surat ketetapan retribusi (SKRD)"),
}
DECIDED = (PERMIT, REJECTION, ASSIGNMENT, BILL)
NUMBERS = ("integer", "decimal", "money")
GROUPS = {
    "applicant": gettext_lazy("Pemohon"),
    "office": gettext_lazy("Kantor"),
    "service": gettext_lazy("Layanan dan permohonan"),
    "dates": gettext_lazy("Tanggal dan waktu"),
    "visit": gettext_lazy("Peninjauan lapangan"),
    "levy": gettext_lazy("Biaya dan retribusi"),
    "answers": gettext_lazy("Jawaban formulir"),
    "parts": gettext_lazy("Bagian siap pakai"),
}


class Placeholder(NamedTuple):
    """`is_part`: a table or a list that stands alone on its line. `field`: the code of the field that it prints."""

    name: str
    label: str
    group: str
    letters: tuple[str, ...] = LETTERS
    is_part: bool = False
    field: str = ""

    @property
    def typed(self) -> str:
        return f"{{{{ {self.name} }}}}"


def _text(name, label, group, *letters) -> Placeholder:
    return Placeholder(name, label, group, letters or LETTERS)


def _part(name, label, *letters) -> Placeholder:
    return Placeholder(name, label, "parts", letters, is_part=True)


PLACEHOLDERS = (
    _text("pemohon.nama", gettext_lazy("Nama pemohon"), "applicant"),
    _text("pemohon.jenis_identitas", gettext_lazy("Jenis identitas (NIK atau NIB)"), "applicant", PERMIT, RECEIPT),
    _text("pemohon.identitas", gettext_lazy("Nomor identitas"), "applicant", PERMIT, RECEIPT),
    _text("pemohon.alamat", gettext_lazy("Alamat pemohon"), "applicant"),
    _text("kantor.nama", gettext_lazy("Nama kantor yang menerbitkan surat"), "office"),
    _text("kantor.alamat", gettext_lazy("Alamat kantor"), "office"),
    _text("kantor.telepon", gettext_lazy("Telepon kantor"), "office"),
    _text("kantor.wilayah", gettext_lazy("Wilayah kantor"), "office"),
    _text("kantor.pemerintah", gettext_lazy("Pemerintah daerah"), "office"),
    _text("layanan.nama", gettext_lazy("Nama layanan"), "service"),
    _text("layanan.kode", gettext_lazy("Kode layanan"), "service"),
    _text("permohonan.nomor", gettext_lazy("Nomor registrasi"), "service"),
    _text("permohonan.jenis", gettext_lazy("Jenis permohonan (baru, perpanjangan, …)"), "service"),
    _text("surat.nomor", gettext_lazy("Nomor surat ini"), "service"),
    _text("petugas.nama", gettext_lazy("Nama petugas"), "service", RECEIPT, BILL),
    _text("tanggal.diterima", gettext_lazy("Tanggal permohonan diterima lengkap"), "dates"),
    _text("tanggal.ditetapkan", gettext_lazy("Tanggal surat ditetapkan"), "dates", *DECIDED),
    _text("tanggal.bulan_romawi", gettext_lazy("Bulan surat dalam angka romawi"), "dates"),
    _text("tanggal.tahun", gettext_lazy("Tahun surat"), "dates"),
    _text("tanggal.berlaku_sampai", gettext_lazy("Izin berlaku sampai"), "dates", PERMIT),
    _text("waktu.hari_kerja", gettext_lazy("Jangka waktu layanan (angka)"), "dates"),
    _text("waktu.terbilang", gettext_lazy("Jangka waktu layanan (terbilang)"), "dates"),
    _text("waktu.masa_berlaku", gettext_lazy("Masa berlaku menurut standar"), "dates", PERMIT),
    _text("waktu.janji", gettext_lazy("Janji layanan: selesai kapan"), "dates", RECEIPT),
    _text("peninjauan.waktu", gettext_lazy("Hari, tanggal, dan jam peninjauan"), "visit", ASSIGNMENT),
    _text("peninjauan.tempat", gettext_lazy("Tempat peninjauan"), "visit", ASSIGNMENT),
    _text("peninjauan.tujuan", gettext_lazy("Yang diperiksa"), "visit", ASSIGNMENT),
    _text("biaya.keterangan", gettext_lazy("Biaya, atau “gratis”"), "levy", RECEIPT),
    _text("retribusi.jumlah", gettext_lazy("Jumlah retribusi"), "levy", BILL),
    _text("retribusi.terbilang", gettext_lazy("Jumlah retribusi (terbilang)"), "levy", BILL),
    _text("retribusi.jatuh_tempo", gettext_lazy("Hari terakhir membayar"), "levy", BILL),
    _text("retribusi.cara_bayar", gettext_lazy("Cara membayar"), "levy", BILL),
    _text("retribusi.dasar", gettext_lazy("Dasar pengenaan retribusi"), "levy", BILL),
    _part("data_pemohon", gettext_lazy("Data pemohon"), PERMIT, REJECTION, RECEIPT),
    _part("data_permohonan", gettext_lazy("Data permohonan"), REJECTION, RECEIPT, BILL),
    _part("menimbang", gettext_lazy("Menimbang"), PERMIT),
    _part("mengingat", gettext_lazy("Mengingat (dasar hukum)"), PERMIT),
    _part("dasar_hukum", gettext_lazy("Dasar hukum sebagai daftar"), PERMIT, REJECTION),
    _part("daftar_isian", gettext_lazy("Semua jawaban formulir"), PERMIT),
    _part("daftar_ketentuan", gettext_lazy("Ketentuan izin"), PERMIT),
    _part("masa_berlaku", gettext_lazy("Masa berlaku dan dasar permohonan"), PERMIT),
    _part("tembusan", gettext_lazy("Tembusan"), PERMIT),
    _part("alasan_penolakan", gettext_lazy("Alasan penolakan"), REJECTION),
    _part("hak_keberatan", gettext_lazy("Hak mengajukan keberatan"), REJECTION),
    _part("dokumen_diterima", gettext_lazy("Dokumen yang diterima"), RECEIPT),
    _part("biaya", gettext_lazy("Biaya, atau tulisan GRATIS"), RECEIPT),
    _part("dasar_tugas", gettext_lazy("Dasar penugasan"), ASSIGNMENT),
    _part("tim", gettext_lazy("Tim yang ditugaskan"), ASSIGNMENT),
    _part("rincian_tugas", gettext_lazy("Rincian tugas"), ASSIGNMENT),
    _part("rincian_tarif", gettext_lazy("Perhitungan tarif"), BILL),
)  # fmt: skip
NAMES = frozenset(one.name for one in PLACEHOLDERS)


class Menu(dict):
    """name → Placeholder of one letter of one standard, in the order of the menu."""

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(name for name, one in self.items() if one.is_part)

    def groups(self) -> list[tuple[str, list[Placeholder]]]:
        """For the page: [(title, placeholders)], empty groups left out."""
        found = [(title, [one for one in self.values() if one.group == key]) for key, title in GROUPS.items()]
        return [(title, inside) for title, inside in found if inside]


def menu_of(standard, letter: str) -> Menu:
    """Everything that this letter may name. Fields that are no fields yet (a draft) are left out."""
    fields = [field for field in read_fields(standard.fields)[0] if field]
    found = [one for one in PLACEHOLDERS if letter in one.letters]
    found += [one for field in fields for one in of_field(field)]
    return Menu((one.name, one) for one in found)


def of_field(field: FieldSpec) -> list[Placeholder]:
    """Its answer; of a number the same in words; of a table a part."""
    if field.type == "table":
        label = _("%(label)s (tabel)") % {"label": field.label}
        return [Placeholder(f"isian.{field.code}", label, "answers", is_part=True, field=field.code)]
    found = [Placeholder(f"isian.{field.code}", field.label, "answers", field=field.code)]
    if field.type in NUMBERS:
        label = _("%(label)s (terbilang)") % {"label": field.label}
        found.append(Placeholder(f"isian.{field.code}.terbilang", label, "answers", field=field.code))
    return found
