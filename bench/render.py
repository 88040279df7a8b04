"""Permits per minute: lib/pdf.py (child process, limits, reused stylesheet, tags) against bare WeasyPrint, same HTML.

    python -m bench.render [documents]

Both are measured in the same run, in turns, so that a busy machine slows both. "Bare" is what the documentation of
WeasyPrint shows: HTML(string).write_pdf(stylesheets=[CSS(string)]) in the calling process; "bare, warm" reuses
stylesheet and fonts as we do, so the difference to it is the price of the child process and of the tags.
"""

import os
import statistics
import sys
import time

import django
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from ptsp_portal.lib import pdf
from ptsp_portal.lib.pdf_child import Studio, stylesheet
from tests.lib import letters

ROUNDS = 5


def bare(html: str, css: str) -> bytes:
    """Stylesheet and fonts prepared for every document."""
    fonts = FontConfiguration()
    return HTML(string=html).write_pdf(stylesheets=[CSS(string=css, font_config=fonts)], font_config=fonts)


def bare_warm(html: str, studio: Studio) -> bytes:
    """Stylesheet and fonts prepared once; no child, no tags."""
    return HTML(string=html).write_pdf(stylesheets=[studio.stylesheet], font_config=studio.fonts)


def per_minute(make, documents: int) -> float:
    """How many documents a minute `make` gives, over `documents` of them."""
    started = time.perf_counter()
    for _ in range(documents):
        make()
    return documents * 60 / (time.perf_counter() - started)


def main(documents: int = 40) -> None:
    """Print the medians of five rounds and the two ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptsp_portal.settings")
    django.setup()
    html = render_to_string("applications/print/permit.html", {"doc": pdf.limited(letters.permit())})
    css, studio = stylesheet(), Studio()
    ways = {
        "lib.pdf": lambda: pdf.render(html),
        "bare WeasyPrint": lambda: bare(html, css),
        "bare, warm": lambda: bare_warm(html, studio),
    }
    for make in ways.values():
        make()
    rounds = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, make in ways.items():
            rounds[name].append(per_minute(make, max(1, documents // ROUNDS)))
    medians = {name: statistics.median(values) for name, values in rounds.items()}
    for name, value in medians.items():
        print(f"{name:16} {value:7.0f} permits per minute")
    print(f"lib.pdf / bare WeasyPrint: {medians['lib.pdf'] / medians['bare WeasyPrint']:.2f}")
    print(f"lib.pdf / bare, warm:      {medians['lib.pdf'] / medians['bare, warm']:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
