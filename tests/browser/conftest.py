"""A real browser (Debian's Chromium) on a real server with a database of its own."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's loop runs in the test's own thread, where Django would refuse the database otherwise.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSERS = [Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser")]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    program = next((path for path in BROWSERS if path.exists()), None)
    if program is None:
        pytest.fail("Chromium is missing; `make test-browser` installs it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def site(own_database, django_db_blocker):
    """The address of a server that works on `own_database`; what it commits goes away with it."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def page(browser, site):
    """A page that fails the test when the browser complains: a script error, a blocked or a failed request."""
    context = browser.new_context(base_url=site, locale="id-ID")
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
