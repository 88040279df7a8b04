"""How many files each office has, how each of them ends, and when it was sent. Shares are guesses that look like an office."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from ptsp_portal.load.routes import LAPSE_DAYS, Route, route_of
from ptsp_portal.load.world import Office

OPEN_SHARE = 0.10
# Of the closed, and of the open: where they stand.
ENDS = {"issued": 84, "rejected": 7, "withdrawn": 5, "lapsed": 4}
STANDS = {
    "draft": 4, "submitted": 14, "returned": 7, "returned_registered": 4, "registered": 20, "recommendation": 30,
    "drafting": 8, "endorsing": 7, "signing": 6,
}  # fmt: skip
# Files of an office, in parts of the whole; the others have one part each.
WEIGHTS = {
    "BATAM": 36, "TANJUNGPINANG": 15, "BINTAN": 11, "KARIMUN": 11, "KEPRI": 9, "NATUNA": 5, "LINGGA": 5, "ANAMBAS": 4,
    "SAMARINDA": 14, "BALIKPAPAN": 12, "KALTIM": 7, "REMBANG": 9,
}  # fmt: skip
SENT_AT_NIGHT = 0.35
LONGEST_LEAD = 400_000  # seconds between the first draft and the sending


@dataclass(frozen=True)
class Quota:
    """Files of one office: `total` in all, `open` of them still running."""

    office: Office
    total: int
    open: int


@dataclass(slots=True)
class Planned:
    """One file to be, in the order of time. `seed` gives the same route whenever it is asked for."""

    began: int  # the second at which the draft was started
    number: int
    quota: Quota
    seed: int
    end: str
    sent: float  # position in the office's working time
    sent_at: int  # the second

    def __lt__(self, other):
        return (self.began, self.number) < (other.began, other.number)


def quotas(offices: list[Office], files: int, open_at: dict[str, int]) -> list[Quota]:
    """`open_at`: {slug of an office: how many of its files are open}; they count among `files`."""
    unknown = set(open_at) - {office.agency.slug for office in offices}
    if unknown:
        raise ValueError(f"no office that serves online: {', '.join(sorted(unknown))}")
    fixed = sum(open_at.values())
    if fixed > files:
        raise ValueError(f"{fixed} open files are more than {files} files")
    weights = [WEIGHTS.get(office.agency.short_code, 1) for office in offices]
    cuts = [0, *(files * part // sum(weights) for part in accumulate(weights))]
    totals = [after - before for before, after in zip(cuts, cuts[1:], strict=False)]
    wanted = [open_at.get(office.agency.slug, 0) for office in offices]
    totals = [max(total, want) for total, want in zip(totals, wanted, strict=True)]
    _take_back(totals, wanted, sum(totals) - files)
    return [
        Quota(office, total, want or round(total * OPEN_SHARE))
        for office, total, want in zip(offices, totals, wanted, strict=True)
    ]


def _take_back(totals: list[int], wanted: list[int], excess: int) -> None:
    """So that it stays at `files`: whoever has most gives."""
    for place in sorted(range(len(totals)), key=lambda n: wanted[n] - totals[n]):
        given = min(excess, totals[place] - wanted[place])
        totals[place] -= given
        excess -= given


def halves(given: list[Quota], parts: int) -> list[list[Quota]]:
    """Offices dealt out so that each process has about as much to do: the biggest first, to whoever has least."""
    hands: list[list[Quota]] = [[] for _part in range(parts)]
    for quota in sorted(given, key=lambda quota: -quota.total):
        min(hands, key=lambda hand: sum(each.total for each in hand)).append(quota)
    return hands


def planned(given: list[Quota], end: int, seed: int) -> list[Planned]:
    """The files of these offices by the moment at which each begins. `end`: the present second."""
    found, random, scratch = [], Random(f"{seed} plan"), Random()
    number = 0
    for quota in given:
        random.seed(f"{seed} {quota.office.chain}")
        now = quota.office.time.position(end)
        for turn in range(quota.total):
            found.append(_one(quota, number, turn < quota.open, now, random, scratch))
            number += 1
    found.sort()
    return found


_END_NAMES, _END_SUMS = list(ENDS), list(accumulate(ENDS.values()))
_STAND_NAMES, _STAND_SUMS = list(STANDS), list(accumulate(STANDS.values()))


def _one(quota, number, is_open, now, random, scratch) -> Planned:
    seed = random.getrandbits(62)
    if is_open:
        end = _STAND_NAMES[bisect(_STAND_SUMS, random.random() * _STAND_SUMS[-1])]
        route = begin(quota, seed, end, scratch)
        # The latest step was a while ago: a day or two mostly, with a long tail of files that lie.
        wait = random.expovariate(1 / (0.4 + 0.3 * route.service.standard.time_limit_days))
        sent = max(1.0, now - route.length - min(wait, 60.0) - 0.01)
    else:
        end = _END_NAMES[bisect(_END_SUMS, random.random() * _END_SUMS[-1])]
        # More and more files over the years; the last ones still have the time to end.
        margin = LAPSE_DAYS + 12 if end == "lapsed" else 1.5
        sent = 1 + (now - 1 - margin) * random.random() ** 0.75
    time = quota.office.time
    is_at_night = random.random() < SENT_AT_NIGHT
    sent_at = time.after_hours(sent - 1, random.random()) if is_at_night else time.at(sent)
    lead = 300 + int(random.random() ** 3 * LONGEST_LEAD)
    return Planned(sent_at - lead, number, quota, seed, end, sent, sent_at)


def begin(quota: Quota, seed: int, end: str, random: Random) -> Route:
    random.seed(seed)
    services = quota.office.services
    service = services[int(len(services) * random.random() ** 1.6)]  # some are asked for much more often
    return route_of(service, end, random)
