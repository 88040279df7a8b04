"""Limits on guessing: wrong tries are counted in PostgreSQL (DatabaseCache), so a dead Redis neither opens nor closes a door.

Only a keyed hash of who tried is stored, and only until the window ends.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now

NO_ADDRESS = "-"


@dataclass(frozen=True)
class Limit:
    """At most `tries` wrong tries in `window`, counted from the first one."""

    name: str
    tries: int
    window: timedelta

    def is_reached(self, *who: str) -> bool:
        """True when `who` (an address, a number, …) has no try left now."""
        return _tries(cache.get(self._key(who))) >= self.tries

    @transaction.atomic
    def count(self, *who: str) -> None:
        """Count one wrong try. Counters of one key wait for each other, so that two tries at once count as two."""
        key = self._key(who)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        kept = cache.get(key)
        tries = _tries(kept)
        ends_at = kept["ends_at"] if tries else now() + self.window
        seconds = max(1, int((ends_at - now()).total_seconds()) + 1)
        cache.set(key, {"tries": tries + 1, "ends_at": ends_at}, timeout=seconds)

    def _key(self, who) -> str:
        return f"limit:{self.name}:{fingerprint('|'.join(who))}"


def _tries(kept: dict | None) -> int:
    return kept["tries"] if kept and kept["ends_at"] > now() else 0


def client_ip(request) -> str:
    """The address of whoever asks, an IPv6 one by its /64; "-" when it can't be read.

    Behind TRUSTED_PROXY_COUNT proxies it is the entry that the outermost of them wrote; anything to its left in
    X-Forwarded-For was sent by the client and is worth nothing.
    """
    text = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXY_COUNT
    if hops:
        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(forwarded) >= hops:
            text = forwarded[-hops]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return NO_ADDRESS
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
