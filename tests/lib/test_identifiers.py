"""Numbers of people, businesses and files: what is taken, what is refused and in which words."""

import random

import pytest

from ptsp_portal.lib.identifiers import (
    BadIdentifier,
    check_digit_fits,
    clean_email,
    clean_kbli,
    clean_nib,
    clean_nik,
    clean_npwp,
    clean_phone,
    initials,
    masked,
    nik_warnings,
    with_check_digit,
)


@pytest.mark.parametrize(
    "typed",
    ["2171034607900001", "2171 0346 0790 0001", "217103.460790.0001", " 2171-0346-0790-0001 ", "2171030607900001"],
)
def test_a_nik_is_taken_with_the_separators_people_type(typed):
    assert clean_nik(typed).isdigit() and len(clean_nik(typed)) == 16


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("217103460790000", "16 angka; yang Anda isi 15"),
        ("21710346079000011", "yang Anda isi 17"),
        ("2171033102900001", "Tanggal lahir di dalam NIK tidak mungkin"),
        ("2171037102900001", "71-02-90"),
        ("2171030013900001", "00-13-90"),
        ("2171034607900000", "0000"),
        ("217103460790000A", "hanya boleh berisi angka"),
        ("٢١٧١٠٣٤٦٠٧٩٠٠٠٠١", "hanya boleh berisi angka"),
        ("", "hanya boleh berisi angka"),
    ],
)
def test_an_impossible_nik_is_refused_in_words(typed, words):
    with pytest.raises(BadIdentifier, match=words):
        clean_nik(typed)


def test_an_old_area_code_only_warns():
    assert clean_nik("9971034607900001") == "9971034607900001"
    assert nik_warnings("9971034607900001")
    assert nik_warnings("2171034607900001") == []


def test_an_npwp_becomes_sixteen_digits():
    assert clean_npwp("01.234.567.8-901.000") == "0012345678901000"
    assert clean_npwp("0012345678901000") == "0012345678901000"
    assert clean_npwp("2171034607900001") == "2171034607900001"


@pytest.mark.parametrize("typed", ["123", "0" * 15, "0" * 16, "2171033102900001", "01.234.567.8-901.00A", "1" * 17])
def test_a_broken_npwp_is_refused(typed):
    with pytest.raises(BadIdentifier):
        clean_npwp(typed)


def test_nib_and_kbli_count_their_digits():
    assert clean_nib("9120 0011 2233 4") == "9120001122334"
    assert clean_kbli("86103") == "86103"
    for bad in ("912000112233", "91200011223344", "912000112233x", "0" * 13):
        with pytest.raises(BadIdentifier):
            clean_nib(bad)
    for bad in ("8610", "861030", "Q8610", "00123"):
        with pytest.raises(BadIdentifier):
            clean_kbli(bad)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("(0778) 123456", "+62778123456"),
        ("0778/123456", "+62778123456"),
    ],
)
def test_a_telephone_number_is_stored_as_e164(typed, stored):
    assert clean_phone(typed) == stored


@pytest.mark.parametrize("typed", ["", "12", "+1 555 123 4567", "0812", "08123456789012345", "0812abc4567"])
def test_a_number_that_cannot_ring_is_refused(typed):
    with pytest.raises(BadIdentifier, match="Nomor telepon"):
        clean_phone(typed)


def test_an_email_keeps_its_name_and_lowers_its_domain():
    assert clean_email(" Siti@Contoh.ID ") == "Siti@contoh.id"
    for bad in ("siti", "siti@", "a b@contoh.id", "siti@contoh.id\nBcc: x@y.id"):
        with pytest.raises(BadIdentifier):
            clean_email(bad)


def test_a_mask_shows_the_last_four_and_never_everything():
    assert masked("2171034607900001") == "•" * 12 + "0001"
    assert masked("0001") == "••••"
    assert masked("") == ""


def test_initials_stand_for_a_name_on_public_pages():
    assert initials("Siti Aminah") == "S. A."
    assert initials("dr. Budi Santoso, Sp.OG") == "D. B. S."
    assert initials("") == ""


def test_every_single_wrong_digit_and_every_swap_of_neighbouring_digits_is_caught():
    chance = random.Random(7)
    for _round in range(60):
        whole = with_check_digit(f"BATAM-{chance.randint(2020, 2099)}-{chance.randint(0, 999999):06}")
        assert check_digit_fits(whole)
        for place, character in enumerate(whole):
            if not character.isdigit():
                continue
            for other in "0123456789":
                assert check_digit_fits(whole[:place] + other + whole[place + 1 :]) == (other == character)
            if whole[place + 1 : place + 2].isdigit():
                swapped = whole[:place] + whole[place + 1] + character + whole[place + 2 :]
                assert check_digit_fits(swapped) == (character == whole[place + 1])


def test_a_registration_number_survives_case_and_spaces():
    number = with_check_digit("BTM-2026-000120")
    assert number[-1].isdigit()
    assert check_digit_fits(number.lower().replace("-", " "))
    assert not check_digit_fits("")
    assert not check_digit_fits("7")
