"""Reading the emergency register: whose number it is, when a file was truly received, and what became of each number."""

import re

from applications.models import Application, PaperBlock, PaperEntry
from ptsp_portal.lib.identifiers import check_digit_fits

NUMBER = re.compile(r"(OFF-[0-9.]+)-([0-9]{6,9})-[0-9]")


def prefix_of(agency) -> str:
    """ "OFF-21.71": the region's code names the counter, as one region has one counter of a kind."""
    return f"OFF-{agency.region_id}"


def normalised(text: str) -> str:
    return re.sub(r"\s+", "", str(text)).upper()


def block_of(text: str, agency) -> tuple[PaperBlock, int] | None:
    """(block, number) of a number as printed on a stub of this agency; None when it is misread or was never reserved."""
    number_text = normalised(text)
    found = NUMBER.fullmatch(number_text)
    if found is None or not check_digit_fits(number_text):
        return None
    number = int(found[2])
    blocks = PaperBlock.objects.filter(agency=agency, prefix=found[1], first__lte=number, last__gte=number)
    block = blocks.first()
    return (block, number) if block else None


def received_on_paper(application):
    """The receipt time on the stub; None for a file of any other channel, which asks nothing of the database."""
    if application.channel != Application.Channel.PAPER:
        return None
    return PaperEntry.objects.filter(application=application).values_list("received_at", flat=True).first()


def counts_from(application):
    """The same for the promise and the ledger's start; None once it was returned: then the complete receipt counts."""
    return None if application.times_returned else received_on_paper(application)


def numbers_of(block: PaperBlock) -> list[dict]:
    """Every number of a block with its entry, or None while it is unused. One statement."""
    entries = {entry.number: entry for entry in block.entries.select_related("application__permit_type", "entered_by")}
    return [
        {"number": number, "text": block.number_text(number), "entry": entries.get(number)}
        for number in range(block.first, block.last + 1)
    ]
