"""What a service costs under its standard's tariff: pure arithmetic on a standard and answers, whole rupiah, no database.

A tariff (`ServiceStandard.levy`) is {} (none), {"kind": "fixed", "amount", "label", …} or {"kind": "table", "rows": [{"code",
"label", "unit", "amount"}], "row_field", "quantity_field", …}; besides: "legal_basis", "days" (a bill is payable), "how_to_pay".
"""

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from applications.schema.answers import counted, load
from applications.schema.form import FormSpec

DAYS_TO_PAY = 30
MOST = 10**12  # rupiah; beyond that somebody mistyped
HOW_TO_PAY = (
    "Bayar ke rekening kas daerah melalui teller, ATM, atau aplikasi bank pembangunan daerah, dan sebutkan nomor SKRD ini. "
    "Jangan membayar kepada petugas. Simpan bukti bayarnya."
)


@dataclass(frozen=True)
class Line:
    """One line of a bill: tariff × quantity, rounded to the rupiah."""

    code: str
    label: str
    unit: str
    tariff: int
    quantity: str
    amount: int

    def as_json(self) -> dict:
        return asdict(self)


def check_tariff(levy: dict) -> list[str]:
    """What is wrong with a tariff, in words; empty when it can be reckoned with."""
    if not levy:
        return []
    if levy.get("kind") == "fixed":
        return [] if _is_amount(levy.get("amount")) else ["amount: bilangan bulat rupiah di atas 0"]
    if levy.get("kind") != "table":
        return ["kind: fixed atau table"]
    rows = levy.get("rows") or []
    faults = [] if rows else ["rows: sekurang-kurangnya satu baris"]
    faults += [f"rows.{row.get('code')}: amount" for row in rows if not _is_amount(row.get("amount"))]
    faults += [f"rows.{row.get('code')}: label, unit" for row in rows if not (row.get("label") and row.get("unit"))]
    codes = [row.get("code") for row in rows]
    return faults + (["rows: kode ganda atau kosong"] if len(set(codes)) < len(codes) or not all(codes) else [])


def _is_amount(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST


def rows_of(levy: dict) -> list[dict]:
    """The tariff as a table for people; a fixed amount is a table of one line."""
    if levy.get("kind") == "fixed":
        label = levy.get("label") or "Retribusi"
        return [{"code": "tetap", "label": label, "unit": "permohonan", "amount": levy["amount"]}]
    return list(levy.get("rows", []))


def row_of(standard, answers) -> str:
    """The tariff line that the answers name, "" when they leave it open."""
    levy = standard.levy
    rows = [row["code"] for row in rows_of(levy)]
    if len(rows) == 1:
        return rows[0]
    answer = _answers(standard, answers).get(levy.get("row_field", ""))
    return answer if answer in rows else ""


def quantity_of(standard, answers) -> Decimal | None:
    """How much of it, from the answers; one of a fixed amount; None when the officer has to say."""
    levy = standard.levy
    if levy.get("kind") == "fixed":
        return Decimal(1)
    answer = _answers(standard, answers).get(levy.get("quantity_field", ""))
    return Decimal(answer) if isinstance(answer, (int, Decimal)) and answer > 0 else None


def lines_of(levy: dict, row: str, quantity: Decimal) -> list[Line]:
    """The lines of the bill. Raises ValueError for an unknown row, a quantity that is not above 0, or a sum out of bounds."""
    found = next((each for each in rows_of(levy) if each["code"] == row), None)
    if found is None or not quantity.is_finite() or not 0 < quantity <= MOST:
        raise ValueError("no such tariff line, or nothing to count")
    amount = int((found["amount"] * quantity).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < amount <= MOST:
        raise ValueError("the sum is out of bounds")
    return [Line(row, found["label"], found["unit"], found["amount"], plain(quantity), amount)]


def estimate(standard, answers) -> int | None:
    """The sum as far as the answers say it: for the receipt and the applicant; None while something is open, or no tariff."""
    if not standard.has_fee or not standard.levy:
        return None
    row, quantity = row_of(standard, answers), quantity_of(standard, answers)
    if not row or quantity is None:
        return None
    try:
        return sum(line.amount for line in lines_of(standard.levy, row, quantity))
    except ValueError:
        return None


def plain(quantity: Decimal) -> str:
    """120.50 -> "120.5", 2E+1 -> "20"."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _answers(standard, answers) -> dict:
    """Those that count: nobody pays for a field whose condition does not hold."""
    spec = FormSpec.from_json(standard.fields)
    return load(spec, counted(spec, answers))
