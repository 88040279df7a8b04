"""What the waiting display, the kiosk and a ticket's page say of today's queue. Numbers and counters, never a person."""

from dataclasses import dataclass

from applications.counter_hours import local_day
from applications.models import CounterSetting, Letter, QueueTicket

LAST_CALLS = 6


@dataclass(frozen=True)
class Row:
    """How many wait for one thing."""

    letter: str
    words: str
    waiting: int


@dataclass(frozen=True)
class Board:
    """`counters`: (name, the ticket there or None); `last`: called earlier, the latest first; `newest`: called last of all."""

    counters: list
    last: list
    rows: list[Row]
    newest: QueueTicket | None

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.rows)


def board_of(setting: CounterSetting) -> Board:
    """Two queries, however long the row is."""
    today = QueueTicket.objects.of_day(setting.office, local_day(setting.office))
    recent = list(
        today.filter(called_at__isnull=False).order_by("-called_at")[: 4 * LAST_CALLS + len(setting.counters)]
    )
    here = {ticket.counter: ticket for ticket in reversed(recent) if not ticket.served_at and not ticket.skipped_at}
    shown = {ticket.pk for ticket in here.values()}
    return Board(
        counters=[(name, here.get(name)) for name in setting.counters],
        last=[ticket for ticket in recent if ticket.pk not in shown][:LAST_CALLS],
        rows=rows_of(setting, today),
        newest=max(here.values(), key=lambda ticket: ticket.called_at, default=None),
    )


def rows_of(setting: CounterSetting, today=None) -> list[Row]:
    """How many wait, by what they come for. One query."""
    if today is None:
        today = QueueTicket.objects.of_day(setting.office, local_day(setting.office))
    waiting = today.waiting_by_letter()
    letters = [choice for choice in Letter.choices if choice[0] in setting.letters or waiting.get(choice[0])]
    return [Row(letter, words, waiting.get(letter, 0)) for letter, words in letters]


def before(ticket: QueueTicket) -> int | None:
    """How many are called before this one; None when it no longer waits."""
    waiting = QueueTicket.objects.of_day(ticket.office, ticket.on).waiting().in_turn().values_list("pk", flat=True)
    keys = list(waiting)
    return keys.index(ticket.pk) if ticket.pk in keys else None
