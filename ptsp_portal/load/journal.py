"""Chains of the journal and series of numbers, carried on in memory from where the database has them."""

from hashlib import sha256

from agencies.models import NumberSeries
from audit.models import ChainHead
from audit.verbs import VERBS
from ptsp_portal.lib.bulk import NULL
from ptsp_portal.load.worktime import iso, stamp

HEADS = """
    INSERT INTO audit_chainhead (chain, seq, hash) VALUES (%s, %s, %s)
    ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
"""
SERIES = """
    INSERT INTO agencies_numberseries (office_id, kind, type_code, year, last) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (office_id, kind, type_code, year) DO UPDATE SET last = excluded.last
"""
SYSTEM = "null"


class Chain:
    """One office's chain. `write` gives each entry the digest that audit/models.py computes (a test compares them)."""

    def __init__(self, name: str, sheet):
        self.name, self.sheet = name, sheet
        head = ChainHead.objects.filter(chain=name).first()
        self.seq, self.hash = (head.seq, head.hash) if head else (0, "")

    def write(self, second, verb, subject_type, subject, actor=SYSTEM, role="", agency="", facts="{}") -> None:
        """`actor` is a quoted uuid or "null"; `facts` canonical JSON in plain ASCII without backslashes."""
        seq, before = self.seq + 1, self.hash
        text = (
            f'["{self.name}",{seq},"{iso(second)}","{verb}","{subject_type}","{subject}",{actor},"{role}","{agency}",'
            f'{facts},"{before}"]'
        )
        after = sha256(text.encode()).hexdigest()
        who = NULL if actor == SYSTEM else actor[1:-1]
        sheet = self.sheet
        sheet.add(
            f"{sheet.next_id()}\t{self.name}\t{seq}\t{stamp(second)}\t{verb}\t{subject_type}\t{subject}\t{who}\t{role}\t"
            f"{agency}\t{facts}\t{before}\t{after}"
        )
        self.seq, self.hash = seq, after

    def save(self, cursor) -> None:
        if self.seq:
            cursor.execute(HEADS, [self.name, self.seq, self.hash])


class Numbers:
    """Gap-free series of one office."""

    def __init__(self, office_id: int):
        self.office_id = office_id
        rows = NumberSeries.objects.filter(office=office_id)
        self.last = {(row.kind, row.type_code, row.year): row.last for row in rows}

    def draw(self, kind: str, year: int, type_code: str = "") -> int:
        key = (kind, type_code, year)
        number = self.last[key] = self.last.get(key, 0) + 1
        return number

    def save(self, cursor) -> None:
        for (kind, type_code, year), last in self.last.items():
            cursor.execute(SERIES, [self.office_id, kind, type_code, year, last])


def check_verbs(verbs) -> None:
    """Raises ValueError for an act that the journal does not know."""
    unknown = set(verbs) - set(VERBS)
    if unknown:
        raise ValueError(f"unknown verbs: {sorted(unknown)}")
