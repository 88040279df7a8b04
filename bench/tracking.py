"""The public tracking page and the applicant's file page against an empty page, on the same real server, in turns."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore

from applications.models import Application

ROUNDS, PER_ROUND = 5, 40


def main() -> None:
    """Print medians in milliseconds and the ratio to the empty page."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "ptsp_portal.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "1",
        "--threads",
        "2",
    ]
    server = subprocess.Popen(
        command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"}, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        _measure(port)
    finally:
        server.terminate()
        server.wait(20)


def _measure(port) -> None:
    file = Application.objects.in_state("recommendation").filter(answers_requested__gte=3).first()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    track = _tracking_request(client, file)
    session = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session_of(file.filed_by)}"}
    requests = {
        "empty page": ("GET", "/kosong/", None, {}),
        "tracking page (POST)": ("POST", "/lacak/", *track),
        "file page": ("GET", f"/permohonan/{file.uuid}/", None, session),
        "file page, unchanged (204)": ("GET", f"/permohonan/{file.uuid}/keadaan/?v={file.change_count}", None, session),
    }
    times = {name: [] for name in requests}
    for _round in range(ROUNDS):
        for name, request in requests.items():
            times[name] += [_timed(client, *request) for _turn in range(PER_ROUND)]
    base = statistics.median(times["empty page"])
    for name, measured in times.items():
        middle = statistics.median(measured)
        print(f"{name}: median {middle:.1f} ms, {middle / base:.1f} x the empty page")


def _timed(client, method, path, body, headers) -> float:
    started = time.perf_counter()
    client.request(method, path, body, headers)
    response = client.getresponse()
    response.read()
    if response.status not in (200, 204):
        raise SystemExit(f"{method} {path} answered {response.status}")
    return (time.perf_counter() - started) * 1000


def _tracking_request(client, file):
    client.request("GET", "/lacak/")
    response = client.getresponse()
    page = response.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    cookie = response.getheader("Set-Cookie").split(";", 1)[0]
    body = urlencode({"csrfmiddlewaretoken": token, "number": file.registration_number, "secret": file.tracking_secret})
    return body, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}


def _session_of(user) -> str:
    """A signed-in session, as the sign-in page makes it."""
    user = get_user_model().objects.get(pk=user.pk)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port) -> None:
    for _turn in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
