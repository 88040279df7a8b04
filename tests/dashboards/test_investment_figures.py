"""What investment adds up to: the published figures first, then shares, growth, ranks, and what is laid together outside."""

from decimal import Decimal

import pytest

from agencies.models import Region
from dashboards.investment_figures import FLOOR, InvestmentYear, Part, laid_together, percent
from dashboards.investment_tables import CUTS, table
from dashboards.investment_words import country_words, sum_words
from dashboards.models import InvestmentRealisation
from tests.dashboards.investing import TRILLION, aim, kepri_2021, kept, line, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def of(year=2021, code="21", **how) -> InvestmentYear:
    return InvestmentYear(Region.objects.get(code=code), year, **how)


def test_the_published_figures_of_kepri_2021():
    kepri_2021()
    for outside in (False, True):
        year = of(outside=outside)
        assert (year.target(), year.whole.pmdn, year.whole.pma) == (21 * TRILLION, 11 * TRILLION, 13_960_000_000_000)
        assert year.whole.value == 24_960_000_000_000 and year.reached == Decimal("118.9")
        assert (year.until, year.whole.is_provisional) == ("sampai Triwulan III", False)
        assert [part.label for part in year.quarters] == ["Triwulan I–III"]
        assert [part.share for part in year.sectors] == [100] and year.sources == ["NSWI", "RPJMD"]
    assert sum_words(of().whole.value) == "Rp24,96 triliun"


def test_west_javas_half_year():
    """Its deck says 55.14 %, from sums that it does not print whole; the printed ones give 55.13."""
    assert percent(Decimal("103.67"), Decimal("188.03")) == percent(Decimal("55.14"), 100) == Decimal("55.1")
    assert percent(Decimal("103.67"), Decimal("188.03"), 2) == Decimal("55.13")
    assert percent(1, 3) == Decimal("33.3") and percent(5, 0) is percent(None, 5) is None
    assert percent(Decimal("0.25"), 100, 1) == Decimal("0.3"), "half up, not to even"


@pytest.fixture
def two_years():
    """Batam and Bintan, foreign and domestic, five quarters, with jobs; the last is provisional."""
    far = {"jenis": "PMA", "sektor": "14", "proyek": 20}
    published(
        line(tahun=2020, triwulan="IV", nilai_rp=2 * TRILLION),
        line(triwulan="I", nilai_rp=3 * TRILLION, tki=300),
        line(triwulan="I", nilai_rp=TRILLION, negara="Singapura", tki=50, tka=5, **far),
        line(triwulan="I", kode_wilayah="21.01", nilai_rp=TRILLION, negara="Jepang", tki=None, tka=None, **far),
        line(triwulan="II", nilai_rp=6 * TRILLION),
        line(triwulan="I", kode_wilayah="21.05", sektor="03", nilai_rp=TRILLION // 2, proyek=1),
        line(triwulan="I", kode_wilayah="21.04", sektor="02", nilai_rp=TRILLION // 4, proyek=2),
    )
    kept(line(tahun=2021, triwulan="IV", nilai_rp=TRILLION))
    published(aim(jenis="PMA", target_rp=4 * TRILLION), aim(jenis="PMDN", target_rp=12 * TRILLION), kind="target")


def test_sums_agree_with_a_recount_from_the_rows(two_years):
    year = of()
    rows = [row for row in InvestmentRealisation.objects.standing().select_related("sector") if row.year == 2021]
    whole = sum(row.value_idr for row in rows)
    assert year.whole.value == whole == 12_750_000_000_000
    for cut in (year.quarters, year.places, year.sectors, year.sector_groups):
        assert sum(part.value for part in cut) == whole
    assert (
        sum(part.value for part in year.countries)
        == year.whole.pma
        == sum(r.value_idr for r in rows if r.kind == "pma")
    )
    assert year.whole.local == sum(row.workers_local or 0 for row in rows)
    assert year.target() == 16 * TRILLION and year.reached_of("pma") == 50


def test_growth_is_told_only_against_what_is_known(two_years):
    first, second, fourth = of().quarters
    assert (first.value, first.q_o_q, first.y_o_y) == (5_750_000_000_000, Decimal("187.5"), None)
    assert second.q_o_q == Decimal("4.3") and fourth.q_o_q is None, "the third quarter is not reported"
    assert fourth.y_o_y == Decimal("-50.0") and fourth.is_provisional and not first.is_provisional
    assert [part.y_o_y for part in of().history] == [None, None], "neither is a whole year"


def test_places_have_ranks_shares_jobs_and_projects(two_years):
    batam, bintan, anambas, lingga = of().places
    assert [batam.label, batam.rank, batam.share, batam.projects] == ["Kota Batam", 1, Decimal("86.3"), 47]
    assert (bintan.rank, bintan.local) == (2, None), "not reported is not zero"
    assert [anambas.rank, lingga.rank] == [3, 4]
    assert of(code="21.71").places == [] and of(code="21.71").whole.value == 11 * TRILLION


def test_outside_small_groups_are_laid_together_until_none_can_be_reckoned(two_years):
    year = of(outside=True)
    assert [(part.label[:10], part.rank) for part in year.places] == [("Kota Batam", 1), ("Lainnya (k", None)]
    rest = year.places[-1]
    assert rest.value == sum(part.value for part in of().places[1:]) and rest.projects >= FLOOR
    assert of(code="21.05", outside=True).whole.is_hidden and not of(code="21.05").whole.is_hidden
    assert sum(part.value for part in year.places) == year.whole.value


def test_two_small_groups_with_enough_projects_take_nobody_with_them():
    parts = [Part("a", projects=3), Part("b", projects=4), Part("c", projects=50)]
    assert [part.label[:7] for part in laid_together(parts)] == ["c", "Lainnya"]
    alone = [Part("a", projects=1), Part("b", projects=9), Part("c", projects=50)]
    assert [(part.label[:7], part.projects) for part in laid_together(alone)] == [("c", 50), ("Lainnya", 10)]


def test_a_hidden_quarter_takes_a_second_one_with_it():
    published(line(triwulan="I", proyek=1), line(triwulan="II"), line(triwulan="III", proyek=30))
    assert [part.is_hidden for part in of(outside=True).quarters] == [True, True, False]
    assert not any(part.is_hidden for part in of().quarters)
    assert of(outside=True).quarters[2].q_o_q is None, "growth would tell the hidden one"


def test_each_table_has_a_cell_for_each_head_and_whole_numbers(two_years):
    for cut in CUTS:
        for outside in (False, True):
            head, rows = table(of(outside=outside), cut)
            assert rows and {len(row) for row in rows} == {len(head)}
    assert table(of(), "wilayah")[1][0][:4] == [1, "21.71", "Kota Batam", 11 * TRILLION]


def test_a_page_asks_the_database_a_fixed_number_of_times(two_years, django_assert_max_num_queries):
    place = Region.objects.get(code="21")
    with django_assert_max_num_queries(10):
        year = InvestmentYear(place, 2021, outside=True)
        assert year.whole and year.quarters and year.history and year.places and year.sectors and year.sector_groups
        assert year.countries and year.sources and year.as_of


def test_countries_are_told_by_name():
    assert country_words("SG") == "Singapura" and country_words("ZZ") == "Tidak dirinci menurut negara"
