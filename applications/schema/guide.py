"""The questions of a guide as data: "Saya mau membuka klinik" → which services one needs.

    read_questions(raw, place="questions", known=None, whole=True) -> (GuideSpec, [(place, reason)])
    visible(spec, picks) -> the questions that these picks lead to, in order
    next_question(spec, picks) -> the first of them without an answer, or None
    services_of(spec, picks) -> [Need(code, why)] in order, each code once

A list of questions: {code, text, text_en?, help?, help_en?, choices: [{code, text, text_en?, services?: [type codes], note?,
note_en?}], show_when?: {question, choice}}. `show_when` may only point to an earlier question, so there are no cycles. The first
entry may be one without a code: {services: [type codes], intro_en?}: what everybody on this path needs, and the introduction in
English. `picks` is {question code: choice code}; what does not fit is ignored. A place is a path such as
"questions[2].choices[0].services"; reasons are Indonesian: whoever writes a guide reads them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from applications.schema.spec import CODE

MAX_QUESTIONS, MAX_CHOICES, MAX_SERVICES = 12, 12, 20
LONGEST = {"text": 200, "text_en": 200, "help": 300, "help_en": 300, "note": 300, "note_en": 300, "intro_en": 1000}
QUESTION_KEYS = {"code", "text", "text_en", "help", "help_en", "choices", "show_when"}
CHOICE_KEYS = {"code", "text", "text_en", "services", "note", "note_en"}
BASE_KEYS = {"services", "intro_en"}


@dataclass(frozen=True)
class Choice:
    code: str
    text: str
    text_en: str = ""
    note: str = ""
    note_en: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    choices: tuple[Choice, ...]
    text_en: str = ""
    help: str = ""
    help_en: str = ""
    show_when: tuple[str, str] | None = None  # (question, choice)

    def choice(self, code: str) -> Choice | None:
        return next((each for each in self.choices if each.code == code), None)


@dataclass(frozen=True)
class GuideSpec:
    questions: tuple[Question, ...] = ()
    base: tuple[str, ...] = ()
    intro_en: str = ""

    @property
    def service_codes(self) -> set[str]:
        """Every code that any way through it names."""
        return set(self.base) | {code for q in self.questions for choice in q.choices for code in choice.services}


class Need(NamedTuple):
    """A service, and the answers that lead to it (none for what everybody needs)."""

    code: str
    why: tuple[tuple[Question, Choice], ...]


# --- the walk ---------------------------------------------------------------------------------------------------------


def visible(spec: GuideSpec, picks: dict) -> list[Question]:
    shown: dict[str, Question] = {}
    for question in spec.questions:
        if question.show_when is None or _answered_so(shown, picks, question.show_when):
            shown[question.code] = question
    return list(shown.values())


def _answered_so(shown, picks, condition) -> bool:
    asked, choice = condition
    return asked in shown and picks.get(asked) == choice


def next_question(spec: GuideSpec, picks: dict) -> Question | None:
    return next((each for each in visible(spec, picks) if each.choice(picks.get(each.code, "")) is None), None)


def kept_picks(spec: GuideSpec, picks: dict) -> dict[str, str]:
    """The picks that count: of visible questions, with a choice that there is."""
    return {q.code: picks[q.code] for q in visible(spec, picks) if q.choice(picks.get(q.code, ""))}


def chosen(spec: GuideSpec, picks: dict) -> list[tuple[Question, Choice]]:
    found = [(question, question.choice(picks.get(question.code, ""))) for question in visible(spec, picks)]
    return [(question, choice) for question, choice in found if choice]


def services_of(spec: GuideSpec, picks: dict) -> list[Need]:
    why: dict[str, list] = {code: [] for code in spec.base}
    for question, choice in chosen(spec, picks):
        for code in choice.services:
            why.setdefault(code, []).append((question, choice))
    return [Need(code, tuple(reasons)) for code, reasons in why.items()]


# --- reading ----------------------------------------------------------------------------------------------------------


def read_questions(raw, place: str = "questions", known: Collection[str] | None = None, *, whole: bool = True):
    """All faults at once, each with its place; the spec is complete only without faults.

    `known`: the codes of all services; without it codes are not looked up. `whole=False` for a guide that is still being
    written: it may lack questions, choices and services.
    """
    faults: list[tuple[str, str]] = []
    if not isinstance(raw, list):
        return GuideSpec(), [(place, "harus berupa daftar pertanyaan")]
    reader = _Reader(known, whole, faults)
    base, intro_en, entries, first = (), "", raw, 0
    if raw and isinstance(raw[0], dict) and "code" not in raw[0] and "choices" not in raw[0]:
        base, intro_en = reader.read_base(raw[0], f"{place}[0]")
        entries, first = raw[1:], 1
    if len(entries) > MAX_QUESTIONS:
        faults.append((place, f"lebih dari {MAX_QUESTIONS} pertanyaan"))
    questions: list[Question] = []
    for number, entry in enumerate(entries[:MAX_QUESTIONS], start=first):
        question = reader.read_question(entry, f"{place}[{number}]", questions)
        if question:
            questions.append(question)
    spec = GuideSpec(tuple(questions), base, intro_en)
    if whole and not faults and not spec.service_codes:
        faults.append((place, "belum ada satu pun layanan di dalamnya"))
    return spec, faults


class _Reader:
    def __init__(self, known, whole, faults):
        self.known, self.whole, self.faults = known, whole, faults

    def fault(self, place, reason):
        self.faults.append((place, reason))

    def read_base(self, entry, place):
        for key in sorted(set(entry) - BASE_KEYS):
            self.fault(f"{place}.{key}", "kunci tidak dikenal")
        self.check_texts(entry, place, ("intro_en",))
        intro = entry.get("intro_en", "")
        return self.read_services(entry, place), intro if isinstance(intro, str) else ""

    def read_question(self, entry, place, earlier) -> Question | None:
        if not isinstance(entry, dict):
            self.fault(place, "harus berupa objek")
            return None
        before = len(self.faults)
        self.check_entry(entry, place, QUESTION_KEYS, {each.code for each in earlier}, ("text_en", "help", "help_en"))
        choices = self.read_choices(entry.get("choices"), f"{place}.choices")
        condition = self.read_condition(entry, place, earlier)
        if len(self.faults) > before:
            return None
        texts = {key: entry.get(key, "") for key in ("text", "text_en", "help", "help_en")}
        return Question(code=entry["code"], choices=choices, show_when=condition, **texts)

    def read_choices(self, raw, place) -> tuple[Choice, ...]:
        if not isinstance(raw, list) or not (2 if self.whole else 0) <= len(raw) <= MAX_CHOICES:
            self.fault(place, f"harus berupa daftar pilihan, 2 sampai {MAX_CHOICES}")
            return ()
        found: list[Choice] = []
        for number, entry in enumerate(raw):
            spot = f"{place}[{number}]"
            if not isinstance(entry, dict):
                self.fault(spot, "harus berupa objek")
                continue
            before = len(self.faults)
            self.check_entry(entry, spot, CHOICE_KEYS, {each.code for each in found}, ("text_en", "note", "note_en"))
            services = self.read_services(entry, spot)
            if len(self.faults) == before:
                texts = {key: entry.get(key, "") for key in ("text", "text_en", "note", "note_en")}
                found.append(Choice(code=entry["code"], services=services, **texts))
        return tuple(found)

    def check_entry(self, entry, place, keys, taken, optional):
        for key in sorted(set(entry) - keys):
            self.fault(f"{place}.{key}", "kunci tidak dikenal")
        code = entry.get("code")
        if not isinstance(code, str) or not CODE.match(code):
            self.fault(f"{place}.code", "kode harus huruf kecil, angka, dan garis bawah")
        elif code in taken:
            self.fault(f"{place}.code", f"kode “{code}” dipakai dua kali")
        self.check_texts(entry, place, optional)
        text = entry.get("text")
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST["text"]:
            self.fault(f"{place}.text", f"harus berupa teks, paling panjang {LONGEST['text']} huruf")

    def check_texts(self, entry, place, keys):
        for key in keys:
            text = entry.get(key, "")
            if not isinstance(text, str) or len(text) > LONGEST[key]:
                self.fault(f"{place}.{key}", f"harus berupa teks, paling panjang {LONGEST[key]} huruf")

    def read_services(self, entry, place) -> tuple[str, ...]:
        raw, spot = entry.get("services", []), f"{place}.services"
        texts = isinstance(raw, list) and all(isinstance(one, str) and one for one in raw)
        if not texts or len(set(raw)) != len(raw) or len(raw) > MAX_SERVICES:
            self.fault(spot, f"harus berupa daftar kode layanan yang berbeda-beda, paling banyak {MAX_SERVICES}")
            return ()
        for code in raw if self.known is not None else ():
            if code not in self.known:
                self.fault(spot, f"layanan “{code}” tidak ada dalam katalog")
        return tuple(raw)

    def read_condition(self, entry, place, earlier):
        raw, spot = entry.get("show_when"), f"{place}.show_when"
        if raw is None:
            return None
        if not (isinstance(raw, dict) and set(raw) == {"question", "choice"}):
            self.fault(spot, "harus memuat tepat question dan choice")
            return None
        question = next((each for each in earlier if each.code == raw["question"]), None)
        if question is None:
            self.fault(f"{spot}.question", "harus menunjuk pertanyaan yang lebih dahulu ditanyakan")
        elif not isinstance(raw["choice"], str) or question.choice(raw["choice"]) is None:
            self.fault(f"{spot}.choice", "bukan salah satu pilihan pertanyaan itu")
        return raw["question"], raw["choice"]
