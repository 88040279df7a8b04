"""Writing the journal.

Lock order of every transaction: application → its children → number series → audit head. `record()` takes the head of the
office's chain and holds it until the commit, so it comes late in an action: after the locks, the rules and the change.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction

from audit.models import ChainHead, JournalEntry
from audit.verbs import VERBS
from ptsp_portal.lib.moment import now

PORTAL = "portal"
LONGEST_FACT = 200


@dataclass(frozen=True)
class Line:
    """One line of a bulk record: the subject (with `.uuid`), its agency code and its facts."""

    verb: str
    subject: object
    agency: str = ""
    reason: str = ""
    facts: dict = field(default_factory=dict)


def record(verb, subject, *, by, office, role="", agency="", reason="", **facts) -> JournalEntry:
    """Append one entry to the chain of `office`.

    `by` is the user, or None for the system. `office` has `.journal_chain`, or is the chain's name ("portal" for what belongs
    to no office). `reason` is what a person wrote: it is stored elsewhere, here only as its SHA-256. Facts are plain JSON
    without floats, texts of at most 200 characters, and no personal data.

    Raises ValueError for an unknown verb or an unfit fact, and TransactionManagementError outside a transaction.
    """
    line = Line(verb, subject, agency, reason, facts)
    return record_all([line], by=by, office=office, role=role)[0]


def record_all(lines: list[Line], *, by, office, role="") -> list[JournalEntry]:
    """Append several entries of one act: three SQL statements, however many lines. See record()."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside the transaction of its act")
    if not lines:
        return []
    chain = office if isinstance(office, str) else office.journal_chain
    entries = [_entry(line, chain, by, role) for line in lines]
    head = _locked_head(chain)
    for entry in entries:
        entry.seq, entry.prev_hash = head.seq + 1, head.hash
        entry.hash = entry.digest()
        head.seq, head.hash = entry.seq, entry.hash
    JournalEntry.objects.bulk_create(entries)
    head.save(update_fields=["seq", "hash"])
    return entries


def _entry(line: Line, chain, by, role) -> JournalEntry:
    if line.verb not in VERBS:
        raise ValueError(f"unknown verb {line.verb!r}: add it to audit/verbs.py")
    facts = dict(line.facts)
    if line.reason:
        facts["reason_sha256"] = hashlib.sha256(line.reason.encode()).hexdigest()
    _check_fact(facts)
    return JournalEntry(
        chain=chain,
        at=now(),
        verb=line.verb,
        subject_type=line.subject._meta.label_lower,
        subject=line.subject.uuid,
        actor=by.uuid if by is not None else None,
        role=role,
        agency=line.agency,
        facts=facts,
    )


def _locked_head(chain) -> ChainHead:
    locked = ChainHead.objects.select_for_update(no_key=True).filter(chain=chain)
    head = locked.first()
    if head is None:  # the first act of an office; two at once agree on one row
        ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
        head = locked.get()
    return head


def _check_fact(value) -> None:
    """Only what comes back from the database exactly as it went in, so that the hash can be computed again."""
    if value is None or isinstance(value, (bool, int)):
        return
    if isinstance(value, str):
        if len(value) > LONGEST_FACT or "\0" in value:
            raise ValueError("a fact is a short text; what people write is stored elsewhere")
    elif isinstance(value, list):
        for part in value:
            _check_fact(part)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for part in value.values():
            _check_fact(part)
    else:
        raise ValueError(f"not a plain JSON fact: {type(value).__name__}")
