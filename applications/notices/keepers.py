"""What whoever keeps the portal is told."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from notifications.models import Message
from notifications.outbox import Letter, enqueue_all
from ptsp_portal.lib.moment import now


@transaction.atomic
def tell_keepers_broken(findings: list[str]) -> None:
    """What the hourly look found, to the accounts that open the admin; once a day is enough."""
    occasion, yesterday = "applications/rules_broken", now() - timedelta(days=1)
    if Message.objects.filter(occasion=occasion, created_at__gt=yesterday).exists():
        return
    context = {"count": len(findings), "findings": findings[:10]}
    keepers = User.objects.filter(is_staff=True, is_active=True)
    enqueue_all([Letter(user, occasion, context, reverse("health")) for user in keepers])
