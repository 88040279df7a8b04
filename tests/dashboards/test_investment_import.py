"""Handing in investment figures: a fault is named with its column, nothing half is kept, and two people make a figure final."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from agencies.models import Region
from audit.models import JournalEntry
from dashboards.actions import investment as acts
from dashboards.investment_judging import judge
from dashboards.investment_places import Places
from dashboards.investment_reading import read_lines
from dashboards.models import InvestmentFile, InvestmentRealisation, InvestmentSector, InvestmentTarget
from ptsp_portal.lib.rules import Incomplete, NotAllowed, WrongState
from ptsp_portal.lib.upload_kinds import UploadRefused
from tests.dashboards.investing import BATAM_OFFICE, TRILLION, aim, handed_in, kept, line, published, sheet
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TODAY = date(2026, 8, 4)


def problems(*lines, **how) -> list[tuple]:
    """(row, column, reason) of every fault."""
    judged = judge(handed_in(*lines, **how), TODAY)
    return [(each.row, column, reason) for each in judged for column, reason in each.problems]


def test_the_ministry_counts_23_sectors_in_three_groups():
    counts = {
        group: InvestmentSector.objects.filter(group=group).count() for group in ("primer", "sekunder", "tersier", "-")
    }
    assert counts == {"primer": 4, "sekunder": 12, "tersier": 7, "-": 1}


CASES = [
    (
        {"kode_wilayah": "2101"},
        "kode_wilayah",
        "Bintan menurut Kemendagri, Kabupaten Karimun menurut BPS; tulis 21.01",
    ),
    ({"kode_wilayah": "2103"}, None, None),
    ({"kode_wilayah": "21.01", "kode_bps": "2102"}, None, None),
    ({"kode_wilayah": "21.01", "kode_bps": "2101"}, "kode_bps", "kode_bps menunjuk Kabupaten Karimun"),
    ({"kode_wilayah": None, "kode_bps": "2101", "wilayah": "Bintan"}, "wilayah", "adalah Kabupaten Karimun, bukan"),
    ({"kode_wilayah": None, "wilayah": "kota tanjung pinang"}, None, None),
    ({"kode_wilayah": None, "wilayah": "Kota Bintan"}, "wilayah", "tidak dikenal"),
    ({"kode_wilayah": None}, "kode_wilayah", "kosong"),
    ({"kode_wilayah": 21.01}, None, None),
    ({"kode_wilayah": "21.99"}, "kode_wilayah", "tidak dikenal"),
    ({"kode_wilayah": "64.71"}, "kode_wilayah", "di luar wilayah kantor ini"),
    ({"tahun": 1999}, "tahun", "jangkauan"),
    ({"triwulan": "5"}, "triwulan", "1 sampai 4"),
    ({"triwulan": "TW IV"}, None, None),
    ({"triwulan": "2026-03-01T00:00:00"}, "triwulan", "tanggal"),
    ({"tahun": 2026, "triwulan": "4"}, "triwulan", "belum dimulai"),
    ({"triwulan": "III-I"}, "triwulan", "terbalik"),
    ({"jenis": "asing"}, "jenis", "PMA, PMDN"),
    ({"jenis": "PMA"}, "negara", "wajib untuk PMA"),
    ({"jenis": "PMA", "negara": "Atlantis"}, "negara", "tidak dikenal"),
    ({"jenis": "PMA", "negara": "Indonesia"}, "negara", "luar negeri"),
    ({"jenis": "PMA", "negara": "Singapore"}, None, None),
    ({"negara": "Jepang"}, "negara", "PMDN tidak mempunyai"),
    ({"sektor": "99"}, "sektor", "tidak dikenal"),
    ({"sektor": "hotel & restoran"}, "sektor", "tidak dikenal"),
    ({"sektor": "Hotel dan Restoran"}, None, None),
    ({"nilai_rp": "-5"}, "nilai_rp", "negatif"),
    ({"nilai_rp": "1.250"}, "nilai_rp", "bisa berarti"),
    ({"nilai_rp": None}, "nilai_rp", "isi rupiah"),
    ({"nilai_usd": 100, "kurs": 14000}, "kurs", "lebih dari 1%"),
    ({"tki": "12,5"}, "tki", "bulat"),
    ({"sumber": None}, "sumber", "dari mana"),
]


def test_each_fault_is_named_with_its_column_and_its_reason():
    """What is said of one line beside what is right by itself; None: nothing is wrong with it."""
    places = Places(Region.objects.get(code="21"))
    read = read_lines(sheet("realisasi", *(line(**said) for said, _column, _why in CASES)), "realisasi", places, TODAY)
    wrong = []
    for (said, column, why), each in zip(CASES, read, strict=True):
        is_so = each.problems == [] if why is None else len(each.problems) == 1 and why in each.problems[0][1]
        if not is_so or (why and each.problems[0][0] != column):
            wrong.append((said, each.problems))
    assert wrong == []


def test_rupiah_is_reckoned_from_dollars_and_their_rate():
    file = kept(line(jenis="PMA", negara="SG", nilai_rp=None, nilai_usd="1,000,000.00", kurs="14.350,00"))
    row = file.realisations.get()
    assert (row.value_idr, row.value_usd, row.rate, row.country) == (14_350_000_000, 1_000_000, 14_350, "SG")


def test_doubles_and_sums_that_would_count_twice_are_faults():
    assert [(row, why[:23]) for row, _c, why in problems(line(), line(sumber="lain"))] == [
        (3, "sama dengan baris 2: ta")
    ]
    within = problems(line(triwulan="I-III"), line(triwulan="II", sektor="19"))
    assert [(row, column) for row, column, _why in within] == [(2, "triwulan"), (3, "triwulan")]
    published(line(kode_wilayah="21"))
    above = problems(line(kode_wilayah="21.71", sektor="01"))
    assert [column for _row, column, _why in above] == ["kode_wilayah"] and "terhitung dua kali" in above[0][2]
    assert problems(line(kode_wilayah="21.71", triwulan="II")) == []


def test_a_partly_wrong_file_keeps_nothing():
    file = handed_in(line(), line(triwulan="II", nilai_rp="-1"))
    before = JournalEntry.objects.count()
    with pytest.raises(Incomplete) as no, transaction.atomic():
        acts.keep_file(file.uuid, by=file.created_by)
    assert no.value.gaps == [("Baris 3: tidak boleh negatif", None)]
    file.refresh_from_db()
    assert not InvestmentRealisation.objects.exists() and file.kept_at is None
    assert JournalEntry.objects.count() == before


def test_a_file_without_the_columns_is_no_file():
    file = handed_in(line())
    file.cells = [["tahun", "nama perusahaan"], [2021, "PT A"]]
    with pytest.raises(UploadRefused, match="triwulan, jenis, sektor, sumber, kode_wilayah"):
        judge(file, TODAY)
    file.cells = [[*handed_in(line()).cells[0], "nama perusahaan"], [2021]]
    with pytest.raises(UploadRefused, match="nama_perusahaan"):
        judge(file, TODAY)


def test_one_keeps_and_another_publishes():
    file = kept(line(), line(triwulan="II"))
    assert InvestmentRealisation.objects.shown().filter(status="provisional").count() == 2
    for who in ("admin.kepri", "kadis.batam", "gubernur", "verifikator.kepri"):
        with pytest.raises(NotAllowed), transaction.atomic():
            acts.publish_file(file.uuid, by=person(who))
    assert not InvestmentRealisation.objects.filter(status="final").exists()
    acts.publish_file(file.uuid, by=person("kadis.kepri"))
    assert InvestmentRealisation.objects.shown().filter(status="final").count() == 2
    verbs = JournalEntry.objects.filter(subject=file.uuid).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["investment.handed_in", "investment.kept", "investment.published"]
    with pytest.raises(WrongState), transaction.atomic():
        acts.publish_file(file.uuid, by=person("kadis.kepri"))


def test_a_head_who_is_also_the_admin_does_not_publish_the_own_file(office_of):
    office_of(BATAM_OFFICE).memberships.create(user=person("kadis.batam"), role="office_admin", from_on=TODAY)
    file = kept(line(), office=BATAM_OFFICE, by="kadis.batam")
    with pytest.raises(NotAllowed, match="Anda sendiri"), transaction.atomic():
        acts.publish_file(file.uuid, by=person("kadis.batam"))
    with pytest.raises(IntegrityError, match="investment_decided_by_another"), transaction.atomic():
        InvestmentFile.objects.filter(pk=file.pk).update(decided_by=file.created_by)


@pytest.mark.parametrize("who", ["kadis.kepri", "loket.kepri", "admin.batam", "gubernur"])
def test_only_the_offices_admin_hands_in(who):
    with pytest.raises(NotAllowed), transaction.atomic():
        handed_in(line(), by=who)
    assert not InvestmentFile.objects.exists()


def test_a_final_figure_is_replaced_by_a_new_row_and_kept():
    first = published(line())
    second = kept(line(nilai_rp=2 * TRILLION))
    shown = InvestmentRealisation.objects.shown().get()
    assert (shown.value_idr, shown.status) == (TRILLION, "final"), (
        "a provisional correction does not stand for a final figure"
    )
    acts.publish_file(second.uuid, by=person("kadis.kepri"))
    old, new = first.realisations.get(), second.realisations.get()
    assert InvestmentRealisation.objects.shown().get() == new and new.status == "final"
    assert (old.status, old.value_idr, old.superseded_by) == ("final", TRILLION, new) and old.superseded_at


def test_a_later_provisional_file_takes_the_place_of_an_earlier_one_and_the_same_again_is_passed_over():
    first = kept(line(), line(triwulan="II"))
    second = handed_in(line(nilai_rp=3 * TRILLION), line(triwulan="II"))
    judged = judge(second, TODAY)
    assert [(each.is_known, bool(each.notes)) for each in judged] == [(False, True), (True, False)]
    acts.keep_file(second.uuid, by=second.created_by)
    assert (second.realisations.count(), first.realisations.standing().count()) == (1, 1)
    again = handed_in(line(nilai_rp=3 * TRILLION))
    with pytest.raises(Incomplete, match="tidak ada yang baru"), transaction.atomic():
        acts.keep_file(again.uuid, by=again.created_by)
    acts.publish_file(first.uuid, by=person("kadis.kepri"))
    assert list(first.realisations.order_by("line").values_list("status", flat=True)) == ["provisional", "final"]


def test_what_the_province_handed_in_is_not_changed_by_the_city_below():
    published(line())
    found = problems(line(nilai_rp=5 * TRILLION), office=BATAM_OFFICE)
    assert len(found) == 1 and "DPMPTSP Provinsi Kepulauan Riau" in found[0][2]


def test_a_returned_file_counts_no_more():
    file = kept(line())
    acts.return_file(file.uuid, by=person("kadis.kepri"), reason="Angka tertukar.")
    assert not InvestmentRealisation.objects.shown().exists() and InvestmentRealisation.objects.count() == 1
    assert "Angka tertukar" not in str(JournalEntry.objects.get(verb="investment.returned").facts)


def test_a_new_look_ends_the_one_before_and_a_dropped_one_is_gone():
    first, second = handed_in(line()), handed_in(line())
    first.refresh_from_db()
    assert first.dropped_at and first.cells == []
    acts.drop_file(second.uuid, by=second.created_by)
    for file in (first, second):
        with pytest.raises(WrongState), transaction.atomic():
            acts.keep_file(file.uuid, by=file.created_by)
    assert not InvestmentRealisation.objects.exists()


def test_targets_come_in_the_same_way():
    assert [column for _r, column, _w in problems(aim(target_rp=None, jenis="semua"), kind="target")] == [
        "jenis",
        "target_rp",
    ]
    published(aim(), kind="target")
    assert InvestmentTarget.objects.shown().get().amount_idr == 21 * TRILLION


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET value_idr = 1",
        "UPDATE {} SET status = 'provisional'",
        "UPDATE {} SET published_at = now()",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_the_database_refuses_to_rewrite_a_final_figure(sql):
    published(line())
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql.format("dashboards_investmentrealisation"))
    row = InvestmentRealisation.objects.get()
    assert (row.value_idr, row.status) == (TRILLION, "final")


def test_a_digit_code_that_both_read_alike_is_taken():
    places = Places(Region.objects.get(code="33"))
    assert places.find("3317", None, "Rembang")[0].code == "33.17"
    assert places.find("64.1", None, None)[1][0] == "kode_wilayah"
