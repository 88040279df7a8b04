"""Redis is the doorbell only: without it a file is filed and registered as quickly, and the sweep does the later work."""

import json
import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from applications.models import Application
from applications.tasks import render_documents
from notifications.models import Message
from notifications.tasks import deliver_messages

pytestmark = pytest.mark.usefixtures("own_database")

FILER = """
import json, time, django
django.setup()
from applications.actions import submission, verification
from tests.factories import all_fit, filled, fresh, person

def timed(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began

file = filled()
took = [timed(lambda: submission.submit_application(file.uuid, by=person("pemohon")))]
all_fit(file, "loket.batam")
took.append(timed(lambda: verification.register_application(file.uuid, by=person("loket.batam"))))
print(json.dumps({"uuid": str(file.uuid), "took": took}))
"""


def file_with_redis_at(address) -> tuple[dict, str]:
    """What a real process with that broker filed, and what it logged."""
    to = connection.settings_dict
    environment = os.environ | {
        "REDIS_URL": address, "DATABASE_URL": f"postgres://{to['USER']}:{to['PASSWORD']}@{to['HOST']}:{to['PORT']}/{to['NAME']}",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT), "DJANGO_SETTINGS_MODULE": "ptsp_portal.settings_test",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", FILER],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout), done.stderr.decode()


def dead_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_filing_and_registering_work_without_redis_and_the_sweep_does_the_rest():
    filed, log = file_with_redis_at(f"redis://127.0.0.1:{dead_port()}/0")
    assert max(filed["took"]) < 6  # each of the doorbells would take that long with retries, as Celery comes
    assert log.count("could not wake") == 5  # two letters for each act, and the receipt: each doorbell was tried
    file = Application.objects.get(uuid=filed["uuid"])
    assert (file.state, file.registration_number[11:17]) == ("registered", "000001")
    waiting = Message.objects.waiting().count()
    assert waiting == 4  # sent in, at the counter, registered, at the verifier
    assert file.printed_documents.filter(stored_at=None).count() == 1
    deliver_messages()
    assert (Message.objects.waiting().count(), Message.objects.filter(channel="email", state="sent").count()) == (
        0,
        waiting,
    )
    assert render_documents() == 1
    assert file.printed_documents.exclude(stored_at=None).count() == 1
