"""The tables of an investment page as rows for CSV and XLSX: whole rupiah, shares as numbers, nothing that the page hides."""

from django.utils.translation import gettext as _

from dashboards.investment_figures import InvestmentYear, Part, percent

CUTS = ("tahun", "triwulan", "wilayah", "sektor", "negara")


def table(of: InvestmentYear, cut: str) -> tuple[list[str], list[list]]:
    """(head, rows) of one cut."""
    return {"tahun": _years, "triwulan": _quarters, "wilayah": _places, "sektor": _sectors, "negara": _countries}[cut](
        of
    )


def _status(part: Part) -> str:
    return _("sementara") if part.is_provisional else _("tetap")


def _number(value):
    """Whole rupiah as an integer: a spreadsheet shows it whole."""
    return None if value is None else int(value) if value == int(value) else float(value)


def _years(of):
    head = [
        _("Tahun"), _("Target (Rp)"), _("Realisasi (Rp)"), _("Capaian (%)"), "PMA (Rp)", "PMDN (Rp)", _("Tumbuh (%)"),
        "TKI", "TKA", _("Proyek"), _("Keadaan"),
    ]  # fmt: skip
    rows = []
    for part in of.history:
        if part.is_hidden:
            continue
        year, target = int(part.code), of.target(year=int(part.code))
        kinds = [None, None] if of.outside and part.has_small_kind else [_number(part.pma), _number(part.pmdn)]
        rows.append([
            year, _number(target), _number(part.value), _number(percent(part.value, target)), *kinds,
            _number(part.y_o_y), part.local, part.foreign, part.projects, _status(part),
        ])  # fmt: skip
    return head, rows


def _quarters(of):
    head = [
        _("Tahun"), _("Triwulan"), _("Realisasi (Rp)"), "PMA (Rp)", "PMDN (Rp)", "q-o-q (%)", "y-o-y (%)", "TKI", "TKA",
        _("Proyek"), _("Keadaan"),
    ]  # fmt: skip
    rows = []
    for part in of.quarters:
        sums = [None] * 8
        if not part.is_hidden:
            kinds = [None, None] if of.hides_quarter_kinds else [_number(part.pma), _number(part.pmdn)]
            growths = [_number(part.q_o_q), _number(part.y_o_y)]
            sums = [_number(part.value), *kinds, *growths, part.local, part.foreign, part.projects]
        rows.append([of.year, part.label, *sums, _status(part)])
    return head, rows


def _groups(parts, first, of, with_code):
    head = [_("Peringkat"), *([_("Kode")] if with_code else []), first, _("Realisasi (Rp)"), _("Bagian (%)"), "PMA (Rp)",
            "PMDN (Rp)", "TKI", "TKA", _("Proyek"), _("Keadaan")]  # fmt: skip
    rows = [
        [
            part.rank, *([part.code if part.code != "+" else None] if with_code else []), part.label, _number(part.value),
            _number(part.share), *([None, None] if of.outside else [_number(part.pma), _number(part.pmdn)]),
            part.local, part.foreign, part.projects, _status(part),
        ]
        for part in parts
    ]  # fmt: skip
    return head, rows


def _places(of):
    return _groups(of.places, _("Kabupaten/kota"), of, True)


def _sectors(of):
    return _groups(of.sectors, _("Sektor"), of, True)


def _countries(of):
    head = [_("Peringkat"), _("Negara"), _("Realisasi (Rp)"), "US$", _("Bagian (%)"), _("Proyek"), _("Keadaan")]
    return head, [
        [
            part.rank,
            part.label,
            _number(part.value),
            _number(part.usd),
            _number(part.share),
            part.projects,
            _status(part),
        ]
        for part in of.countries
    ]
