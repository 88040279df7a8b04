"""Each kind of field: what it takes, what it refuses and how it says so."""

from datetime import date
from decimal import Decimal

import pytest

from applications.schema.form import FormSpec
from applications.schema.kinds import KINDS, Context, Place, kind_of
from applications.schema.kinds.numbers import read_number, write_number
from applications.schema.spec import TYPES
from tests.applications.schema.samples import GOOD, NIK, NIK2, SPEC, cleaned, form_for, one


def only(**field):
    return FormSpec.from_json([one("isian", **field)])


def value_of(value, **field):
    return cleaned("isian", value, spec=only(**field))


def test_every_type_of_the_file_has_its_kind():
    assert set(KINDS) == set(TYPES)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", "1234.5"), ("1234.5", "1234.5"), ("1234,5", "1234.5"), ("1,234.5", "1234.5"), ("12,5", "12.5"),
        ("0.125", "0.125"), ("0,125", "0.125"), ("1.234", "1234"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"), ("1 234 567", "1234567"), ("1.5", "1.5"), ("1234.567", "1234.567"), ("-5", "-5"),
        ("\u22125", "-5"), ("007", "7"), ("1,234", "1.234"),
    ],
)  # fmt: skip
def test_numbers_are_read_the_indonesian_way_first(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "1.23.4",
        "1.2345,6",
        "1,2,3",
        "12.34.567",
        "abc",
        "1e5",
        "",
        ".5",
        "1,",
        "1..2",
        "٣",
        "NaN",
        "0x10",
        "--5",
        "1" * 50,
    ],
)
def test_a_number_that_reads_two_ways_or_none_is_refused(typed):
    if typed == "":
        assert value_of(typed, type="decimal") == ["Belum diisi."]
    else:
        assert isinstance(value_of(typed, type="decimal"), list)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "1.234.567"), (2026, "2026"), (Decimal("1234.50"), "1234,5"), (Decimal("-12345.6"), "-12.345,6")],
)
def test_numbers_are_written_the_indonesian_way_and_years_look_like_years(value, text):
    assert write_number(value) == text


