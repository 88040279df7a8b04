"""What a line that somebody kept says against the portal of today: the chain of lines, the journal, the published figures."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from agencies.models import Agency
from applications.models import Objection, PermitCorrection
from complaints.models import Finding
from complaints.survey_figures import period_named
from dashboards.digests import figures_of_quarter, missing_heads, sha256, today
from dashboards.models import Digest
from dashboards.public_figures import CUTS, quarters

LONGEST = 512 * 1024  # characters of a line
MOST_HEADS = 2000
NUMBERS = ("received", "issued", "rejected", "on_time", "median_days")
OBJECTION, CORRECTION, FINDING = "objection", "correction", "finding"


@dataclass(frozen=True)
class Change:
    """A published number that is another one today; None where it is hidden."""

    cut: str
    name: str
    measure: str
    was: int | None
    now: int | None


@dataclass
class Verdict:
    """`stands`: the line is in the chain as it was kept. `follows`: every line after it is chained to it up to today's.
    `has_heads`: the journal still contains what it contained then."""

    day: date
    hash: str
    stands: bool
    is_known_day: bool
    follows: bool
    has_heads: bool
    heads: int
    lines_after: int = 0
    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    compared: bool = True

    @property
    def holds(self) -> bool:
        return self.stands and self.follows and self.has_heads


def read_kept(text: str) -> dict | None:
    """The line as a document; None for what is no line of ours. A final line break (an editor's) does no harm."""
    if len(text) > LONGEST:
        return None
    try:
        said = json.loads(text)
        date.fromisoformat(said["hari"])
        datetime.fromisoformat(said["dibuat"])
        is_list = isinstance(said["jurnal"], list) and all(isinstance(each, str) for each in said["jurnal"])
        published = said["angka_terbit"]
        has_lines = all(isinstance(line, dict) for cut in CUTS for line in published[cut])
        is_ours = is_list and has_lines and isinstance(published["triwulan"], str) and isinstance(said["nomor"], int)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return said if is_ours and len(said["jurnal"]) <= MOST_HEADS else None


def verdict_on(text: str, said: dict) -> Verdict:
    """A bounded number of statements, whoever asks."""
    text = text.strip()
    day, kept_hash = date.fromisoformat(said["hari"]), sha256(text)
    line = Digest.objects.filter(day=day).first()
    stands = bool(line and line.hash == kept_hash and line.text == text)
    after = _lines_after(line) if line else None
    verdict = Verdict(
        day=day,
        hash=kept_hash,
        stands=stands,
        is_known_day=line is not None,
        follows=stands and after is not None,
        has_heads=not missing_heads(said["jurnal"], line),
        heads=len(said["jurnal"]),
        lines_after=after or 0,
    )
    changes = _changes(said["angka_terbit"])
    verdict.compared, verdict.changes = changes is not None, changes or []
    if verdict.changes:
        verdict.reasons = reasons_since(datetime.fromisoformat(said["dibuat"]), _offices_of(verdict.changes))
    return verdict


def _lines_after(line: Digest) -> int | None:
    """How many lines are chained to this one; None where the chain breaks after it."""
    rows = list(
        Digest.objects.filter(number__gte=line.number).order_by("number").values_list("number", "prev_hash", "hash")
    )
    for before, row in zip(rows, rows[1:], strict=False):
        if row[0] != before[0] + 1 or row[1] != before[2]:
            return None
    return None if Digest.objects.altered_from(line.number).exists() else len(rows) - 1


def _changes(published: dict) -> list[Change] | None:
    """Each number of the kept quarter that is published otherwise today; None for a quarter that is not published any more."""
    period = period_named(published["triwulan"], today())
    if period.key not in {each.key for each in quarters(today())}:
        return None
    present, found = figures_of_quarter(period), []
    for cut in CUTS:
        of_now = {line["code"]: line for line in present[cut]}
        for line in published[cut]:
            code = line.get("code")
            other = of_now.pop(code, {}) if isinstance(code, str) else {}
            found += _differing(cut, line, other)
        for line in of_now.values():
            found += _differing(cut, {"name": line["name"], "code": line["code"]}, line)
    return found


def _differing(cut: str, line: dict, other: dict) -> list[Change]:
    name = str(line.get("name") or line.get("code"))[:160]
    pairs = [(each, line.get(each), other.get(each)) for each in NUMBERS]
    return [
        Change(cut, name, each, was if isinstance(was, int) else None, now)
        for each, was, now in pairs
        if was != now
    ]  # fmt: skip


def _offices_of(changes: list[Change]) -> list[int]:
    """Offices whose line changed; all where none is named."""
    names = {each.name for each in changes if each.cut == "kantor"}
    offices = Agency.objects.filter(kind__in=Agency.ISSUING)
    return list((offices.filter(name__in=names) if names else offices).values_list("pk", flat=True))


def reasons_since(moment: datetime, offices: list[int]) -> list[str]:
    """Which acts that may lawfully change a past number happened since at these offices; kinds only, no counts, no files."""
    moment -= timedelta(minutes=1)  # `dibuat` has no fractions
    found = {
        OBJECTION: Objection.objects.filter(office__in=offices, outcome="granted", decided_at__gte=moment),
        CORRECTION: PermitCorrection.objects.filter(permit__office__in=offices, signed_at__gte=moment),
        FINDING: Finding.objects.filter(complaint__office__in=offices, is_justified=True, kind="delay", at__gte=moment),
    }
    return [kind for kind, rows in found.items() if rows.exists()]
