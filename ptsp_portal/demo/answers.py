"""Believable answers and papers for any standard, from a seeded generator: the demo story and the tests file with them."""

from datetime import date, timedelta
from io import BytesIO
from random import Random

import pikepdf
from PIL import Image, ImageDraw

from applications.schema.kinds import kind_of
from applications.schema.kinds.base import Place

TEXTS = {
    "no_str": ["25 03 1 2 2 21-{n}", "16 12 1 1 3 20-{n}"],
    "nama_faskes": [
        "Klinik Fisioterapi Sehat Bersama",
        "RS Awal Bros Batam",
        "Puskesmas Tiban Baru",
        "Praktik Mandiri Bestari",
    ],
    "nama_usaha": ["CV Bahari Jaya", "UD Gurindam Makmur", "PT Samudra Kepulauan Mandiri Sejahtera"],
    "nama_perusahaan": ["PT Samudra Kepulauan Mandiri Sejahtera", "Koperasi Angkutan Bintan Raya"],
    "tema": ["Pekan UMKM Kepulauan Riau", "Kopi Sekanak – rasa asli Melayu", "Layanan Internet Pulau"],
    "kode_trayek": ["AKDP 07: Tanjungpinang – Kijang – Tanjung Uban"],
    "terminal_asal": ["Terminal Sei Carang"],
    "terminal_tujuan": ["Terminal Tanjung Uban"],
    "keperluan": ["Pembukaan rekening bank", "Pendaftaran sekolah anak", "Melamar pekerjaan"],
    "nama_acara": ["Pasar Malam Pantai Kencana", "Pasar Rakyat Ranai Ceria"],
    "judul": ["Pemetaan Nelayan Tradisional di Kepulauan Riau"],
    "lembaga": ["Universitas Maritim Raja Ali Haji"],
}
STREETS = [
    "Jalan Gajah Mada No. {n}, Tiban",
    "Jalan R.E. Martadinata No. {n}",
    "Perumahan Bida Asri Blok C No. {n}",
    "Kampung Tua RT 003 RW 007 No. {n}",
]
POINT, POLYGON = "1.1283, 104.0531", "1.10, 104.00\n1.10, 104.02\n1.12, 104.02\n1.12, 104.00"
_EAST = {
    "nama_faskes": ["RSUD Abdul Wahab Sjahranie", "Puskesmas Air Putih", "Klinik Mahakam Sehat"],
    "nama_usaha": ["CV Mahakam Jaya", "UD Sarung Tenun Makmur"],
    "streets": ["Jalan Juanda No. {n}", "Jalan Pangeran Antasari No. {n}", "Jalan Cipto Mangunkusumo RT 12 No. {n}"],
    "point": "-0.4948, 117.1436",
    "polygon": "-0.50, 117.14\n-0.50, 117.16\n-0.48, 117.16\n-0.48, 117.14",
}
_JAVA = {
    "nama_faskes": ["RSUD dr. R. Soetrasno", "Puskesmas Rembang 1", "Klinik Bina Sehat"],
    "nama_usaha": ["CV Batik Lasem Jaya", "UD Garam Pantura"],
    "streets": ["Jalan Pemuda No. {n}", "Jalan Kartini No. {n}", "Jalan Diponegoro RT 002 RW 001 No. {n}"],
    "point": "-6.7081, 111.3425",
    "polygon": "-6.72, 111.34\n-6.72, 111.36\n-6.70, 111.36\n-6.70, 111.34",
}
_SEA = {
    "nama_faskes": ["Puskesmas Ranai", "RSUD Natuna", "Klinik Bunguran Sehat"],
    "streets": ["Jalan Datuk Kaya Wan Mohammad Benteng No. {n}", "Jalan Soekarno-Hatta RT 002 RW 003 No. {n}"],
    "point": "3.9451, 108.3868",
    "polygon": "3.94, 108.38\n3.94, 108.39\n3.95, 108.39\n3.95, 108.38",
}
# What else an answer says at offices elsewhere.
ELSEWHERE = {
    **dict.fromkeys(("Kota Samarinda", "Kota Balikpapan", "Provinsi Kalimantan Timur"), _EAST),
    "Kabupaten Rembang": _JAVA,
    "Kabupaten Natuna": _SEA,
}
SAMPLES = {
    "nik": "2171035203900004",
    "npwp": "0123456789012345",
    "nib": "9120301234567",
    "kbli": "47721",
    "phone": "+6281277001234",
    "email": "contoh@demo.test",
}


