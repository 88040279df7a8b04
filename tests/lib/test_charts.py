"""Charts: what stands where, and that nothing is drawn that is not also told."""

from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.translation import override

from ptsp_portal.lib.charts import bars, columns, line


def whole(value):
    return f"{value:.0f} T"


def test_a_bar_is_as_long_as_its_share_of_the_longest():
    chart = bars("Wilayah", [("Batam", 40), ("Lingga", Decimal(10))], words=whole)
    drawn = [each["width"] for each in chart.rects if each["colour"] == 1]
    assert drawn == ["100.00%", "25.00%"]
    assert chart.table == [("Batam", ["40 T"]), ("Lingga", ["10 T"])]


def test_series_of_one_row_are_laid_end_to_end_and_their_sum_is_told():
    chart = bars("Wilayah", [("Batam", [30, 10])], series=["PMA", "PMDN"], words=whole)
    assert [(each["x"], each["width"]) for each in chart.rects[1:]] == [("0.00%", "75.00%"), ("75.00%", "25.00%")]
    assert [each["words"] for each in chart.texts] == ["Batam", "40 T"]
    assert chart.legend == [(1, "PMA"), (2, "PMDN")]


def test_stacked_columns_stand_on_each_other_and_never_leave_the_field():
    chart = columns("Triwulan", [("I", [1, 3]), ("II", [2, None])], series=["a", "b"], stacked=True, words=whole)
    first, second = chart.rects[:2]
    assert float(second["y"]) + float(second["height"]) == float(first["y"])
    assert min(float(each["y"]) for each in chart.rects) == 24.0
    assert chart.table[1] == ("II", ["2 T", "–"])


def test_a_target_above_all_columns_sets_the_height():
    chart = columns("Tahun", [("2021", 10)], aim=("Target", 20), words=whole)
    assert chart.rects[0]["height"] == "84.0" and chart.aim == "Target: 20 T"


def test_a_curve_is_broken_where_a_value_is_missing():
    chart = line("Bulan", [("Jan", 1), ("Feb", None), ("Mar", 3), ("Apr", 2)], words=whole)
    assert len(chart.dots) == 3 and len([each for each in chart.lines if each["colour"] == 1]) == 1


def test_whole_values_have_whole_ticks_and_nothing_leaves_the_field():
    def ticks(*values):
        chart = columns("Bulan", [(str(n), value) for n, value in enumerate(values)])
        assert min(float(each["y"]) for each in chart.rects) >= 24.0
        return [each["words"] for each in chart.texts if each["kind"] == "tick"]

    with override("id"):
        assert ticks(1, 0, 57, 8, 0, 3, 2) == ["29", "58"]
        assert ticks(0, 0, 1, 0, 0, 0, 1) == ["1", "2"]
        assert ticks(*[Decimal(2276)] * 7) == ["1.200", "2.400"]
        assert ticks(*[Decimal("2.5")] * 7) == ["1,25", "2,5"]


def test_nothing_to_draw_is_no_error_and_is_said():
    for make in (bars, columns, line):
        assert "belum ada data" in make("Kosong", []).label
        assert make("Nol", [("a", 0)]).label.endswith("a 0")


def test_the_picture_has_a_name_a_table_no_style_and_decimal_points_in_every_language():
    with override("id"):
        page = render_to_string("components/chart_bars.html", {"chart": bars("A & B", [("<b>", 3), ("c", 7)])})
    assert 'role="img" aria-label="A &amp; B: &lt;b&gt; 3; c 7"' in page
    assert 'width="42.86%"' in page and "style=" not in page and "<b>" not in page
    assert page.count("<tr>") == 3
