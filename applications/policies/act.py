"""A verb: the rule (who) and whether the thing's state allows it now (when). The tables stand in `acts` and `permits`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    rule: Callable
    possible: Callable
