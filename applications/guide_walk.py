"""Walking through a guide: the place first, then one question a page. Everything stands in the address, nothing is kept.

The address carries `wilayah` (the place), `desa` (a village inside it, once it is needed), `j-<question>` (an answer), `langkah` (a
question to answer again) and `dari` (the question that was just sent, so that an empty answer is told apart from none).
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import get_language

from agencies.models import Region
from applications.models import Guide
from applications.schema.guide import GuideSpec, Question, chosen, kept_picks, next_question, read_questions, visible

PLACE, VILLAGE, STEP, SENT, ANSWER = "wilayah", "desa", "langkah", "dari", "j-"
LONGEST = 80


@dataclass
class Walk:
    """Where somebody stands. `question` is the one to ask now; None when all are answered."""

    guide: Guide
    spec: GuideSpec
    place: Region | None
    picks: dict[str, str] = field(default_factory=dict)
    question: Question | None = None
    village: str = ""
    is_unanswered: bool = False  # sent without an answer

    @property
    def number(self) -> int:
        """The place is the first question."""
        if self.place is None:
            return 1
        return [each.code for each in visible(self.spec, self.picks)].index(self.question.code) + 2

    @property
    def total(self) -> int:
        """As many as these answers lead to; a later answer may add one."""
        return len(visible(self.spec, self.picks)) + 1

    @property
    def is_over(self) -> bool:
        return self.place is not None and self.question is None

    def carried(self) -> list[tuple[str, str]]:
        """What the form of this page hands on: everything but its own answer."""
        own = self.question.code if self.place is not None and self.question else ""
        return self._pairs(but=own) + [(SENT, own or PLACE)]

    def back(self) -> str:
        """The query of the question before this one; "" on the first page."""
        if self.place is None:
            return ""
        asked = [each.code for each in visible(self.spec, self.picks)]
        here = asked.index(self.question.code) if self.question else len(asked)
        if here == 0:
            return "?" + urlencode([pair for pair in self._pairs() if pair[0] != PLACE])
        return self.again(asked[here - 1])

    def again(self, code: str) -> str:
        return "?" + urlencode([*self._pairs(), (STEP, code)])

    def asked(self) -> dict | None:
        """The question of this page in the page's language, with the answer that it had."""
        if self.place is None or self.question is None:
            return None
        one, picked = self.question, self.picks.get(self.question.code)
        choices = [
            {"code": each.code, "text": title(each), "lang": language_of(each), "is_picked": each.code == picked}
            for each in one.choices
        ]
        return {
            "name": f"{ANSWER}{one.code}", "text": title(one), "lang": language_of(one), "help": words_of(one, "help"),
            "help_lang": language_of(one, "help"), "choices": choices,
        }  # fmt: skip

    @property
    def intro(self) -> str:
        return (self.spec.intro_en if get_language() == "en" else "") or self.guide.intro

    @property
    def intro_lang(self) -> str:
        return "id" if get_language() == "en" and not self.spec.intro_en else ""

    def query(self) -> str:
        """Everything that was answered, for the address of the result."""
        return urlencode(self._pairs())

    def answered(self) -> list[dict]:
        """Question and answer so far, each with its way back."""
        return [
            {"question": title(question), "answer": title(choice), "again": self.again(question.code)}
            for question, choice in chosen(self.spec, self.picks)
            if self.question is None or question.code != self.question.code
        ]

    def _pairs(self, but="") -> list[tuple[str, str]]:
        pairs = [(PLACE, self.place.code)] if self.place else []
        pairs += [(VILLAGE, self.village)] if self.village else []
        return pairs + [(f"{ANSWER}{code}", pick) for code, pick in self.picks.items() if code != but]


def walk_of(guide: Guide, place: Region | None, query) -> Walk:
    """What the address says; answers that don't fit are asked again."""
    spec, _faults = read_questions(guide.questions, whole=False)
    typed = {code: query.get(f"{ANSWER}{code}", "") for code in (each.code for each in spec.questions)}
    walk = Walk(guide, spec, place, village=_village(place, query))
    if place is None:  # answers wait in the address until the place is known
        walk.picks = kept_picks(spec, typed)
        walk.is_unanswered = query.get(SENT) == PLACE
        return walk
    walk.picks = kept_picks(spec, typed)
    step = query.get(STEP, "")
    walk.question = next((each for each in visible(spec, walk.picks) if each.code == step), None)
    if walk.question is None:
        walk.question = next_question(spec, walk.picks)
        walk.is_unanswered = walk.question is not None and query.get(SENT) == walk.question.code
    return walk


def _village(place, query) -> str:
    code = _short(query.get(VILLAGE, ""))
    return code if place is not None and code and place.contains(code) and code != place.code else ""


def place_of(query) -> Region | None:
    """The region in the address; a province is too large to be one."""
    code = _short(query.get(PLACE, ""))
    if not code:
        return None
    return Region.objects.exclude(level=Region.Level.PROVINCE).filter(code=code).select_related("parent").first()


def guide_at(slug: str, place: Region | None) -> Guide | None:
    """The guide of that address: of the office nearest to the place, else everybody's."""
    codes = place.lineage if place else []
    rows = Guide.objects.public().serving(codes).filter(slug=slug).select_related("office__region")
    return max(rows, key=_nearness, default=None)


def guides_at(place: Region | None, words=()) -> list[Guide]:
    """One of each address, the nearest; without a place everybody's. By title."""
    nearest: dict[str, Guide] = {}
    for guide in Guide.objects.public().serving(place.lineage if place else []).select_related("office__region"):
        there = nearest.get(guide.slug)
        if there is None or _nearness(guide) > _nearness(there):
            nearest[guide.slug] = guide
    found = [each for each in nearest.values() if all(_says(each, word) for word in words)]
    return sorted(found, key=lambda each: (str(each).casefold(), each.slug))


def _nearness(guide) -> int:
    return len(guide.office.region_id) if guide.office else 0


def _says(guide, word) -> bool:
    return any(word.casefold() in text.casefold() for text in (guide.title, guide.title_en, guide.intro))


def title(thing) -> str:
    """The text of a question or a choice in the page's language, where it is there."""
    return (thing.text_en if get_language() == "en" else "") or thing.text


def language_of(thing, key="text") -> str:
    """ "id" when an Indonesian text stands on an English page."""
    return "id" if get_language() == "en" and not getattr(thing, f"{key}_en") else ""


def words_of(thing, key) -> str:
    """Help or note in the page's language."""
    return (getattr(thing, f"{key}_en") if get_language() == "en" else "") or getattr(thing, key)


def _short(text: str) -> str:
    return text.replace("\0", "")[:LONGEST]
