"""`manage.py up` on a copy of the project: it starts, refuses what it must, survives deaths and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ptsp_portal.processes import command_line
from ptsp_portal.servers import free_port, home_for, server_user

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "tests")
OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DEBUG", "SECRET_KEY", "FIELD_KEYS", "HASH_KEY")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("up") / "portal"
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    yield folder
    shutil.rmtree(home_for(folder / "var", server_user()))  # as root it lies under /var/lib


class Up:
    """A running `up --no-demo`; its children are known by the folder in their command lines."""

    def __init__(self, folder: Path, port: int):
        env = {name: value for name, value in os.environ.items() if name not in OURS} | {"PORT": str(port)}
        command = [sys.executable, "manage.py", "up", "--no-demo"]
        self.port, self.output = port, folder.parent / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=subprocess.STDOUT)

    def wait_until_open(self):
        deadline = time.monotonic() + 90
        while "The portal is at" not in self.output.read_text():
            assert self.process.poll() is None and time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.2)
        return self

    def family(self) -> dict[int, str]:
        """Every process below this one, by the parents in /proc."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: command_line(pid) for pid in found - {self.process.pid}}

    def status(self) -> int:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10).status
        except urllib.error.HTTPError as answer:
            return answer.code


def gone(family, seconds=40):
    deadline = time.monotonic() + seconds
    while left := {pid: line for pid, line in family.items() if command_line(pid) == line}:
        if time.monotonic() > deadline:
            return left
        time.sleep(0.2)
    return {}


@pytest.fixture
def up(copy):
    started = []

    def start(port=None):
        started.append(Up(copy, port or free_port()))
        return started[-1]

    yield start
    for one in started:
        one.process.terminate()
        one.process.wait(60)


@pytest.mark.timeout(300)
def test_ctrl_c_stops_every_process(up):
    portal = up().wait_until_open()
    family = portal.family()
    text = " ".join(family.values())
    assert all(word in text for word in ("postgres", "valkey-server", "gunicorn", "default,mail", "-Q pdf", " beat "))
    assert portal.status() < 500
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(60) == 0
    assert gone(family) == {}


@pytest.mark.timeout(300)
def test_when_the_parent_is_killed_nothing_stays_and_the_next_start_works(up):
    portal = up().wait_until_open()
    family = portal.family()
    portal.process.kill()
    assert gone(family) == {}
    assert up().wait_until_open().status() < 500


@pytest.mark.timeout(300)
def test_a_dead_child_is_started_again(up):
    portal = up().wait_until_open()
    for pid, line in portal.family().items():
        if "gunicorn" in line or "valkey-server" in line or "bin/postgres -D" in line:
            os.kill(pid, signal.SIGKILL)
    time.sleep(3)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            assert portal.status() < 500
            break
        except OSError:
            time.sleep(0.5)
    assert "starting it again" in portal.output.read_text()


def test_a_busy_port_is_refused_with_a_clear_sentence(up):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        refused = up(busy.getsockname()[1])
        assert refused.process.wait(60) == 1
    assert "can't be used" in refused.output.read_text()
    assert "Traceback" not in refused.output.read_text()


@pytest.mark.timeout(300)
def test_a_second_start_in_the_same_folder_is_refused_and_the_first_goes_on(up):
    portal = up().wait_until_open()
    second_output = portal.output.read_text()
    second = up()
    assert second.process.wait(60) == 1
    assert "already running" in second.output.read_text()
    assert second_output != second.output.read_text()
    assert portal.status() < 500


@pytest.mark.timeout(300)
def test_secrets_are_for_the_owner_alone_and_stay_the_same(up, copy):
    first = up().wait_until_open()
    secrets = copy / "var" / "secrets.env"
    before = secrets.read_text()
    assert secrets.stat().st_mode & 0o777 == 0o600
    first.process.terminate()
    assert first.process.wait(60) == 0
    up().wait_until_open()
    assert secrets.read_text() == before
