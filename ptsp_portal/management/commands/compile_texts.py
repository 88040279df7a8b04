"""Translations from the readable .po files to the .mo files that gettext reads; no system gettext is needed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside `source` when it is missing or older; says whether it did. Fuzzy entries are left out."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    unfinished = target.with_suffix(f".unfinished-{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.rename(target)
    return True


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po where the compiled file is missing or older."
    requires_system_checks = []

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if compile_catalogue(source):
                    self.stdout.write(f"compiled {source.relative_to(folder)}")
