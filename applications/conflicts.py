"""Opinions side by side, and where they clash with each other or with the draft: shown to whoever drafts, endorses or signs.

Only what can be told for certain is marked: verdicts, and conditions that the draft changes or leaves out. Whether two
conditions contradict each other is read by a person, who has them in one list.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from applications.models import Condition, Decision, Recommendation
from applications.visits import attachments

Verdict = Recommendation.Verdict
CONSENT = {Verdict.FAVOURABLE, Verdict.CONDITIONAL}
# Verdicts that a draft decides against.
AGAINST = {Decision.Verdict.ISSUE: {Verdict.UNFAVOURABLE}, Decision.Verdict.REJECT: CONSENT}


@dataclass(frozen=True)
class Mark:
    """One thing that whoever acts must have read: what it is, and the written reason for it."""

    words: str
    why: str = ""


@dataclass(frozen=True)
class Opinions:
    """Answers that count and open requests, those that were replaced, and the marks."""

    current: list = field(default_factory=list)
    replaced: list = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    against: int = 0


def opinions_with_conditions():
    """For `prefetch_related` on files: their recommendations with all that `opinions_of` needs."""
    rows = Recommendation.objects.select_related("agency", "given_by", "approved_by").order_by("stage", "id")
    rows = rows.prefetch_related(
        attachments(),
        Prefetch("condition_rows", Condition.objects.order_by("position")),
    )
    return Prefetch("recommendations", rows)


def opinions_of(application, decision) -> Opinions:
    """`application.recommendations` as prefetched by `opinions_with_conditions`; `decision` the draft, or None."""
    rows = list(application.recommendations.all())
    current = [each for each in rows if each.is_current]
    against = AGAINST.get(decision.verdict, set()) if decision else set()
    for opinion in rows:
        opinion.is_against = opinion.is_current and opinion.verdict in against
    return Opinions(
        current=current,
        replaced=[each for each in rows if not each.is_current],
        marks=_marks(current, decision),
        against=sum(each.is_against for each in current),
    )


def _marks(current, decision) -> list[Mark]:
    marks = []
    yes = [each.agency.name for each in current if each.verdict in CONSENT]
    no = [each.agency.name for each in current if each.verdict == Verdict.UNFAVOURABLE]
    if yes and no:
        words = _("Dinas berbeda pendapat: %(yes)s setuju, %(no)s tidak setuju.")
        marks.append(Mark(words % {"yes": ", ".join(yes), "no": ", ".join(no)}))
    if decision is None:
        return marks
    if any(each.is_against for each in current):
        names = ", ".join(each.agency.name for each in current if each.is_against)
        words = _("Konsep memutus berbeda dari pendapat %(agencies)s.") % {"agencies": names}
        is_permit = decision.verdict == Decision.Verdict.ISSUE
        marks.append(Mark(words, decision.against_opinion_reason if is_permit else "\n".join(decision.reasons)))
    if decision.verdict == Decision.Verdict.ISSUE:
        marks += [
            _condition_mark(each, row) for each in current for row in each.condition_rows.all() if _is_marked(row)
        ]
    return marks


def _is_marked(condition) -> bool:
    return condition.result != Condition.Result.ACCEPTED


def _condition_mark(opinion, condition) -> Mark:
    words = {
        Condition.Result.OPEN: _("Syarat %(agency)s belum diputuskan: %(text)s"),
        Condition.Result.REWORDED: _("Kata-kata syarat %(agency)s diubah: %(text)s"),
        Condition.Result.DECLINED: _("Syarat %(agency)s tidak dimuat: %(text)s"),
    }[condition.result] % {"agency": opinion.agency.name, "text": condition.text}
    if condition.result == Condition.Result.REWORDED:
        became = _("Menjadi: %(wording)s") % {"wording": condition.wording}
        return Mark(words, f"{became}\n{condition.note}".strip())
    return Mark(words, condition.note)


def why_single(decision, marks) -> str:
    """Why this draft must be opened by itself before it is endorsed or signed; "" when it may go with others."""
    if decision.verdict != Decision.Verdict.ISSUE:
        return _("Penolakan dibaca dan diputuskan satu per satu.")
    if not decision.application.makes_a_permit:
        return _("Salinan dan penutupan izin dibaca dan diputuskan satu per satu.")
    if marks:
        return _("Ada pendapat atau syarat dinas yang bertentangan dengan konsep, jadi buka dan putuskan sendiri.")
    return ""
