"""The calendar: what changes it moves open deadlines, which a sweep of the files does (`CalendarChange` is its row)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from agencies import office_policies as policies
from agencies.models import CalendarChange, Holiday, Region
from agencies.queries import today
from agencies.working_days import calendar_of
from audit.log import PORTAL, record
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, require
from ptsp_portal.lib.wording import day_words

MOVE = "applications.move_deadlines"
CALENDAR = ["zone", "work_days", "opens_at", "closes_at", "friday_closes_at"]


@transaction.atomic
def save_holiday(holiday: Holiday, *, by) -> None:
    """A day off. A new name moves nothing; a new day or place moves the deadlines of both places."""
    before = Holiday.objects.select_for_update(no_key=True).filter(pk=holiday.pk).first()
    holiday.save()
    if before is None:
        _calendar_changed(holiday.region, f"hari libur ditambahkan: {_day_off(holiday)}", by)
    elif (before.on, before.region_id) != (holiday.on, holiday.region_id):
        _calendar_changed(before.region, f"hari libur diubah: {_day_off(before)} menjadi {_day_off(holiday)}", by)
        if before.region_id != holiday.region_id:
            _calendar_changed(holiday.region, f"hari libur ditambahkan: {_day_off(holiday)}", by)
    record("holiday.saved", by, by=by, office=PORTAL, on=str(holiday.on), region=holiday.region_id or "")


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by) -> None:
    region, on = holiday.region, holiday.on
    Holiday.objects.select_for_update(no_key=True).filter(pk=holiday.pk).first()
    words = f"hari libur dicabut: {_day_off(holiday)}"
    holiday.delete()
    _calendar_changed(region, words, by)
    record("holiday.removed", by, by=by, office=PORTAL, on=str(on), region=holiday.region_id or "")


@transaction.atomic
def add_holidays(holidays: list[Holiday]) -> None:
    """Loaded by a command. On an installation that had none yet there is no deadline to move."""
    had_some = Holiday.objects.exists()
    Holiday.objects.bulk_create(holidays)
    if had_some and holidays:
        days = ", ".join(str(each.on) for each in sorted(holidays, key=lambda each: each.on)[:5])
        _calendar_changed(None, f"{len(holidays)} hari libur nasional ditambahkan: {days}", None)


@transaction.atomic
def save_region(region: Region, *, by) -> None:
    """Other hours, days or another zone move the deadlines there and below."""
    before = Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    region.save()
    if any((getattr(before, name) or None) != (getattr(region, name) or None) for name in CALENDAR):
        _calendar_changed(region, f"jam kerja atau zona waktu {region.full_name} diubah", by)


def _day_off(holiday) -> str:
    return f"{day_words(holiday.on)} ({holiday.name})"


def _calendar_changed(region, words: str, by) -> None:
    change = CalendarChange.objects.create(region=region, words=words[:200], by=by, at=now(), next_try_at=now())
    record("calendar.changed", change, by=by, office=PORTAL, words=change.words, region=change.region_id or "")
    wake(MOVE)


# The office's own page: one region's hours and days off, by the office_admin of its PTSP.

LATEST_PAST, LATEST_AHEAD = timedelta(days=31), timedelta(days=731)
NO_TIME_PASSES = gettext_lazy(
    "Pilih sedikitnya satu hari kerja, dan jam buka sebelum jam tutup. Tidak ada yang berubah."
)
TOO_LONG_AGO = gettext_lazy(
    "Hari itu sudah lewat lebih dari sebulan; kalender masa lalu tidak diubah. Tidak ada yang berubah."
)
TOO_FAR = gettext_lazy("Hari itu lebih dari dua tahun lagi. Tidak ada yang berubah.")
OFF_ALREADY = gettext_lazy("Hari itu sudah hari libur di kalender wilayah ini: %(name)s. Tidak ada yang berubah.")
NOT_OURS = gettext_lazy(
    "Hari libur itu bukan hari libur daerah wilayah ini, atau sudah dihapus. Tidak ada yang berubah."
)


@transaction.atomic
def set_office_hours(region_pk, *, by, work_days, opens_at, closes_at, friday_closes_at) -> None:
    """The working days and hours of a region; what is empty is as in the region above. Open deadlines move."""
    region = _locked_region(region_pk)
    require(policies.can_keep_calendar, by, region)
    region.work_days, region.opens_at = sorted(work_days), opens_at
    region.closes_at, region.friday_closes_at = closes_at, friday_closes_at
    try:
        calendar_of(region)
    except ValueError as error:
        raise Refused(NO_TIME_PASSES) from error
    save_region(region, by=by)


@transaction.atomic
def add_regional_holiday(region_pk, *, by, on, name, legal_basis="") -> None:
    region = _locked_region(region_pk)
    require(policies.can_keep_calendar, by, region)
    _refuse_long_ago(on)
    if on > today() + LATEST_AHEAD:
        raise Refused(TOO_FAR)
    same = Holiday.objects.filter(Q(region__isnull=True) | Q(region__in=region.lineage), on=on).first()
    if same:
        raise Refused(OFF_ALREADY % {"name": same.name})
    kind = Holiday.Kind.REGIONAL
    save_holiday(Holiday(region=region, on=on, name=name.strip(), kind=kind, legal_basis=legal_basis.strip()), by=by)


@transaction.atomic
def remove_regional_holiday(region_pk, *, by, on) -> None:
    region = _locked_region(region_pk)
    require(policies.can_keep_calendar, by, region)
    _refuse_long_ago(on)
    holiday = Holiday.objects.filter(region=region, kind=Holiday.Kind.REGIONAL, on=on).first()
    if holiday is None:
        raise Refused(NOT_OURS)
    remove_holiday(holiday, by=by)


def _locked_region(pk) -> Region:
    return Region.objects.select_for_update(no_key=True).get(pk=pk)


def _refuse_long_ago(on):
    if on < today() - LATEST_PAST:
        raise Refused(TOO_LONG_AGO)
