"""A real gunicorn on loopback, signed-in sessions and timed requests, for the measurements of pages."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore


@dataclass(frozen=True)
class Answer:
    """One measured request."""

    ms: float
    statements: int
    sql_ms: float
    size: int


@contextmanager
def served(**environment):
    """A gunicorn with one worker; yields a client of it. `environment` goes into the server's."""
    port = _free_port()
    command = (
        f"{sys.executable} -m gunicorn ptsp_portal.wsgi -b 127.0.0.1:{port} -w 1 --threads 2 --keep-alive 300".split()
    )
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings", **environment}
    server = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    finally:
        server.terminate()
        server.wait(20)


def timed(client, path, *, session="", form=None) -> Answer:
    """Raises SystemExit for an answer that is none."""
    headers = {"Cookie": session} if session else {}
    body = urlencode(form) if form else None
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    started = time.perf_counter()
    client.request("POST" if form else "GET", path, body, headers)
    response = client.getresponse()
    content = response.read()
    ms = (time.perf_counter() - started) * 1000
    if response.status not in (200, 204):
        raise SystemExit(f"{path} answered {response.status}")
    return Answer(
        ms, int(response.getheader("X-Statements", 0)), float(response.getheader("X-Sql-Ms", 0)), len(content)
    )


def csrf_of(client, path) -> tuple[str, str]:
    """(cookie, token) for posting to a public form."""
    client.request("GET", path)
    response = client.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.read().decode()).group(1)
    return response.getheader("Set-Cookie").split(";", 1)[0], token


def session_of(user) -> str:
    """The cookie of a signed-in session in the present database, as the sign-in page makes it."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port) -> None:
    for _turn in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the server did not start")
