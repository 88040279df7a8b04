"""The database goes away and comes back between two requests: whoever comes afterwards notices nothing."""

import http.client
import shutil
from contextlib import ExitStack, closing

import pytest

from ptsp_portal.processes import Tree
from ptsp_portal.servers import Servers, home_for, server_user
from tests.running_portal import RunningPortal, wait_until

REQUESTS = 12  # enough to meet every thread that holds a connection from before


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """PostgreSQL and Valkey of these tests alone, so that they may be stopped."""
    home = home_for(tmp_path_factory.mktemp("servers") / "var", server_user())
    servers = Servers(home, server_user(), postgres_password="one", valkey_password="two", temporary=True)
    servers.tree = Tree()
    try:
        servers.start(servers.tree)
        yield servers
    finally:
        servers.tree.stop()
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def portal(servers, tmp_path_factory):
    settings = {"DJANGO_SETTINGS_MODULE": "ptsp_portal.settings_test"}  # no stylesheets are needed here
    portal = RunningPortal(tmp_path_factory.mktemp("portal"), *servers.addresses.values(), **settings)
    portal.manage("prepare")
    try:
        portal.start("web")
        yield portal
    finally:
        portal.stop()


def postgres_of(servers):
    return next(child for child in servers.tree.children if child.name == "PostgreSQL")


def starts_again(servers):
    postgres_of(servers).start()
    servers.wait(postgres_of(servers), servers.ask_postgres)


def statuses(portal, path):
    """Of many requests at once, so that every thread with a connection is met."""
    with ExitStack() as stack:
        lines = []
        for _request in range(REQUESTS):
            line = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
            lines.append(stack.enter_context(closing(line)))
            line.request("GET", path)
        return {stack.enter_context(line.getresponse()).status for line in lines}


def test_after_a_restart_of_the_database_the_next_request_works(servers, portal):
    assert statuses(portal, "/layanan/") == {200}
    postgres_of(servers).stop()
    starts_again(servers)
    assert statuses(portal, "/layanan/") == {200}, portal.said()


def test_without_a_database_the_health_page_says_so_and_the_portal_heals_by_itself(servers, portal):
    postgres_of(servers).stop()
    assert statuses(portal, "/sehat/") == {503}
    assert statuses(portal, "/layanan/") == {500}
    starts_again(servers)
    wait_until(portal.answers, "the portal did not come back", seconds=10)
    assert statuses(portal, "/layanan/") == {200}, portal.said()
