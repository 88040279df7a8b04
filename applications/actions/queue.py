"""The queue: numbers without a gap, and one caller at a time. The row of the office's counter is the lock of its queue."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import policies
from applications.counter_hours import is_open, local_day
from applications.models import CounterSetting, QueueTicket
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

CLOSED = _(
    "Kantor sedang tutup, jadi nomor antrean belum dapat diambil. Datang pada jam kantor. Tidak ada nomor yang terpakai."
)
NOT_OFFERED = _("Antrean itu tidak dibuka di kantor ini. Tidak ada nomor yang terpakai.")
NO_COUNTER = _("Pilih loket tempat Anda duduk. Tidak ada yang dipanggil.")
NOBODY = _("Tidak ada yang menunggu sekarang.")
STILL_HERE = _(
    "Nomor %(number)s masih dilayani di %(counter)s. Tandai dulu selesai atau tidak datang. Tidak ada yang dipanggil."
)
MOVED_ON = _(
    "Nomor ini sudah selesai, tidak datang, atau belum dipanggil; muat ulang halamannya. Tidak ada yang berubah."
)
TOO_FEW = _("Antrean yang dibuka butuh sedikitnya satu loket dan satu jenis keperluan. Tidak ada yang berubah.")
SETTINGS = (
    "queue_on", "counters", "letters", "appointments_on", "slot_minutes", "seats", "days_ahead", "first_at", "last_at",
)  # fmt: skip


@transaction.atomic
def save_counter_setting(office, *, by, **values) -> CounterSetting:
    """How the counter receives people; made with the first saving."""
    office = Agency.objects.select_for_update(no_key=True).get(pk=office.pk)
    require(policies.can_set_counter, by, office)
    CounterSetting.objects.get_or_create(office=office)
    setting = CounterSetting.objects.locked(office.pk)
    for name in SETTINGS:
        setattr(setting, name, values[name])
    if setting.queue_on and not (setting.counters and setting.letters):
        raise Refused(TOO_FEW)
    setting.save()
    facts = {"queue": setting.queue_on, "appointments": setting.appointments_on}
    record("counter.saved", setting, by=by, office=office, agency=office.journal_chain, **facts)
    return setting


@transaction.atomic
def take_ticket(office_pk, letter: str, *, by=None) -> QueueTicket:
    """The next number of the letter, today. Anybody may, while the office is open."""
    setting = CounterSetting.objects.locked(office_pk)
    if not setting.queue_on or letter not in setting.letters:
        raise Refused(NOT_OFFERED)
    if not is_open(setting.office):
        raise Refused(CLOSED)
    ticket = new_ticket(setting.office, letter)
    record("queue.taken", ticket, by=by, office=setting.office, number=str(ticket))
    return ticket


@transaction.atomic
def call_next(office_pk, counter: str, *, by, letter="", done=None) -> QueueTicket | None:
    """Whose turn it is comes to this counter; None when nobody waits. `done`: who was just served there (a ticket's UUID)."""
    setting = CounterSetting.objects.locked(office_pk)
    require(policies.can_call, by, setting.office)
    if counter not in setting.counters:
        raise Refused(NO_COUNTER)
    today = QueueTicket.objects.of_day(setting.office, local_day(setting.office))
    here = today.at_a_counter().filter(counter=counter).first()
    if here and here.uuid != done:
        raise WrongState(STILL_HERE % {"number": here, "counter": counter})
    if here:
        _close(here, "served_at", "queue.served", by)
    waiting = today.waiting().in_turn()
    ticket = (waiting.filter(letter=letter) if letter else waiting).first()
    if ticket is None:
        return None
    ticket.counter, ticket.called_by = counter, by
    _call(ticket, "queue.called", by)
    return ticket


@transaction.atomic
def recall_ticket(uuid, *, by) -> QueueTicket:
    """Once more on the display."""
    ticket = _locked_ticket(uuid, by)
    _call(ticket, "queue.recalled", by)
    return ticket


@transaction.atomic
def serve_ticket(uuid, *, by) -> QueueTicket:
    ticket = _locked_ticket(uuid, by)
    _close(ticket, "served_at", "queue.served", by)
    return ticket


@transaction.atomic
def skip_ticket(uuid, *, by) -> QueueTicket:
    """Called, and nobody came."""
    ticket = _locked_ticket(uuid, by)
    _close(ticket, "skipped_at", "queue.skipped", by)
    return ticket


def new_ticket(office, letter, *, appointment=None) -> QueueTicket:
    """Under the lock of the office's queue: the highest number and one, so that none is missing and none comes twice."""
    day = local_day(office)
    last = QueueTicket.objects.of_day(office, day).filter(letter=letter).aggregate(last=Max("number"))["last"] or 0
    turn_at = appointment.starts_at if appointment else now()
    return QueueTicket.objects.create(
        office=office, on=day, letter=letter, number=last + 1, taken_at=now(), turn_at=turn_at, appointment=appointment
    )


def _locked_ticket(uuid, by) -> QueueTicket:
    """A called ticket that is still at its counter, under the lock of the queue."""
    office_pk = QueueTicket.objects.values_list("office_id", flat=True).get(uuid=uuid)
    setting = CounterSetting.objects.locked(office_pk)
    require(policies.can_call, by, setting.office)
    ticket = QueueTicket.objects.select_related("office").get(uuid=uuid)
    if ticket.called_at is None or ticket.served_at or ticket.skipped_at:
        raise WrongState(MOVED_ON)
    return ticket


def _call(ticket, verb, by):
    ticket.called_at, ticket.calls = now(), ticket.calls + 1
    ticket.save(update_fields=["counter", "called_by", "called_at", "calls"])
    _write_down(verb, ticket, by)


def _close(ticket, moment, verb, by):
    setattr(ticket, moment, now())
    ticket.save(update_fields=[moment])
    _write_down(verb, ticket, by)


def _write_down(verb, ticket, by):
    facts = {"number": str(ticket), "counter": ticket.counter}
    record(verb, ticket, by=by, office=ticket.office, role="front_desk", agency=ticket.office.journal_chain, **facts)
