"""Run the measurements named on the command line, or all short ones, on a database filled by load_demo."""

import sys

from django.core.management import call_command

from applications.models import Application
from bench import batch, dry_run, estimates, figures, render, size, tracking, verify

MEASUREMENTS = {"render": render.main, "verify": verify.main, "tracking": tracking.main, "batch": batch.main}
# On databases of their own, and long: only when they are named.
LONG = {
    "generate": size.generate,
    "size": size.main,
    "figures": figures.main,
    "estimates": estimates.main,
    "dry_run": dry_run.main,
}


def fill() -> None:
    """The demo story, once."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("compile_texts", verbosity=0)
    if not Application.objects.exists():
        call_command("load_demo", verbosity=0)


if __name__ == "__main__":
    if not sys.argv[1:] or set(sys.argv[1:]) & set(MEASUREMENTS):
        fill()
    for name in sys.argv[1:] or MEASUREMENTS:
        print(f"== {name}")
        (MEASUREMENTS | LONG)[name]()
