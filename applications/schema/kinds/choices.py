"""One of a list, several of a list, Ya or Tidak."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.schema.kinds.base import Context, Kind, KindField, Place, plain_text

RADIO_UP_TO = 6


class ChoiceKind(Kind):
    name = "choice"

    def form_field(self, spec, context):
        pairs = [(one, one) for one in spec.choices]
        if spec.required and len(pairs) <= RADIO_UP_TO:
            return KindField(self, spec, context, widget=forms.RadioSelect(choices=pairs))
        return KindField(self, spec, context, widget=forms.Select(choices=[("", _("– pilih –")), *pairs]))

    def check(self, value, spec, context):
        if value not in spec.choices:
            raise ValidationError(_("“%(value)s” tidak ada dalam pilihan.") % {"value": str(value)[:60]})
        return value


class BooleanKind(Kind):
    """A question with two answers. Never a box: an empty box can't be told from a No."""

    name = "boolean"

    def form_field(self, spec, context):
        pairs = [("ya", _("Ya")), ("tidak", _("Tidak"))]
        if not spec.required:
            pairs.append(("", _("Tidak menjawab")))
        return KindField(self, spec, context, widget=forms.RadioSelect(choices=pairs))

    def check(self, value, spec, context):
        known = {"ya": True, "tidak": False, True: True, False: False}
        if not isinstance(value, (bool, str)) or value not in known:
            raise ValidationError(_("Pilih Ya atau Tidak."))
        return known[value]

    def from_json(self, stored, spec=None):
        if not isinstance(stored, bool):
            raise TypeError("not true or false")
        return stored

    def show(self, value, language="id", spec=None, *, full=False):
        return "" if self.empty(value) else _("Ya") if value else _("Tidak")

    def initial(self, value):
        return {True: "ya", False: "tidak"}.get(value, "")


class MultichoiceKind(Kind):
    """Several of a list; of regions (`choices_from`) as Places, without choices as free text."""

    name = "multichoice"

    def form_field(self, spec, context):
        if spec.choices_from:
            groups = context.choices_for_region(spec.choices_from)
            pairs = [(code, name) for _group, places in groups for code, name in places]
        else:
            pairs = [(one, one) for one in spec.choices]
        return KindField(self, spec, context, widget=forms.CheckboxSelectMultiple(choices=pairs))

    def empty(self, value):
        return not value

    def check(self, value, spec, context):
        if not isinstance(value, (list, tuple)) or len(value) > 200:
            raise ValidationError(_("Pilih satu atau beberapa dari daftar."))
        if spec.choices_from:
            return self._check_places(value, spec, context)
        for one in value:
            if one not in spec.choices:
                raise ValidationError(_("“%(value)s” tidak ada dalam pilihan.") % {"value": str(one)[:60]})
        return [one for one in spec.choices if one in value]

    def _check_places(self, value, spec, context: Context):
        known = {
            code: name for _group, places in context.choices_for_region(spec.choices_from) for code, name in places
        }
        chosen = [one.code if isinstance(one, Place) else one for one in value]
        for code in chosen:
            if code not in known:
                raise ValidationError(
                    _("%(name)s berada di luar wilayah kantor ini.") % {"name": context.region_name(str(code)) or code}
                )
        return [Place(code, name) for code, name in known.items() if code in chosen]

    def to_json(self, value):
        return [one._asdict() if isinstance(one, Place) else one for one in value or []]

    def from_json(self, stored, spec=None):
        if not isinstance(stored, list):
            raise TypeError("not a list")
        return [place_from(one) if isinstance(one, dict) or (spec and spec.choices_from) else plain_text(one, 200)
                for one in stored]  # fmt: skip

    def show(self, value, language="id", spec=None, *, full=False):
        return ", ".join(one.name or one.code if isinstance(one, Place) else one for one in value or [])

    def initial(self, value):
        return [one.code if isinstance(one, Place) else one for one in value or []]


def place_from(stored) -> Place:
    """A code, or {"code", "name"} as we store it."""
    if isinstance(stored, str):
        return Place(plain_text(stored, 20))
    return Place(plain_text(stored["code"], 20), plain_text(stored.get("name", ""), 200))
