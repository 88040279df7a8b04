"""Collects the texts to translate into locale/*/LC_MESSAGES/django.po; no system gettext is needed.

Templates go through Django's own `templatize`, so a text is collected exactly as the template asks for it later
(`trimmed`, plurals, `%` doubled). The file is sorted and names no lines, so that a change of code is a small difference.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

SOURCES = "accounts agencies applications audit complaints dashboards notifications ptsp_portal templates".split()
PLAIN, PLURAL, CONTEXT, CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {"_": PLAIN}
for name, arguments in {"gettext": PLAIN, "ngettext": PLURAL, "pgettext": CONTEXT, "npgettext": CONTEXT_PLURAL}.items():
    KEYWORDS |= {name: arguments, f"{name}_lazy": arguments}
KEYWORDS["gettext_noop"] = PLAIN
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


class Command(BaseCommand):
    help = "Collect texts from code and templates into the .po files; translations stay, texts no longer used go."
    requires_system_checks = []

    def handle(self, **options):
        found = collected(settings.BASE_DIR)
        for folder in settings.LOCALE_PATHS:
            for target in sorted(Path(folder).glob("*/LC_MESSAGES/")):
                target = target / "django.po"
                catalogue = merged(found, known(target))
                target.write_text(written(catalogue), encoding="utf-8")
                missing = sum(1 for message in catalogue if message.id and not all(strings(message)))
                self.stdout.write(
                    f"{target.relative_to(folder)}: {len(catalogue)} texts, {missing} without translation"
                )


def collected(root: Path) -> Catalog:
    """Every text of the project with the files it stands in."""
    found = Catalog(locale="en", charset="utf-8")
    for path in source_files(root):
        for keyword, message, comments in texts_of(path):
            context, message = unpacked(keyword, message)
            found.add(
                message, locations=[(path.relative_to(root).as_posix(), None)], context=context, auto_comments=comments
            )
    return found


def source_files(root: Path) -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            is_template = "templates" in path.parts and path.suffix in (".html", ".txt")
            if is_template or (path.suffix == ".py" and "migrations" not in path.parts):
                yield path


def texts_of(path: Path) -> Iterator[tuple]:
    """(keyword, text or texts, translator comments) of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template has indentation that means nothing, and Python's tokenizer minds.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    options = {"encoding": "utf-8"}
    for _line, keyword, message, comments in extract_python(
        BytesIO(source.encode()), KEYWORDS, ["Translators"], options
    ):
        yield keyword, message, comments


def unpacked(keyword: str, message) -> tuple:
    """(context or None, text or (singular, plural)) from the arguments of a call."""
    arguments = message if isinstance(message, tuple) else (message,)
    context, arguments = (arguments[0], arguments[1:]) if "pgettext" in keyword else (None, arguments)
    return (context, arguments[:2]) if "ngettext" in keyword or "npgettext" in keyword else (context, arguments[0])


def known(target: Path) -> Catalog:
    if not target.exists():
        return Catalog(locale="en")
    with target.open("rb") as file:
        return read_po(file, locale=target.parent.parent.name)


def merged(found: Catalog, old: Catalog) -> Catalog:
    """The texts of `found` with the translations of `old` where the text is still the same, letter by letter."""
    for message in found:
        before = old.get(message.id, message.context) if message.id else None
        if before is not None and not before.fuzzy and len(strings(before)) == len(strings(message)):
            message.string = before.string
    return found


def strings(message) -> tuple:
    """The translations of a message: one, or one for each plural form."""
    if message.pluralizable:
        return tuple(message.string) if isinstance(message.string, (tuple, list)) else ("", "")
    return (message.string,)


def written(catalogue: Catalog) -> str:
    """The text of the .po file: sorted, without dates and line numbers."""
    for message in catalogue:
        message.locations = sorted(set(message.locations), key=lambda place: place[0])
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + "\n" + out.getvalue().decode("utf-8").strip() + "\n"
