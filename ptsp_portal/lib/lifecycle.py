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


def guards(lifecycle, initial: str, field: str = "state") -> list[pgtrigger.Trigger]:
    """Triggers for a concrete model: only declared steps, only `initial` on insert, no delete, no truncate."""
    return [
        pgtrigger.FSM(name="declared_steps_only", field=field, transitions=declared_transitions(lifecycle)),
        pgtrigger.Protect(
            name="born_in_first_state",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition(f"NEW.\"{field}\" <> '{initial}'"),
        ),
        *never_deleted(),
    ]


def never_deleted() -> list[pgtrigger.Trigger]:
    """Triggers for registers: a row may change but never go."""
    return [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete), never_truncated()]


def never_rewritten(*columns: str, when: str = "") -> pgtrigger.Trigger:
    """A trigger for rows of which these columns stay as they are (`when`: an SQL condition on OLD)."""
    changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in columns)
    condition = pgtrigger.Condition(f"{when} AND ({changed})" if when else changed)
    return pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update, condition=condition)


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers for ledgers: rows are written once and stay."""
    return [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete), never_truncated()]


def never_truncated() -> pgtrigger.Trigger:
    """Not by TRUNCATE … CASCADE of another table either."""
    return pgtrigger.Trigger(
        name="never_truncated",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate table %', TG_TABLE_NAME;",
    )
