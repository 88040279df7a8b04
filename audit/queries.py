"""How the journal and the idempotency keys are found."""

from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Subquery

from audit.verbs import shown_to_applicants, shown_to_staff
from ptsp_portal.lib.moment import now

REPLAYS_KEPT = timedelta(days=30)


class JournalEntryQuerySet(models.QuerySet):
    def timeline(self, *subjects):
        """Everything staff may read about these rows (instances with `.uuid`), oldest first; routine noise left out."""
        return self.about(*subjects).filter(verb__in=shown_to_staff())

    def timeline_for_applicant(self, *subjects):
        """The part of the timeline that the applicant is told about, oldest first."""
        return self.about(*subjects).filter(verb__in=shown_to_applicants())

    def about(self, *subjects):
        return self.filter(subject__in=[subject.uuid for subject in subjects]).order_by("id")

    def in_order(self, chain):
        return self.filter(chain=chain).order_by("seq")

    def beyond_the_head(self, chain, heads):
        """Rows past what the head of the chain knows; one statement, so it is true even while others write."""
        head = heads.filter(chain=OuterRef("chain")).values("seq")[:1]
        return self.in_order(chain).filter(seq__gt=Subquery(head))


class ReplayQuerySet(models.QuerySet):
    def forgettable(self):
        """Keys so old that nobody presses "back" to them any more."""
        return self.filter(created_at__lt=now() - REPLAYS_KEPT)
