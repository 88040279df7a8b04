"""A small phrase library for the demo: everybody's, and a few agencies' own."""

from agencies.models import Agency
from applications.models import Phrase

BATAM = "21.71"
Use = Phrase.Use
# (agency code of Batam or "" for everybody's, use, sentence)
PHRASES = [
    ("", Use.REASON, "Berkas lengkap dan sesuai dengan ketentuan yang berlaku."),
    ("", Use.REASON, "Lokasi sesuai dengan rencana tata ruang wilayah."),
    ("", Use.REASON, "Dokumen teknis belum memenuhi ketentuan yang berlaku."),
    ("", Use.REASON, "Permohonan ini bukan kewenangan instansi kami."),
    ("", Use.CONDITION, "Melapor kepada instansi teknis bila ada perubahan kegiatan."),
    ("", Use.CONDITION, "Menjaga kebersihan dan ketertiban di sekitar lokasi kegiatan."),
    ("", Use.QUESTION, "Mohon unggah ulang dokumen yang lebih jelas terbaca."),
    ("DPMPTSP", Use.QUESTION, "Mohon jelaskan hari dan jam kegiatan secara lengkap."),
    ("DPMPTSP", Use.QUESTION, "Mohon tuliskan letak lokasi dengan patokan yang mudah dikenali."),
    ("DINKES", Use.QUESTION, "Mohon sebutkan fasilitas kesehatan lain tempat Anda berpraktik."),
    ("DINKES", Use.REASON, "Sarana dan prasarana praktik memenuhi syarat kesehatan."),
    ("DINKES", Use.CONDITION, "Mengelola limbah medis menurut ketentuan yang berlaku."),
    ("DINKES", Use.CONDITION, "Memasang papan nama praktik dengan nomor izin."),
    ("PUPR", Use.REASON, "Konstruksi tidak berada di ruang manfaat jalan."),
    ("PUPR", Use.CONDITION, "Menjaga jarak aman sekurang-kurangnya 2 meter dari badan jalan."),
    ("PUPR", Use.CONDITION, "Memperbaiki sendiri kerusakan jalan dan saluran akibat pemasangan."),
    ("DLH", Use.REASON, "Dokumen lingkungan sudah disetujui."),
    ("DLH", Use.CONDITION, "Menyampaikan laporan pengelolaan lingkungan setiap enam bulan."),
    ("", Use.COMPLAINT, "Terima kasih atas pengaduan Anda. Kami mohon maaf atas ketidaknyamanannya."),
    (
        "DPMPTSP",
        Use.COMPLAINT,
        "Loket pelayanan buka Senin sampai Jumat pukul 08.00 sampai 16.00 tanpa biaya di luar tarif.",
    ),
    ("SATPOLPP", Use.CONDITION, "Membongkar sendiri reklame setelah masa izin berakhir."),
]


def load_phrases() -> int:
    """Add the phrases that are missing; returns how many were added."""
    agencies = {agency.code: agency for agency in Agency.objects.filter(region_id=BATAM)}
    known = set(Phrase.objects.values_list("text", flat=True))
    rows = [
        Phrase(agency=agencies.get(code), use=use, text=text)
        for code, use, text in PHRASES
        if text not in known and (not code or code in agencies)
    ]
    return len(Phrase.objects.bulk_create(rows))
