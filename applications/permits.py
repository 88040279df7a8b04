"""An issued permit after the day it was issued: what may be filed about it today, and what became of it."""

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Permit, ServiceStandard
from ptsp_portal.lib.wording import day_words

Kind = Application.Kind
LATER = (Kind.RENEWAL, Kind.AMENDMENT, Kind.DUPLICATE, Kind.CLOSURE)
RENEWAL_OPENS = timedelta(days=90)  # before the last day; handbook 10
NOT_IN_FORCE = {
    "suspended": _("Izin %(number)s sedang dibekukan. Selama dibekukan, izin ini tidak dapat diperpanjang, diubah, disalin, "
                   "atau ditutup. Tanyakan kepada %(office)s cara mengakhiri pembekuannya."),
    "revoked": _("Izin %(number)s sudah dicabut, jadi tidak ada lagi yang dapat diajukan. Anda dapat mengajukan izin baru."),
    "superseded": _("Izin %(number)s sudah diganti dengan izin yang lebih baru. Ajukan atas izin penggantinya."),
    "closed": _("Izin %(number)s sudah ditutup atas permintaan pemegangnya. Anda dapat mengajukan izin baru."),
    "expired": _("Masa berlaku izin %(number)s sudah habis pada %(until)s. Anda dapat mengajukan izin baru."),
}  # fmt: skip
UNLIMITED = _("Izin %(number)s berlaku tanpa batas waktu, jadi tidak perlu diperpanjang.")
TOO_EARLY = _("Izin %(number)s dapat diperpanjang mulai %(opens)s sampai %(until)s.")
RUNNING = _(
    "Atas izin %(number)s sedang berjalan permohonan %(kind)s nomor %(running)s. Tunggu sampai selesai, atau tarik dahulu "
    "permohonan itu."
)


ASK = object()


def why_not(permit: Permit, kind: str, *, but_for=None, running=ASK) -> str:
    """Why this kind can't be filed about the permit today, in words for its holder; "" when it can.

    `but_for` is the filing that asks: it does not stand in its own way. `running`: the filing under way, when it is known.
    """
    status = permit.live_status(permit.today)
    if status != Permit.Status.ACTIVE:
        return _told(NOT_IN_FORCE[status], permit)
    if kind == Kind.RENEWAL and (too_early := _outside_renewal(permit)):
        return too_early
    running = running_filing(permit, but_for=but_for) if running is ASK else running
    if running is not None:
        return _told(RUNNING, permit, kind=running.get_kind_display(), running=str(running))
    return ""


def why_not_carried_out(permit: Permit, kind: str) -> str:
    """Why the head can't act on the filing now, whatever held when it was filed; "" when he can.

    A renewal that was filed in time is carried out after the old permit's last day too.
    """
    status = permit.live_status(permit.today)
    if status == Permit.Status.ACTIVE or (status == "expired" and kind == Kind.RENEWAL):
        return ""
    return _told(NOT_IN_FORCE[status], permit)


def renewal_window(permit: Permit) -> tuple[date, date] | None:
    """First and last day on which the renewal can be filed; None for a permit without an end."""
    return (permit.valid_until - RENEWAL_OPENS, permit.valid_until) if permit.valid_until else None


def _outside_renewal(permit) -> str:
    window = renewal_window(permit)
    if window is None:
        return _told(UNLIMITED, permit)
    return _told(TOO_EARLY, permit, opens=_day(window[0])) if permit.today < window[0] else ""


def _told(words, permit, **more) -> str:
    until = _day(permit.valid_until) if permit.valid_until else ""
    return str(words) % {"number": permit.number, "until": until, "office": permit.office.name, **more}


def _day(on: date) -> str:
    return day_words(on, get_language() or "id")


def running_filing(permit: Permit, *, but_for=None) -> Application | None:
    """The filing about this permit that was sent and has not ended; there is one at most."""
    running = Application.objects.open().filter(of_permit=permit)
    return (running.exclude(pk=but_for.pk) if but_for else running).first()


def successor_of(permit: Permit) -> Permit | None:
    """The permit that took this one's place."""
    replacing = {"application__of_permit": permit, "application__kind__in": [Kind.RENEWAL, Kind.AMENDMENT]}
    return Permit.objects.filter(**replacing).first()


def kinds_offered(permits) -> dict[int, list[str]]:
    """{permit id: kinds of later filings that the standard in force knows}; closing is always possible. One statement."""
    permits = list(permits)
    standards = _standards_of(permits)
    found = {}
    for permit in permits:
        standard = standards.get((permit.office_id, permit.permit_type_id)) or standards.get(
            (None, permit.permit_type_id)
        )
        known = standard.kinds if standard else []
        found[permit.pk] = [kind.value for kind in LATER if standard and (kind in known or kind == Kind.CLOSURE)]
    return found


def _standards_of(permits) -> dict:
    """{(office or None, type): the standard in force}."""
    if not permits:
        return {}
    types, offices = {each.permit_type_id for each in permits}, {each.office_id for each in permits}
    day = max(each.today for each in permits)
    rows = ServiceStandard.objects.in_force(day).filter(permit_type__in=types)
    rows = rows.filter(office__in=offices) | rows.filter(office__isnull=True)
    rows = rows.only("kinds", "office_id", "permit_type_id").order_by("effective_from", "version")
    return {(row.office_id, row.permit_type_id): row for row in rows}


def days_left(permit: Permit) -> int | None:
    """Days from today to the last day; negative once it has passed, None without an end."""
    return (permit.valid_until - permit.today).days if permit.valid_until else None
