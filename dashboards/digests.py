"""Making the daily digest and proving the chain of digests. What stands in a line, and why so: docs/digests.md.

It is no act of anybody, so it stands beside the actions, asks no policy and writes no journal.
"""

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction

from agencies.models import Agency, Region
from audit.models import ChainHead, JournalEntry
from dashboards.cubes import Cube, month_of
from dashboards.folding import fold_figures
from dashboards.models import Cell, Digest, Folding
from dashboards.public_figures import CUTS, published, quarters
from dashboards.queries import added_up
from dashboards.year_spans import month_after
from ptsp_portal.lib.moment import now

LAST_ZONE = "Asia/Jakarta"  # the westernmost of the three: its day ends last
MOST_AT_ONCE = 31  # days caught up in one run
MOST_FOLDINGS = 50
AT_ONCE = 200


def canonical(value) -> str:
    """The one way to write a JSON value: keys in order, no spaces, no escapes but the needed ones. Whole numbers and texts only."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def today() -> date:
    return Region(zone=LAST_ZONE).local_date(now())


def make_due_digests() -> int:
    """A line for each day that is over and has none; returns how many were made. Safe twice and in four workers."""
    last = Digest.objects.last_made()
    yesterday = today() - timedelta(days=1)
    day = last.day + timedelta(days=1) if last else yesterday
    if day > yesterday:
        return 0
    for _turn in range(MOST_FOLDINGS):  # so that the figures contain what the journal does
        if not fold_figures():
            break
    made = 0
    while day <= yesterday and made < MOST_AT_ONCE:
        if make_digest(day) is None:
            break  # another worker makes them
        made, day = made + 1, day + timedelta(days=1)
    return made


@transaction.atomic
def make_digest(day: date) -> Digest | None:
    """The line of this day, at the end of the chain; None while somebody else makes one or folds figures, or was quicker."""
    if Folding.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).first() is None:
        return None
    last = Digest.objects.last_made()
    if last and last.day >= day:
        return None
    number, prev_hash = (last.number + 1, last.hash) if last else (1, "")
    heads = {head.hash: [head.chain, head.seq] for head in ChainHead.objects.filter(seq__gt=0)}
    sealed = sealed_figures(day)
    text = canonical(
        {
            "nomor": number,
            "hari": day.isoformat(),
            "dibuat": now().isoformat(timespec="seconds"),
            "sidik_sebelumnya": prev_hash,
            "jurnal": sorted(heads),
            "angka_terbit": published_figures(day),
            "angka_dalam": root_of(sealed),
        }
    )
    return Digest.objects.create(
        number=number, day=day, prev_hash=prev_hash, text=text, hash=sha256(text), heads=heads, sealed=sealed, made_at=now()
    )  # fmt: skip


def published_figures(day: date) -> dict:
    """The youngest quarter that was over on the day after `day`, number by number as everybody sees it: small ones hidden."""
    period = quarters(day + timedelta(days=1))[0]
    return figures_of_quarter(period)


def figures_of_quarter(period) -> dict:
    figures = published(period)
    return {"triwulan": period.key} | {cut: [asdict(line) for line in figures.lines(cut)] for cut in CUTS}


def sealed_figures(day: date) -> dict[str, str]:
    """{slug: text under the seal} of each office that has figures: its cells with a random number, so that nobody finds small
    counts by trying."""
    offices = {each.pk: each.slug for each in Agency.objects.filter(kind__in=Agency.ISSUING)}
    cells = office_cells(list(offices), day)
    return {
        slug: canonical({"kantor": slug, "hari": day.isoformat(), "garam": secrets.token_hex(16), "sel": cells[pk]})
        for pk, slug in offices.items()
        if pk in cells
    }  # fmt: skip


def root_of(sealed: dict[str, str]) -> str:
    """One hash over the hashes of all seals; which offices there are figures of is not told by it."""
    return sha256(canonical({slug: sha256(text) for slug, text in sealed.items()}))


def office_cells(offices: list[int], day: date) -> dict[int, list]:
    """{office: [[cube, at, measure, n]]} of the day, its month and the month before; one statement."""
    month = month_of(day)
    parts = [
        Cell.objects.of_offices(Cube.OFFICE_DAY, offices).between(day, day),
        Cell.objects.of_offices(Cube.OFFICE_MONTH, offices).between(month_after(month, -1), month),
    ]
    found = defaultdict(list)
    for (cube, office, at, measure), n in sorted(added_up(("cube", "office", "at", "bucket"), *parts).items()):
        found[office].append([cube, at.isoformat(), measure, n])
    return found


@dataclass(frozen=True)
class Fault:
    """One place where the digests, or the journal under them, no longer are what they were."""

    day: date
    what: str

    def __str__(self):
        return f"{self.day}: {self.what}"


def faults() -> Iterator[Fault]:
    """Every line from the first: its hash, its predecessor, its seals, and each head that it names in the journal of now."""
    number, hash_before = 0, ""
    for line in Digest.objects.order_by("number").iterator(AT_ONCE):
        number += 1
        if line.number != number:
            yield Fault(line.day, f"lines {number} to {line.number - 1} are missing before it")
            number = line.number
        elif line.prev_hash != hash_before:
            yield Fault(line.day, "does not name the line before it")
        yield from faults_of(line)
        hash_before = line.hash


def faults_of(line: Digest) -> Iterator[Fault]:
    """Of one line by itself."""
    if sha256(line.text) != line.hash:
        yield Fault(line.day, "the text does not give the stored hash")
        return
    said = json.loads(line.text)
    if (
        said["sidik_sebelumnya"] != line.prev_hash
        or said["nomor"] != line.number
        or said["hari"] != line.day.isoformat()
    ):
        yield Fault(line.day, "the columns say something else than the text")
    if root_of(line.sealed) != said["angka_dalam"]:
        yield Fault(line.day, "the figures under the seals were changed")
    for place in missing_heads(said["jurnal"], line):
        yield Fault(line.day, f"the journal no longer contains {place}")


def missing_heads(hashes: list[str], line: Digest | None) -> list[str]:
    """Heads that the journal of now does not have where the line had them, as "chain seq" (or the hash of an unknown place).

    One statement for all. The row's own hash is computed again, so a row that was edited under an old hash is found too.
    """
    known = line.heads if line else {}
    places = {tuple(known[each]): each for each in hashes if each in known}
    missing = [each for each in hashes if each not in known]
    found = set()
    if places:
        chains, seqs = zip(*places, strict=True)
        rows = JournalEntry.objects.extra(
            where=["(chain, seq) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))"], params=[list(chains), list(seqs)]
        )  # fmt: skip
        found = {(row.chain, row.seq) for row in rows if row.hash == row.digest() == places[row.chain, row.seq]}
    return missing + [f"{chain} seq {seq}" for chain, seq in places if (chain, seq) not in found]