def test_an_ambiguous_number_is_read_back_in_words():
    form = form_for("luas", GOOD | {"luas": "1.234"})
    form.is_valid()
    assert form.cleaned_data["luas"] == Decimal(1234)
    assert "seribu dua ratus tiga puluh empat" in form.understood["luas"]
    calm = form_for("luas", GOOD)
    calm.is_valid()
    assert calm.understood == {}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ({"type": "text"}, "x" * 201, "paling banyak 200"),
        ({"type": "textarea"}, "x" * 4001, "paling banyak 4000"),
        ({"type": "text"}, "a\x00b", "tidak terlihat"),
        ({"type": "text"}, "a\x1bb", "tidak terlihat"),
        ({"type": "text"}, "a\ud800b", "tidak terlihat"),
        ({"type": "text"}, "\u200b \u202e", "Belum diisi"),
        ({"type": "integer"}, "1,5", "bilangan bulat"),
        ({"type": "integer"}, "-1", "di luar batas"),
        ({"type": "integer"}, "1000000000001", "di luar batas"),
        ({"type": "integer", "min": 1, "max": 9}, "10", "dari 1 sampai 9"),
        ({"type": "decimal"}, "1,23456", "4 angka di belakang koma"),
        ({"type": "decimal"}, "-0,1", "di luar batas"),
        ({"type": "decimal"}, "9999999999999", "di luar batas"),
        ({"type": "money"}, "Rp 1.500,50", "bilangan bulat"),
        ({"type": "money"}, "sejuta", "harus berupa angka"),
        ({"type": "date"}, "1899-12-31", "1900 dan 2200"),
        ({"type": "date"}, "31-02-2026", "tidak ada dalam kalender"),
        ({"type": "date"}, "besok", "belum terbaca"),
        ({"type": "choice", "choices": ["A", "B"]}, "C", "tidak ada dalam pilihan"),
        ({"type": "multichoice", "choices": ["A", "B"]}, ["A", "C"], "tidak ada dalam pilihan"),
        ({"type": "boolean"}, "mungkin", "Ya atau Tidak"),
        ({"type": "nik"}, "2171033102900001", "Tanggal lahir"),
        ({"type": "npwp"}, "123", "NPWP"),
        ({"type": "nib"}, "123", "NIB harus 13 angka"),
        ({"type": "kbli"}, "861", "KBLI harus 5 angka"),
        ({"type": "phone"}, "12", "Nomor telepon"),
        ({"type": "email"}, "siti", "e-mail"),
        ({"type": "geo_point"}, "91, 104", "tertukar|di bumi"),
        ({"type": "geo_point"}, "104.05, 1.12", "tertukar"),
        ({"type": "geo_point"}, "52.5, 13.4", "di luar Indonesia"),
        ({"type": "geo_point"}, "dekat pasar", "belum terbaca"),
        ({"type": "geo_polygon"}, "1.1, 104\n1.2, 104", "tiga titik"),
        ({"type": "geo_polygon"}, "1.1, 104\nsini\n1.2, 104", "Baris 2"),
        ({"type": "geo_polygon"}, "\n".join(f"1.{n:04}, 104" for n in range(502)), "paling banyak 500"),
        ({"type": "geo_polygon"}, '{"type": "Point", "coordinates": [104, 1]}', "tepat satu poligon"),
        ({"type": "geo_polygon"}, "{" * 3000, "tepat satu poligon"),
    ],
)  # fmt: skip
def test_an_answer_out_of_range_is_refused_in_words(field, typed, words):
    found = value_of(typed, **field)
    assert isinstance(found, list) and any(
        any(word in str(message) for word in words.split("|")) for message in found
    ), found


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ({"type": "text"}, "  a\tb\u200b ", "a b"),
        ({"type": "textarea"}, "a\r\nb", "a\nb"),
        ({"type": "integer"}, "1.234", 1234),
        ({"type": "integer"}, "1000000000000", 10**12),
        ({"type": "decimal"}, "12,50", Decimal("12.5")),
        ({"type": "decimal"}, "0", Decimal(0)),
        ({"type": "money"}, "Rp1.500.000,00", 1_500_000),
        ({"type": "money"}, "1500000,-", 1_500_000),
        ({"type": "date"}, "24 Agustus 2026", date(2026, 8, 24)),
        ({"type": "date"}, "24/8/2026", date(2026, 8, 24)),
        ({"type": "boolean"}, "tidak", False),
        ({"type": "choice", "choices": ["(diisi daerah)"]}, "apa saja", "apa saja"),
        ({"type": "geo_point"}, "-6.2, 106.8", (-6.2, 106.8)),
        ({"type": "geo_point"}, "-6,2; 106,8", (-6.2, 106.8)),
        ({"type": "geo_point"}, "-6,2 106,8", (-6.2, 106.8)),
        ({"type": "geo_point"}, "-6.2,106.8", (-6.2, 106.8)),
        ({"type": "nik"}, "2171 0346 0790 0001", NIK),
        ({"type": "phone"}, "0812 3456 7890", "+6281234567890"),
    ],
)  # fmt: skip
def test_a_good_answer_is_normalised(field, typed, value):
    assert value_of(typed, **field) == value


def test_a_boundary_closes_itself_and_reads_geojson():
    ring = [(1.1, 104.0), (1.1, 104.1), (1.2, 104.1), (1.1, 104.0)]
    assert value_of("1.1, 104\n1.1, 104.1\n\n1.2, 104.1", type="geo_polygon") == ring
    coordinates = "[[[104, 1.1], [104.1, 1.1], [104.1, 1.2], [104, 1.1]]]"
    polygon = f'{{"type": "Polygon", "coordinates": {coordinates}}}'
    assert value_of(polygon, type="geo_polygon") == ring
    feature = f'{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry": {polygon}}}]}}'
    assert value_of(feature, type="geo_polygon") == ring


def test_a_region_of_the_office_is_taken_with_its_name():
    assert cleaned("wilayah", "21.71.03.1001") == Place("21.71.03.1001", "Tanjung Riau, Sekupang")


def test_a_region_of_another_office_is_refused_by_name():
    (why,) = cleaned("wilayah", "21.01.04.2001")
    assert "Gunung Kijang, Kabupaten Bintan tidak termasuk wilayah Kota Batam" in why
    assert "99.99" in cleaned("wilayah", "99.99")[0]


