"""For those who govern: what was sealed for their offices on a day, against the figures of now, and which acts may explain it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from dashboards.cubes import Cube, Measure
from dashboards.digests import office_cells
from dashboards.kept_digest import reasons_since
from dashboards.models import Digest

MEASURES = {
    Measure.RECEIVED: _("masuk"),
    Measure.REGISTERED: _("terdaftar"),
    Measure.ISSUED: _("terbit"),
    Measure.REJECTED: _("ditolak"),
    Measure.ENDED: _("ditarik/gugur"),
    Measure.ON_TIME: _("tepat waktu"),
    Measure.LATE: _("terlambat"),
    Measure.PAUSED: _("dengan jeda"),
    Measure.LAST_MINUTE: _("penolakan menit terakhir"),
    Measure.DEEMED: _("dianggap dikabulkan"),
    Measure.REOPENED: _("dibuka lagi"),
}


@dataclass(frozen=True)
class Difference:
    """One figure of an office that is another one than under the seal."""

    office: Agency
    is_day: bool
    at: date
    words: object
    was: int
    now: int


def differences(line: Digest, offices: Iterable[Agency]) -> list[Difference]:
    """Only of days and months that were over when the line was made; one statement."""
    offices = list(offices)
    present = office_cells([each.pk for each in offices], line.day)
    found = []
    for office in offices:
        text = line.sealed.get(office.slug)
        cells = json.loads(text)["sel"] if text else []  # an office without figures had no seal
        was, now = _by_key(cells, line.day), _by_key(present.get(office.pk, []), line.day)
        for key in sorted(was.keys() | now.keys()):
            if was.get(key, 0) != now.get(key, 0):
                cube, at, measure = key
                words = MEASURES.get(measure, str(measure))
                is_day, at = cube == Cube.OFFICE_DAY, date.fromisoformat(at)
                found.append(Difference(office, is_day, at, words, was.get(key, 0), now.get(key, 0)))
    return found


def reasons(line: Digest, found: Iterable[Difference]) -> list[str]:
    """Kinds of acts since the line, at the offices whose figures differ."""
    offices = sorted({each.office.pk for each in found})
    return reasons_since(line.made_at, offices) if offices else []


def _by_key(cells: list, day: date) -> dict:
    """Without the running month, which goes on by itself."""
    month, is_over = day.replace(day=1).isoformat(), date.fromordinal(day.toordinal() + 1).day == 1
    return {
        (cube, at, measure): n
        for cube, at, measure, n in cells
        if cube == Cube.OFFICE_DAY or at != month or is_over
    }  # fmt: skip
