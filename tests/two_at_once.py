"""Two acts at the same moment, in a forced order: the first is held open in its transaction until the second waits or is done."""

import threading
import time
from contextvars import copy_context

from django.db import connection, connections, transaction

PATIENCE = 15


class Actor(threading.Thread):
    """Runs one act with a database connection of its own, at the test's moment; keeps what came out of it."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.result, self.error = act, None, None
        self.context = copy_context()

    def run(self):
        try:
            self.result = self.context.run(self.act)
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def outcome(self):
        """The exception's name, or "done"."""
        return type(self.error).__name__ if self.error else "done"


class PowerCut(Exception):
    """What ends the first's transaction when it shall not commit."""


def at_once(first, second, *, then_break=False) -> tuple[Actor, Actor]:
    """`first` acts and does not commit before `second` has come as far as it can; `then_break`: never. Both, finished."""
    acted = threading.Event()

    def held():
        with transaction.atomic():
            result = first()
            acted.set()
            _until(lambda: not two.is_alive() or _somebody_waits_for_me())
            if then_break:
                raise PowerCut
        return result

    def then():
        assert acted.wait(PATIENCE)
        return second()

    one, two = Actor(held), Actor(then)
    two.start()
    one.start()
    for actor in (one, two):
        actor.join(PATIENCE)
        assert not actor.is_alive(), "the two wait for each other"
    return one, two


def all_at_once(acts) -> list[Actor]:
    """Every act in a thread of its own, let go together."""
    barrier = threading.Barrier(len(acts))

    def together(act):
        barrier.wait(PATIENCE)
        return act()

    actors = [Actor(lambda act=act: together(act)) for act in acts]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join(PATIENCE)
        assert not actor.is_alive(), "they wait for each other"
    return actors


def _somebody_waits_for_me() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def _until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)
