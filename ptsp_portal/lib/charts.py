"""Charts as inline SVG: what stands where. Draws nothing itself; `templates/components/chart_bars.html` writes it out.

    bars(title, rows, …)      a line for each row, longest first as given: regions, sectors, agencies
    columns(title, rows, …)   upright, side by side or stacked: quarters, months, years
    line(title, rows, …)      a curve for each series over the same points

`rows` are (label, values) with one value for each name in `series`, or a bare value for a chart of one series. A value is a number
of 0 or more, or None (nothing is drawn and the table says "–"); a negative one is drawn as 0 and told in its words.
`words(value)` is how a value reads. `aim` is (words, value): a target drawn across.

The SVG has no viewBox: across it is measured in percent, down in pixels, so letters keep their size on a phone and on a desk.
Colours are classes (`chart-1` …) of static/css/charts.css; there is no inline style. Every value also stands in the table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

BAR, BAR_ROW, BAR_FOOT = 14, 46, 4  # one horizontal bar; a row with its words above; the ground under the last
TOP, PLOT, FOOT = 24, 168, 24  # of upright charts: room for the words over the highest, the field itself, the labels
LEFT, RIGHT = 1.0, 99.0  # percent
WORDS_OVER_UP_TO = 6  # columns; with more of them their words would run into each other on a phone
LABELS_THAT_FIT = 8
COLOURS = 4
NOTHING = "–"


@dataclass
class Chart:
    """One picture and its table; `label` is what a screen reader says in place of the picture."""

    title: str
    label: str
    height: int
    head: list[str]
    table: list[tuple[str, list[str]]]
    legend: list[tuple[int, str]] = field(default_factory=list)
    aim: str = ""
    has_ticks: bool = False  # values at the left edge, in a gutter that the stylesheet leaves free
    grid: list[dict] = field(default_factory=list)
    rects: list[dict] = field(default_factory=list)
    lines: list[dict] = field(default_factory=list)
    dots: list[dict] = field(default_factory=list)
    texts: list[dict] = field(default_factory=list)

    def rect(self, colour, x, y, width, height):
        self.rects.append({"colour": colour, "x": _pc(x), "y": _px(y), "width": _pc(width), "height": _px(height)})

    def stroke(self, colour, x1, y1, x2, y2):
        drawn = self.grid if colour == "grid" else self.lines
        drawn.append({"colour": colour, "x1": _pc(x1), "y1": _px(y1), "x2": _pc(x2), "y2": _px(y2)})

    def text(self, words, x, y, anchor="start", kind="label"):
        self.texts.append({"words": words, "x": _pc(x), "y": _px(y), "anchor": anchor, "kind": kind})


def plain_words(value) -> str:
    """1.204,5 in the page's language."""
    return format_decimal(value, locale=get_language() or "id")


def bars(
    title: str, rows: Sequence, *, series: Sequence[str] = ("",), words: Callable = plain_words, aim=None, head=""
) -> Chart:
    """Horizontal bars; several series of a row are laid end to end, and the words tell their sum."""
    rows = _tidy(rows)
    chart = _begin(title, rows, series, words, aim, head, height=len(rows) * BAR_ROW + BAR_FOOT)
    top = _highest((sum(map(_drawn, values)) for _label, values in rows), aim)
    for place, (label, values) in enumerate(rows):
        y, x = place * BAR_ROW, 0.0
        chart.text(label, 0, y + 17)
        chart.text(_sum_words(values, words), 100, y + 17, "end", "value")
        chart.rect("track", 0, y + 26, 100, BAR)
        for colour, value in _coloured(values):
            width = 100 * _drawn(value) / top
            chart.rect(colour, x, y + 26, width, BAR)
            x += width
        if aim:
            chart.stroke("aim", 100 * _drawn(aim[1]) / top, y + 22, 100 * _drawn(aim[1]) / top, y + 26 + BAR + 4)
    return chart


def columns(
    title: str,
    rows: Sequence,
    *,
    series: Sequence[str] = ("",),
    words: Callable = plain_words,
    aim=None,
    stacked=False,
    head="",
) -> Chart:
    """Upright columns; `stacked` lays the series of a row on top of each other."""
    rows = _tidy(rows)
    chart = _begin(title, rows, series, words, aim, head, height=TOP + PLOT + FOOT)
    heights = [sum(map(_drawn, values)) if stacked else max(map(_drawn, values), default=0) for _l, values in rows]
    top = _highest(heights, aim)
    drawn = len(rows) * (1 if stacked else len(series))
    top = _grid(chart, top, words, ticks=drawn > WORDS_OVER_UP_TO, whole=_are_whole(rows))
    slot = (RIGHT - LEFT) / max(1, len(rows))
    for place, (label, values) in enumerate(rows):
        x, y, width = LEFT + slot * (place + 0.15), TOP + PLOT, slot * 0.7 / (1 if stacked else max(1, len(values)))
        for colour, value in _coloured(values):
            tall = PLOT * _drawn(value) / top
            start = y - tall if stacked else TOP + PLOT - tall
            chart.rect(colour, x, start, width * (1 if stacked else 0.94), tall)
            if not stacked and drawn <= WORDS_OVER_UP_TO and value is not None:
                chart.text(words(value), x + width / 2, start - 6, "middle", "value")
            x, y = (x, start) if stacked else (x + width, y)
        if stacked and drawn <= WORDS_OVER_UP_TO:
            chart.text(_sum_words(values, words), x + width / 2, y - 6, "middle", "value")
        if place % _every(rows) == 0:
            chart.text(label, LEFT + slot * (place + 0.5), TOP + PLOT + 18, "middle")
    _across(chart, aim, top)
    return chart


