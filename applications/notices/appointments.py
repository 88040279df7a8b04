"""Who booked with an account is told; whoever booked by name and telephone has the page and its code."""

from django.urls import reverse

from notifications.outbox import enqueue


def tell_appointment(appointment, occasion: str) -> None:
    """`appointment_booked`, `_cancelled`, `_tomorrow` or `_day_off`; the hour and the office, nothing else."""
    if appointment.user is None:
        return
    office = appointment.office
    context = {"office": office.name, "starts_at": appointment.starts_at, "zone": office.region.zone}
    link = reverse("applications:appointment", args=[appointment.uuid])
    enqueue(
        user=appointment.user, occasion=f"applications/{occasion}", context=context, link=link, about=appointment.uuid
    )
