"""What a draft's service costs: nothing, one amount, or a tariff table times a quantity."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.standard_base import PartForm, PlainField, WholeNumberField
from applications.levy import DAYS_TO_PAY, HOW_TO_PAY, MOST, check_tariff
from applications.schema.kinds.numbers import grouped
from applications.standards.field_rules import values_of

MOST_ROWS, SPARE_ROWS = 60, 3
CELLS = ("code", "label", "unit", "amount")
LIMITS = {"code": 200, "label": 200, "unit": 60, "amount": 30}


class FreeForm(PartForm):
    """No levy."""

    def changes(self) -> dict:
        return {"has_fee": False, "levy": {}}


class CostForm(PartForm):
    """What a fixed amount and a table have in common."""

    legal_basis = PlainField(
        label=gettext_lazy("Dasar hukum tarif"),
        limit=400,
        rows=2,
        help_text=gettext_lazy("Peraturan daerah yang menetapkannya."),
    )
    days = WholeNumberField(
        label=gettext_lazy("Dibayar paling lambat (hari kalender sejak SKRD)"), low=1, high=365, initial=DAYS_TO_PAY
    )
    how_to_pay = PlainField(
        label=gettext_lazy("Cara membayar"), limit=600, rows=3, required=False,
        help_text=gettext_lazy("Bila kosong, tertulis kalimat umum portal di bawah halaman ini."),
    )  # fmt: skip
    usual_way = HOW_TO_PAY

    def __init__(self, data=None, *, standard):
        levy = standard.levy
        super().__init__(data, standard=standard, initial={k: levy[k] for k in self.base_fields if levy.get(k)})

    def common(self) -> dict:
        said = self.cleaned_data
        return {key: said[key] for key in ("days", "legal_basis", "how_to_pay") if said[key]}

    def _checked(self, levy) -> dict:
        """A last look by the arithmetic itself; a fault here is one of ours."""
        if faults := check_tariff(levy):
            raise ValidationError(_("Tarif ini belum dapat dihitung: %(why)s") % {"why": "; ".join(faults)})
        return levy


class FixedForm(CostForm):
    """One amount for every file."""

    field_order = ["amount", "label", "legal_basis", "days", "how_to_pay"]
    amount = WholeNumberField(label=gettext_lazy("Besarnya (rupiah)"), low=1, high=MOST, is_money=True)
    label = PlainField(
        label=gettext_lazy("Nama pungutan pada tagihan"),
        limit=200,
        required=False,
        help_text=gettext_lazy("Bila kosong, tertulis “Retribusi”."),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.levy = self._checked(
                {
                    "kind": "fixed",
                    "amount": cleaned["amount"],
                    **({"label": cleaned["label"]} if cleaned["label"] else {}),
                }
                | self.common()
            )
        return cleaned

    def changes(self) -> dict:
        return {"has_fee": True, "levy": self.levy}


class TableForm(CostForm):
    """Tariff rows; which of them is chosen by an answer or by the officer, times a quantity that an answer or the officer says.

    The cells of row 0 are row-0-code, row-0-label, row-0-unit, row-0-amount; blank rows are dropped.
    """

    field_order = ["row_field", "quantity_field", "legal_basis", "days", "how_to_pay"]
    row_field = forms.ChoiceField(
        label=gettext_lazy("Baris tarif dipilih menurut"), required=False,
        help_text=gettext_lazy("Isian pilihan yang jawabannya menentukan baris; petugas yang memilih bila tidak ada."),
    )  # fmt: skip
    quantity_field = forms.ChoiceField(
        label=gettext_lazy("Dikalikan dengan"), required=False,
        help_text=gettext_lazy("Isian angka, misalnya luas atau jumlah; petugas yang mengisi bila tidak ada."),
    )  # fmt: skip

    def __init__(self, data=None, *, standard):
        super().__init__(data, standard=standard)
        asked = [row for row in standard.fields if row.get("filled_by", "applicant") == "applicant"]
        choosing = [row for row in asked if row["type"] == "choice" and values_of(row)]
        counting = [row for row in asked if row["type"] in ("integer", "decimal")]
        self.choosing = {row["code"]: row for row in choosing}
        self.fields["row_field"].choices = [("", _("petugas memilih")), *((r["code"], r["label_id"]) for r in choosing)]
        self.fields["quantity_field"].choices = [
            ("", _("petugas mengisi")),
            *((r["code"], r["label_id"]) for r in counting),
        ]
        self.cell_faults: dict[tuple[int, str], str] = {}
        self.typed = self._typed_rows() if self.is_bound else list(map(_shown, standard.levy.get("rows", [])))

    @property
    def wants_rows(self) -> str:
        """ "fill": rows from the choices; "more": empty rows; "" to save."""
        pressed = self.data.get("rows", "") if self.is_bound else ""
        return pressed if pressed in ("fill", "more") else ""

    def fill(self) -> None:
        """A row for each choice that has none yet; what was typed stays."""
        source = self.choosing.get(self.data.get("row_field", ""))
        have = {row["code"] for row in self.typed}
        for choice in values_of(source) if source else []:
            if choice not in have:
                self.typed.append({"code": choice, "label": choice, "unit": "", "amount": ""})

    def again(self) -> "TableForm":
        """The same page without complaints, with what was typed: a button for rows saves nothing."""
        fresh = TableForm(standard=self.standard)
        fresh.initial |= {name: self.data.get(name, "") for name in self.fields}
        fresh.typed = self.typed
        return fresh

    def _typed_rows(self) -> list[dict]:
        rows = []
        for number in range(MOST_ROWS + SPARE_ROWS + 1):
            row = {cell: str(self.data.get(f"row-{number}-{cell}", "")).strip() for cell in CELLS}
            if any(row.values()):
                rows.append(row)
        return rows

    def table(self) -> list[list[dict]]:
        """The inputs, with spare rows: [{name, id, value, fault, label, short}] a row."""
        names = {
            "code": _("Jawaban atau kode"),
            "label": _("Untuk"),
            "unit": _("Satuan"),
            "amount": _("Rupiah per satuan"),
        }
        shown = [*self.typed, *([{}] * SPARE_ROWS)]
        return [
            [
                {
                    "name": f"row-{n}-{cell}", "value": row.get(cell, ""), "fault": self.cell_faults.get((n, cell), ""),
                    "label": names[cell], "cell": cell, "limit": LIMITS[cell],
                }
                for cell in CELLS
            ]
            for n, row in enumerate(shown)
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        rows = [self._checked_row(n, row, cleaned.get("row_field")) for n, row in enumerate(self.typed)]
        if not rows:
            raise ValidationError(_("Isi sekurang-kurangnya satu baris tarif."))
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("Paling banyak %(most)d baris tarif.") % {"most": MOST_ROWS})
        codes = [row["code"] for row in self.typed]
        for number, code in enumerate(codes):
            if code and code in codes[:number]:
                self.cell_faults[number, "code"] = _("Sudah dipakai baris di atasnya.")
        if self.cell_faults:
            first = min(self.cell_faults)
            raise ValidationError(
                _("Tabel tarif, baris %(row)d: %(why)s") % {"row": first[0] + 1, "why": self.cell_faults[first]}
            )
        if not self.errors:
            chosen = {key: cleaned[key] for key in ("row_field", "quantity_field")}
            self.levy = self._checked({"kind": "table", **chosen, "rows": rows} | self.common())
        return cleaned

    def _checked_row(self, number, row, row_field) -> dict:
        field = WholeNumberField(low=1, high=MOST)
        cleaned = {"code": row["code"] or row["label"]}
        for cell in ("label", "unit"):
            try:
                cleaned[cell] = PlainField(limit=LIMITS[cell]).clean(row[cell])
            except ValidationError as error:
                self.cell_faults[number, cell] = error.messages[0]
        try:
            cleaned["amount"] = field.clean(row["amount"])
        except ValidationError as error:
            self.cell_faults[number, "amount"] = error.messages[0]
        row["code"] = cleaned["code"] = cleaned["code"][: LIMITS["code"]]
        source = self.choosing.get(row_field or "")
        if source and cleaned["code"] not in values_of(source):
            self.cell_faults[number, "code"] = _("Bukan jawaban pada “%(label)s”.") % {"label": source["label_id"]}
        return cleaned

    def changes(self) -> dict:
        return {"has_fee": True, "levy": self.levy}


def _shown(row) -> dict:
    amount = row.get("amount")
    shown = {cell: str(row.get(cell, "")) for cell in CELLS}
    return shown | ({"amount": grouped(amount)} if isinstance(amount, int) else {})
