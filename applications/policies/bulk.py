"""Who may go on with an act on many files: whoever began it. Each file's own rule is asked by its own act."""


def can_carry_on_bulk_act(user, act) -> bool:
    return act.by_id == user.pk
