"""The people, the place and a fixed clock. Reference data is loaded once per database by the commands that fill the demo."""

from datetime import UTC, datetime
from shutil import rmtree
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings, setup_databases
from hypothesis import settings as hypothesis_settings

from agencies.models import Agency, Membership
from ptsp_portal.lib.moment import moved_to
from tests import template_database
from tests.lived import memory
from tests.own_database import own_database  # noqa: F401

# Tuesday, 4 August 2026, 09.00 WIB: an ordinary week; the next day off is Monday the 17th.
USUAL_MOMENT = datetime(2026, 8, 4, 2, 0, tzinfo=UTC)


# The same examples every time, so that a red suite is red again; search for new ones by hand with another profile.
hypothesis_settings.register_profile("suite", derandomize=True, database=None, deadline=None)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb, django_db_modify_db_settings
):
    """Regions, offices, holidays, the catalogue and the demo people, as `load_demo` loads them; kept with --reuse-db.

    In place of pytest-django's own, which makes no test database when the tests at hand only use `own_database`: they
    would then work on the real one.
    """
    with django_db_blocker.unblock():
        keeps = django_db_keepdb and not django_db_createdb
        _copy_the_template(keeps)
        setup_databases(verbosity=0, interactive=False, keepdb=True, aliases=["default"])
        if not Membership.objects.exists():
            for command in template_database.REFERENCE_DATA:
                call_command(command, verbosity=0)


def _copy_the_template(keeps: bool) -> None:
    """The test database as a copy of the template where there is one; else an old one that is not wanted goes."""
    database, to = connection.creation._get_test_db_name(), connection.settings_dict
    is_there = template_database.exists(database, to)
    if is_there and keeps:
        return
    if template_database.exists(template_database.name(), to):
        template_database.copy(database, to)
    elif is_there:
        template_database.drop(database, to)


@pytest.fixture
def reference(db):
    """The loaded place and its people."""


@pytest.fixture
def at_usual_moment():
    with moved_to(USUAL_MOMENT):
        yield USUAL_MOMENT


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def media_of_its_own(media):
    """A folder that is only made when a test writes into it."""
    folder = media / uuid4().hex
    with override_settings(MEDIA_ROOT=folder):
        yield
    rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def the_real_outbox(django_test_environment):
    """Django's test runner puts a mail box in memory in its place; here mails become rows, as in life."""
    with override_settings(EMAIL_BACKEND="notifications.channels.mailer.OutboxBackend"):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_last_sign_in(django_test_environment):
    """Nothing reads it; a test that signs in has written nothing then (see tests/lived.py)."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")


@pytest.fixture(autouse=True)
def _template_string_if_invalid_marker():
    """In place of pytest-django's own, for an option that we don't use: it asks for `monkeypatch` in every test."""


@pytest.fixture(autouse=True)
def points_of_life(request):
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    memory.start(request.fixturenames)


@pytest.fixture
def user_named(reference):
    """`user_named("loket.batam")` is the demo account loket.batam@demo.test."""

    def find(name):
        return get_user_model().objects.get(email=f"{name}@demo.test")

    return find


@pytest.fixture
def signed_in(client, user_named):
    """`signed_in("loket.batam")` is the test client with that person signed in."""

    def enter(name):
        client.force_login(user_named(name))
        return client

    return enter


@pytest.fixture
def office_of(reference):
    """`office_of("dpmptsp-kota-batam")`."""
    return lambda slug: Agency.objects.get(slug=slug)
