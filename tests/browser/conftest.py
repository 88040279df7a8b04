"""A real browser (Debian's Chromium) on the real portal: gunicorn, workers and the demo story in a database of its own."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from agencies.loading.people import PASSWORD
from tests.running_portal import RunningPortal, database_of_its_own

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
# Compressing what no page loads would take most of the start.
UNUSED = [
    "admin",
    "*rtl*",
    "*esm*",
    "bootstrap.bundle*",
    "bootstrap-grid*",
    "bootstrap-reboot*",
    "bootstrap-utilities*",
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items):
    """The first test also waits for the portal and its demo story."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def browser():
    program = next((path for path in BROWSERS if path.exists()), None)
    if program is None:
        pytest.fail("Chromium is missing; `make test-browser` installs it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The portal with the demo story, made once for all browser tests."""
    folder = tmp_path_factory.mktemp("portal")
    with database_of_its_own(os.environ["DATABASE_URL"]) as database:
        portal = RunningPortal(folder, database, os.environ["REDIS_URL"])
        portal.manage("collectstatic", "--noinput", *(f"--ignore={pattern}" for pattern in UNUSED))
        portal.manage("prepare", "--demo")
        portal.start("web", "worker", "document worker")
        yield portal
        portal.stop()
        print(portal.said())


class Watch:
    """What a browser complains of on a page: script errors, blocked or failed requests, other hosts."""

    def __init__(self, page, host):
        self.complaints, self.host = [], host
        page.on("console", lambda message: message.type == "error" and self._note(message.text))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", self._look)

    def _look(self, request):
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != self.host:
            self._note(f"asked another host: {request.url}")

    def _note(self, words):
        # A refused form is answered with 400 or 404, which Chromium calls an error of the page.
        if not re.search(r"status of (400|404)", words):
            self.complaints.append(words)


@pytest.fixture
def open_page(browser, portal):
    """`open_page("loket.batam", viewport=PHONE)`: a new page, signed in when named; complaints of the browser fail the test."""
    contexts, watches = [], []

    def open_one(name="", **how):
        context = browser.new_context(**{"base_url": portal.url, "locale": "id-ID", "viewport": DESK} | how)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, urlsplit(portal.url).netloc))
        if name:
            sign_in(page, name)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [watch.complaints for watch in watches if watch.complaints] == []


def sign_in(page, name):
    page.goto("/akun/login/")
    page.locator("[name=login]").fill(f"{name}@demo.test")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk").click()
    page.wait_for_url(lambda url: "/akun/login/" not in url)


@pytest.fixture
def people(open_page):
    """`people("loket.batam")`: that person's page, the same one every time."""
    pages = {}

    def page_of(name, **how):
        key = (name, *how)
        if key not in pages:
            pages[key] = open_page(name, **how)
        return pages[key]

    return page_of


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def shoot():
    """`shoot(page, "name")` keeps a picture in the folder BROWSER_SHOTS, when that is set."""
    folder = os.environ.get("BROWSER_SHOTS")

    def keep(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return keep
