"""The template words of every page (a builtin library: no {% load %}): hidden keys, icons, dates and numbers, filter links.

The words themselves come from `lib/wording.py`; here they only learn the page's language.
"""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ptsp_portal.lib import wording
from ptsp_portal.lib.moment import now

register = template.Library()

DEFAULT_ZONE = "Asia/Jakarta"
SOON_DAYS = 2  # From here on a deadline is coloured as near.

# Strokes on a 24 × 24 grid. Always beside words, never instead of them.
ICONS = {
    "ok": "m5 12.5 4.5 4.5L19 7.5",
    "wait": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4v5l3 2",
    "late": "M12 4 2.5 20h19zm0 6v4.5m0 2.5v.1",
    "go": "M4 12h15m-6-6 6 6-6 6",
    "quiet": "M5 12h14",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 8v5m0-8.5v.1",
    "back": "M20 12H5m6-6-6 6 6 6",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c.8-4 4-6 8-6s7.2 2 8 6",
    "file": "M6 3h8l4 4v14H6zm8 0v4h4",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m5 11.5L20 20",
    "speak": "M4 5h16v11H10l-5 4v-4H4z",
}


@register.simple_tag
def icon(name: str) -> str:
    """A small stroke icon, hidden from screen readers: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS.get(name, ICONS["info"]),
    )


@register.simple_tag
def once() -> str:
    """The idempotency key of one form: a second post of the same page is answered with the first answer."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())


@register.simple_tag(takes_context=True)
def form_keys(context) -> str:
    """CSRF token and `once` for forms inside components: `{% include … only %}` drops the CSRF token from the context."""
    token = get_token(context.request)
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) + once()


@register.simple_tag(takes_context=True)
def query(context, *pairs, **changes) -> str:
    """`?…` with the other GET parameters kept: `{% query page=None status="late" %}`, or `{% query name value %}` when
    the name is itself a variable. None or "" removes a parameter."""
    parameters = context.request.GET.copy()
    for name, value in [*zip(pairs[::2], pairs[1::2], strict=True), *changes.items()]:
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def came_from(context) -> str:
    """The page of this site that led here, or "": a refused act has no page of its own to go back to."""
    address = context.request.META.get("HTTP_REFERER", "")
    return address if url_has_allowed_host_and_scheme(address, {context.request.get_host()}) else ""


@register.simple_tag
def no_placeholder(field) -> str:
    """Take a placeholder off: it vanishes while one types and says nothing that label and help do not say better."""
    field.field.widget.attrs.pop("placeholder", None)
    return ""


def _zone(zone) -> ZoneInfo:
    """A zone by name, a ZoneInfo, a region (anything with `.zone`), or nothing: western time."""
    zone = getattr(zone, "zone", zone) or DEFAULT_ZONE
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _local_day(value, zone) -> date:
    return value.astimezone(_zone(zone)).date() if isinstance(value, datetime) else value


def _language() -> str:
    return "id" if (get_language() or "id").startswith("id") else "en"


@register.filter
def moment(value: datetime | None, zone=None) -> str:
    """Senin, 24 Agustus 2026 pukul 14.30 WIB; empty for None."""
    return wording.moment_words(value, _zone(zone), _language()) if value else ""


@register.filter
def clock(value: datetime | None, zone=None) -> str:
    """14.30 (14:30 in English), on the wall of that zone; empty for None."""
    return value.astimezone(_zone(zone)).strftime("%H.%M" if _language() == "id" else "%H:%M") if value else ""


@register.filter
def day(value: date | datetime | None, zone=None) -> str:
    """Selasa, 18 Agustus 2026; a moment is first taken to its zone; empty for None."""
    return wording.day_words(_local_day(value, zone), _language()) if value else ""


@register.filter
def plain_day(value: date | None) -> str:
    """18 Agustus 2026, for the columns of a table; empty for None."""
    return wording.date_words(value, _language()) if value else ""


@register.filter
def short_day(value: date | datetime | None, zone=None) -> str:
    """18 Agu."""
    return format_date(_local_day(value, zone), "d MMM", locale=_language()) if value else ""


@register.filter
def number(value) -> str:
    """1.204 (1,204 in English); empty for None."""
    return "" if value is None or value == "" else format_decimal(value, locale=_language())


@register.filter
def two_places(value) -> str:
    """88,30 (88.30 in English): a figure whose band depends on its second decimal; empty for None."""
    return "" if value is None else format_decimal(value, format="#,##0.00", locale=_language())


@register.filter
def rupiah(value) -> str:
    """Rp1.500.000; empty for None."""
    return "" if value is None or value == "" else wording.rupiah(value)


@register.filter
def file_size(value: int | None) -> str:
    """340 kB, 1,2 MB."""
    if value is None:
        return ""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} kB"
    return f"{format_decimal(round(value / 1_000_000, 1), locale=_language())} MB"


@register.simple_tag
def deadline_words(due_at: datetime | None, days: int | None = None, zone=None) -> dict[str, str]:
    """How near a deadline is: `kind` (late, wait, go) and `text`.

    `days` is the number of working days left (0 today, negative late) where the caller knows the calendar; without it
    calendar days of the zone are counted. A moment that has passed is late on its own day too.
    """
    if not due_at:
        return {}
    days = None if days == "" else days  # what a template hands over for an unset variable
    working = days is not None
    if days is None:
        days = (_local_day(due_at, zone) - _local_day(now(), zone)).days
    if days < 0 or due_at < now():
        late = abs(min(days, 0))
        is_today = _local_day(due_at, zone) == _local_day(now(), zone)
        return {"kind": "late", "text": _late_text(late, working, is_today)}
    if days == 0:
        return {"kind": "wait", "text": _("Hari ini")}
    if days == 1 and not working:
        return {"kind": "wait", "text": _("Besok")}
    words = (
        ngettext("%(n)d hari kerja lagi", "%(n)d hari kerja lagi", days)
        if working
        else ngettext("%(n)d hari lagi", "%(n)d hari lagi", days)
    )
    return {"kind": "wait" if days <= SOON_DAYS else "go", "text": words % {"n": days}}


def _late_text(days: int, working: bool, is_today: bool) -> str:
    if days == 0:  # past closing time, but no working day later: today, or over a weekend
        return _("Lewat batas hari ini") if is_today else _("Lewat batas")
    words = (
        ngettext("Lewat %(n)d hari kerja", "Lewat %(n)d hari kerja", days)
        if working
        else ngettext("Lewat %(n)d hari", "Lewat %(n)d hari", days)
    )
    return words % {"n": days}


@register.filter
def as_segments(parts) -> list[dict]:
    """Bar parts (each with `who`, `percent`, `text`) with their start, as SVG numbers: a decimal point in every language."""
    start, placed = 0.0, []
    for part in parts:
        width = max(0.0, min(float(part["percent"]), 100 - start))
        placed.append({**part, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return placed


@register.filter
def error_list(form) -> list[dict]:
    """Each error of a form as text and the id of its field, in field order, the form's own errors first; none without a form."""
    if not form or not form.is_bound:
        return []
    found = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"div_{field.auto_id}"
        found += [{"text": text, "target": target, "label": str(field.label).rstrip(".:?")} for text in field.errors]
    return found
