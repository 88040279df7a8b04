"""Saved filters: an officer's own names for a queue's chip, service and search words. Changing them: actions/filters.py."""

from django.http import QueryDict

from applications.models import SavedFilter

# What a filter keeps of an address; the place in the list is not part of it.
KEPT = ("saringan", "layanan", "cari")
LONGEST_VALUE = 80


def query_of(parameters) -> str:
    """The part of a queue's GET parameters that a filter keeps, always in the same order; "" when nothing is chosen."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        value = parameters.get(name, "").strip().replace("\0", "")[:LONGEST_VALUE]
        if value:
            kept[name] = value
    return kept.urlencode()


def saved_filters_of(user, desk, parameters) -> dict:
    """For desks/_filters.html: this person's filters of the desk, the present query, and whether it can be kept."""
    now_shown = query_of(parameters)
    rows = list(SavedFilter.objects.filter(user=user, desk=desk.slug))
    found = [{"name": row.name, "query": row.query, "current": row.query == now_shown} for row in rows]
    is_new = bool(now_shown) and not any(each["current"] for each in found)
    return {"filters": found, "query": now_shown, "can_save": is_new}
