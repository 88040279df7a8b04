"""One thing that is missing or contradictory in a draft, and where it is put right."""

from typing import NamedTuple

from applications.standards.terms import SECTION, section_path


class Finding(NamedTuple):
    """`blocks`: it can't be reviewed or published so; else it is only worth a look. `anchor`: the part of the section's page."""

    section: str
    text: str
    blocks: bool = True
    anchor: str = ""

    @property
    def title(self) -> str:
        return SECTION[self.section].title

    def url(self, standard) -> str:
        address = section_path(standard, self.section)
        return f"{address}#{self.anchor}" if self.anchor else address