def line(
    title: str, rows: Sequence, *, series: Sequence[str] = ("",), words: Callable = plain_words, aim=None, head=""
) -> Chart:
    """A curve for each series; a None breaks it. With many points only some labels are written."""
    rows = _tidy(rows)
    chart = _begin(title, rows, series, words, aim, head, height=TOP + PLOT + FOOT)
    top = _highest((_drawn(value) for _label, values in rows for value in values), aim)
    top = _grid(chart, top, words, ticks=len(rows) * len(series) > WORDS_OVER_UP_TO, whole=_are_whole(rows))
    slot, every = (RIGHT - LEFT) / max(1, len(rows)), _every(rows)
    before = {}
    for place, (label, values) in enumerate(rows):
        x = LEFT + slot * (place + 0.5)
        for colour, value in _coloured(values):
            if value is None:
                before.pop(colour, None)
                continue
            y = TOP + PLOT - PLOT * _drawn(value) / top
            if colour in before:
                chart.stroke(colour, *before[colour], x, y)
            before[colour] = (x, y)
            chart.dots.append({"colour": colour, "x": _pc(x), "y": _px(y)})
            if len(rows) * len(series) <= WORDS_OVER_UP_TO:
                chart.text(words(value), x, y - 9, "middle", "value")
        if place % every == 0:
            chart.text(label, x, TOP + PLOT + 18, "middle")
    _across(chart, aim, top)
    return chart


def _tidy(rows) -> list[tuple[str, list]]:
    return [(str(label), list(v) if isinstance(v, (list, tuple)) else [v]) for label, v in rows]


def _begin(title, rows, series, words, aim, head, *, height) -> Chart:
    table = [(label, [NOTHING if v is None else words(v) for v in values]) for label, values in rows]
    names = [str(name) for name in series]
    told = "; ".join(f"{label} {_told(names, cells)}" for label, cells in table)
    if aim:
        told = f"{aim[0]} {words(aim[1])}; {told}"
    return Chart(
        title=str(title),
        label=f"{title}: {told}" if told else f"{title}: {_('belum ada data')}",
        height=height,
        head=[str(head), *(name or _("Nilai") for name in names)],
        table=table,
        legend=[(n % COLOURS + 1, name) for n, name in enumerate(names)] if len(names) > 1 else [],
        aim=f"{aim[0]}: {words(aim[1])}" if aim else "",
    )


def _told(names, cells) -> str:
    return ", ".join(f"{name} {cell}".strip() for name, cell in zip(names, cells, strict=True))


def _grid(chart, top, words, ticks, *, whole) -> float:
    """The ground; where the values do not stand at their columns, half and full height too, told in the gutter. Returns the
    value of the full height: of whole values one whose half is whole and that has few digits that count."""
    chart.has_ticks = ticks
    if ticks and whole:
        step = 2 * 10 ** max(0, len(str(int(top))) - 2)
        top = ceil(top / step) * step
    for share in (0, 0.5, 1) if ticks else (0,):
        y = TOP + PLOT * (1 - share)
        chart.stroke("grid", 0, y, 100, y)
        if share:
            said = words(int(top * share) if whole else top * share)
            chart.texts.append({"words": said, "x": "-6", "y": _px(y + 4), "anchor": "end", "kind": "tick"})
    return top


def _are_whole(rows) -> bool:
    """Counts and percents are told without a comma at the edge too."""
    return all(value is None or value == int(value) for _label, values in rows for value in values)


def _every(rows) -> int:
    """Each, every second, … point has its label: as many as fit on a phone."""
    return 1 + (len(rows) - 1) // LABELS_THAT_FIT


def _across(chart, aim, top):
    if aim:
        y = TOP + PLOT - PLOT * _drawn(aim[1]) / top
        chart.stroke("aim", 0, y, 100, y)


def _coloured(values):
    return [(n % COLOURS + 1, value) for n, value in enumerate(values)]


def _sum_words(values, words) -> str:
    known = [value for value in values if value is not None]
    return words(sum(known)) if known else NOTHING


def _drawn(value) -> float:
    return max(0.0, float(value or 0))


def _highest(values, aim) -> float:
    """What fills the field; 1 when there is nothing, so that nothing is divided by 0."""
    return max([*values, _drawn(aim[1]) if aim else 0.0], default=0.0) or 1.0


def _pc(value) -> str:
    return f"{value:.2f}%"


def _px(value) -> str:
    return f"{value:.1f}"
