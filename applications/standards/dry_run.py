"""A draft tried on the files of the last twelve months: who would have been late, whom it would ask, what would differ.

    draft = Draft.of(standard)                what is read once
    tally = empty_tally()                     plain JSON: it waits in the row of the run between two batches
    for files in batches(run, after): add(tally, files, draft)

Pure arithmetic on a batch, but for one statement that looks up its agencies. The tally holds counts, codes, labels of the form
and registration numbers: no answer and no person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from agencies.clock import reckon
from agencies.working_days import WorkCalendar, calendar_of
from applications.form_context import context_for
from applications.models import Application, ApplicationClockEvent, Document, DryRun, Recommendation, ServiceStandard
from applications.outcomes import ON_THE_SAME_PERMIT
from applications.routing import asked_agencies, resolve_many, wanted_places
from applications.schema.answers import load
from applications.schema.form import RAW, FormSpec, problems
from applications.schema.kinds import kind_of
from applications.schema.kinds.base import Context

BATCH = 500
LISTED = 50
DECIDED = (Application.State.ISSUED, Application.State.REJECTED)
# All that is read of a file; its holder's name and identity are not.
COLUMNS = """uuid state kind cause answers registration_number reference submitted_at registered_at verified_at closed_at
    standard_id office_id permit_type_id""".split()
EVENT_COLUMNS = "application_id kind at holder agency_id role reason".split()


@dataclass(frozen=True)
class Draft:
    """The version that is tried, with what its office's files are measured by."""

    standard: ServiceStandard
    spec: FormSpec
    context: Context
    calendar: WorkCalendar
    # The forms of the versions that files were filed under, by their key.
    old_specs: dict[int, FormSpec] = field(default_factory=dict)

    @classmethod
    def of(cls, standard) -> "Draft":
        """Raises SchemaError while the draft's fields make no form."""
        office = standard.office
        spec = FormSpec.from_json(standard.fields)
        return cls(standard, spec, context_for(office), calendar_of(office.region))

    def old_spec(self, standard) -> FormSpec:
        if standard.pk not in self.old_specs:
            self.old_specs[standard.pk] = FormSpec.from_json(standard.fields)
        return self.old_specs[standard.pk]


@dataclass
class Past:
    """One file with what hangs on it: the agencies that it truly asked, the codes of the papers that it has."""

    file: Application
    is_of_the_year: bool
    asked: list[int] = field(default_factory=list)
    papers: set[str] = field(default_factory=set)
    faults: list[tuple] = field(default_factory=list)


# --- reading ----------------------------------------------------------------------------------------------------------


def files_of(run: DryRun):
    """Sent within the span of the run, and whatever is still open: of its office and its service."""
    standard, (first, last) = run.standard, _moments(run)
    of_the_year = Q(submitted_at__gte=first, submitted_at__lt=last)
    still_open = Q(closed_at__isnull=True, submitted_at__isnull=False)
    files = Application.objects.filter(office_id=standard.office_id, permit_type_id=standard.permit_type_id)
    return files.filter(of_the_year | still_open)


def batches(run: DryRun, after: int = 0, size: int = BATCH) -> Iterator[list[Past]]:
    """By id, later than `after`; five statements a batch, however many files."""
    first, last = _moments(run)
    events = ApplicationClockEvent.objects.only(*EVENT_COLUMNS).order_by("at", "id")
    rows = files_of(run).only(*COLUMNS).order_by("pk")
    rows = rows.prefetch_related("standard", Prefetch("clock_events", queryset=events))
    while files := list(rows.filter(pk__gt=after)[:size]):
        yield _with_what_hangs_on_them(files, first, last)
        after = files[-1].pk


def _with_what_hangs_on_them(files, first, last) -> list[Past]:
    found = {file.pk: Past(file, first <= file.submitted_at < last) for file in files}
    requests = Recommendation.objects.order_by().filter(application__in=found).values_list("application", "agency")
    for pk, agency in requests:
        found[pk].asked.append(agency)
    running = [file.pk for file in files if file.closed_at is None]
    papers = Document.objects.answering_requirements().order_by().filter(application__in=running)
    for pk, code in papers.values_list("application", "requirement_code"):
        found[pk].papers.add(code)
    return list(found.values())


def _moments(run) -> tuple[datetime, datetime]:
    """From the first day's beginning to the last day's end, on the office's wall."""
    zone = ZoneInfo(run.standard.office.region.zone)
    first, after = run.from_on, run.until_on + timedelta(days=1)
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


# --- counting ---------------------------------------------------------------------------------------------------------


def empty_tally() -> dict:
    return {
        "sent": 0, "decided": 0, "late_before": 0, "late_after": 0, "late_numbers": [],
        "routed": 0, "agencies": {}, "unresolved": {},
        "open": 0, "differ": 0, "reasons": {}, "open_numbers": [],
        "read": 0, "blank": {}, "unfit": {}, "dropped": {},
    }  # fmt: skip


