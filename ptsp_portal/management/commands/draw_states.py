"""Draws docs/states.md from the declared transitions, so that the picture can't say anything else than the code."""

from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from applications.states import (
    STATE_WORDS,
    ApplicationLifecycle,
    InspectionLifecycle,
    PermitLifecycle,
    RecommendationLifecycle,
    StandardLifecycle,
)
from complaints.states import ComplaintLifecycle

TARGET = settings.BASE_DIR / "docs" / "states.md"
HEAD = """# What a file, a recommendation, a field visit, a permit, a service standard and a complaint can become

Drawn by `manage.py draw_states` from `applications/states.py` and `complaints/states.py`; don't edit this page. The
database's triggers are made from the same declarations: no other step is possible, not even by SQL. A
transition only sets fields of its own row; who may do it, what is journalled and who is told stands in the action that calls it.
"""


class Command(BaseCommand):
    help = "Write docs/states.md from the declared transitions."
    requires_system_checks = []

    def handle(self, **options):
        TARGET.write_text(page(), encoding="utf-8")
        self.stdout.write(f"wrote {TARGET.relative_to(settings.BASE_DIR)}")


def page() -> str:
    parts = [
        HEAD,
        *chapter("The file (permohonan)", ApplicationLifecycle, first="draft"),
        words(),
        *chapter("The recommendation (rekomendasi)", RecommendationLifecycle, first="requested"),
        *chapter("The field visit (peninjauan lapangan)", InspectionLifecycle, first="proposed"),
        *chapter("The permit (izin)", PermitLifecycle, first="active"),
        *chapter("The service standard (standar pelayanan)", StandardLifecycle, first="draft"),
        *chapter("The complaint (pengaduan)", ComplaintLifecycle, first="received"),
    ]
    return "\n".join(parts)


def chapter(title: str, lifecycle, first: str) -> Iterator[str]:
    steps = list(declared(lifecycle))
    yield f"## {title}\n\n{lifecycle.__doc__}\n"
    yield picture(steps, first)
    yield table(steps)


def declared(lifecycle) -> Iterator[tuple[str, str, str, str]]:
    """(source, target, method, what it means), in the order in which they are written."""
    for name, method in vars(lifecycle).items():
        machine = getattr(method, "_django_fsm", None)
        if machine:
            for step in machine.transitions.values():
                yield str(step.source), str(step.target), name, method.__doc__


def picture(steps, first: str) -> str:
    """The way of a file from top to bottom; a step from nearly everywhere (`withdraw`) would hide it and is in the table."""
    sources: dict[str, int] = {}
    for _source, _target, name, _doc in steps:
        sources[name] = sources.get(name, 0) + 1
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {source} --> {target}: {name}" for source, target, name, _doc in steps if sources[name] <= 2]
    leaving = {source for source, *_rest in steps}
    ends = dict.fromkeys(target for _source, target, *_rest in steps if target not in leaving)
    lines += [f"    {end} --> [*]" for end in ends]
    return "\n".join([*lines, "```\n"])


def table(steps) -> str:
    """One line per act; several sources in one cell."""
    acts: dict[str, tuple[list, str, str]] = {}
    for source, target, name, doc in steps:
        acts.setdefault(name, ([], target, doc))[0].append(source)
    lines = ["| act | from | to | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {', '.join(sources)} | {target} | {doc} |" for name, (sources, target, doc) in acts.items()
    ]
    return "\n".join(lines) + "\n"


def words() -> str:
    lines = ["| state | label for staff | plain words for the applicant | OSS status code |", "|---|---|---|---|"]
    with override("id"):
        for state, (staff, applicant, code) in STATE_WORDS.items():
            lines.append(f"| `{state}` | {staff} | {applicant} | {code or '–'} |")
    return "\n".join(lines) + "\n"