def example_answers(spec, context, random: Random, today: date) -> dict:
    """A value within its limits for every question the applicant is asked, also where a condition hides it; ready for
    `answers.store`."""
    return {one.code: _value(one, context, random, today) for one in spec.asked}


def _value(one, context, random, today):
    if one.type == "table":
        return [
            {column.code: _value(column, context, random, today) for column in one.columns}
            for _row in range(min(2, one.max_rows or 2))
        ]
    raw = _typed(one, context, random, today)
    return (
        raw
        if isinstance(raw, (Place, list)) and one.type in ("region", "multichoice")
        else kind_of(one).check(raw, one, context)
    )


def _typed(one, context, random, today):
    if one.type in SAMPLES:
        return SAMPLES[one.type]
    if one.type in ("text", "textarea"):
        return _text(one, context, random)[: one.max_length].strip()
    if one.type == "choice":
        return _text(one, context, random) if one.free_choice else random.choice(one.choices)
    return OTHERS[one.type](one, context, random, today)


def _text(one, context, random) -> str:
    number, own = str(random.randint(2, 180)), ELSEWHERE.get(context.office_region, {})
    if one.code in TEXTS:
        return random.choice(own.get(one.code, TEXTS[one.code])).format(n=random.randint(1000, 9999))
    if one.code.startswith(("alamat", "lokasi")) or "alamat" in one.label.lower():
        return random.choice(own.get("streets", STREETS)).format(n=number)
    if "jam" in one.code:
        return "08.00–12.00"
    return f"{one.label.split('(')[0].strip()} {number}"


def _date(one, context, random, today):
    """Dates that begin something lie behind, dates that end something ahead."""
    ahead = any(word in one.code for word in ("selesai", "berlaku", "akhir", "sampai", "berakhir"))
    days = random.randint(40, 400)
    day = today + timedelta(days=days) if ahead else today - timedelta(days=days)
    return _within(day, one).strftime("%d-%m-%Y")


def _within(value, one):
    if one.low is not None and value < one.low:
        return one.low
    return one.high if one.high is not None and value > one.high else value


def _number(one, context, random, today):
    low = one.low if one.low is not None else 1
    high = one.high if one.high is not None else low + 40
    if "tahun" in one.code:
        low, high = today.year - 12, today.year
    return str(_within(random.randint(min(low, high), high), one))


def _region(one, context, random, today):
    groups = context.choices_for_region(one.level)
    places = [Place(code, f"{name}, {group}" if group else name) for group, inside in groups for code, name in inside]
    return random.choice(places)


def _multichoice(one, context, random, today):
    if one.choices_from:
        groups = context.choices_for_region(one.choices_from)
        return [Place(code, name) for _group, inside in groups for code, name in inside][:2]
    return kind_of(one).check(["Contoh"] if one.free_choice else list(one.choices[:2]), one, context)


OTHERS = {
    "date": _date,
    "integer": _number,
    "decimal": _number,
    "money": lambda one, context, random, today: str(_within(random.randint(5, 500) * 1_000_000, one)),
    "boolean": lambda one, context, random, today: random.choice(["ya", "tidak"]),
    "region": _region,
    "multichoice": _multichoice,
    "geo_point": lambda one, context, random, today: ELSEWHERE.get(context.office_region, {}).get("point", POINT),
    "geo_polygon": lambda one, context, random, today: ELSEWHERE.get(context.office_region, {}).get("polygon", POLYGON),
}


def sample_pdf(title: str) -> bytes:
    """One real, harmless page."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.docinfo["/Title"] = title
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def sample_picture(title: str, kind: str) -> bytes:
    picture = Image.new("RGB", (480, 640), (226, 240, 239))
    ImageDraw.Draw(picture).text((40, 300), title[:48], fill=(11, 92, 94))
    out = BytesIO()
    picture.save(out, "JPEG" if kind == "jpg" else "PNG")
    return out.getvalue()


def paper_kind(requirement: dict) -> str:
    """A PDF where it may be one, else a picture."""
    return next(kind for kind in ("pdf", "jpg", "png") if kind in requirement["formats"])


def sample_document(requirement: dict) -> tuple[str, bytes]:
    """(file name, content) of a paper that fits the requirement."""
    code, kind = requirement["code"], paper_kind(requirement)
    if kind == "pdf":
        return f"{code}.pdf", sample_pdf(requirement["name"])
    return f"{code}.{kind}", sample_picture(requirement["name"], kind)
