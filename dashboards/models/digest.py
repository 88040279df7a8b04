"""The daily digest: one line a day that anybody may keep, chained to the line of the day before. docs/digests.md."""

import pgtrigger
from django.db import models

from dashboards.queries import DigestQuerySet
from ptsp_portal.lib.lifecycle import append_only
from ptsp_portal.lib.moment import now


class Digest(models.Model):
    """`text` is exactly what is downloaded, and `hash` its SHA-256; the next line names that hash, so none can be exchanged.

    `heads` says which place of the journal each hash of the line stands at, and `sealed` holds what the seals of the line were
    made of (per office a random number and its figures). Neither is published: see docs/digests.md.
    """

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    hash = models.CharField(max_length=64, unique=True)
    heads = models.JSONField()  # {hash: [chain, seq]}
    sealed = models.JSONField()  # {slug of the office: text under its seal}
    made_at = models.DateTimeField(default=now)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        triggers = [
            *append_only(),
            # Only at the end of the chain, and only a hash that the text gives, whoever writes the row.
            pgtrigger.Trigger(
                name="digest_continues_chain",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("last", "dashboards_digest%ROWTYPE")],
                func="""
                    SELECT * INTO last FROM dashboards_digest ORDER BY number DESC LIMIT 1;
                    IF NEW.number <> COALESCE(last.number, 0) + 1 OR NEW.prev_hash <> COALESCE(last.hash, '')
                       OR NEW.day <= COALESCE(last.day, DATE '0001-01-01')
                       OR NEW.hash <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
                    THEN RAISE EXCEPTION 'a digest continues the chain'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.hash[:16]}"
