from agencies.models.posts import Delegation, Membership, RightsRequest
from agencies.models.registers import (
    ZONES,
    Agency,
    Business,
    CalendarChange,
    Holiday,
    NumberSeries,
    Person,
    Region,
    Representation,
)
from agencies.queries import today

__all__ = [
    "Agency", "Business", "CalendarChange", "Delegation", "Holiday", "Membership", "NumberSeries", "Person", "Region",
    "Representation", "RightsRequest", "ZONES", "today",
]  # fmt: skip
