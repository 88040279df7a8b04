"""Findings on the letter texts of a draft; see `check.py`, which joins them."""

from django.utils.translation import gettext as _

from applications.letters.check import empty_names, letter_faults, names_in
from applications.letters.placeholders import LETTERS, PERMIT, TITLES, menu_of
from applications.standards.finding import Finding

NAMES_THE_HOLDER = {"pemohon.nama", "data_pemohon"}
SAYS_HOW_LONG = {"tanggal.berlaku_sampai", "masa_berlaku"}


def findings_of_letters(standard) -> list[Finding]:
    """A text that can't be printed blocks; a text that prints but says too little is worth a look."""
    faults = letter_faults(standard)
    found = [
        Finding(
            "letters",
            _("%(letter)s, baris %(line)s: %(reason)s")
            % {"letter": TITLES.get(letter, letter), "line": line, "reason": reason},
            anchor=letter if letter in TITLES else "",
        )
        for letter, line, reason in faults
    ]
    broken = {letter for letter, _line, _reason in faults}
    for letter in LETTERS:
        if standard.letters.get(letter) and letter not in broken:
            found += _too_little(standard, letter)
    return found


def _too_little(standard, letter) -> list[Finding]:
    words, menu, used = [], menu_of(standard, letter), set(names_in(standard, letter))
    if letter == PERMIT and not used & NAMES_THE_HOLDER:
        words.append(_("Surat izin tidak menyebut nama pemohon."))
    if letter == PERMIT and not used & SAYS_HOW_LONG:
        words.append(_("Surat izin tidak menyebut masa berlaku."))
    for name in empty_names(standard, letter):
        shown = {"letter": TITLES[letter], "label": menu[name].label}
        words.append(_("%(letter)s: “%(label)s” tidak berisi apa pun pada berkas contoh.") % shown)
    return [Finding("letters", each, blocks=False, anchor=letter) for each in words]
