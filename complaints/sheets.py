"""What this browser may see without an account: the receipt it was just given, and the complaint it opened with the code.

Kept in the cache under a keyed hash of the browser's CSRF cookie, for a while. Neither an address nor an account's session nor
the rows of `audit.Replay` say which complaint it was, so an anonymous one stays so even for somebody who is signed in.
"""

from datetime import timedelta

from django.core.cache import cache

from ptsp_portal.lib.crypto import fingerprint

RECEIPT, OPENED = "receipt", "opened"
KEPT = timedelta(minutes=60)


def keep(request, what: str, value) -> None:
    """`value` is plain: a `ticket`, or the made-up sheet of a robot."""
    cache.set(_key(request, what), value, timeout=int(KEPT.total_seconds()))


def kept(request, what: str):
    """None when there is nothing, or no longer."""
    return cache.get(_key(request, what)) if request.META.get("CSRF_COOKIE") else None


def ticket(complaint, **more) -> dict:
    """Opens that complaint as long as its secret is the same: a new one shuts every browser that had the old one."""
    return {"uuid": str(complaint.uuid), "code": fingerprint(complaint.secret)} | more


def admits(sheet, complaint) -> bool:
    return complaint is not None and sheet.get("code") == fingerprint(complaint.secret)


def forget(request, what: str) -> None:
    cache.delete(_key(request, what))


def _key(request, what) -> str:
    return f"complaint:{what}:{fingerprint(request.META.get('CSRF_COOKIE', ''))}"
