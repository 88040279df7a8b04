"""The kinds of form fields in words that a licensing officer uses, each with an example; and which limits each takes."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.schema.spec import NOT_IN_TABLES


class FieldKind(NamedTuple):
    key: str
    name: str
    example: str
    limits: tuple[str, ...] = ()


GROUPS = (
    (_("Teks"), (
        FieldKind("text", _("Teks satu baris"), _("misalnya nama tempat usaha"), ("max_length",)),
        FieldKind("textarea", _("Teks panjang"), _("misalnya uraian kegiatan atau alamat"), ("max_length",)),
    )),
    (_("Angka dan tanggal"), (
        FieldKind("integer", _("Bilangan bulat"), _("misalnya jumlah kamar: 12"), ("min", "max")),
        FieldKind("decimal", _("Angka dengan koma"), _("misalnya luas: 120,5"), ("min", "max")),
        FieldKind("money", _("Uang (rupiah)"), _("misalnya nilai investasi: Rp25.000.000"), ("min", "max")),
        FieldKind("date", _("Tanggal"), _("misalnya tanggal mulai: 17 Agustus 2026"), ("min", "max")),
    )),
    (_("Pilihan"), (
        FieldKind("choice", _("Satu pilihan"), _("misalnya jenis tempat: klinik atau rumah sakit")),
        FieldKind("multichoice", _("Beberapa pilihan"), _("misalnya hari buka: Senin, Rabu, Jumat")),
        FieldKind("boolean", _("Ya atau tidak"), _("misalnya apakah bangunan disewa?")),
    )),
    (_("Nomor dan kontak"), (
        FieldKind("nik", _("NIK"), _("16 angka pada KTP-el, misalnya NIK penanggung jawab; disimpan tersandi")),
        FieldKind("npwp", _("NPWP"), _("nomor pajak, 15 atau 16 angka, misalnya milik perusahaan; disimpan tersandi")),
        FieldKind("nib", _("NIB"), _("nomor induk berusaha dari OSS, 13 angka; disimpan tersandi")),
        FieldKind("kbli", _("KBLI"), _("kode bidang usaha, 5 angka, misalnya 86901")),
        FieldKind("phone", _("Nomor telepon"), _("misalnya 0812 3456 7890")),
        FieldKind("email", _("Alamat surel"), _("misalnya nama@contoh.id")),
    )),
    (_("Tempat"), (
        FieldKind("region", _("Wilayah"), _("misalnya kelurahan tempat usaha, dipilih dari daftar")),
        FieldKind("geo_point", _("Titik koordinat"), _("satu titik di peta, misalnya 1.1283, 104.0531")),
        FieldKind("geo_polygon", _("Batas lahan"), _("misalnya batas kebun: beberapa titik yang mengelilinginya")),
    )),
    (_("Daftar"), (
        FieldKind("table", _("Tabel"), _("misalnya jadwal praktik: beberapa baris berisi hari dan jam"), ("max_rows",)),
    )),
)  # fmt: skip
KINDS = {kind.key: kind for _title, kinds in GROUPS for kind in kinds}


def kind_name(key) -> str:
    """What people call a kind; the key itself for one that there is no more."""
    return str(KINDS[key].name) if key in KINDS else str(key)


def groups_for(column: bool) -> list:
    """[(title, kinds)] to choose from; a column of a table takes fewer."""
    if not column:
        return list(GROUPS)
    fitting = [(title, [kind for kind in kinds if kind.key not in NOT_IN_TABLES]) for title, kinds in GROUPS]
    return [(title, kinds) for title, kinds in fitting if kinds]
