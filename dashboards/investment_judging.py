"""Lines of a file against each other and against what is kept: doubles, replacements, and sums that would count twice."""

from collections import defaultdict

from django.utils.translation import gettext as _

from dashboards.investment_places import Places
from dashboards.investment_reading import Line, read_lines
from dashboards.investment_words import quarter_words, sum_words
from dashboards.models import InvestmentFile, InvestmentRealisation, InvestmentTarget

MODELS = {InvestmentFile.Kind.TARGET: InvestmentTarget, InvestmentFile.Kind.REALISATION: InvestmentRealisation}


def judge(file: InvestmentFile, today) -> list[Line]:
    """Every line of the file's cells as it stands now; nothing is changed. Raises UploadRefused for missing columns."""
    model = MODELS[file.kind]
    lines = read_lines(file.cells, file.kind, Places(file.office.region), today)
    _find_doubles(lines, model)
    standing = _standing(file, lines, model)
    for line in lines:
        if not line.problems:
            _compare(line, file, model, standing)
    if model is InvestmentRealisation:
        _find_overlaps(lines, [row for rows in standing.values() for row in rows])
    return lines


def key_of(line: Line, model) -> tuple:
    return tuple(line.values[name] for name in model.KEY)


def _find_doubles(lines, model):
    first = {}
    for line in lines:
        if not line.problems:
            before = first.setdefault(key_of(line, model), line)
            if before is not line:
                line.wrong(
                    "", _("sama dengan baris %(row)d: tahun, wilayah, jenis, dan rinciannya") % {"row": before.row}
                )


def _standing(file, lines, model) -> dict[tuple, list]:
    """{key: final and provisional row} of the years of the file, in the whole province: sums above and below matter too."""
    years = {line.values["year"] for line in lines if line.values.get("year")}
    province = file.office.region.code.split(".")[0]
    rows = model.objects.standing().within(province).filter(year__in=years).select_related("file__office__region")
    found = defaultdict(list)
    for row in rows:
        found[row.key].append(row)
    return found


def _compare(line, file, model, standing):
    """Known already, or the row that it replaces; what the office above has handed in is not for the one below."""
    rows = standing.get(key_of(line, model), ())
    current = next((row for row in rows if row.status == "provisional"), None) or next(iter(rows), None)
    if current is None:
        return
    line.replaces = current
    if all(getattr(current, name) == line.values[name] for name in (*model.VALUES, "source")):
        line.is_known = True
    elif not file.office.region.contains(current.file.office.region_id):
        line.wrong(
            "",
            _("angka ini sudah dimasukkan oleh %(office)s; mintalah perubahan di sana")
            % {"office": current.file.office.name},
        )
    else:
        amount = current.amount_idr if model is InvestmentTarget else current.value_idr
        line.notes.append(
            _("Menggantikan angka %(status)s %(amount)s.")
            % {"status": current.get_status_display(), "amount": sum_words(amount)}
        )


def _find_overlaps(lines, rows):
    """A quarter and a sum over it, or a province and its regency, of one kind would be counted twice."""
    kept = {_span(row) for row in rows if row.value_idr}  # a sum set to 0 counts nothing twice
    spans = defaultdict(set)
    for span in kept | {_span_of(line) for line in lines if not line.problems and line.values["value_idr"]}:
        spans[span[0], span[2]].add(span)
    for line in lines:
        if not line.problems and line.values["value_idr"]:
            year, region, kind, first, last = mine = _span_of(line)
            for other in sorted(spans[year, kind] - {mine}):
                if other[3] <= last and other[4] >= first and _one_holds_the_other(region, other[1]):
                    line.wrong("triwulan" if other[1] == region else "kode_wilayah", _twice(other))
                    break


def _twice(other) -> str:
    return _("akan terhitung dua kali: ada angka %(kind)s wilayah %(code)s untuk %(quarter)s") % {
        "kind": other[2].upper(), "code": other[1], "quarter": quarter_words(other[3], other[4]),
    }  # fmt: skip


def _one_holds_the_other(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _span(row) -> tuple:
    return row.year, row.region_id, row.kind, row.first_quarter, row.last_quarter


def _span_of(line) -> tuple:
    return tuple(line.values[name] for name in ("year", "region_id", "kind", "first_quarter", "last_quarter"))
