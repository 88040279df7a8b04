"""What happened, and which forms were already answered.

The journal is append-only: triggers refuse UPDATE, DELETE and TRUNCATE, and every row carries the hash of the row before
it. One chain per office, so offices never wait for each other.
"""

import hashlib
import json
from datetime import UTC
from uuid import uuid4

import pgtrigger
from django.db import models

from audit.queries import JournalEntryQuerySet, ReplayQuerySet
from ptsp_portal.lib.moment import now

# The columns under the hash, in this order. Adding one means a new chain, so don't.
HASHED = ("chain", "seq", "at", "verb", "subject_type", "subject", "actor", "role", "agency", "facts", "prev_hash")


def _refuse(name, operation, level=pgtrigger.Row):
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        level=level,
        when=pgtrigger.Before,
        func=f"RAISE EXCEPTION 'append-only: {operation} refused on %', TG_TABLE_NAME;",
    )


class ChainHead(models.Model):
    """The end of one chain. Its row lock is the last lock that any transaction takes."""

    chain = models.CharField(max_length=60, unique=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        triggers = [
            _refuse("head_stays", pgtrigger.Delete),
            _refuse("head_not_emptied", pgtrigger.Truncate, pgtrigger.Statement),
            pgtrigger.Trigger(
                name="head_begins_at_zero",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="IF NEW.seq <> 0 THEN RAISE EXCEPTION 'a chain begins at 0'; END IF; RETURN NEW;",
            ),
            # Forward only, and only onto an entry that stands in the journal with every step up to it. Several entries
            # of one transaction may be one step of the head, so that a bulk act costs no more statements than one.
            pgtrigger.Trigger(
                name="head_moves_forward",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NEW.chain <> OLD.chain OR NEW.seq <= OLD.seq
                       OR NEW.seq - OLD.seq <> (SELECT count(*) FROM audit_journalentry e WHERE e.chain = NEW.chain
                                                AND e.seq > OLD.seq AND e.seq <= NEW.seq)
                       OR NOT EXISTS (SELECT 1 FROM audit_journalentry e
                                      WHERE e.chain = NEW.chain AND e.seq = NEW.seq AND e.hash = NEW.hash)
                    THEN RAISE EXCEPTION 'a chain head only moves forward, onto its own entries'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.chain} #{self.seq}"


class JournalEntry(models.Model):
    """Who did what in which role, when, and why. No personal data: people and subjects by UUID only."""

    chain = models.CharField(max_length=60)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject = models.UUIDField()
    # Without foreign key: this app stands below accounts, and erasing a person must not break the chain. Null = the system.
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=30, blank=True)
    agency = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="journal_one_row_per_step")]
        indexes = [models.Index(fields=["subject", "id"], name="journal_subject")]
        triggers = [
            _refuse("journal_no_update", pgtrigger.Update),
            _refuse("journal_no_delete", pgtrigger.Delete),
            _refuse("journal_no_truncate", pgtrigger.Truncate, pgtrigger.Statement),
        ]

    def __str__(self):
        return f"{self.chain} #{self.seq} {self.verb}"

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of every column but `id` and `hash` itself."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        columns = [at if name == "at" else getattr(self, name) for name in HASHED]
        text = json.dumps(columns, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()


class Replay(models.Model):
    """One answered form. The same key again gets the first answer; see audit/replay.py."""

    owner = models.CharField(max_length=64)
    key = models.UUIDField(default=uuid4)
    digest = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)

    objects = ReplayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="replay_once_per_owner")]

    def __str__(self):
        return f"{self.key} → {self.location or '…'}"
