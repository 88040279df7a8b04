"""What every kind of field can do. A kind has no state; the spec and the context come with each call."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template import loader
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Grouped = list[tuple[str, list[tuple[str, str]]]]


class Place(NamedTuple):
    """A region as an answer: the code rules, the name is what the applicant saw when choosing it."""

    code: str
    name: str = ""


# Beside its own field; where it stands alone, `missing_text` names the field.
BLANK = gettext_lazy("Belum diisi.")


def _no_regions(level: str) -> Grouped:
    return []


@dataclass(frozen=True)
class Context:
    """What a form needs from outside. `choices_for_region(level)` gives the regions of that level inside the issuing
    office's region, grouped: [(parent's name, [(code, name)])]; `region_name(code)` names any region, or gives ""."""

    choices_for_region: Callable[[str], Grouped] = _no_regions
    region_name: Callable[[str], str] = str
    office_region: str = ""
    language: str = "id"


class Kind:
    """One kind of field.

    `form_field` the input · `check` a value however it arrived, returns it normalised or raises ValidationError ·
    `empty` · `to_json`/`from_json` · `show` for pages (secrets masked) · `print` for PDFs (secrets whole)
    `secret`: sealed when stored, in table cells too.
    """

    name = ""
    secret = False

    def form_field(self, spec, context: Context) -> forms.Field:
        raise NotImplementedError

    def check(self, value, spec, context: Context):
        raise NotImplementedError

    def empty(self, value) -> bool:
        return value is None or value == "" or value == []

    def to_json(self, value):
        return value

    def from_json(self, stored, spec=None):
        """Raises ValueError or TypeError for what can't be such a value."""
        return _text(stored)

    def show(self, value, language: str = "id", spec=None, *, full: bool = False) -> str:
        return "" if self.empty(value) else str(value)

    def print(self, value, spec=None) -> str:
        return self.show(value, "id", spec, full=True)

    def initial(self, value):
        """What stands in the input for a stored value."""
        return value

    def understood(self, raw: str, value) -> str:
        """A sentence when the text could be read in two ways, else ""."""
        return ""


class KindField(forms.Field):
    """A form field that leaves the reading to its kind. Raw text comes in, a checked value goes out."""

    def __init__(self, kind: Kind, spec, context: Context, **options):
        self.kind, self.spec, self.context = kind, spec, context
        options.setdefault("label", spec.title(context.language))
        options.setdefault("help_text", help_for(spec, context))
        super().__init__(required=spec.required, **options)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        try:
            return self.kind.initial(value)
        except (ValueError, TypeError, AttributeError, ArithmeticError, LookupError):
            return ""  # a stored draft of another shape must not break the page that could put it right

    def clean(self, value):
        blank = self.kind.empty(value.strip() if isinstance(value, str) else value)
        checked = None if blank else self.kind.check(value, self.spec, self.context)
        if self.kind.empty(checked):  # also a text of nothing but invisible marks
            if self.required:
                raise ValidationError(BLANK, code="required")
            return None
        return checked


class OwnTemplate:
    """Mixin for widgets whose template lies in the project's own folder (the forms' engine looks only into apps)."""

    def _render(self, template_name, context, renderer=None):
        return mark_safe(loader.get_template(template_name).render(context))  # noqa: S308 - an autoescaped template


def help_for(spec, context: Context, extra: str = "") -> str:
    """Escaped here, because form templates print help as it is and an office writes part of it."""
    own = (spec.help_en if context.language == "en" else "") or spec.help
    # A column of a table has no condition.
    condition = getattr(spec, "show_when", None)
    when = condition.words(context.language) if condition else ""
    return escape(" ".join(part for part in (when, own, extra) if part))


def missing_text(spec) -> str:
    return _("“%(label)s” belum diisi.") % {"label": spec.label}


def _text(stored) -> str:
    if not isinstance(stored, str):
        raise TypeError("not a text")
    if "\x00" in stored:
        raise ValueError("no database keeps NUL in a text")
    stored.encode()  # raises UnicodeEncodeError (a ValueError) for half a character
    return stored


# Zero-width and direction marks come along with pasted text and can make one text look like another.
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain_text(text: str, limit: int, *, lines: bool = False) -> str:
    """Stripped, composed (NFC), without invisible marks; refuses control characters and what is too long."""
    if not isinstance(text, str):
        raise ValidationError(_("Isian ini harus berupa teks."))
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\t\u00a0]", " ", text)
    text = text.strip() if lines else re.sub(r"\s*\n\s*", " ", text).strip()
    if any(unicodedata.category(c) in ("Cc", "Cs") and not (lines and c == "\n") for c in text):
        raise ValidationError(
            _("Isian ini memuat tanda yang tidak terlihat dan tidak dapat disimpan. Ketik ulang isinya.")
        )
    if len(text) > limit:
        raise ValidationError(
            _("Terlalu panjang: %(given)s huruf, paling banyak %(limit)s.") % {"given": len(text), "limit": limit}
        )
    return text