def test_an_office_of_one_village_does_not_ask_which():
    spec, lone = only(type="region", level="kelurahan"), [("Sekupang", [("21.71.03.1001", "Tanjung Riau")])]
    context = Context(lambda level: lone)
    assert form_for("isian", spec=spec, context=context)["isian"].initial == "21.71.03.1001"


def test_choices_come_from_the_regions_when_the_standard_says_so():
    assert cleaned("kota", ["21.01"]) == [Place("21.01", "Kabupaten Bintan")]
    assert "di luar wilayah" in cleaned("kota", ["33.17"])[0]


def test_a_yes_or_no_question_is_never_a_box_and_may_be_answered_no():
    form = form_for("keramaian", GOOD)
    assert form.fields["keramaian"].widget.input_type == "radio"
    assert cleaned("keramaian", "") == ["Belum diisi."]
    assert cleaned("keramaian", "tidak") is False


def test_secrets_are_masked_when_shown_and_whole_when_printed():
    for code in ("nik", "npwp", "nib"):
        kind = KINDS[code]
        assert kind.secret and kind.show("1234567890123456").startswith("••••••••••••3456"[:8])
        assert kind.print("1234567890123456") == "1234567890123456"
    assert not KINDS["kbli"].secret and not KINDS["phone"].secret


# --- tables -----------------------------------------------------------------------------------------------------------


def rows(*cells):
    return {f"saksi-{n}-{key}": value for n, row in enumerate(cells) for key, value in row.items()}


def test_blank_rows_of_a_table_are_dropped():
    found = cleaned("saksi", rows({"nama": "Ali", "nik": NIK}, {"nama": " ", "nik": ""}, {"nama": "Budi", "nik": NIK2}))
    assert [row["nama"] for row in found] == ["Ali", "Budi"]
    assert found[0]["umur"] is None


def test_a_wrong_cell_is_named_by_row_and_column_and_marked():
    form = form_for("saksi", rows({"nama": "Ali", "nik": NIK}, {"nama": "", "nik": "12", "umur": "x"}))
    assert not form.is_valid()
    messages = form.errors["saksi"]
    assert messages[0] == "Baris 2, Nama: Belum diisi."
    assert messages[1].startswith("Baris 2, Nik: NIK harus 16 angka") and messages[2].startswith("Baris 2, Umur:")
    html = str(form["saksi"])
    assert 'id="id_saksi-1-nik_error"' in html and 'value="12"' in html and html.count('aria-invalid="true"') == 3


def test_a_table_offers_three_empty_rows_and_a_button_that_needs_no_script():
    html = str(form_for("saksi")["saksi"])
    assert html.count("<fieldset") == 3
    assert 'name="add_row" value="saksi"' in html
    grown = form_for("saksi", rows({"nama": "Ali", "nik": NIK}) | {"add_row": "saksi"})
    assert grown.add_row == "saksi" and str(grown["saksi"]).count("<fieldset") == 4
    assert form_for("saksi", rows({"nama": "Ali"}) | {"add_row": "nama"}).add_row == ""


def test_a_table_of_more_than_a_hundred_rows_is_refused():
    full = rows(*[{"nama": f"Orang {n}", "nik": NIK} for n in range(100)])
    assert len(cleaned("saksi", full)) == 100
    assert "penuh" in str(form_for("saksi", full)["saksi"])
    assert cleaned("saksi", full | rows(*[{}] * 100, {"nama": "x", "nik": NIK})) == ["Paling banyak 100 baris."]
    assert cleaned("saksi", {"saksi-999-nama": "x", "saksi-0-nama": "Ali", "saksi-0-nik": NIK})[0]["nama"] == "Ali"


def test_a_cell_that_is_not_asked_for_is_ignored():
    found = cleaned("saksi", rows({"nama": "Ali", "nik": NIK, "peran": "admin"}))
    assert set(found[0]) == {"nama", "nik", "umur"}


def test_a_list_that_waits_for_the_region_takes_any_text():
    assert kind_of(SPEC.field("daerah")).name == "text"
    assert "diisi oleh daerah" in str(form_for("daerah")["daerah"].help_text)
