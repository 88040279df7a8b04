"""How messages are found."""

from django.db import models
from django.db.models import Q

OUTGOING = ("email", "sms")


class MessageQuerySet(models.QuerySet):
    def in_app_of(self, user):
        """The messages that this user reads in the portal."""
        return self.filter(user=user, channel="inapp")

    def unread(self):
        return self.filter(read_at=None)

    def mails(self):
        return self.filter(channel="email")

    def outgoing(self):
        """What leaves the portal: e-mails and SMS."""
        return self.filter(channel__in=OUTGOING)

    def waiting(self, channels=OUTGOING):
        """What still has to leave through one of these channels; when, says next_try_at."""
        return self.filter(channel__in=channels, state="waiting")

    def parked(self):
        """Messages given up after the last try: work for a person."""
        return self.filter(state="parked")

    def newest_first(self, before=None):
        """A page of a list begins after the row `before` (keyset paging); None begins at the newest."""
        rows = self.order_by("-created_at", "-pk")
        if before is None:
            return rows
        return rows.filter(Q(created_at__lt=before.created_at) | Q(created_at=before.created_at, pk__lt=before.pk))
