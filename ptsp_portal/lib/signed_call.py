"""Calls of another system that are signed with a shared secret: HMAC-SHA256 over the moment and the raw body."""

import hashlib
import hmac
from datetime import timedelta

from ptsp_portal.lib.moment import now

WINDOW = timedelta(minutes=5)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Hex digits of HMAC-SHA256(secret, "<timestamp>.<body>")."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_authentic(secrets: list[str], timestamp: str, body: bytes, given: str) -> bool:
    """Signed with one of the secrets, not longer ago (or ahead) than the window. Every secret is compared, in constant time."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    fits = [hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode()) for secret in secrets]
    return any(fits) and abs(now().timestamp() - int(timestamp)) <= WINDOW.total_seconds()
