"""The days of a service as a sum: each stage takes as long as its slowest agency, the office has what is left."""

from typing import NamedTuple


class DaySum(NamedTuple):
    """Working days. `office` is below 0 when the agencies have more days than the service promises."""

    stages: list[tuple[int, int]]  # (number of the stage, days)
    office: int
    total: int

    @property
    def fits(self) -> bool:
        return self.office >= 0


def day_sum(standard) -> DaySum:
    stages = [
        (number, max(standard.days_of([code]) for code in stage))
        for number, stage in enumerate(standard.stages, start=1)
        if stage
    ]
    return DaySum(stages, standard.time_limit_days - sum(days for _n, days in stages), standard.time_limit_days)
