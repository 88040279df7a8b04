"""From a number to the files behind it."""

from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

WORDS = {"region": "wilayah", "place": "tempat", "office": "kantor", "agency": "instansi", "service": "layanan"}


def files_link(what: str, *, first: date | None = None, last: date | None = None, **of: str) -> str:
    """The list of the files that a number counts; "" in an installation without that page.

    `of`: region (its offices), place (files about it), office and agency (slugs), service (a code); empty ones are left out.
    """
    try:
        address = reverse("dashboards:files")
    except NoReverseMatch:
        return ""
    asked = {"apa": what, **{WORDS[name]: value for name, value in of.items()}, "dari": first, "sampai": last}
    return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"
