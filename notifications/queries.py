"""How messages are found."""

from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet):
    def in_app_of(self, user):
        """The messages that this user reads in the portal."""
        return self.filter(user=user, channel="inapp")

    def unread(self):
        return self.filter(read_at=None)

    def mails(self):
        return self.filter(channel="email")

    def waiting(self):
        """Mails that still have to leave; when, says next_try_at."""
        return self.filter(channel="email", state="waiting")

    def parked(self):
        """Mails given up after the last try: work for a person."""
        return self.filter(state="parked")

    def newest_first(self, before=None):
        """A page of a list begins after the row `before` (keyset paging); None begins at the newest."""
        rows = self.order_by("-created_at", "-pk")
        if before is None:
            return rows
        return rows.filter(Q(created_at__lt=before.created_at) | Q(created_at=before.created_at, pk__lt=before.pk))
