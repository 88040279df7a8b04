"""The acts of one file: which, in which order, and at which working time after it was sent."""

from dataclasses import dataclass
from random import Random

from ptsp_portal.load.world import Service, Variant

SENT_BACK, RETURNED_BEFORE, RETURNED_AFTER = 0.08, 0.14, 0.06
LAPSE_DAYS = 44  # working days, about two months


@dataclass(slots=True)
class Route:
    """`steps` are (working days after sending, act, what of it)."""

    service: Service
    variant: Variant
    steps: list[tuple[float, str, object]]
    uuid: str

    @property
    def length(self) -> float:
        return self.steps[-1][0]


def route_of(service: Service, end: str, random: Random) -> Route:
    """`end`: a final state, or where an open file stands."""
    variant = service.variants[int(random.random() * len(service.variants))]
    bits = f"{random.getrandbits(128):032x}"
    uuid = f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"
    steps = [(0.0, "started", None)] if end == "draft" else _Walk(service, variant, end, random).steps
    return Route(service, variant, steps, uuid)


class _Walk:
    """From the sending on; `days` is where the walk stands."""

    def __init__(self, service, variant, end, random):
        self.service, self.variant, self.end, self.random = service, variant, end, random.random
        self.days = 0.0
        self.steps = [(0.0, "started", None), (0.0, "submitted", None)]
        limit = service.standard.time_limit_days
        is_slow = self.random() < 0.13
        self.pace = limit * (0.95 + 1.3 * self.random() if is_slow else 0.3 + 0.6 * self.random())
        self.is_refused = end == "rejected"
        self._go()

    def step(self, days: float, act: str, what=None) -> None:
        self.days += days
        self.steps.append((self.days, act, what))

    def _go(self) -> None:
        end = self.end
        if end == "submitted":
            return
        if end in ("returned", "lapsed") or self.random() < RETURNED_BEFORE:
            self.step(0.05 + self.random(), "returned")
            if end == "returned":
                return
            if end == "lapsed":
                self.step(LAPSE_DAYS, "lapsed")
                return
            self.step(0.3 + 7 * self.random() ** 2, "resubmitted")
        self._register()
        if end == "registered":
            return
        if end == "returned_registered" or self.random() < RETURNED_AFTER:
            self.step(self.pace * 0.1 * self.random() + 0.02, "returned")
            if end == "returned_registered":
                return
            self.step(0.3 + 5 * self.random() ** 2, "resubmitted")
        if end == "withdrawn" and self.random() < 0.5:
            self.step(0.1 + self.random(), "withdrawn")
            return
        self.step(self.pace * (0.05 + 0.2 * self.random()), "verified")
        if self._asked() and not self._is_withdrawn():
            self._decide()

    def _register(self) -> None:
        self.step(0.03 + 0.9 * self.random() ** 2, "checked")
        self.step(0.004, "registered")
        self.step(0.0005, "receipt")

    def _is_withdrawn(self) -> bool:
        if self.end == "withdrawn":
            self.step(0.05 + self.random(), "withdrawn")
        return self.end == "withdrawn"

    def _asked(self) -> bool:
        """The stages; False when the file stops there."""
        stages = self.variant.stages
        stop = int(self.random() * len(stages)) if self.end == "recommendation" else None
        for number, stage in enumerate(stages):
            refuser = int(self.random() * len(stage)) if self.is_refused else None
            answers = self._answers(number, stage, refuser)
            if number == stop:
                self.steps += answers[: int(self.random() * len(answers))]
                self.days = self.steps[-1][0]
                return False
            self.steps += answers
            self.days = answers[-1][0]
            if self.is_refused:
                break  # after a required no, no later stage opens
        return bool(stages) or self.end != "recommendation"

    def _answers(self, number, stage, refuser) -> list[tuple[float, str, object]]:
        span = self.pace * 0.5 / len(self.variant.stages)
        steps = []
        for place in range(len(stage)):
            given = self.days + span * (0.15 + 0.85 * self.random())
            opened = self.days + (given - self.days) * (0.1 + 0.6 * self.random())
            verdict = "unfavourable" if place == refuser else "conditional" if self.random() < 0.12 else "favourable"
            steps += [
                (opened, "acknowledged", (number, place)),
                (given, "given", (number, place, verdict)),
            ]
        steps.sort(key=lambda step: step[0])
        return steps

    def _decide(self) -> None:
        roles = self.service.standard.endorsing_roles
        if self.end == "drafting":
            return
        if self.service.standard.levy and not self.is_refused:
            self.step(0.05 + 0.3 * self.random(), "billed")
            self.step(0.3 + 5 * self.random() ** 2, "paid")
        self.step(self.pace * (0.02 + 0.1 * self.random()), "drafted")
        if self.end == "endorsing" and roles:
            return
        if roles and self.random() < SENT_BACK:
            self.step(self.pace * 0.05 * self.random() + 0.01, "sent_back", roles[0])
            self.step(self.pace * 0.05 * self.random() + 0.01, "drafted")
        for role in roles:
            self.step(self.pace * (0.01 + 0.08 * self.random()), "endorsed", role)
        if self.end in ("issued", "rejected"):
            self.step(self.pace * (0.01 + 0.08 * self.random()), "signed")
            self.step(0.001, "printed")
