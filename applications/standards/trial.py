"""A test filing of a draft: what the real check would say of it, and what would come of it today. Reads only.

Nothing is drawn, asked or sent: names of agencies and posts are looked up, days are counted by the office's calendar.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from agencies.models import Agency, Membership
from agencies.working_days import WorkCalendar, calendar_of
from applications import levy
from applications.completeness import form_gaps, paper_gaps, routing_gaps
from applications.routing import asked_agencies, resolve
from applications.standards.words import ROLES, example_number
from ptsp_portal.lib.moment import now

EXAMPLE_ORDINAL = 1


def gaps_of(trial, link, papers_link: str) -> list[tuple[str, str]]:
    """[(what is missing, link)] in the words of the real submission; `link(section, field)` as `completeness.form_gaps`."""
    standard, office, answers = trial.standard, trial.office, trial.answers
    of_the_form = []
    if trial.makes_a_permit:
        of_the_form = form_gaps(standard, office, answers, link)
        of_the_form += routing_gaps(standard, office, answers, trial.stages, link)
    return [*of_the_form, *paper_gaps(trial.requirements, set(trial.papers), papers_link)]


@dataclass(frozen=True)
class Asked:
    """One request that an agency would get."""

    agency: Agency
    days: int
    due_at: datetime
    is_required: bool
    inspects: bool
    silence_counts: bool


@dataclass(frozen=True)
class Stage:
    number: int
    asked: list[Asked]
    unresolved: list[str]


@dataclass(frozen=True)
class Post:
    """Who would endorse or sign today; no names: nobody holds the post."""

    role: str
    names: list[str]


@dataclass(frozen=True)
class Outcome:
    """What would come of it. `stage_end`: each stage asked at the end of the one before it, all days used."""

    promised_on: date
    days: int
    stages: list[Stage]
    endorsers: list[Post]
    signer: Post
    number: str
    is_free: bool
    lines: list[levy.Line] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def outcome_of(trial) -> Outcome:
    """As if it were registered at this moment. Five statements, whatever the number of stages."""
    standard, office, calendar = trial.standard, trial.office, calendar_of(trial.office.region)
    posts = _posts(office, {*standard.endorsing_roles, standard.signing_role})
    return Outcome(
        promised_on=calendar.promise(now(), standard.time_limit_days),
        days=standard.time_limit_days,
        stages=_stages(trial, calendar) if trial.stages else [],
        endorsers=[posts[role] for role in standard.endorsing_roles],
        signer=posts[standard.signing_role],
        number=example_number(standard, EXAMPLE_ORDINAL),
        is_free=not trial.has_fee,
        lines=_lines(standard, trial.answers) if trial.has_fee else [],
    )


def _stages(trial, calendar: WorkCalendar) -> list[Stage]:
    standard, begins = trial.standard, now()
    last = calendar.deadline(begins, standard.time_limit_days)
    agencies = resolve(standard, trial.office, trial.answers, [code for stage in trial.stages for code in stage])
    found = []
    for number, codes in enumerate(trial.stages, start=1):
        resolved = {code: agencies[code] for code in codes}
        asked = [_asked(standard, agency, own, calendar, begins, last) for agency, own in asked_agencies(resolved)]
        found.append(Stage(number, asked, [code for code in codes if resolved[code] is None]))
        begins = max([each.due_at for each in asked], default=begins)
    return found


def _asked(standard, agency, codes, calendar, begins, last) -> Asked:
    days = standard.days_of(codes)
    return Asked(
        agency=agency,
        days=days,
        due_at=min(calendar.deadline(begins, days), last),
        is_required=not set(codes) <= set(standard.advisory),
        inspects=standard.inspects(codes),
        silence_counts=standard.silence_counts(codes),
    )


def _posts(office, roles) -> dict[str, Post]:
    """{role: who holds it today}; a deputy is asked when somebody signs."""
    names: dict[str, list[str]] = {role: [] for role in roles}
    holders = Membership.objects.current().filter(agency=office, role__in=roles, user__is_active=True)
    for holder in holders.select_related("user").order_by("user__full_name"):
        names[holder.role].append(holder.user.full_name)
    return {role: Post(ROLES.get(role, role), found) for role, found in names.items()}


def _lines(standard, answers) -> list[levy.Line]:
    """The lines of the bill as far as the answers say them; none while the tariff can't be reckoned with."""
    if levy.check_tariff(standard.levy):
        return []
    row, quantity = levy.row_of(standard, answers), levy.quantity_of(standard, answers)
    if not row or quantity is None:
        return []
    try:
        return levy.lines_of(standard.levy, row, quantity)
    except ValueError:
        return []
