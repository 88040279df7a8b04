"""Who sees and keeps the numbers. Seeing is a reach (`agencies.scoping.governed_regions`, `led_agency_ids`)."""

from agencies.scoping import governed_regions, led_agency_ids


def can_see_figures(user) -> bool:
    """Whoever governs a region or leads an agency today."""
    return bool(governed_regions(user) or led_agency_ids(user))
