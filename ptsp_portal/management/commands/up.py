"""The whole portal in one process tree: servers, demo data, web, workers, beat. `make run` is this command."""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ptsp_portal import local_environment
from ptsp_portal.processes import Process, Tree, die_with_parent
from ptsp_portal.servers import Servers, ServersUnavailable, home_for, server_user

# The workers hear that root is a poor user for them; on a developer's machine that is known.
PYTHON = [sys.executable, "-W", "ignore:::celery.platforms"]
FIRST_PAGE_SECONDS = 60
DEMO_ACCOUNTS = """
  Demo accounts, all with the password ptsp-demo-2026:
    pemohon@demo.test, pemohon2@demo.test    applicants
    loket.batam@demo.test                    counter          verifikator.batam@demo.test   verifier
    opd.dinkes.batam@demo.test               an agency        kabid.batam@demo.test         endorser
    kadis.batam@demo.test                    head, signs      gubernur@demo.test            governs
    admin@demo.test                          reference data
  The same for kepri tanjungpinang bintan karimun natuna lingga anambas kaltim samarinda balikpapan rembang instead of batam.
"""


class Stop(Exception):
    """Ctrl-C or SIGTERM."""


class Command(BaseCommand):
    help = "Run everything: servers (unless DATABASE_URL / REDIS_URL are set), web, workers, beat. Ctrl-C stops all."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, no_demo, **options):
        port = wanted_port()
        self.var = local_environment.VAR
        self.tree = Tree()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        try:
            with only_one(self.var):
                self.run(port, demo=not no_demo)
        except Stop:
            self.say("stopping …")
        except ServersUnavailable as error:
            raise CommandError(str(error)) from error
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a server behind
            self.tree.stop()
            local_environment.RUNNING.unlink(missing_ok=True)
        self.say("stopped.")

    def run(self, port: int, *, demo: bool) -> None:
        env = os.environ | self.start_servers()
        env.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
        local_environment.write(local_environment.RUNNING, running_facts(env))
        self.prepare(env, demo=demo)
        web, *others = portal_processes(port, env, self.var)
        self.tree.start(web)
        self.wait_for_first_page(port)
        for child in others:
            self.tree.start(child)
        self.say(f"\n  The portal is at {env['SITE_URL']}/   (Ctrl-C stops everything)")
        if settings.DEMO and demo:
            self.say(DEMO_ACCOUNTS)
        self.watch()

    def start_servers(self) -> dict[str, str]:
        """Our own PostgreSQL and Valkey where the environment names none; returns their addresses."""
        wanted = {name for name in ("DATABASE_URL", "REDIS_URL") if not named(name)}
        if not wanted:
            return {}
        user = server_user()
        servers = Servers(
            home_for(self.var, user),
            user,
            postgres_password=os.environ["POSTGRES_PASSWORD"],
            valkey_password=os.environ["VALKEY_PASSWORD"],
        )
        self.say("starting PostgreSQL and Valkey …")
        servers.start(self.tree, postgres="DATABASE_URL" in wanted, valkey="REDIS_URL" in wanted)
        return {name: address for name, address in servers.addresses.items() if name in wanted}

    def prepare(self, env, *, demo: bool) -> None:
        self.say("preparing the database …")
        command = [*PYTHON, "manage.py", "prepare", *(["--demo"] if demo and settings.DEMO else [])]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, preexec_fn=die_with_parent(signal.SIGTERM))
        if done.returncode:
            raise CommandError("The database could not be prepared; the reason stands above.")

    def wait_for_first_page(self, port: int) -> None:
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while time.monotonic() < deadline:
            self.revive()
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", "/")
                connection.getresponse().read()
                return
            time.sleep(0.2)
        raise CommandError("The web server does not answer; the reason stands above.")

    def watch(self) -> None:
        while True:
            self.revive()
            time.sleep(1)

    def revive(self) -> None:
        hopeless = self.tree.restart_the_dead()
        if hopeless:
            raise CommandError(f"{hopeless.name} keeps dying, so everything is stopped; the reason stands above.")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def stop(number, frame):
    raise Stop


def named(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def wanted_port() -> int:
    """PORT, checked: a number, and free."""
    text = os.environ.get("PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            hint = f"choose another one, for example: make run PORT={int(text) % 65000 + 10}"
            raise CommandError(f"Port {text} can't be used ({error.strerror}); {hint}") from error
    return int(text)


@contextlib.contextmanager
def only_one(var: Path):
    """Two of us on the same data would end each other's servers."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                "The portal is already running from this folder; stop that one first (Ctrl-C there)."
            ) from error
        yield


def running_facts(env) -> dict[str, str]:
    names = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "DEBUG")
    return {name: env[name] for name in names if name in env}


def portal_processes(port: int, env, var: Path) -> list[Process]:
    """The web server, a worker for messages and small work, one for documents (one rendering at a time), and beat."""
    cores = len(os.sched_getaffinity(0))
    level = "--loglevel=WARNING"
    web = ["-m", "gunicorn", "ptsp_portal.wsgi:application", f"--bind=127.0.0.1:{port}", "--worker-class=gthread"]
    web += [f"--workers={min(max(cores, 2), 4)}", "--threads=4", "--timeout=60", "--graceful-timeout=10"]
    web += ["--log-level=warning", "--no-control-socket", "--preload"]
    worker = ["-m", "celery", "--quiet", "-A", "ptsp_portal", "worker", level, "--without-gossip", "--without-mingle"]
    commands = {
        "web": web,
        "worker": [*worker, "-Q", "default,mail", "-c", "1", "-n", "work@%h"],
        "document worker": [*worker, "-Q", "pdf", "-c", "1", "-n", "documents@%h"],
        "beat": [
            "-m",
            "celery",
            "--quiet",
            "-A",
            "ptsp_portal",
            "beat",
            level,
            "-s",
            str(var / "beat-schedule"),
            "--pidfile=",
        ],
    }
    return [Process(name, [*PYTHON, *argv], settings.BASE_DIR, env=env) for name, argv in commands.items()]
