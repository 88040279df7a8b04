"""Text in one line or several, and the numbers that name people, businesses and trades."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.schema.kinds.base import Kind, KindField, help_for, plain_text
from ptsp_portal.lib import identifiers

TEXT_LENGTH, TEXTAREA_LENGTH = 200, 4000


class TextKind(Kind):
    name = "text"
    limit = TEXT_LENGTH
    lines = False

    def form_field(self, spec, context):
        widget = forms.Textarea(attrs={"rows": 4}) if self.lines else forms.TextInput()
        # The hint of a list that the region has not filled yet: "(diisi daerah)".
        extra = spec.choices[0].strip("()") if spec.free_choice else ""
        if spec.max_length:
            extra = _("Paling banyak %(limit)s huruf.") % {"limit": spec.max_length}
        return KindField(self, spec, context, widget=widget, help_text=help_for(spec, context, extra))

    def check(self, value, spec, context):
        return plain_text(value, spec.max_length or self.limit, lines=self.lines)


class TextareaKind(TextKind):
    name = "textarea"
    limit = TEXTAREA_LENGTH
    lines = True


class IdentifierKind(Kind):
    """A number with a rule of `ptsp_portal.lib.identifiers` behind it."""

    clean = None
    attrs: dict = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
    example = ""
    input_type = "text"

    def form_field(self, spec, context):
        widget = forms.TextInput(attrs=dict(self.attrs))
        widget.input_type = self.input_type
        return KindField(self, spec, context, widget=widget, help_text=help_for(spec, context, self.hint()))

    def hint(self) -> str:
        return ""

    def check(self, value, spec, context):
        text = plain_text(value, 254)
        try:
            return type(self).clean(text)
        except identifiers.BadIdentifier as error:
            raise ValidationError(str(error)) from error

    def show(self, value, language="id", spec=None, *, full=False):
        if self.empty(value):
            return ""
        return identifiers.masked(value) if self.secret and not full else str(value)


class NikKind(IdentifierKind):
    name, secret = "nik", True
    clean = staticmethod(identifiers.clean_nik)

    def hint(self):
        return _("16 angka seperti pada KTP-el.")


class NpwpKind(IdentifierKind):
    name, secret = "npwp", True
    clean = staticmethod(identifiers.clean_npwp)

    def hint(self):
        return _("15 atau 16 angka; titik dan garis boleh ikut.")


class NibKind(IdentifierKind):
    name, secret = "nib", True
    clean = staticmethod(identifiers.clean_nib)

    def hint(self):
        return _("13 angka dari OSS.")


class KbliKind(IdentifierKind):
    name = "kbli"
    clean = staticmethod(identifiers.clean_kbli)

    def hint(self):
        return _("5 angka, tertulis pada NIB.")


class PhoneKind(IdentifierKind):
    name = "phone"
    clean = staticmethod(identifiers.clean_phone)
    attrs = {"inputmode": "tel", "autocomplete": "tel"}
    input_type = "tel"

    def hint(self):
        return _("Misalnya 0812 3456 7890.")


class EmailKind(IdentifierKind):
    name = "email"
    clean = staticmethod(identifiers.clean_email)
    attrs = {"inputmode": "email", "autocomplete": "email", "spellcheck": "false"}
    # Not type=email: the browser would refuse what our own sentence explains better, and block saving a draft.
