"""What happened to one version, from the journal, for the people of its office."""

from accounts.models import User
from audit.models import JournalEntry
from audit.verbs import VERBS

MOST = 15


def story_of(standard) -> list[dict]:
    """Newest first, at most 15 entries; two statements."""
    entries = list(JournalEntry.objects.timeline(standard).order_by("-id")[:MOST])
    names = dict(User.objects.filter(uuid__in={entry.actor for entry in entries}).values_list("uuid", "full_name"))
    return [{"text": VERBS[entry.verb].staff, "at": entry.at, "who": names.get(entry.actor, "")} for entry in entries]
