"""The six published components of a service standard in plain words (UU 25/2009 art. 21; handbook part 7).

Written into the national template when the catalogue is loaded, from what the entry says. They are an office's text,
so Indonesian only. Lists and figures (requirements, days, legal basis) stay data of the standard and are shown beside.
"""

COMPLAINTS = [
    "Datang ke loket pengaduan di kantor yang melayani Anda pada jam kerja.",
    "Melalui SP4N-LAPOR! di www.lapor.go.id atau SMS ke 1708.",
    "Anda boleh meminta agar nama Anda dirahasiakan. Pengaduan tidak dipungut biaya.",
]
FREE = "GRATIS. Tidak ada biaya apa pun; bila ada yang meminta, laporkan."
CHARGED = (
    "Berbayar. Besarnya retribusi dihitung menurut peraturan daerah dan ditetapkan dengan SKRD; bayar hanya ke "
    "rekening kas daerah, tidak kepada petugas."
)


def public_components(entry: dict) -> dict:
    """What one catalogue entry promises the public: requirements, procedure, time, cost, product, complaints."""
    return {
        "requirements": _requirements(entry),
        "procedure": _procedure(entry),
        "time": f"Paling lama {entry['sla_working_days']} hari kerja sejak berkas dinyatakan lengkap dan terdaftar.",
        "cost": CHARGED if entry["fee"] else FREE,
        "product": _product(entry),
        "complaints": COMPLAINTS,
    }


def _requirements(entry) -> str:
    needed = [r for r in entry["requirements"] if not r.get("for") or "new" in r["for"]]
    mandatory = sum(1 for r in needed if r["mandatory"])
    optional = len(needed) - mandatory
    text = f"{mandatory} dokumen wajib diunggah"
    return f"{text}, {optional} dokumen lain bila ada." if optional else f"{text}."


def _procedure(entry) -> list[str]:
    """The path of a file in the applicant's words; an approving agency or a visit adds its step."""
    steps = [
        "Isi formulir dan unggah dokumen persyaratan di portal ini, atau minta dibantu petugas loket.",
        "Petugas loket memeriksa kelengkapan. Bila ada yang kurang, Anda menerima satu daftar perbaikan.",
        "Berkas lengkap didaftar: Anda menerima tanda terima dengan nomor registrasi dan tanggal janji selesai.",
        "Verifikator memeriksa isi permohonan.",
    ]
    stages = entry["parallel_stages"]
    if stages:
        steps.append("Instansi terkait memberi rekomendasi" + (", secara bertahap." if len(stages) > 1 else "."))
    if entry["inspection"]:
        steps.append("Tim teknis dapat meninjau lokasi; jadwalnya diberitahukan kepada Anda.")
    if entry["fee"]:
        steps.append("Retribusi ditetapkan dengan SKRD dan dibayar ke kas daerah.")
    steps.append("Pejabat yang berwenang menetapkan keputusan.")
    steps.append("Dokumen terbit dalam bentuk PDF dengan kode QR; unduh di portal atau ambil di loket.")
    return steps


def _product(entry) -> str:
    months = entry["validity_months"]
    if months is None:
        validity = "tanpa batas waktu"
    elif months % 12 == 0:
        validity = f"{months // 12} tahun"
    else:
        validity = f"{months} bulan"
    return f"{entry['name_id']}, dokumen PDF dengan kode QR untuk verifikasi; masa berlaku {validity}."
