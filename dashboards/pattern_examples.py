"""Files behind a pattern. Whoever may see the pattern reads their numbers; a link only where the file itself is visible."""

from collections import defaultdict

from applications.models import Application

MOST_DAYS = 200  # on one page, the newest


def examples_of(rows, user) -> dict:
    """{(kind, office, desk): [(day, how many, files)]} of the newest days among `rows` of Pattern; a file has its number and
    `can_open`. Three statements. No names: only these columns are read."""
    days = list(rows.filter(n__gt=0).order_by("-on", "office", "kind", "desk")[:MOST_DAYS])
    uuids = {each for row in days for each in row.examples}
    named = Application.objects.filter(uuid__in=uuids).only("uuid", "registration_number", "reference")
    files = named.in_bulk(field_name="uuid")
    seen = set(Application.objects.visible_to(user).filter(uuid__in=uuids).order_by().values_list("uuid", flat=True))
    for uuid, file in files.items():
        file.can_open = uuid in seen
    found = defaultdict(list)
    for row in days:
        shown = [files[each] for each in row.examples if each in files]
        found[row.kind, row.office_id, row.desk].append((row.on, row.n, shown))
    return found
