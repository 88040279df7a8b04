"""A verb: the rule (who) and whether the thing's state allows it now (when). The tables stand in `acts` and `permits`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """`rule_first`: to find out when it is possible costs a statement, so only those are asked who may."""

    rule: Callable
    possible: Callable
    rule_first: bool = False

    def allows(self, user, thing) -> bool:
        if self.rule_first:
            return self.rule(user, thing) and self.possible(thing)
        return self.possible(thing) and self.rule(user, thing)
