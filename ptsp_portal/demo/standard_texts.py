"""What the standards of the story say, in the words of an office. Invented, as are the decree numbers: no law of a real regency."""

OWN_CODE = "PASAR-MALAM"
OWN_SERVICE = {
    "code": OWN_CODE, "name": "Izin Keramaian Pasar Malam", "name_en": "Night market permit",
    "sector": "Ketenteraman dan ketertiban",
}  # fmt: skip
PERMIT_LETTER = """{{ menimbang }}
{{ mengingat }}

::: tengah
**MEMUTUSKAN**
:::

Memberikan **{{ layanan.nama }}** kepada:

{{ data_pemohon }}

untuk berpraktik sebagai **{{ isian.kategori }}** di **{{ isian.nama_faskes }}**, {{ isian.alamat_lokasi }}, dengan jadwal:

{{ isian.jadwal_praktik }}

## Dengan ketentuan

1. Papan nama praktik memuat nomor surat izin ini.
2. Rujukan antarpulau dicatat dalam buku rujukan puskesmas setempat.

{{ daftar_ketentuan }}

## Masa berlaku dan dasar permohonan

{{ masa_berlaku }}

{{ tembusan }}
"""
NIGHT_MARKET_LETTER = """{{ mengingat }}

Memberikan izin kepada:

{{ data_pemohon }}

untuk mengadakan pasar malam **{{ isian.nama_acara }}** di {{ isian.alamat_lokasi }} dengan {{ isian.jumlah_lapak }}
({{ isian.jumlah_lapak.terbilang }}) lapak, mulai {{ isian.mulai }} sampai {{ isian.selesai }}.

## Ketentuan

- Kegiatan berakhir paling lambat pukul 22.00 WIB.
- Sampah diangkut setiap malam sebelum lapak ditutup.

{{ daftar_ketentuan }}

## Masa berlaku dan dasar permohonan

{{ masa_berlaku }}
"""
# Components 7 to 14, of which the annex of the decree is made.
MANAGEMENT = {
    "facilities": "Ruang tunggu 24 kursi, kursi roda, ruang laktasi, dua komputer untuk pemohon, dan jaringan internet.",
    "competence": ["Verifikator: S1, lulus bimbingan teknis perizinan.", "Petugas loket: paling rendah D3."],
    "supervision": "Kepala bidang memeriksa lima berkas acak setiap Senin; Inspektorat memeriksa setiap triwulan.",
    "staff": "2 petugas loket, 2 verifikator, 1 kepala bidang.",
    "guarantee": "Bila lewat jangka waktu, kepala kantor menyampaikan sebab dan tanggal baru secara tertulis.",
    "safety": "Data pemohon disimpan terenkripsi; surat izin dapat diperiksa keasliannya dengan kode QR.",
    "evaluation": "Survei kepuasan masyarakat setiap semester dan rapat kinerja setiap bulan.",
}
OLD_LAW = "Permenkes 2052/MENKES/PER/X/2011 (perlu verifikasi status berlakunya)"
OLD_PAPER = "ket_sehat"
WHY_NO_PAPER = "Dinas Kesehatan memeriksa sendiri keterangan sehat pada data SATUSEHAT."
WHY_NO_LAW = "Dicabut; praktik dokter kini diatur UU 17/2023 dan PP 28/2024."
FIRST_NOTE = "Jangka waktu dipersingkat dari 5 menjadi 4 hari kerja; naskah surat izin memakai contoh Kabupaten Natuna."
SECOND_NOTE = (
    "Jangka waktu menjadi 3 hari kerja. Surat keterangan sehat tidak diminta lagi, dan satu dasar hukum dicabut."
)
NIGHT_MARKET_NOTE = "Layanan baru: sebelumnya diurus dengan surat biasa tanpa jangka waktu."
NIGHT_MARKET = {
    "kinds": ["new"],
    "time_limit_days": 5,
    "validity_months": 1,
    "has_fee": True,
    "levy": {
        "kind": "table", "row_field": "letak", "quantity_field": "jumlah_lapak", "days": 14,
        "legal_basis": "Contoh: Peraturan Daerah tentang Pajak Daerah dan Retribusi Daerah (pemakaian kekayaan daerah)",
        "rows": [
            {"code": "Tanah pemerintah daerah", "label": "Lapak di tanah pemerintah daerah", "unit": "lapak", "amount": 15_000},
            {"code": "Tanah perorangan", "label": "Kebersihan lapak di tanah perorangan", "unit": "lapak", "amount": 5_000},
        ],
    },
    "fields": [
        {"code": "nama_acara", "label_id": "Nama pasar malam", "label_en": "Name of the night market",
         "type": "text", "required": True, "max_length": 80},
        {"code": "alamat_lokasi", "label_id": "Alamat lokasi", "label_en": "Address of the place",
         "type": "textarea", "required": True},
        {"code": "wilayah", "label_id": "Desa/Kelurahan", "label_en": "Village",
         "type": "region", "required": True, "level": "kelurahan"},
        {"code": "letak", "label_id": "Tanah siapa yang dipakai", "label_en": "Whose land is used",
         "type": "choice", "required": True,
         "choices": ["Tanah pemerintah daerah", "Tanah perorangan"]},
        {"code": "pemilik_tanah", "label_id": "Nama pemilik tanah", "label_en": "Name of the land's owner",
         "type": "text", "required": True,
         "show_when": {"field": "letak", "value": "Tanah perorangan"}},
        {"code": "jumlah_lapak", "label_id": "Jumlah lapak", "label_en": "Number of stalls",
         "type": "integer", "required": True, "min": 1, "max": 200},
        {"code": "mulai", "label_id": "Tanggal mulai", "label_en": "First day",
         "type": "date", "required": True},
        {"code": "selesai", "label_id": "Tanggal selesai", "label_en": "Last day",
         "type": "date", "required": True},
    ],
    "requirements": [
        {"code": "ktp", "name": "KTP-el penanggung jawab", "mandatory": True, "formats": ["pdf", "jpg", "png"]},
        {"code": "denah", "name": "Denah lapak dan jalur keluar", "mandatory": True, "formats": ["pdf", "jpg", "png"], "max_mb": 5,
         "help": "Gambar tangan boleh, asal jarak antarlapak tertulis."},
        {"code": "izin_tempat", "name": "Izin pemilik atau pengelola tempat", "mandatory": True, "formats": ["pdf", "jpg", "png"],
         "issued_by": "Pemilik atau pengelola tempat"},
    ],
    "stages": [["SATPOLPP", "POLRES"]],
    "agency_terms": {"SATPOLPP": {"days": 2, "inspects": True}},
    "legal_basis": ["PP 60/2017 tentang Tata Cara Perizinan dan Pengawasan Kegiatan Keramaian Umum"],
    "letters": {"permit": NIGHT_MARKET_LETTER},
    "components": {
        "procedure": [
            "Isi formulir di portal atau di loket, paling lambat 7 hari sebelum acara.",
            "Satpol PP dan Polres memberi pendapat pada waktu yang sama.",
            "Bayar retribusi ke kas daerah, lalu unduh surat izin.",
        ],
        "product": "Surat Izin Keramaian Pasar Malam, PDF dengan kode QR; berlaku untuk satu acara.",
        "complaints": ["Loket pengaduan DPMPTSP Kabupaten Natuna, pada jam kerja.", "SP4N-LAPOR! di www.lapor.go.id."],
        **MANAGEMENT,
    },
}  # fmt: skip
CLINIC = {"time_limit_days": 12, "agency_terms": {"DINKES": {"days": 5, "inspects": True}, "DLH": {"inspects": False}}}
# Two questions more; the check has something to say of the rest: a tariff and a component are not yet written.
PHARMACY_FIELDS = [
    {"code": "layanan_antar", "label_id": "Melayani antar obat antarpulau", "type": "choice", "required": True,
     "choices": ["Ya", "Tidak"]},
    {"code": "kapal", "label_id": "Kapal yang dipakai", "type": "text", "required": False,
     "show_when": {"field": "layanan_antar", "value": "Ya"}},
]  # fmt: skip
GUIDE_TITLE = "Saya mau mengadakan pasar malam"
GUIDE = [
    {"services": [OWN_CODE], "intro_en": "For a night market in Natuna."},
    {"code": "reklame", "text": "Apakah memasang spanduk di jalan?", "text_en": "Will you put up banners in the street?",
     "choices": [
         {"code": "ya", "text": "Ya", "text_en": "Yes", "services": ["REKLAME"]},
         {"code": "tidak", "text": "Tidak", "text_en": "No"},
     ]},
]  # fmt: skip
