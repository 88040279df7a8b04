"""Run the measurements named on the command line, or all of them, on a database filled by load_demo."""

import sys

from django.core.management import call_command

from applications.models import Application
from bench import batch, render, tracking, verify

MEASUREMENTS = {"render": render.main, "verify": verify.main, "tracking": tracking.main, "batch": batch.main}


def fill() -> None:
    """The demo story, once."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("compile_texts", verbosity=0)
    if not Application.objects.exists():
        call_command("load_demo", verbosity=0)


if __name__ == "__main__":
    fill()
    for name in sys.argv[1:] or MEASUREMENTS:
        print(f"== {name}")
        MEASUREMENTS[name]()
