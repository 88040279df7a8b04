"""What every form on a part of a draft standard has: the revision that its page showed, and plain texts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.schema.kinds.base import plain_text
from applications.schema.kinds.numbers import grouped, read_number, write_number
from applications.schema.spec import CODE, RESERVED


class PlainField(forms.CharField):
    """One line, or `rows` of them, without invisible marks."""

    def __init__(self, *, limit, rows=0, short=False, **how):
        self.limit, self.rows = limit, rows
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        if short:
            widget.attrs["class"] = "w-mid"
        super().__init__(widget=widget, **how)

    def clean(self, value):
        return super().clean(plain_text(value or "", self.limit, lines=bool(self.rows)))


class ListField(PlainField):
    """One entry a line; cleans to the list of them."""

    def __init__(self, *, most, longest, rows=6, **how):
        self.most, self.longest = most, longest
        super().__init__(limit=most * (longest + 1), rows=rows, **how)

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(_("Paling banyak %(most)d baris.") % {"most": self.most})
        if any(len(line) > self.longest for line in lines):
            raise ValidationError(_("Satu baris paling panjang %(most)d huruf.") % {"most": self.longest})
        if twice := next((line for n, line in enumerate(lines) if line in lines[:n]), ""):
            raise ValidationError(_("“%(line)s” ditulis dua kali.") % {"line": twice})
        return lines


class WholeNumberField(forms.CharField):
    """A whole number as people write it ("25.000.000"); cleans to an int or None."""

    def __init__(self, *, low, high, is_money=False, **how):
        self.low, self.high, self.is_money = low, high, is_money
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-mid"}), max_length=30, **how)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return grouped(value) if self.is_money else write_number(value)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        number = read_number(text)
        if number != number.to_integral_value() or not self.low <= number <= self.high:
            raise ValidationError(
                _("Isi bilangan bulat dari %(low)s sampai %(high)s.")
                % {"low": write_number(self.low), "high": write_number(self.high)}
            )
        return int(number)


class CodeField(forms.CharField):
    """The short name of a row; empty means: made from the label."""

    def __init__(self, *, taken, **how):
        self.taken = set(taken)
        widget = forms.TextInput(attrs={"class": "w-mid", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(required=False, max_length=40, widget=widget, **how)

    def clean(self, value):
        code = super().clean(value)
        if code and (not CODE.match(code) or code in RESERVED):
            raise ValidationError(
                _(
                    "Pakai huruf kecil, angka, dan garis bawah, diawali huruf; misalnya nomor_str. Kata “%(code)s” tidak bisa."
                )
                % {"code": code}
            )
        if code in self.taken:
            raise ValidationError(_("Nama pendek “%(code)s” sudah dipakai.") % {"code": code})
        return code


class RevisionForm(forms.Form):
    """`revision`: of the draft when the page was drawn; a draft that somebody changed since refuses the save."""

    use_required_attribute = False
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def retry_from(self, revision: int) -> None:
        """After a refusal the page is drawn again, now upon what the draft says today; what was typed stays."""
        self.data = self.data.copy()
        self.data["revision"] = revision


class PartForm(RevisionForm):
    """A form on one part of a draft."""

    def __init__(self, data=None, files=None, *, standard, **how):
        how["initial"] = {"revision": standard.revision, **how.get("initial", {})}
        super().__init__(data, files, **how)
        self.standard = standard

    def lock(self) -> "PartForm":
        """To be read only: the version is no draft."""
        for field in self.fields.values():
            field.disabled = True
        return self
