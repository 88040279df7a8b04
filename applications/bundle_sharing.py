"""What the filings of one bundle share: an answer typed once, a paper brought once. Offered, never put in by itself.

`members_of(bundle, user)` loads them: three statements, however many filings. The rest works on what was loaded.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from applications.models import Application, Document
from applications.papers_asked import fits
from applications.schema.answers import load
from applications.schema.form import RAW, FormSpec, missing
from applications.schema.kinds import kind_of
from applications.schema.kinds.base import Context, Place
from applications.schema.spec import FieldSpec
from applications.used_before import plain_name

NO_CONTEXT = Context()


@dataclass
class Member:
    """One filing with its form read; answers and papers are only looked at while it is a draft."""

    file: Application
    spec: FormSpec
    answers: dict = field(default_factory=dict)
    papers: dict[str, list[Document]] = field(default_factory=dict)  # by requirement

    @property
    def is_draft(self) -> bool:
        return self.file.state == Application.State.DRAFT

    @property
    def holder(self) -> tuple:
        """A filing of a bundle may be turned over to a business; what belongs to another holder is not offered to it."""
        return self.file.person_id, self.file.business_id

    @property
    def lacking_answers(self) -> int:
        return len(missing(self.spec, self.answers))

    @property
    def lacking_papers(self) -> int:
        wanted = [each["code"] for each in self.file.requirements if each["mandatory"]]
        return sum(not self.has_sound(code) for code in wanted)

    @property
    def looks_whole(self) -> bool:
        """Nothing is missing that the page can see; sending asks everything once more."""
        return not self.lacking_answers and not self.lacking_papers

    def has_sound(self, code) -> bool:
        return any(paper.check_result != Document.Check.UNFIT for paper in self.papers.get(code, []))

    def lacks(self, code) -> bool:
        """Nothing was typed there, not even something that could not be read."""
        return code not in self.answers.get(RAW, {}) and kind_of(self.spec.field(code)).empty(self.answers.get(code))

    def takes(self, one: FieldSpec, value) -> bool:
        """The same question is asked here, and this answer would be one."""
        own = next((each for each in self.spec.asked if each.code == one.code), None)
        return own is not None and _is_same(own, one) and self._is_good(own, value)

    def _is_good(self, own, value) -> bool:
        if own.type == "region" or own.choices_from:
            places = value if isinstance(value, list) else [value]
            return all(isinstance(each, Place) and self.file.office.region.contains(each.code) for each in places)
        try:
            kind_of(own).check(value, own, NO_CONTEXT)
        except (ValidationError, ValueError, TypeError):
            return False
        return True


def _is_same(own: FieldSpec, other: FieldSpec) -> bool:
    """Same kind, same level, same columns. Different lists of choices are judged by the answer."""
    columns = [(each.code, each.type) for each in own.columns], [(each.code, each.type) for each in other.columns]
    return (own.type, own.level, own.choices_from) == (other.type, other.level, other.choices_from) and (
        columns[0] == columns[1]
    )


@dataclass
class SharedAnswer:
    """One answer of one draft, and the drafts that could take it."""

    field: FieldSpec
    value: object
    source: Member
    targets: list[Member]
    is_only_one: bool  # no draft says something else

    @property
    def shown(self) -> str:
        """As on any page: secrets masked."""
        if self.field.type == "table":
            return ""
        return kind_of(self.field).show(self.value, "id", self.field)

    @property
    def key(self) -> str:
        return f"{self.source.file.uuid}:{self.field.code}"


@dataclass
class SharedPaper:
    """One paper that several drafts ask for."""

    name: str
    asked: list[tuple[Member, dict]]  # (draft, its requirement)
    source: list[Document] = field(default_factory=list)
    targets: list[tuple[Member, dict]] = field(default_factory=list)

    @property
    def have(self) -> list[Member]:
        return [member for member, requirement in self.asked if member.has_sound(requirement["code"])]

    @property
    def key(self) -> str:
        return str(self.source[0].uuid) if self.source else ""


def members_of(bundle, user) -> list[Member]:
    """The filings that this person may see, in the order in which they were begun."""
    rows = Application.objects.own(user).filter(bundle=bundle).with_names()
    rows = rows.select_related("standard", "person__region", "business__region", "permit").order_by("pk")
    members = [Member(file, FormSpec.from_json(file.standard.fields)) for file in rows]
    drafts = {each.file.pk: each for each in members if each.is_draft}
    for draft in drafts.values():
        draft.answers = load(draft.spec, draft.file.answers)
    for paper in Document.objects.answering_requirements().filter(application__in=drafts).order_by("pk"):
        drafts[paper.application_id].papers.setdefault(paper.requirement_code, []).append(paper)
    return members


def shared_answers(members) -> list[SharedAnswer]:
    """Answers that another draft asks for too and has not; one for each different answer."""
    drafts = [each for each in members if each.is_draft and each.file.makes_a_permit]
    found: list[SharedAnswer] = []
    for source in drafts:
        for one in source.spec.asked:
            if not source.lacks(one.code) and one.code in source.answers:
                found += _offer(one, source, drafts, found)
    for each in found:
        each.is_only_one = sum(other.field.code == each.field.code for other in found) == 1
    return found


def _offer(one, source, drafts, found) -> list[SharedAnswer]:
    value = source.answers[one.code]
    is_there = any(other.field.code == one.code and other.value == value for other in found)
    others = [each for each in drafts if each is not source and each.holder == source.holder]
    targets = [each for each in others if each.takes(one, value) and each.lacks(one.code)]
    return [] if is_there or not targets else [SharedAnswer(one, value, source, targets, True)]


def shared_papers(members) -> list[SharedPaper]:
    """Requirements that several drafts of one holder have: same code or same name. A letter about one event is no other's."""
    groups: list[SharedPaper] = []
    known: dict[tuple, SharedPaper] = {}
    for member in (each for each in members if each.is_draft):
        for asked in member.file.requirements:
            if asked.get("when"):
                continue
            keys = (member.holder, "code", asked["code"]), (member.holder, "name", plain_name(asked["name"]))
            group = next((known[key] for key in keys if key in known), None)
            if group is None:
                group = SharedPaper(asked["name"], [])
                groups.append(group)
            known |= {key: group for key in keys if key not in known}
            group.asked.append((member, asked))
    shared = [group for group in groups if len({id(member) for member, _asked in group.asked}) > 1]
    for group in shared:
        _find_source(group)
    return shared


def _find_source(group) -> None:
    """The first draft that has it gives it to those that have none and take its formats."""
    for member, requirement in group.asked:
        sound = [p for p in member.papers.get(requirement["code"], []) if p.check_result != Document.Check.UNFIT]
        if sound:
            group.source = sound
            break
    if group.source:
        group.targets = [
            (member, asked)
            for member, asked in group.asked
            if not member.papers.get(asked["code"]) and all(fits(paper, asked) for paper in group.source)
        ]
