"""Check before publishing: what is missing or contradictory in a draft, each with the section that puts it right."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.standards.terms import SECTION


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
        address = reverse("applications:standard_section", args=[standard.uuid, SECTION[self.section].slug])
        return f"{address}#{self.anchor}" if self.anchor else address


def findings(standard) -> list[Finding]:
    """Everything found, blocking ones first."""
    found = []
    if not standard.legal_basis:
        found.append(Finding("law", _("Belum ada dasar hukum.")))
    return sorted(found, key=lambda one: not one.blocks)


def blocking(standard) -> list[Finding]:
    return [one for one in findings(standard) if one.blocks]
