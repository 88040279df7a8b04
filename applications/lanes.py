"""The agencies' parts of a file, side by side: what each was asked, what it said, and its own days."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import get_language, gettext, ngettext

from agencies.clock import reckon

VERDICT_TAGS = {"favourable": "ok", "conditional": "ok", "unfavourable": "late", "not_applicable": "quiet"}


@dataclass(frozen=True)
class Lane:
    """One agency's part: side by side on the page."""

    uuid: object
    agency: str
    stage: int
    tag: str
    word: str
    verdict: str
    requested_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    days: Fraction
    conditions: int
    is_late: bool
    is_running: bool = False
    is_current: bool = True
    extended_days: int = 0
    extension_reason: str = ""  # free text: not for public pages

    @property
    def days_words(self) -> str:
        return gettext("kurang dari 1 hari kerja") if self.days < 1 else days_words(self.days)


def days_words(days: Fraction) -> str:
    """Working days with one decimal, the Indonesian comma: 1,5 hari."""
    rounded = round(float(days), 1)
    text = f"{rounded:g}" if get_language() == "en" else f"{rounded:g}".replace(".", ",")
    return ngettext("%(days)s hari", "%(days)s hari", 1 if rounded == 1 else 2) % {"days": text}


def lanes_of(application, calendar, moment) -> list[Lane]:
    recommendations = (
        application.recommendations.select_related("agency").prefetch_related("clock_events").order_by("stage", "id")
    )
    return [_lane(each, calendar, moment) for each in recommendations]


def _lane(recommendation, calendar, moment) -> Lane:
    is_open = recommendation.state in recommendation.OPEN
    is_late = is_open and recommendation.due_at is not None and recommendation.due_at < moment
    events = sorted(recommendation.clock_events.all(), key=lambda event: (event.at, event.pk))
    reckoning = reckon(events, calendar, recommendation.days, moment)
    return Lane(
        uuid=recommendation.uuid,
        agency=recommendation.agency.name,
        stage=recommendation.stage,
        tag=_lane_tag(recommendation, is_open, is_late),
        word=_lane_word(recommendation, is_late),
        verdict=recommendation.verdict,
        requested_at=recommendation.requested_at,
        due_at=recommendation.due_at,
        closed_at=recommendation.closed_at,
        days=reckoning.counted,
        is_running=is_open and reckoning.is_running,
        conditions=len(recommendation.conditions),
        is_late=is_late,
        is_current=recommendation.is_current,
        extended_days=recommendation.extended_days,
        extension_reason=recommendation.extension_reason,
    )


def _lane_tag(recommendation, is_open, is_late) -> str:
    if not recommendation.is_current:
        return "quiet"
    return VERDICT_TAGS.get(recommendation.verdict, "late" if is_late else "wait" if is_open else "quiet")


def _lane_word(recommendation, is_late) -> str:
    if not recommendation.is_current:
        return gettext("Diganti jawaban baru")
    if recommendation.verdict == "conditional":
        count = len(recommendation.conditions)
        return ngettext("Setuju dengan %(count)d syarat", "Setuju dengan %(count)d syarat", count) % {"count": count}
    if recommendation.verdict:
        return recommendation.get_verdict_display()
    if recommendation.state == "deemed":
        return gettext("Dianggap tidak berkeberatan")
    if recommendation.state == "withdrawn":
        return gettext("Tidak jadi diminta")
    if recommendation.state in recommendation.OPEN and recommendation.due_at is None:  # its own clock stands still
        return gettext("Menunggu jawaban pemohon")
    if is_late:
        return gettext("Lewat batas jawab")
    return gettext("Sedang diperiksa") if recommendation.state == "acknowledged" else gettext("Menunggu jawaban")


def lanes_title(lanes) -> str:
    count = len(lanes)
    if count == 1:
        return gettext("Satu instansi memberi pertimbangan")
    return ngettext("%(count)d instansi memeriksa", "%(count)d instansi memeriksa", count) % {"count": count}
