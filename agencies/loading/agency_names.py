"""Proper names of the offices behind the catalogue's agency codes."""

from agencies.models import Agency

# {place} is the region with what it is called ("Kota Batam", "Provinsi Kepulauan Riau"), {name} the bare name.
NAMES = {
    "BAPENDA": "Badan Pendapatan Daerah {place}",
    "BPKAD": "Badan Pengelolaan Keuangan dan Aset Daerah {place}",
    "BPN": "Kantor Pertanahan {place}",
    "DAMKAR": "Dinas Pemadam Kebakaran dan Penyelamatan {place}",
    "DINKES": "Dinas Kesehatan {place}",
    "DINSOS": "Dinas Sosial {place}",
    "DISDIK": "Dinas Pendidikan {place}",
    "DISHUB": "Dinas Perhubungan {place}",
    "DISNAKER": "Dinas Tenaga Kerja {place}",
    "DKP": "Dinas Kelautan dan Perikanan {place}",
    "DLH": "Dinas Lingkungan Hidup {place}",
    "DPRKP": "Dinas Perumahan Rakyat dan Kawasan Permukiman {place}",
    "ESDM": "Dinas Energi dan Sumber Daya Mineral {place}",
    "FPR": "Forum Penataan Ruang {place}",
    "INSPEKTORAT": "Inspektorat {place}",
    "KESBANGPOL": "Badan Kesatuan Bangsa dan Politik {place}",
    "KSOP": "Kantor Kesyahbandaran dan Otoritas Pelabuhan {name}",
    "POLRES": "Kepolisian Resor {place}",
    "PUPR": "Dinas Pekerjaan Umum dan Penataan Ruang {place}",
    "PUPR-BM": "Dinas Pekerjaan Umum dan Penataan Ruang {place}, Bidang Bina Marga",
    "PUPR-SDA": "Dinas Pekerjaan Umum dan Penataan Ruang {place}, Bidang Sumber Daya Air",
    "SATPOLPP": "Satuan Polisi Pamong Praja {place}",
    "SETDA": "Sekretariat Daerah {place}",
    "SYAHBANDAR": "Kesyahbandaran Pelabuhan Perikanan {name}",
    "TPA-TPT": "Tim Profesi Ahli dan Tim Penilai Teknis {place}",
}

# Offices that bear a name of their own at one place.
OWN_NAMES = {
    ("21", "POLRES"): "Kepolisian Daerah (Polda) Kepulauan Riau",
    ("21", "BPN"): "Kantor Wilayah Badan Pertanahan Nasional Provinsi Kepulauan Riau",
    ("21.71", "POLRES"): "Kepolisian Resor Kota (Polresta) Barelang",
    ("21.72", "POLRES"): "Kepolisian Resor Kota (Polresta) Tanjungpinang",
    ("64", "POLRES"): "Kepolisian Daerah (Polda) Kalimantan Timur",
    ("64.71", "POLRES"): "Kepolisian Resor Kota (Polresta) Balikpapan",
    ("64.72", "POLRES"): "Kepolisian Resor Kota (Polresta) Samarinda",
}

KINDS = {
    "INSPEKTORAT": Agency.Kind.INSPECTORATE,
    **dict.fromkeys(("BPN", "KSOP", "POLRES", "SYAHBANDAR"), Agency.Kind.VERTICAL),
}


def agency_name(region_code: str, code: str, place: str, bare_name: str) -> str:
    """Raises KeyError for a code without a name here: a new code in the catalogue needs one."""
    own = OWN_NAMES.get((region_code, code))
    return own or NAMES[code].format(place=place, name=bare_name)
