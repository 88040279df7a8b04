"""The categories and limits that an office begins with; a row that exists is never touched (people edit them)."""

from dataclasses import dataclass

from complaints.limits import IN_FORCE_SINCE, LEGAL_BASIS, LEGAL_DAYS
from complaints.models import ComplaintCategory, ComplaintLimit, Duty


@dataclass(frozen=True)
class Category:
    code: str
    name: str
    name_en: str
    help_text: str
    duty: str = Duty.ORDINARY
    agency_code: str = ""
    is_grave: bool = False


# What real regions name as subjects, and what a permit office adds (handbook 5).
CATEGORIES = (
    Category("izin-terlambat", "Izin terlambat", "Permit is late", "Permohonan melewati tanggal yang dijanjikan."),
    Category(
        "posisi-berkas", "Posisi berkas tidak jelas", "Nobody knows where the file is",
        "Tidak ada kabar berkas sedang di mana.", Duty.INFORMATION,
    ),
    Category(
        "ditolak-tanpa-alasan", "Berkas ditolak tanpa alasan", "Rejected without a reason",
        "Alasan penolakan atau pengembalian tidak jelas.",
    ),
    Category("data-salah", "Data pada surat izin salah", "Wrong data on the permit", "Nama, alamat, atau isi keliru."),
    Category(
        "pungli", "Pungutan liar atau biaya tak resmi", "Illegal fee or bribe",
        "Petugas meminta uang atau imbalan di luar tarif.", Duty.EXAMINATION, "INSPEKTORAT", True,
    ),
    Category(
        "penyalahgunaan-wewenang", "Penyalahgunaan wewenang", "Abuse of power",
        "Pejabat memakai jabatannya untuk kepentingan lain.", Duty.EXAMINATION, "INSPEKTORAT", True,
    ),
    Category(
        "kode-etik", "Pelanggaran kode etik pegawai", "Breach of the code of conduct",
        "Perilaku pegawai yang melanggar kode etik.", Duty.EXAMINATION, "INSPEKTORAT", True,
    ),
    Category("diskriminasi", "Diskriminasi", "Discrimination", "Diperlakukan berbeda dari pemohon lain."),
    Category(
        "prosedur", "Prosedur tidak sesuai", "Wrong procedure",
        "Antrean panjang, syarat yang tidak ada dalam standar pelayanan.",
    ),
    Category("kualitas-layanan", "Pelayanan buruk", "Poor service", "Petugas, ruang, atau cara melayani."),
    Category(
        "dampak-usaha", "Dampak usaha berizin bagi warga", "A licensed business harms its neighbours",
        "Limbah, bising, bau, atau gangguan dari usaha.", Duty.EXAMINATION, "DLH",
    ),
    Category(
        "infrastruktur", "Sarana dan prasarana", "Infrastructure", "Jalan, bangunan, atau fasilitas umum.",
        Duty.EXAMINATION, "PUPR",
    ),
    Category(
        "sistem-error", "Gangguan sistem", "System error", "Portal tidak dapat dipakai atau salah.", Duty.INFORMATION
    ),
    Category(
        "permintaan-informasi", "Permintaan informasi", "Request for information", "Bertanya tentang layanan.",
        Duty.INFORMATION,
    ),
    Category("lainnya", "Lainnya", "Other", "Yang tidak termasuk di atas."),
)  # fmt: skip


def load_complaint_data() -> int:
    """Add the categories and limits that are missing; returns how many."""
    known = set(ComplaintCategory.objects.values_list("code", flat=True))
    categories = [
        ComplaintCategory(**vars(category), position=position)
        for position, category in enumerate(CATEGORIES, start=1)
        if category.code not in known
    ]
    ComplaintCategory.objects.bulk_create(categories)
    dated = set(ComplaintLimit.objects.values_list("duty", flat=True))
    limits = [
        ComplaintLimit(duty=duty, days=days, from_on=IN_FORCE_SINCE, legal_basis=LEGAL_BASIS)
        for duty, days in LEGAL_DAYS.items()
        if duty.value not in dated
    ]
    ComplaintLimit.objects.bulk_create(limits)
    return len(categories) + len(limits)
