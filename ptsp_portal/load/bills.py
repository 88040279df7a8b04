"""The bill of an invented file of a paid service: issued while it is drafted, paid through the bank some days later."""

from datetime import timedelta
from decimal import Decimal

from agencies.numbering import bill_number
from applications.levy import DAYS_TO_PAY, lines_of, rows_of
from ptsp_portal.load.sheets import json_text
from ptsp_portal.load.worktime import stamp

FILE = "applications.application"
QUANTITY = Decimal(20)
KNOWN: dict[int, tuple[str, str, int]] = {}


def assessed(standard) -> tuple[str, str, int]:
    """(tariff, lines, sum) of a standard's first tariff line, as the sheets want them; reckoned once per standard."""
    if standard.pk not in KNOWN:
        lines = lines_of(standard.levy, rows_of(standard.levy)[0]["code"], QUANTITY)
        sheet = json_text([line.as_json() for line in lines])
        KNOWN[standard.pk] = (json_text(standard.levy), sheet, sum(line.amount for line in lines))
    return KNOWN[standard.pk]


def issue(desk, life, second) -> None:
    """Number and journal; the rows are written when it is paid."""
    year = desk.time.local_date(second).year
    life.bill = (bill_number(desk.office.agency, year, desk.numbers.draw("bill", year)), second)
    _tariff, _lines, amount = assessed(life.route.service.standard)
    facts = f'{{"amount":{amount},"number":"{life.bill[0]}"}}'
    desk.record(second, "bill.issued", FILE, life.uuid, desk.staff["verifier"].uuid, "verifier", "", facts)


def pay(desk, life, second) -> None:
    """Bill, payment and the bill's PDF."""
    number, issued = life.bill
    standard = life.route.service.standard
    tariff, lines, amount = assessed(standard)
    last_day = desk.time.local_date(issued) + timedelta(days=standard.levy.get("days", DAYS_TO_PAY))
    bill = desk.sheets.bill.next_id()
    made, paid = stamp(issued), stamp(second)
    desk.sheets.bill.add(
        f"{bill}\t{desk.uuid()}\t{life.id}\t{desk.agency_id}\t{number}\t{tariff}\t{lines}\t{amount}\t{made}\t"
        f"{desk.staff['verifier'].user_id}\t{last_day}\t{paid}"
    )
    payment = desk.sheets.payment.next_id()
    desk.sheets.payment.add(
        f"{payment}\t{desk.uuid()}\t{bill}\t{desk.agency_id}\tcallback\tBANK-{bill}\t{amount}\t"
        f"{desk.time.local_date(second)}\t{paid}"
    )
    desk.write_printed(life, "skrd", issued, second, bill)
    facts = f'{{"amount":{amount},"number":"{number}","way":"callback"}}'
    desk.record(second, "bill.paid", FILE, life.uuid, role="system", facts=facts)
