"""An office's own calendar: its office_admin changes hours and days off, and open deadlines follow."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from agencies import actions
from agencies.models import Agency, CalendarChange, Holiday, Region
from applications.tasks import move_deadlines
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.factories import BATAM, colleague, fresh, person, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WORKDAY = date(2026, 8, 6)
HOURS = {"work_days": [1, 2, 3, 4], "opens_at": time(8), "closes_at": time(16), "friday_closes_at": None}


def refused(kind, words, act, *args, **kwargs):
    before = (Holiday.objects.count(), CalendarChange.objects.count())
    with pytest.raises(kind) as no, transaction.atomic():
        act(*args, **kwargs)
    assert words in str(no.value)
    assert (Holiday.objects.count(), CalendarChange.objects.count()) == before


def test_a_regional_day_off_moves_open_deadlines_and_the_page_says_how_many(signed_in):
    file, page = registered(), reverse("agencies:office_calendar", args=[BATAM])
    before, client = file.due_at, signed_in("admin.batam")
    added = {"act": "add", "on": WORKDAY, "name": "Hari jadi kota", "once": uuid4()}
    assert client.post(page, added)["Location"] == page
    assert "sedang digeser" in client.get(page).content.decode()
    assert move_deadlines() == 1
    assert fresh(file).due_at == before + timedelta(days=1)
    assert "1 tenggat bergeser" in client.get(page).content.decode()
    again = client.post(page, added | {"once": uuid4()}).content.decode()
    assert "sudah hari libur di kalender wilayah ini: Hari jadi kota" in again
    client.post(page, {"act": "remove", "on": WORKDAY, "once": uuid4()})
    move_deadlines()
    assert fresh(file).due_at == before and not Holiday.objects.filter(on=WORKDAY).exists()


def test_only_the_ptsp_of_the_region_itself_keeps_its_calendar(signed_in):
    batam, admin = Region.objects.get(code="21.71"), person("admin.batam")
    kelurahan = colleague("admin.riau", ("kelurahan-tanjung-riau", "office_admin"))
    day = {"on": WORKDAY, "name": "Libur"}
    for by, region in (
        (person("kadis.batam"), batam.pk),
        (kelurahan, "21.71.03.1003"),
        (admin, "21"),
        (admin, "21.71.03"),
    ):
        refused(NotAllowed, "admin kantor PTSP wilayah itu", actions.add_regional_holiday, region, by=by, **day)
        refused(NotAllowed, "admin kantor PTSP wilayah itu", actions.set_office_hours, region, by=by, **HOURS)
    page = signed_in("kadis.batam").get(reverse("agencies:office_calendar", args=[BATAM])).content.decode()
    assert "Yang berlaku sekarang" in page and "Simpan hari libur" not in page


def test_days_that_make_no_sense_are_refused():
    admin, act = person("admin.batam"), actions.add_regional_holiday
    refused(Refused, "lewat lebih dari sebulan", act, "21.71", by=admin, on=date(2026, 6, 1), name="x")
    refused(Refused, "lebih dari dua tahun", act, "21.71", by=admin, on=date(2029, 1, 1), name="x")
    refused(Refused, "sudah hari libur", act, "21.71", by=admin, on=date(2026, 8, 17), name="x")
    refused(
        Refused, "bukan hari libur daerah", actions.remove_regional_holiday, "21.71", by=admin, on=date(2026, 8, 17)
    )
    refused(Refused, "jam buka sebelum", actions.set_office_hours, "21.71", by=admin, **HOURS | {"closes_at": time(7)})


def test_other_hours_move_deadlines_once_and_nothing_when_nothing_changed():
    file, admin = registered(), person("admin.batam")
    actions.set_office_hours("21.71", by=admin, **HOURS)
    assert move_deadlines() == 1 and fresh(file).due_at > file.due_at
    assert Region.objects.get(code="21.71").work_days == [1, 2, 3, 4]
    changes = CalendarChange.objects.count()
    actions.set_office_hours("21.71", by=admin, **HOURS)
    assert CalendarChange.objects.count() == changes
    assert Agency.objects.get(slug=BATAM).region_id == "21.71"
