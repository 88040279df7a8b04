"""Check before publishing: what is missing or contradictory in a draft, each with the section that puts it right.

Each part of a standard has its own function `findings_of_…(standard) -> list[Finding]`; one more is one more line of PARTS.
"""

from applications.standards.check_flow import findings_of_stages
from applications.standards.check_form import findings_of_fields, findings_of_requirements
from applications.standards.check_letters import findings_of_letters
from applications.standards.check_levy import findings_of_levy
from applications.standards.check_signing import findings_of_signing
from applications.standards.check_terms import findings_of_components, findings_of_general, findings_of_law
from applications.standards.finding import Finding

PARTS = (
    findings_of_general,
    findings_of_components,
    findings_of_fields,
    findings_of_requirements,
    findings_of_stages,
    findings_of_levy,
    findings_of_signing,
    findings_of_law,
    findings_of_letters,
)


def findings(standard) -> list[Finding]:
    """Everything found, blocking ones first."""
    found = [one for part in PARTS for one in part(standard)]
    return sorted(found, key=lambda one: not one.blocks)


def blocking(standard) -> list[Finding]:
    return [one for one in findings(standard) if one.blocks]