def add(tally: dict, files: Iterable[Past], draft: Draft) -> None:
    """Count one batch into the tally."""
    files = list(files)
    for each in files:
        each.faults = _faults(each.file, draft) if _has_a_form(each.file) else []
        if each.is_of_the_year:
            tally["sent"] += 1
            _count_days(tally, each.file, draft)
            _count_answers(tally, each, draft)
        if each.file.closed_at is None:
            _count_running(tally, each, draft)
    _count_requests(tally, [each for each in files if each.is_of_the_year], draft)


def _has_a_form(file) -> bool:
    return file.kind not in ON_THE_SAME_PERMIT


def _number(file) -> str:
    return file.registration_number or file.reference or ""


def _count_days(tally, file, draft: Draft) -> None:
    """(a) The office's working days of a decided file, against the limit it had and the new one."""
    if file.state not in DECIDED or file.registered_at is None:
        return
    old, new = file.standard.time_limit_days, draft.standard.time_limit_days
    used = reckon(file.clock_events.all(), draft.calendar, old, file.closed_at).counted
    tally["decided"] += 1
    tally["late_before"] += used > old
    if used > new:
        tally["late_after"] += 1
        late = [*tally["late_numbers"], [_number(file), round(float(used), 1), old]]
        tally["late_numbers"] = sorted(late, key=lambda line: (-line[1], line[0]))[:LISTED]


def _count_requests(tally, files: list[Past], draft: Draft) -> None:
    """(b) Of the files whose substance was verified: whom the draft would ask, with their own answers, and who was asked."""
    verified = [each for each in files if each.file.verified_at and _has_a_form(each.file)]
    tally["routed"] += len(verified)
    standard = draft.standard
    codes = [code for stage in standard.stages for code in stage]
    wanted = [wanted_places(standard, standard.office, each.file.answers, codes, draft.spec) for each in verified]
    for each, resolved in zip(verified, resolve_many(wanted), strict=True):
        for pk in each.asked:
            _count(tally["agencies"], str(pk), [0, 0])[1] += 1
        # Two codes of one stage that give one agency make one request; in two stages it is asked twice.
        for stage in standard.stages:
            for agency, _codes in asked_agencies({code: resolved[code] for code in stage}):
                _count(tally["agencies"], str(agency.pk), [0, 0])[0] += 1
        for code, agency in resolved.items():
            if agency is None:
                tally["unresolved"][code] = tally["unresolved"].get(code, 0) + 1


def _count_running(tally, each: Past, draft: Draft) -> None:
    """(c) What would be another matter under the draft."""
    tally["open"] += 1
    reasons = _differences(each, draft)
    if not reasons:
        return
    tally["differ"] += 1
    for what in {what for what, _name in reasons}:
        tally["reasons"][what] = tally["reasons"].get(what, 0) + 1
    if len(tally["open_numbers"]) < LISTED:
        tally["open_numbers"].append([_number(each.file), reasons])


def _differences(each: Past, draft: Draft) -> list[list[str]]:
    """[[what, name]]: "kind", "limit", "stages", "levy", "field" with its label, "paper" with its name."""
    file, new = each.file, draft.standard
    old = file.standard
    found = []
    if file.kind not in new.kinds:
        found.append(["kind", ""])
    if new.time_limit_days != old.time_limit_days:
        found.append(["limit", ""])
    if _has_a_form(file) and (new.stages, new.agency_from) != (old.stages, old.agency_from):
        found.append(["stages", ""])
    if _has_a_form(file) and (new.has_fee, new.levy) != (old.has_fee, old.levy):
        found.append(["levy", ""])
    found += [["field", label] for label in dict.fromkeys(spec.label for spec, _blank in each.faults)]
    for requirement in new.requirements_for(file.kind, file.cause, new.effective_from):
        if requirement["mandatory"] and requirement["code"] not in each.papers:
            found.append(["paper", requirement["name"]])
    return found


def _count_answers(tally, each: Past, draft: Draft) -> None:
    """(d) Answers that the new form would refuse, want, or ask no more; each file counts once a field."""
    if not _has_a_form(each.file):
        return
    tally["read"] += 1
    for code, blank in {(spec.code, blank) for spec, blank in each.faults}:
        counts = tally["blank" if blank else "unfit"]
        counts[code] = counts.get(code, 0) + 1
    kept = {spec.code for spec in draft.spec.fields}
    for spec in draft.old_spec(each.file.standard).fields:
        if spec.code not in kept and each.file.answers.get(spec.code) not in (None, "", []):
            _count(tally["dropped"], spec.code, [spec.label, 0])[1] += 1


def _faults(file, draft: Draft) -> list[tuple]:
    """[(field, whether it is only missing)] of a file's answers under the draft's form."""
    answers = load(draft.spec, file.answers)
    raw = answers.get(RAW, {})
    return [
        (gap.field, gap.field.code not in raw and kind_of(gap.field).empty(answers.get(gap.field.code)))
        for gap in problems(draft.spec, answers, draft.context)
    ]


def _count(counts: dict, key: str, first: list) -> list:
    return counts.setdefault(key, first)
