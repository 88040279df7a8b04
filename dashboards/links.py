"""Addresses of the lists behind numbers. What `apa` may be: dashboards/behind.py."""

from urllib.parse import urlencode

from django.urls import reverse

from dashboards.choosing import Choice


def files_url(apa: str, choice: Choice | None = None, **more) -> str:
    """The list of `apa` for the same region, office and service as the page; `more` adds to them, "" and None leave out."""
    asked = {"apa": apa} | (chosen(choice) if choice else {}) | more
    return f"{reverse('dashboards:files')}?{urlencode({key: str(value) for key, value in asked.items() if value})}"


def chosen(choice: Choice) -> dict[str, str]:
    """The query that says the same choice again."""
    narrowed = choice.reach.regions[0] if choice.reach.regions != choice.whole.regions else ""
    asked = {
        "wilayah": narrowed,
        "kantor": choice.office.slug if choice.office else "",
        "instansi": choice.agency.slug if choice.agency else "",
        "layanan": choice.service.code if choice.service else "",
        "tempat": choice.place,
    }
    return {name: value for name, value in asked.items() if value}
