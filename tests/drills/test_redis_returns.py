"""Redis dies while people file, and comes back: nobody is refused, and the workers catch up by themselves."""

import os
import shutil
import signal
import time

import pytest
from django.conf import settings
from django.db import connection

from ptsp_portal.processes import Tree
from ptsp_portal.servers import Servers, home_for, server_user
from tests.journeys.browsing import HttpLine
from tests.journeys.story import answer_all, send, start, the_file, upload, visitor
from tests.journeys.test_sipf import ANSWERS, OFFICE, PAPERS, SIPF
from tests.running_portal import RunningPortal, wait_until

SWEEP_SECONDS = 60
SLOWEST_ANSWER = 5


@pytest.fixture
def valkey(tmp_path_factory):
    """A Redis server of this drill alone."""
    home = home_for(tmp_path_factory.mktemp("servers") / "var", server_user())
    servers = Servers(home, server_user(), postgres_password="one", valkey_password="two", temporary=True)
    tree = Tree()
    try:
        servers.start(tree, postgres=False)
        servers.process = tree.children[0]
        yield servers
    finally:
        tree.stop()
        shutil.rmtree(home)


@pytest.fixture
def portal(valkey, own_database, tmp_path):
    """On a copy of the test database, so that the demo people are there."""
    to = connection.settings_dict
    database = f"postgres://{to['USER']}:{to['PASSWORD']}@{to['HOST']}:{to['PORT']}/{own_database}"
    keys = {
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "HASH_KEY": settings.HASH_KEY,
    }
    redis = valkey.addresses["REDIS_URL"]
    portal = RunningPortal(tmp_path, database, redis, DJANGO_SETTINGS_MODULE="ptsp_portal.settings_test", **keys)
    try:
        portal.start("web", "worker", "document worker", "beat")
        yield portal
    finally:
        portal.stop()


@pytest.mark.timeout(300)
def test_filing_goes_on_without_redis_and_the_workers_catch_up_when_it_is_back(portal, valkey):
    line = HttpLine(portal.url)
    nurul = start(visitor("pemohon", line), SIPF, OFFICE)
    answer_all(nurul, ANSWERS)
    os.kill(valkey.process.running.pid, signal.SIGKILL)
    valkey.process.running.wait()
    for paper, kind in PAPERS.items():
        upload(nurul, paper, kind)
    began = time.monotonic()
    send(nurul)
    assert time.monotonic() - began < SLOWEST_ANSWER
    loket = visitor("loket.batam", HttpLine(portal.url))
    loket.click(f"Periksa {the_file().reference}").click("Tandai yang lain sesuai").click("Daftarkan")
    assert the_file().state == "registered"
    assert portal.ask("SELECT count(*) FROM notifications_message WHERE state = 'waiting'") == 4
    assert portal.ask("SELECT count(*) FROM applications_printeddocument WHERE stored_at IS NULL") == 1
    valkey.process.start()
    valkey.wait(valkey.process, valkey.ask_valkey)
    undone = "SELECT count(*) FROM applications_printeddocument WHERE stored_at IS NULL"
    wait_until(lambda: portal.ask(undone) == 0, "the receipt was never printed", seconds=2 * SWEEP_SECONDS, pause=1)
    waiting = "SELECT count(*) FROM notifications_message WHERE state = 'waiting'"
    wait_until(lambda: portal.ask(waiting) == 0, "the mails never left", seconds=2 * SWEEP_SECONDS, pause=1)
    sent = "SELECT count(*) FROM notifications_message WHERE channel = 'email' AND state = 'sent'"
    assert portal.ask(sent) == portal.ask(
        "SELECT count(DISTINCT message_id) FROM notifications_message WHERE channel = 'email'"
    )
