"""What the clock does here."""

from celery import shared_task

from audit.models import Replay

AT_ONCE = 5000
MOST_ROUNDS = 40


@shared_task(name="audit.forget_replays", ignore_result=True, time_limit=120, soft_time_limit=100)
def forget_replays():
    """Drop idempotency keys older than 30 days, in slices. Safe twice and in several workers."""
    for _round in range(MOST_ROUNDS):
        old = Replay.objects.forgettable().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        if not Replay.objects.filter(pk__in=list(old)).delete()[0]:
            return
