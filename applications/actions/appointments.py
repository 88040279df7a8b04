"""An hour at the counter: booked, cancelled, arrived, reminded of. The row of the office's counter is the lock."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agencies.numbering import tracking_secret
from agencies.working_days import calendar_of
from applications import notices, policies
from applications.actions.queue import new_ticket
from applications.counter_hours import is_slot, local_day, remind_at
from applications.models import Appointment, CounterSetting, QueueTicket
from applications.queue_rows import APPOINTMENT
from audit.log import record
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

MOST_EACH = 3
NOT_OFFERED = _(
    "Jam itu tidak dibuka untuk janji temu (hari libur, di luar jam kantor, atau sudah lewat). Tidak ada janji yang dibuat."
)
FULL = _("Jam itu baru saja penuh. Pilih jam lain. Tidak ada janji yang dibuat.")
TWICE = _("Anda sudah punya janji temu pada jam yang sama. Tidak ada janji yang dibuat.")
TOO_MANY = _("Anda sudah punya 3 janji temu di kantor ini. Batalkan salah satu dahulu. Tidak ada janji yang dibuat.")
PHONE_NEEDED = _(
    "Tulis nama dan nomor HP Anda, supaya petugas dapat menemukan janji Anda. Tidak ada janji yang dibuat."
)
OVER = _("Janji temu ini sudah dibatalkan, sudah lewat, atau orangnya sudah datang. Tidak ada yang berubah.")
NOT_TODAY = _("Janji temu ini bukan untuk hari ini. Tidak ada nomor yang dibuat.")


@transaction.atomic
def book_appointment(office_pk, starts_at, *, by=None, letter, name="", phone="") -> Appointment:
    """Anybody may; without an account by name and telephone, and then with a code."""
    setting = CounterSetting.objects.locked(office_pk)
    if not setting.appointments_on or letter not in setting.letters or not is_slot(setting, starts_at):
        raise Refused(NOT_OFFERED)
    if by is None and not (name.strip() and phone):
        raise Refused(PHONE_NEEDED)
    office, who = setting.office, {"user": by} if by else {"user": None, "phone_hash": fingerprint(phone)}
    mine = Appointment.objects.kept().filter(**who)
    if mine.filter(starts_at=starts_at).exists():
        raise Refused(TWICE)
    if mine.filter(office=office, starts_at__gt=now()).count() >= MOST_EACH:
        raise Refused(TOO_MANY)
    reminder = remind_at(office, starts_at)
    row = Appointment(
        office=office, starts_at=starts_at, seat=_free_seat(setting, starts_at), letter=letter, booked_at=now(),
        name=by.full_name if by else name.strip(), phone="" if by else phone, code="" if by else tracking_secret(),
        remind_at=reminder, reminded_at=now() if reminder <= now() else None, **who,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # what the lock already keeps out; and the same person at two offices at once
        raise Refused(TWICE) from error
    record("appointment.booked", row, by=by, office=office, starts_at=starts_at.isoformat())
    notices.tell_appointment(row, "appointment_booked")
    return row


@transaction.atomic
def cancel_appointment(uuid, *, by=None) -> Appointment:
    row = _locked(uuid)
    require(policies.can_cancel_appointment, by, row)
    if row.cancelled_at or row.arrived_at or row.starts_at <= now():
        raise WrongState(OVER)
    _cancel(row, by, "appointment_cancelled")
    return row


@transaction.atomic
def arrive(uuid, *, by) -> QueueTicket:
    """The counter marks that somebody with an appointment is here: a number with letter J."""
    row = _locked(uuid)
    require(policies.can_call, by, row.office)
    if row.cancelled_at or row.arrived_at:
        raise WrongState(OVER)
    if row.office.region.local_date(row.starts_at) != local_day(row.office):
        raise Refused(NOT_TODAY)
    row.arrived_at = now()
    row.save(update_fields=["arrived_at"])
    ticket = new_ticket(row.office, APPOINTMENT, appointment=row)
    agency = row.office.journal_chain
    record("appointment.arrived", row, by=by, office=row.office, role="front_desk", agency=agency, number=str(ticket))
    return ticket


@transaction.atomic
def remind_of_appointment(uuid) -> bool:
    """The day before; an hour that became a day off meanwhile is cancelled, and said so. False when there is nothing to do."""
    row = _locked(uuid)
    if row.cancelled_at or row.reminded_at:
        return False
    row.reminded_at = now()
    row.save(update_fields=["reminded_at"])
    calendar = calendar_of(row.office.region)
    if not calendar.is_working_day(calendar.local_date(row.starts_at)):
        _cancel(row, None, "appointment_day_off")
        return True
    record("appointment.reminded", row, by=None, office=row.office)
    notices.tell_appointment(row, "appointment_tomorrow")
    return True


@transaction.atomic
def forget_who_came(uuid) -> None:
    """A month later nobody needs the name and the telephone any more (retention, UU PDP); the hour stays for the count."""
    row = _locked(uuid)
    row.name = row.phone = ""
    row.save(update_fields=["name", "phone"])
    record("appointment.forgotten", row, by=None, office=row.office)


def _locked(uuid) -> Appointment:
    CounterSetting.objects.locked(Appointment.objects.values_list("office_id", flat=True).get(uuid=uuid))
    return Appointment.objects.select_related("office__region", "user").get(uuid=uuid)


def _free_seat(setting, starts_at) -> int:
    rows = Appointment.objects.kept().filter(office=setting.office, starts_at=starts_at)
    taken = set(rows.values_list("seat", flat=True))
    free = [seat for seat in range(1, setting.seats + 1) if seat not in taken]
    if not free:
        raise Refused(FULL)
    return free[0]


def _cancel(row, by, occasion):
    row.cancelled_at = now()
    row.save(update_fields=["cancelled_at"])
    record("appointment.cancelled", row, by=by, office=row.office)
    notices.tell_appointment(row, occasion)
