"""Proving the journal: every chain from its first row to its head, and the exact row where one doesn't hold.

A chain alone can't see that its whole end was rewritten together with the head; a copy of the heads kept elsewhere can.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from audit.models import ChainHead, JournalEntry

AT_ONCE = 2000
MOST_FAULTS = 20


@dataclass(frozen=True)
class Fault:
    """One place where a chain breaks; `row` is the id, None where the row itself is gone."""

    chain: str
    seq: int
    row: int | None
    what: str

    def __str__(self):
        return f"{self.chain} seq {self.seq} id {self.row if self.row is not None else '-'}: {self.what}"


@dataclass
class Proof:
    """The proof of one chain. Counts its rows while it runs, so the caller can print a rate."""

    chain: str
    rows: int = 0
    shift: int = 0  # how many rows were put in between so far; the later ones hold at their old places

    def faults(self) -> Iterator[Fault]:
        """At most MOST_FAULTS faults of this chain, in order. Streams; one chain is read in one transaction."""
        with transaction.atomic():
            head = ChainHead.objects.filter(chain=self.chain).first()
            if head is None:
                yield Fault(self.chain, 0, None, "the chain has no head")
                head = ChainHead(chain=self.chain, seq=2**62)
            for count, fault in enumerate(self._walk(head)):
                if count == MOST_FAULTS:
                    return
                yield fault

    def _walk(self, head) -> Iterator[Fault]:
        last, last_holds = None, True
        for entry in JournalEntry.objects.in_order(self.chain).filter(seq__lte=head.seq).iterator(AT_ONCE):
            self.rows += 1
            holds = self._holds(entry)
            yield from self._place(last, entry)
            if not holds:
                yield self._edited(last, entry)
            elif last_holds and self._follows(last, entry) and entry.prev_hash != (last.hash if last else ""):
                # This row is whole and names another predecessor: that one was rewritten, its hash with it.
                row = last or entry
                yield Fault(self.chain, row.seq, row.pk, "rewritten: the next row was built on another content")
            last, last_holds = entry, holds
        if head.pk:
            yield from self._end(last, last_holds, head)

    def _holds(self, entry) -> bool:
        entry.seq -= self.shift
        try:
            return entry.digest() == entry.hash
        finally:
            entry.seq += self.shift

    def _edited(self, last, entry) -> Fault:
        """An edited row; or, when it holds one place further down, the row before it was put in between."""
        self.shift += 1
        if last and self._holds(entry):
            return Fault(self.chain, last.seq, last.pk, "inserted: the rows after it were moved up")
        self.shift -= 1
        return Fault(self.chain, entry.seq, entry.pk, "edited: the content does not give the stored hash")

    def _place(self, last, entry) -> Iterator[Fault]:
        expected = last.seq + 1 if last else 1
        if entry.seq > expected:
            lost = f"{expected} to {entry.seq - 1}" if entry.seq - 1 > expected else str(expected)
            yield Fault(self.chain, expected, None, f"deleted: seq {lost} missing before id {entry.pk}")
        elif entry.seq < expected:
            yield Fault(self.chain, entry.seq, entry.pk, "inserted: lies before the beginning")

    def _follows(self, last, entry) -> bool:
        return entry.seq == (last.seq + 1 if last else 1)

    def _end(self, last, last_holds, head) -> Iterator[Fault]:
        reached = last.seq if last else 0
        if reached < head.seq:
            yield Fault(self.chain, reached + 1, None, f"deleted: the tail is cut, the head says {head.seq}")
        elif last and last_holds and last.hash != head.hash and not self.shift:
            yield Fault(self.chain, last.seq, last.pk, "rewritten: the head was built on another content")
        for entry in JournalEntry.objects.beyond_the_head(self.chain, ChainHead.objects)[:MOST_FAULTS]:
            yield Fault(self.chain, entry.seq, entry.pk, "inserted: lies beyond the head of the chain")


def chains() -> list[str]:
    """Every chain with a head or with rows."""
    return sorted(
        set(ChainHead.objects.values_list("chain", flat=True))
        | set(JournalEntry.objects.order_by().values_list("chain", flat=True).distinct())
    )
