"""/kantor/<office>/kalender/: working days, hours and days off of the region of a PTSP; what a change moves."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies import actions, office_policies
from agencies.forms.office import HolidayForm, HoursForm, RemoveHolidayForm
from agencies.models import CalendarChange, Holiday
from agencies.queries import today
from agencies.views.office import did, kept_agency
from agencies.working_days import calendar_of
from audit.replay import once
from ptsp_portal.lib.audience import office

HOURS = ("work_days", "opens_at", "closes_at", "friday_closes_at")
CHANGES_SHOWN = 10


@office
@once
def calendar(request, office_slug):
    """POST `act`: hours, add (a day off) or remove (one)."""
    agency = kept_agency(request, office_slug)
    region, act = agency.region, request.POST.get("act")
    hours = HoursForm(request.POST if act == "hours" else None, initial={name: getattr(region, name) for name in HOURS})
    holiday = HolidayForm(request.POST if act == "add" else None)
    removal = RemoveHolidayForm(request.POST if act == "remove" else None)
    done = ""
    if hours.is_valid() and did(hours, actions.set_office_hours, region.pk, by=request.user, **hours.cleaned_data):
        done = _("Jam kerja tersimpan. Tenggat berkas yang berjalan sedang digeser; jumlahnya tampil di bawah.")
    elif holiday.is_valid() and did(
        holiday, actions.add_regional_holiday, region.pk, by=request.user, **holiday.cleaned_data
    ):
        done = _("Hari libur tersimpan. Tenggat berkas yang berjalan sedang digeser; jumlahnya tampil di bawah.")
    elif removal.is_valid() and did(
        removal, actions.remove_regional_holiday, region.pk, by=request.user, **removal.cleaned_data
    ):
        done = _("Hari libur dihapus. Tenggat berkas yang berjalan sedang digeser; jumlahnya tampil di bawah.")
    if done:
        messages.success(request, done)
        return redirect("agencies:office_calendar", agency.slug)
    return render(request, "agencies/office/calendar.html", _context(request, agency, hours, holiday, removal))


def _context(request, agency, hours, holiday, removal) -> dict:
    region = agency.region
    here = Q(region__isnull=True) | Q(region__in=region.lineage)
    changes = CalendarChange.objects.filter(here).order_by("-pk")[:CHANGES_SHOWN]
    in_force = calendar_of(region)
    return {
        "agency": agency,
        "hours": hours,
        "holiday": holiday,
        "removal": removal,
        "in_force": in_force,
        "work_days": [words for number, words in hours.fields["work_days"].choices if number in in_force.weekdays],
        "days_off": Holiday.objects.filter(here, on__gte=today()).order_by("on")[:40],
        "changes": changes,
        "may_keep": office_policies.can_keep_calendar(request.user, region),
    }
