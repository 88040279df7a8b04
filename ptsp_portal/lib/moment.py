"""The only reader of the time: the demo story and the tests move it, so nothing else may ask the system clock."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moved: ContextVar[datetime | None] = ContextVar("moved_moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _moved.get() or datetime.now(UTC)


@contextmanager
def moved_to(moment: datetime):
    """Within the block it is `moment` (aware); nests."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
