"""From a number to the files behind it."""

from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def files_link(
    what: str,
    *,
    region: str = "",
    office: str = "",
    service: str = "",
    first: date | None = None,
    last: date | None = None,
) -> str:
    """The list of the files that a number counts; "" in an installation without that page."""
    try:
        address = reverse("dashboards:files")
    except NoReverseMatch:
        return ""
    asked = {"apa": what, "wilayah": region, "kantor": office, "layanan": service, "dari": first, "sampai": last}
    return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"
