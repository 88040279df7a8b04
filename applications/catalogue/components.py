"""The six published components of a service standard in plain words (UU 25/2009 art. 21; handbook part 7).

What can be said from data (papers, days, cost, the path of a file, the product) is said from data, each time it is shown. The same
sentences are written into the national template when the catalogue is loaded; an office's own words take their place or stand
beside them. They are an office's text, so Indonesian only.
"""

import re

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
STEPS = {
    "fill": "Isi formulir dan unggah dokumen persyaratan di portal ini, atau minta dibantu petugas loket.",
    "check": "Petugas loket memeriksa kelengkapan. Bila ada yang kurang, Anda menerima satu daftar perbaikan.",
    "register": "Berkas lengkap didaftar: Anda menerima tanda terima dengan nomor registrasi dan tanggal janji selesai.",
    "verify": "Verifikator memeriksa isi permohonan.",
    "stage": "Instansi terkait memberi rekomendasi.",
    "stages": "Instansi terkait memberi rekomendasi, secara bertahap.",
    "visit": "Tim teknis dapat meninjau lokasi; jadwalnya diberitahukan kepada Anda.",
    "pay": "Retribusi ditetapkan dengan SKRD dan dibayar ke kas daerah.",
    "decide": "Pejabat yang berwenang menetapkan keputusan.",
    "issue": "Dokumen terbit dalam bentuk PDF dengan kode QR; unduh di portal atau ambil di loket.",
}
# Sentences that this module made: beside data that changed since, the ones of today stand in their place.
MADE_HERE = re.compile(
    r"\d+ dokumen wajib diunggah(, \d+ dokumen lain bila ada)?\."
    r"|Paling lama \d+ hari kerja sejak berkas dinyatakan lengkap dan terdaftar\."
    r"|.*, dokumen PDF dengan kode QR untuk verifikasi; masa berlaku (tanpa batas waktu|\d+ (tahun|bulan))\."
)
MADE = {FREE, CHARGED, *STEPS.values()}


def public_components(entry: dict) -> dict:
    """What one catalogue entry promises the public: requirements, procedure, time, cost, product, complaints."""
    asked = [r for r in entry["requirements"] if not r.get("for") or "new" in r["for"]]
    return {
        "requirements": requirements_words(asked),
        "procedure": procedure_lines(entry["parallel_stages"], visit=entry["inspection"], fee=entry["fee"]),
        "time": time_words(entry["sla_working_days"]),
        "cost": CHARGED if entry["fee"] else FREE,
        "product": product_words(entry["name_id"], entry["validity_months"]),
        "complaints": COMPLAINTS,
    }


def lines_of(text) -> list[str]:
    """A component may be one text or a list of lines."""
    lines = text.splitlines() if isinstance(text, str) else list(text or [])
    return [str(line).strip() for line in lines if str(line).strip()]


def own_words(text) -> list[str]:
    """What an office wrote itself, without the sentences that this module makes from data."""
    return [line for line in lines_of(text) if line not in MADE and not MADE_HERE.fullmatch(line)]


def requirements_words(asked: list[dict]) -> str:
    """How many of the papers of a new filing must be there, and how many more may be."""
    mandatory = sum(1 for r in asked if r["mandatory"])
    optional = len(asked) - mandatory
    text = f"{mandatory} dokumen wajib diunggah"
    return f"{text}, {optional} dokumen lain bila ada." if optional else f"{text}."


def procedure_lines(stages, *, visit: bool, fee: bool) -> list[str]:
    """The path of a file in the applicant's words; an approving agency or a visit adds its step."""
    keys = ["fill", "check", "register", "verify"]
    if stages:
        keys.append("stages" if len(stages) > 1 else "stage")
    keys += ["visit"] * bool(visit) + ["pay"] * bool(fee) + ["decide", "issue"]
    return [STEPS[key] for key in keys]


def time_words(days: int) -> str:
    """`days`: working days."""
    return f"Paling lama {days} hari kerja sejak berkas dinyatakan lengkap dan terdaftar."


def product_words(name: str, months: int | None) -> str:
    return f"{name}, dokumen PDF dengan kode QR untuk verifikasi; masa berlaku {validity(months)}."


def validity(months: int | None) -> str:
    if months is None:
        return "tanpa batas waktu"
    return f"{months // 12} tahun" if months % 12 == 0 else f"{months} bulan"
