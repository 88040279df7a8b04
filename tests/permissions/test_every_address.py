"""Every address × every kind of person × GET and POST: the exact answer of each cell stands in addresses.txt.

A new address without lines there fails the build. A cell that changed fails and prints the line as it is now: think, then
write it down. The file is a physiotherapist's at Batam, waiting for the health office; its owner is `pemohon`.
"""

from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from applications.models import Recommendation
from tests.architecture.test_ways_in import is_foreign
from tests.factories import person
from tests.permissions.world import EXAMPLES, world_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]

TABLE = Path(__file__).with_name("addresses.txt")
COLUMNS = {
    "nobody": None,
    "owner": "pemohon",
    "other": "pemohon2",
    "loket": "loket.batam",
    "verif": "verifikator.batam",
    "kabid": "kabid.batam",
    "kadis": "kadis.batam",
    "asked": "opd.dinkes.batam",
    "head": "kepala.dinkes.batam",
    "unasked": "opd.pupr.batam",
    "away": "verifikator.tanjungpinang",
    "exec": "gubernur",
    "staff": "admin",
}
PARTS = 8  # so that two cores share the work, and each part ends in time on a busy machine
SIGN_IN = "in"  # led to the sign-in page


def names(patterns=None, prefix="", path=""):
    """(name, names of its parts) of every address of ours."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if not is_foreign(here, entry.callback):
                yield prefix + entry.name, tuple(entry.pattern.converters)
        else:
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry.url_patterns, space, here)


ADDRESSES = dict(names())


def lines() -> dict[tuple[str, str], list[str]]:
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, method, *cells = line.split()
            assert (name, method) not in found, f"twice: {name} {method}"
            found[name, method] = cells
    return found


WRITTEN = lines()


def test_every_address_has_its_lines_and_no_line_outlives_its_address():
    wanted = {(name, method) for name in ADDRESSES for method in ("GET", "POST")}
    assert wanted - set(WRITTEN) == set()
    assert set(WRITTEN) - wanted == set()
    assert {len(cells) for cells in WRITTEN.values()} == {len(COLUMNS)}


@pytest.fixture
def world(reference, at_usual_moment):
    return world_of()


def client_of(account) -> Client:
    client = Client(raise_request_exception=False)
    if account:
        client.force_login(person(account))
    return client


def answer(client, method, address) -> str:
    data = {"once": str(uuid4())} if method == "POST" else {}
    with transaction.atomic():
        response = getattr(client, method.lower())(address, data)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, and so closed as the test client does it
        transaction.set_rollback(True)
    if response.status_code in (301, 302):
        return SIGN_IN if response["Location"].startswith("/akun/") else str(response.status_code)
    return str(response.status_code)


@pytest.fixture
def undrawn(world):
    """Pages are not drawn here, which would be half of the time: the status is settled before, and others draw them.

    After the world was made, and without `monkeypatch`, so that the world may be put back (tests/lived.py).
    """
    with (
        patch("django.template.backends.django.Template.render", lambda *_anything, **_more: ""),
        patch("applications.views.samples.preview_pdf", lambda *_anything: b""),
    ):
        yield


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_gets_exactly_the_written_answer(part, world):
    clients = [client_of(account) for account in COLUMNS.values()]
    differs = []
    for name in list(ADDRESSES)[part::PARTS]:
        example = EXAMPLES.get(name, lambda of, name=name: {part: of[part] for part in ADDRESSES[name]})
        address = reverse(name, kwargs=example(world))
        for method in ("GET", "POST"):
            cells = [answer(client, method, address) for client in clients]
            if cells != WRITTEN.get((name, method)):
                differs.append(f"{name:<38} {method:<4} {' '.join(f'{cell:>7}' for cell in cells)}")
    assert not differs, "\n" + "\n".join(differs)


def test_the_matrix_sees_a_view_that_forgot_its_scope(world, monkeypatch):
    """Positive control: with the scope of recommendations opened, strangers get in."""
    monkeypatch.setattr(type(Recommendation.objects.all()), "visible_to", lambda rows, _user: rows)
    client = client_of("opd.pupr.batam")
    address = reverse("applications:recommendation", args=[world["request"]])
    assert WRITTEN["applications:recommendation", "GET"][list(COLUMNS).index("unasked")] == "404"
    assert answer(client, "GET", address) != "404"
