"""Files behind a pattern. Whoever may see the pattern reads their numbers; a link only where the file itself is visible."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from applications.models import Application

MOST_DAYS = 100  # on one page, the newest


class Example(NamedTuple):
    uuid: UUID
    number: str
    can_open: bool


def examples_of(rows, user) -> dict:
    """{(kind, office, desk): [(day, how many, files)]} of the newest days among `rows` of Pattern; a file has its number and
    `can_open`. Three statements. No names: only these columns are read."""
    days = list(rows.filter(n__gt=0).order_by("-on", "office", "kind", "desk")[:MOST_DAYS])
    uuids = {each for row in days for each in row.examples}
    named = (
        Application.objects.filter(uuid__in=uuids).order_by().values_list("uuid", "registration_number", "reference")
    )
    seen = set(Application.objects.visible_to(user).filter(uuid__in=uuids).order_by().values_list("uuid", flat=True))
    files = {uuid: Example(uuid, number or reference, uuid in seen) for uuid, number, reference in named}
    found = defaultdict(list)
    for row in days:
        shown = [files[each] for each in row.examples if each in files]
        found[row.kind, row.office_id, row.desk].append((row.on, row.n, shown))
    return found
