"""The Celery app and the whole beat table.

Celery is only the doorbell: work is a row, found by a sweep. A task takes no arguments, is safe twice and in four
workers, keeps no result; a delay is the row's `next_try_at`, never an eta or a countdown.
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptsp_portal.settings")

EVERY_TWENTY_SECONDS = 20
EVERY_MINUTE = 60
EVERY_TEN_MINUTES = 600
EVERY_HOUR = 3600
EVERY_DAY = 86400


def sweep(task: str, seconds: int = EVERY_MINUTE) -> dict:
    """One line of the beat table. A sweep that waited for its whole interval is dropped: the next one does its work."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds - 5}}


class Configuration:
    """Read when first needed, not while Django's settings are still loading."""

    @property
    def broker_url(self):
        return settings.REDIS_URL

    # A frozen broker costs a request five seconds at most, a dead one nothing; the sweep finds the row later.
    broker_transport_options = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        # For publishing; without these four a dead broker costs every doorbell six seconds of retries.
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }
    broker_connection_retry_on_startup = True
    broker_connection_max_retries = None
    task_publish_retry = False

    # Acknowledged when done, and given back when the child is killed; the row's own `attempts` ends a poisoned loop.
    task_acks_late = True
    task_reject_on_worker_lost = True
    worker_prefetch_multiplier = 1
    task_time_limit = 120
    task_soft_time_limit = 100
    worker_soft_shutdown_timeout = 30
    worker_max_tasks_per_child = 200
    worker_hijack_root_logger = False

    accept_content = ["json"]
    task_serializer = "json"
    task_ignore_result = True
    enable_utc = True
    timezone = "UTC"

    task_default_queue = "default"
    task_create_missing_queues = True
    task_routes = {
        "notifications.deliver_messages": {"queue": "mail"},
        "applications.render_documents": {"queue": "pdf"},
    }
    beat_schedule = {
        "deliver messages": sweep("notifications.deliver_messages"),
        "render documents": sweep("applications.render_documents"),
        "move deadlines": sweep("applications.move_deadlines"),
        "warn of deadlines": sweep("applications.warn_of_deadlines", EVERY_TEN_MINUTES),
        "remind of expiring permits": sweep("applications.remind_of_expiring_permits", EVERY_HOUR),
        "lapse unanswered": sweep("applications.lapse_unanswered", EVERY_HOUR),
        "end suspensions": sweep("applications.end_suspensions", EVERY_TEN_MINUTES),
        "supersede standards": sweep("applications.supersede_standards", EVERY_HOUR),
        "warn of objections": sweep("applications.warn_of_objections", EVERY_TEN_MINUTES),
        "finish bulk acts": sweep("applications.finish_bulk_acts"),
        "remind of appointments": sweep("applications.remind_of_appointments", EVERY_TEN_MINUTES),
        "check invariants": sweep("applications.check_invariants", EVERY_HOUR),
        "check the whole journal": sweep("applications.check_whole_journal", EVERY_DAY),
        "try drafts": sweep("applications.try_drafts"),
        "forget abandoned drafts": sweep("applications.forget_abandoned_drafts", EVERY_HOUR),
        "forget who came": sweep("applications.forget_who_came", EVERY_HOUR),
        "move complaints with their files": sweep("complaints.follow_files"),
        "warn of complaints": sweep("complaints.warn_of_complaints", EVERY_TEN_MINUTES),
        "end silences on complaints": sweep("complaints.end_silences", EVERY_HOUR),
        "move deadlines of complaints": sweep("complaints.move_deadlines", EVERY_TEN_MINUTES),
        "fold figures": sweep("dashboards.fold_figures", EVERY_TWENTY_SECONDS),
        "check deadlines of complaints": sweep("complaints.check_deadlines", EVERY_DAY),
        "look for patterns": sweep("dashboards.look_for_patterns", EVERY_TEN_MINUTES),
        "make digests": sweep("dashboards.make_digests", EVERY_TEN_MINUTES),
        "make exports": sweep("dashboards.make_exports"),
        "forget exports": sweep("dashboards.forget_exports", EVERY_HOUR),
        "forget replays": sweep("audit.forget_replays", EVERY_HOUR),
    }
    # `manage.py up` gives the place; this is for a beat started by hand.
    beat_schedule_filename = "var/beat-schedule"


app = Celery("ptsp_portal")
app.config_from_object(Configuration())
app.autodiscover_tasks()
