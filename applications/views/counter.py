"""/loket/antrean/: the counter calls who is next. /kantor/<office>/loket/: how the counter receives people."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Agency
from applications import policies
from applications.actions import queue
from applications.actions.appointments import arrive
from applications.counter_hours import appointments_of_day, local_day
from applications.forms.counter import CounterSettingForm
from applications.models import OFFERED, Appointment, CounterSetting, Letter, QueueTicket
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NotAllowed, Refused

SHOWN = 30


@office
@once
def counter(request):
    """One officer at one counter. POST `act`: next, recall, serve, skip, arrive."""
    settings = list(CounterSetting.objects.at_desk_of(request.user))
    chosen = request.POST if request.method == "POST" else request.GET
    setting = next((each for each in settings if each.office.slug == chosen.get("kantor")), next(iter(settings), None))
    if request.method == "POST":
        if setting is None:
            raise Http404
        return _act(request, setting)
    if setting is None:
        return render(request, "applications/queue/no_counter.html")
    return render(request, "applications/queue/counter.html", _context(request, settings, setting))


def _act(request, setting):
    act, name, letter = (request.POST.get(key, "") for key in ("act", "loket", "huruf"))
    letter = letter if letter in Letter.values else ""
    if act == "next":
        done = _uuid(request.POST.get("done"))
        called = queue.call_next(setting.office_id, name, by=request.user, letter=letter, done=done)
        if called is None:
            messages.info(request, queue.NOBODY)
    elif act == "arrive":
        row = get_object_or_404(
            Appointment.objects.at_desk_of(request.user), uuid=_uuid(request.POST.get("appointment"))
        )
        messages.success(request, _("Sudah datang: nomor %(number)s.") % {"number": arrive(row.uuid, by=request.user)})
    elif act in ACTS:
        row = get_object_or_404(QueueTicket.objects.at_desk_of(request.user), uuid=_uuid(request.POST.get("ticket")))
        ACTS[act](row.uuid, by=request.user)
    else:
        raise Http404
    query = urlencode({"kantor": setting.office.slug, "loket": name, "huruf": letter})
    return redirect(f"{reverse('applications:counter')}?{query}")


ACTS = {"recall": queue.recall_ticket, "serve": queue.serve_ticket, "skip": queue.skip_ticket}


def _context(request, settings, setting) -> dict:
    day = local_day(setting.office)
    today = QueueTicket.objects.of_day(setting.office, day).select_related("appointment")
    name = request.GET.get("loket", "")
    counter = name if name in setting.counters else setting.counters[0] if len(setting.counters) == 1 else ""
    letter = request.GET.get("huruf", "")[:1]
    waiting = list(today.waiting().in_turn())
    here = {each.counter: each for each in today.at_a_counter()}
    return {
        "settings": settings,
        "setting": setting,
        "office": setting.office,
        "counter": counter,
        "letter": letter,
        "letters": [("", _("Semua")), *OFFERED, ("J", _("Janji temu"))],
        "here": here.get(counter),
        "others": [each for each in here.values() if each.counter != counter],
        "waiting": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "appointments": appointments_of_day(setting.office),
    }


@office
@once
def counter_setting(request, office_slug):
    """Queue and appointments of one office, by its office_admin; its head reads."""
    agency = get_object_or_404(
        Agency.objects.kept_by(request.user).filter(kind__in=Agency.ISSUING).select_related("region"), slug=office_slug
    )
    setting = CounterSetting.objects.filter(office=agency).first() or CounterSetting(
        office=agency, letters=["A", "B", "C"]
    )
    may_keep = policies.can_set_counter(request.user, agency)
    if request.method == "POST":
        form = CounterSettingForm(request.POST)
        if form.is_valid():
            try:
                queue.save_counter_setting(agency, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Pengaturan antrean dan janji temu tersimpan."))
                return redirect("applications:counter_setting", agency.slug)
    else:
        initial = {name: getattr(setting, name) for name in queue.SETTINGS}
        form = CounterSettingForm(initial=initial | {"counters": "\n".join(setting.counters)})
    context = {"agency": agency, "setting": setting, "form": form, "may_keep": may_keep}
    return render(request, "applications/queue/setting.html", context)


def _uuid(text) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
