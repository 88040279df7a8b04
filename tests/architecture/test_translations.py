"""Two languages: Indonesian is the text and its own key, English is complete."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from ptsp_portal.management.commands.extract_texts import collected, source_files, strings, texts_of
from tests.architecture.source import ROOT

CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|{{.*?}}|{\w*}")


@pytest.fixture(scope="module")
def english():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def messages(english):
    return [message for message in english if message.id]


def key(message):
    return (message.context, message.id)


def test_every_text_of_the_portal_is_in_the_catalogue_and_nothing_else(messages):
    found, present = {key(message) for message in collected(ROOT) if message.id}, {key(message) for message in messages}
    assert len(found) > 500
    assert found - present == set(), "run make messages, then translate"
    assert present - found == set(), "no longer used: run make messages"


def test_no_translation_is_missing_or_unsure(messages):
    assert [message.id for message in messages if not all(strings(message))] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_a_translation_fills_in_the_same_values(messages):
    for message in messages:
        texts = message.id if message.pluralizable else (message.id,)
        wanted = {place for text in texts for place in PLACEHOLDER.findall(text)}
        for translation in strings(message):
            given = set(PLACEHOLDER.findall(translation))
            # "1 day" may leave out the number that "%(n)d days" shows; a value that nobody gives is an error page.
            assert given == wanted or (
                message.pluralizable and translation == strings(message)[0] and given <= wanted
            ), message.id


def test_a_translation_keeps_the_marks_of_the_text(messages):
    """The same tags, and a space or a line at either end where the text has one."""
    for message in messages:
        for text in strings(message):
            original = message.id[0] if message.pluralizable else message.id
            assert sorted(re.findall(r"</?[a-z0-9]+", text)) == sorted(re.findall(r"</?[a-z0-9]+", original)), (
                message.id
            )
            assert (text[:1].isspace(), text[-1:].isspace()) == (original[:1].isspace(), original[-1:].isspace()), (
                message.id
            )


def test_the_compiled_catalogue_speaks_english_on_the_home_page(client, db):
    call_command("compile_texts", verbosity=0)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = client.get("/").content.decode()
    assert '<html lang="en"' in shown
    assert "What permit do you need?" in shown
    assert "Izin apa yang Anda perlukan?" not in shown


def test_texts_are_collected_as_the_template_asks_for_them(tmp_path):
    template = tmp_path / "templates" / "one.html"
    template.parent.mkdir()
    template.write_text(
        '{% load x %}<p title="{% translate \'Satu\' %}">{% translate "Dua" context "angka" %}{{ y|default:_("Tiga") }}\n'
        "   {% blocktranslate trimmed count n=z %}\n  Ada {{ n }}\n  berkas\n {% plural %}Ada {{ n }} berkas{% endblocktranslate %}"
    )
    assert [(keyword, message) for keyword, message, _comments in texts_of(template)] == [
        ("gettext", "Satu"),
        ("pgettext", ("angka", "Dua")),
        ("_", "Tiga"),
        ("ngettext", ("Ada %(n)s berkas", "Ada %(n)s berkas", None)),
    ]


def test_every_template_and_module_is_read():
    names = {path.relative_to(ROOT).as_posix() for path in source_files(ROOT)}
    assert {"templates/home.html", "ptsp_portal/lib/rules.py", "applications/states.py"} <= names
    assert not any("migrations" in name or name.startswith("tests") for name in names)
