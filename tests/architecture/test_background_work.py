"""Rules for work that comes later: every sweep is scheduled, each task has its queue, nothing waits inside the broker."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from ptsp_portal.celery import app

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module", autouse=True)
def tasks():
    for config in apps.get_app_configs():
        if (Path(config.path) / "tasks.py").exists() and Path(config.path).parent == ROOT:
            importlib.import_module(f"{config.name}.tasks")
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_task_is_on_the_beat_table_and_every_line_of_it_is_a_task(tasks):
    assert {line["task"] for line in app.conf.beat_schedule.values()} == tasks


def test_messages_and_documents_wait_in_queues_of_their_own():
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in app.conf.task_routes}
    assert queues == {"notifications.deliver_messages": "mail", "applications.render_documents": "pdf"}


def test_a_killed_worker_gives_its_work_back_soon():
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]


def test_a_broken_broker_costs_a_request_seconds_at_most():
    assert app.conf.broker_transport_options["socket_timeout"] <= 5
    assert app.conf.task_publish_retry is False


def test_no_work_waits_inside_the_broker():
    """A delay longer than the visibility timeout runs the task several times; the row's next_try_at holds delays."""
    for path in ROOT.rglob("*.py"):
        if ".venv" not in path.parts and "tests" not in path.parts:
            assert not re.search(r"\b(eta|countdown)=|\.apply_async\(|\.delay\(|\.retry\(", path.read_text()), path
