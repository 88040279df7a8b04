"""How queue tickets and appointments are found; in which order tickets are called."""

from django.db import models
from django.db.models import Case, Count, Q, Value, When

from agencies.scoping import agency_ids
from ptsp_portal.lib.moment import now

APPOINTMENT = "J"


class CounterSettingQuerySet(models.QuerySet):
    def public(self):
        return self.filter(office__is_active=True).select_related("office__region")

    def locked(self, office_pk):
        """The lock of the office's queue and appointments."""
        return (
            self.select_for_update(no_key=True, of=("self",)).select_related("office__region").get(office_id=office_pk)
        )

    def at_desk_of(self, user):
        """Of the offices where this person sits at the counter today."""
        return self.public().filter(office__in=agency_ids(user, ("front_desk",)))


class QueueTicketQuerySet(models.QuerySet):
    def of_day(self, office, day):
        return self.filter(office=office, on=day)

    def waiting(self):
        return self.filter(called_at__isnull=True, skipped_at__isnull=True)

    def at_a_counter(self):
        """Called, and neither served nor away."""
        return self.filter(called_at__isnull=False, served_at__isnull=True, skipped_at__isnull=True)

    def in_turn(self):
        """Appointments whose time has come first; then whoever came first; then appointments that are early."""
        is_appointment = Q(letter=APPOINTMENT)
        turn = Case(
            When(is_appointment & Q(turn_at__lte=now()), then=Value(0)),
            When(is_appointment, then=Value(2)),
            default=Value(1),
        )
        return self.annotate(turn=turn).order_by("turn", "turn_at", "pk")

    def waiting_by_letter(self) -> dict[str, int]:
        return dict(self.waiting().order_by().values_list("letter").annotate(n=Count("pk")))

    def at_desk_of(self, user):
        return self.filter(office__in=agency_ids(user, ("front_desk",)))


class AppointmentQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(cancelled_at__isnull=True)

    def at_desk_of(self, user):
        return self.filter(office__in=agency_ids(user, ("front_desk",)))

    def own(self, user):
        return self.filter(user=user)

    def opened_by(self, user):
        """One's own; and those made without an account, whose random address or code is the key."""
        mine = Q(user__isnull=True)
        return self.filter(mine | Q(user=user)) if user.is_authenticated else self.filter(mine)
