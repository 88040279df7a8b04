"""The real portal for the tests that need one: gunicorn and Celery workers as in production, with a database of their own."""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2

from ptsp_portal.management.commands.up import portal_processes
from ptsp_portal.processes import Process, Tree
from ptsp_portal.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60
REFERENCE = (
    "load_regions",
    "load_offices",
    "load_holidays",
    "load_catalogue",
    "load_guides",
    "load_people",
    "load_complaint_data",
)


class RunningPortal:
    """Web server and workers, by the names of `manage.py up`: "web", "worker", "document worker", "beat"."""

    def __init__(self, folder: Path, database_url: str, redis_url: str, **more: str):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        secrets = {
            name: f"test-only-{name.lower()}-{'0123456789' * 4}" for name in ("SECRET_KEY", "FIELD_KEYS", "HASH_KEY")
        }
        self.env = os.environ | secrets | {
            "DJANGO_SETTINGS_MODULE": "ptsp_portal.settings", "DEBUG": "false", "DEMO": "true", "LOG_LEVEL": "WARNING",
            "DATABASE_URL": database_url, "REDIS_URL": redis_url, "SITE_URL": self.url,
            "STATIC_ROOT": str(folder / "static"), "MEDIA_ROOT": str(folder / "media"),
        } | more  # fmt: skip
        self.processes = {each.name: each for each in portal_processes(self.port, self.env, folder)}
        self.tree = Tree()

    def manage(self, *command: str) -> str:
        """Run a command of manage.py; its output. Raises when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        for name in names:
            process: Process = self.processes[name]
            process.log = self.folder / f"{name.replace(' ', '-')}.log"
            self.tree.start(process)
        if "web" in names:
            wait_until(self.answers, "the web server does not answer")

    def answers(self) -> bool:
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(OSError, http.client.HTTPException))
            line = stack.enter_context(
                contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30))
            )
            line.request("GET", "/sehat/")
            return stack.enter_context(line.getresponse()).status == 200
        return False

    def ask(self, sql: str, *values):
        """The first column of the first row."""
        with (
            contextlib.closing(psycopg2.connect(self.env["DATABASE_URL"])) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)
            row = cursor.fetchone()
            return row and row[0]

    def said(self) -> str:
        """Everything that the processes wrote, for a test that fails."""
        return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        self.tree.stop()


def wait_until(question, complaint, seconds=PATIENCE, pause=0.1):
    """The first true answer to `question()`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(pause)
    raise AssertionError(complaint)


@contextlib.contextmanager
def database_of_its_own(server_url: str):
    """The address of a new, empty database on that server; dropped afterwards."""
    name = f"portal_{uuid4().hex[:8]}"
    own = urlsplit(server_url)._replace(path=f"/{name}").geturl()
    admin = psycopg2.connect(urlsplit(server_url)._replace(path="/postgres").geturl())
    admin.autocommit = True
    with contextlib.closing(admin), admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield own
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
