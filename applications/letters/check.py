"""What is wrong with the letter texts of a standard, and what they leave empty.

letter_faults(standard) -> [(letter, line, reason)]      empty_names(standard, letter) -> [placeholder]
"""

from django.utils import translation
from django.utils.translation import gettext as _

from applications.letters import sample
from applications.letters.markup import faults_of, parse
from applications.letters.placeholders import ASSIGNMENT, BILL, LETTERS, RECEIPT, menu_of
from applications.letters.preview import BUILDERS
from applications.letters.values import values_of


def letter_faults(standard) -> list[tuple[str, int, str]]:
    """Letters in their order, lines in theirs. A text whose letter nobody knows is a fault too."""
    found = []
    for letter, text in standard.letters.items():
        if letter not in LETTERS or not isinstance(text, str):
            found.append((letter, 1, _("Bukan salah satu dari lima surat.")))
    for letter in LETTERS:
        text = standard.letters.get(letter, "")
        if isinstance(text, str):
            found += [(letter, fault.line, fault.reason) for fault in faults_of(text, menu_of(standard, letter))]
    return found


def names_in(standard, letter: str) -> list[str]:
    """The placeholders of a letter's text, each once, in their order."""
    placed = parse(standard.letters.get(letter, ""), menu_of(standard, letter).parts).names
    return list(dict.fromkeys(each.name for each in placed))


def empty_names(standard, letter: str) -> list[str]:
    """Placeholders of the text that give nothing even for a file with every answer: an office without a telephone, …"""
    used, office = names_in(standard, letter), sample.sample_office(standard)
    if not used or office is None:
        return []
    file = sample.sample_file(standard, office)
    about = {ASSIGNMENT: sample.sample_inspection, BILL: sample.sample_bill}.get(letter, lambda _file: None)(file)
    writer = about.agency if letter == ASSIGNMENT else office
    with translation.override("id"):
        doc = BUILDERS[letter](file)
        day = None if letter == RECEIPT else office.region.local_date(file.registered_at)
        values = values_of(letter, doc, file, about=about, office=writer, full=False, day=day)
    menu = menu_of(standard, letter)
    return [name for name in used if not menu[name].is_part and not values.get(name)]
