"""What `tests/lived.py` puts back is what the actions wrote; where anything else was written, nothing is put back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import InternalError, connection, transaction
from django.utils.translation import override

from agencies.models import Agency, Membership
from applications.models import Application, Permit
from ptsp_portal.lib.moment import moved_to
from tests import factories
from tests.conftest import USUAL_MOMENT
from tests.lived import lived_once, memory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


@pytest.fixture(autouse=True)
def nothing_kept():
    """So that the first life of this test is one."""
    kept, memory.kept = memory.kept, {}
    yield
    memory.kept = kept


class GoBack(Exception):
    pass


def undone(look):
    """What `look` says; then all that it wrote is gone, as at the end of a test."""
    try:
        with transaction.atomic():
            seen = look()
            raise GoBack
    except GoBack:
        return seen


def next_test():
    memory.start(())


def written() -> dict[str, list[str]]:
    """Every row that this test wrote."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (number,) = cursor.fetchone()
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t WHERE xmin::text::bigint >= %s', [number])
            if lines := sorted(line for (line,) in cursor.fetchall()):
                found[table] = lines
    return found


def papers() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def begun() -> str:
    return factories.draft().uuid


def test_what_is_put_back_is_what_was_lived_and_life_goes_on_with_it():
    lived = undone(lambda: (factories.permit().uuid, written(), papers()))
    assert {"applications_permit", "audit_journalentry", "audit_chainhead", "notifications_message"} <= set(lived[1])
    assert not Permit.objects.exists()
    next_test()
    permit = factories.permit()
    assert (permit.uuid, written(), papers()) == lived
    assert Permit.objects.get() == permit and permit.application.state == "issued"
    later = factories.registered(by="pemohon2")
    assert Application.objects.count() == 2 and later.registration_number != permit.application.registration_number
    assert factories.findings() == []
    call_command("verify_journal", verbosity=0)


def test_the_guards_are_awake_after_it():
    undone(begun)
    next_test()
    file = factories.draft()
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        file.delete()
    assert Application.objects.get() == file


def test_the_same_is_put_back_and_what_differs_is_lived():
    first = undone(begun)
    next_test()
    assert undone(begun) == first
    next_test()
    with moved_to(USUAL_MOMENT + timedelta(minutes=1)):
        assert undone(begun) != first
    next_test()
    with override("en"):
        assert undone(begun) != first
    next_test()
    assert undone(lambda: factories.draft(by="pemohon2").uuid) != first


def test_after_any_other_write_everything_is_lived_as_the_database_stands():
    first = undone(begun)
    next_test()
    Agency.objects.filter(slug=factories.BATAM).update(name="Kantor Lain")
    second = factories.draft()
    assert second.uuid != first and second.office.name == "Kantor Lain"


def test_what_was_rolled_back_is_not_taken_for_written():
    first = undone(begun)
    assert begun() != first
    assert Application.objects.count() == 1


def test_a_test_that_changes_the_portal_lives_everything(monkeypatch):
    assert not memory.is_on
    assert undone(begun) != undone(begun)


def test_what_deletes_rows_is_lived_each_time():
    @lived_once
    def begun_after_an_end():
        Membership.objects.filter(user=factories.person("gubernur")).delete()
        return factories.draft().uuid

    first = undone(begun_after_an_end)
    next_test()
    assert undone(begun_after_an_end) != first
