"""The words by which files are found, for files that were sent before there was a search, or whose words are read anew."""

from django.db import transaction

from applications.models import Application
from applications.search_words import search_text_of


@transaction.atomic
def fill_search(*, after: int, size: int, anew: bool = False) -> tuple[int, int | None]:
    """One batch of sent files by key: (how many were rewritten, the last key or None when there are no more).

    Files that somebody works on at the moment are waited for, and nothing else of a row is touched. Three statements.
    """
    rows = Application.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__gt=after, submitted_at__isnull=False
    )
    if not anew:
        rows = rows.filter(search_text="")
    batch = list(rows.select_related("permit_type", "standard").order_by("pk")[:size])
    changed = []
    for row in batch:
        words = search_text_of(row)
        if words != row.search_text:
            row.search_text = words
            changed.append(row)
    Application.objects.bulk_update(changed, ["search_text"])
    return len(changed), batch[-1].pk if batch else None
