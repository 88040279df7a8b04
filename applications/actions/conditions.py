"""What becomes of the agencies' conditions: accepted, accepted in other words, or left out with a reason; one by one.

Part of drafting, on a locked file. A condition is never dropped in silence: a permit can't be handed on while one is open.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from applications.models import Application, Condition
from audit.log import Line, record_all
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused

Result = Condition.Result
LONGEST = 2000
STRANGE = _("Ada syarat yang tidak lagi berlaku pada berkas ini. Muat ulang halamannya. Tidak ada yang berubah.")
WORDS_NEEDED = _("Tulis kata-kata syarat seperti yang akan tercetak dalam izin.")
REASON_NEEDED = _("Tulis alasannya bila syarat dinas tidak dimuat; dinas dan pemohon membacanya.")
STILL_OPEN = _(
    "%(n)d syarat dinas belum diputuskan. Terima, ubah kata-katanya, atau tulis mengapa tidak dimuat. Tidak ada yang berubah."
)


@dataclass(frozen=True)
class Outcome:
    """What the drafter says about one condition."""

    result: str
    wording: str = ""
    note: str = ""


def current_conditions(application) -> list[Condition]:
    """Of the answers that count now, in the order of the agencies; their answers and agencies with them, in one statement."""
    answers = application.recommendations.current().filter(state="given")
    rows = Condition.objects.filter(recommendation__in=answers).select_related("recommendation__agency")
    return list(rows.order_by("recommendation__stage", "recommendation_id", "position"))


def decide_conditions(
    application: Application, outcomes: dict, own_lines, *, by
) -> tuple[list[Condition], list[Condition]]:
    """Write {condition id: Outcome} on a locked file; returns (all current conditions, the changed ones).

    A line of the drafter that repeats an open condition word for word accepts it. Raises Refused, with nothing changed.
    """
    conditions = current_conditions(application)
    if set(outcomes) - {each.pk for each in conditions}:
        raise Refused(STRANGE)
    repeated = {_plain(line) for line in own_lines}
    changed = []
    for condition in conditions:
        outcome = outcomes.get(condition.pk)
        if outcome is None and condition.result == Result.OPEN and _plain(condition.text) in repeated:
            outcome = Outcome(Result.ACCEPTED)
        if outcome is not None and _write(condition, outcome):
            changed.append(condition)
    for condition in changed:
        condition.decided_by, condition.decided_at = by, now()
    Condition.objects.bulk_update(changed, ["result", "wording", "note", "decided_by", "decided_at"])
    return conditions, changed


def refuse_open(conditions) -> None:
    """Raise Refused while a condition is undecided."""
    still_open = sum(each.result == Result.OPEN for each in conditions)
    if still_open:
        raise Refused(STILL_OPEN % {"n": still_open})


def permit_lines(conditions, own_lines) -> list[str]:
    """What the permit prints: the agencies' conditions as taken over, then the drafter's own lines; none twice."""
    lines = [each.permit_text for each in conditions if each.permit_text]
    known = {_plain(line) for line in lines}
    return lines + [line.strip() for line in own_lines if line.strip() and _plain(line) not in known]


def own_lines_of(application) -> list[str]:
    """The drafter's own lines of a draft: without the conditions of any answer, those asked again since too."""
    rows = Condition.objects.filter(recommendation__application=application).only("text", "wording", "result")
    taken = {_plain(each.permit_text) for each in rows}
    return [line for line in application.decision.conditions if _plain(line) not in taken]


def record_decided(application, changed, *, by) -> None:
    """The journal's lines for what was decided; the words themselves stand on the rows."""
    lines = [
        Line(
            "condition.decided",
            each.recommendation,
            agency=each.recommendation.agency.journal_chain,
            reason=each.note or each.wording,
            facts={"position": each.position, "result": each.result},
        )
        for each in changed
    ]
    record_all(lines, by=by, office=application.office, role="verifier")


def _write(condition, outcome) -> bool:
    """Put the outcome on the row; True when it says something new."""
    if outcome.result not in Result.values:
        raise Refused(STRANGE)
    wording = _plain(outcome.wording)[:LONGEST] if outcome.result == Result.REWORDED else ""
    note = (
        outcome.note.replace("\0", "").strip()[:LONGEST] if outcome.result in (Result.REWORDED, Result.DECLINED) else ""
    )
    if outcome.result == Result.REWORDED and not wording:
        raise Refused(WORDS_NEEDED)
    if outcome.result == Result.DECLINED and not note:
        raise Refused(REASON_NEEDED)
    before = (condition.result, condition.wording, condition.note)
    condition.result, condition.wording, condition.note = outcome.result, wording, note
    return before != (outcome.result, wording, note)


def _plain(text) -> str:
    """One line without double blanks: how a condition is printed, and how two are compared."""
    return " ".join(text.replace("\0", "").split())
