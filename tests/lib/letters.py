"""Letters as the actions would fill them: an ordinary physiotherapist, and a shop whose every text means harm."""

from ptsp_portal.lib.qr import qr_data_uri

OFFICE = {
    "government": "Pemerintah Kota Batam",
    "name": "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "address": "Gedung Sumatera Promotion Center, Jalan Engku Putri, Batam Center, Batam 29461",
    "phone": "Telepon (0778) 000000 · Surel layanan@dpmptsp.batam.example",
}
CHECK_URL = "https://perizinan.kepri.example/verifikasi/7KQ2-M9XD-4TRB-W0HE/"
VERIFICATION = {"code": "7KQ2-M9XD-4TRB-W0HE", "url": CHECK_URL, "qr": qr_data_uri(CHECK_URL)}
SIGNER = {
    "name": "Dra. Siti Rahmawati Nasution, M.Si.",
    "position": "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "on_behalf": "Wali Kota Batam",
}
CLOSE = {
    "place": "Batam",
    "issued_on_text": "24 Agustus 2026",
    "signer": SIGNER,
    "verification": VERIFICATION,
    "copies": ["Kepala Dinas Kesehatan Kota Batam", "Arsip"],
}


def permit() -> dict:
    """A physiotherapist's licence with everything an ordinary one has."""
    return CLOSE | {
        "office": OFFICE,
        "title": "Surat Izin Praktik Fisioterapis",
        "number": "500.16.7.2/0042/SIPF/DPMPTSP-BTM/VIII/2026",
        "considering": [
            "bahwa permohonan telah diperiksa dan dinyatakan memenuhi persyaratan;",
            "bahwa Dinas Kesehatan Kota Batam telah memberikan rekomendasi;",
        ],
        "legal_basis": [
            "Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan;",
            "Peraturan Presiden Nomor 97 Tahun 2014 tentang Penyelenggaraan Pelayanan Terpadu Satu Pintu;",
            "Peraturan Daerah Kota Batam tentang Penyelenggaraan Perizinan.",
        ],
        "holder": {
            "name": "Budi Santoso, A.Md.Ft.",
            "identity": [("NIK", "2171••••••••0003"), ("Alamat", "Jalan Bunga Raya Nomor 12, Baloi Indah, Lubuk Baja")],
        },
        "answers": [
            {"label": "Nomor STR", "text": "00000000000000000"},
            {"label": "Tempat praktik", "text": "Klinik Sehat Bahagia\nJalan Raden Patah Nomor 8"},
            {
                "label": "Jadwal praktik",
                "columns": ["Hari", "Mulai", "Selesai"],
                "rows": [["Senin", "08.00", "12.00"], ["Rabu", "13.00", "16.00"]],
            },
        ],
        "conditions": [
            "Izin ini hanya untuk satu tempat praktik.",
            "Papan nama praktik dipasang di tempat yang mudah dilihat.",
        ],
        "valid_until_text": "24 Agustus 2031",
        "about": [("Nomor registrasi", "BTM-2026-000123-7"), ("Tanggal registrasi", "3 Agustus 2026")],
    }


def hostile_permit() -> dict:
    """Long names, a twelve-row table, foreign scripts, and text that tries to be markup."""
    word = "x" * 300
    rows = [
        [
            f"Papan nomor {i} </td></tr></table><script>alert(1)</script>",
            f"Jalan {'panjang ' * i}",
            f"{i} m × 4 m",
            word[: i * 12],
        ]
        for i in range(1, 13)
    ]
    return permit() | {
        "title": "Izin Penyelenggaraan Reklame pada Kawasan Perkotaan dan Jalan Provinsi Kepulauan Riau",
        "holder": {
            "name": "PT Perusahaan Perdagangan Umum dan Jasa Konstruksi Nusantara Makmur Sejahtera Abadi Tbk"
            " & <b>Rekan</b>",
            "identity": [("Nama Arab", "محمد عبد الله بن أحمد"), ("Nama Jawa", "ꦧꦸꦢꦶꦱꦤ꧀ꦠꦺꦴꦱ"), ("Kata panjang", word)],
        },
        "answers": [
            {"label": "Keterangan", "text": "</td><link rel=attachment href=file:///etc/passwd> {{ doc.number }} \"'`"},
            {"label": "Daftar titik reklame", "columns": ["Titik", "Letak", "Ukuran", "Isi"], "rows": rows},
            {"label": word, "text": "label yang sangat panjang"},
        ],
    }


def receipt() -> dict:
    """A tanda terima, free of charge."""
    return {
        "office": OFFICE,
        "title": "Tanda Terima Permohonan",
        "number": "BTM-2026-000123-7",
        "number_qr": qr_data_uri("BTM-2026-000123-7"),
        "promise_text": "paling lambat Senin, 24 Agustus 2026 (14 hari kerja)",
        "received_text": "Senin, 3 Agustus 2026 pukul 09.15 WIB",
        "officer": "Dewi Lestari",
        "about": [("Layanan", "Surat Izin Praktik Fisioterapis"), ("Jenis permohonan", "Baru")],
        "holder": {"name": "Budi Santoso, A.Md.Ft.", "identity": []},
        "requirement": [
            {"label": "Kartu Tanda Penduduk", "count": "1 berkas", "note": ""},
            {
                "label": "Surat Tanda Registrasi (STR) yang masih berlaku",
                "count": "1 berkas",
                "note": "asli ditunjukkan",
            },
            {"label": "Surat keterangan tempat praktik", "count": "2 berkas", "note": ""},
        ],
        "fee_text": "",
        "tracking": {"url": "https://perizinan.kepri.example/lacak/", "secret": "7KQ2-M9XD"},
        "complaint": "https://perizinan.kepri.example/pengaduan/ atau loket pengaduan kantor ini",
    }


def rejection() -> dict:
    """A refusal for two reasons."""
    return CLOSE | {
        "office": OFFICE,
        "title": "Surat Penolakan Permohonan",
        "number": "500.16.7.2/0007/TOLAK/DPMPTSP-BTM/VIII/2026",
        "holder": {"name": "Budi Santoso, A.Md.Ft.", "identity": [("Alamat", "Jalan Bunga Raya Nomor 12")]},
        "about": [
            ("Layanan", "Surat Izin Praktik Fisioterapis"),
            ("Nomor registrasi", "BTM-2026-000123-7"),
            ("Diterima lengkap", "3 Agustus 2026"),
        ],
        "reasons": [
            "Surat Tanda Registrasi (STR) sudah berakhir pada 1 Juni 2026.",
            "Dinas Kesehatan Kota Batam tidak menyetujui: tempat praktik belum memenuhi syarat luas ruang.",
        ],
        "legal_basis": ["Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan"],
        "requirement": ["STR yang masih berlaku."],
        "objection": [],
    }
