"""From a lifecycle's declared transitions to the database's own guard, so that raw SQL can't do what an action may not."""

import pgtrigger


def declared_transitions(lifecycle) -> list[tuple[str, str]]:
    """Sorted (source, target) pairs of every @transition method of the class."""
    pairs = set()
    for name in dir(lifecycle):
        machine = getattr(getattr(lifecycle, name, None), "_django_fsm", None)
        if machine:
            pairs.update((step.source, step.target) for step in machine.transitions.values())
    return sorted(pairs)


def guards(lifecycle, initial: str) -> list[pgtrigger.Trigger]:
    """Triggers for a concrete model: only declared steps, only `initial` on insert, no delete, no truncate."""
    return [
        pgtrigger.FSM(name="declared_steps_only", field="state", transitions=declared_transitions(lifecycle)),
        pgtrigger.Protect(
            name="born_in_first_state",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition(f"NEW.\"state\" <> '{initial}'"),
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete | pgtrigger.Truncate),
    ]


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers for ledgers: rows are written once and stay."""
    everything_else = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    return [pgtrigger.Protect(name="append_only", operation=everything_else)]
