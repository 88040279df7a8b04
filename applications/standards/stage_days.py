"""The days of a service as a sum: each stage takes as long as its slowest agency, the office has what is left."""

from typing import NamedTuple


class DaySum(NamedTuple):
    """Working days. `office`: what the agencies leave to the office, below 0 when they have more than the service promises;
    `kept_back`: what the office needs at least."""

    stages: list[tuple[int, int]]  # (number of the stage, days)
    office: int
    total: int
    kept_back: int

    @property
    def of_agencies(self) -> int:
        return sum(days for _number, days in self.stages)

    @property
    def fits(self) -> bool:
        return not self.stages or self.of_agencies <= max(self.total - self.kept_back, 0)


def day_sum(standard) -> DaySum:
    stages = [
        (number, max(standard.days_of([code]) for code in stage))
        for number, stage in enumerate(standard.stages, start=1)
        if stage
    ]
    total = standard.time_limit_days
    return DaySum(stages, total - sum(days for _n, days in stages), total, standard.kept_back)
