"""Where it happened, as a choice: city or regency, then kecamatan or kelurahan. Without a script, so the second list comes with
a page of its own; nothing that was typed is lost on the way."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Region

PICK = "tempat"  # the button that asks for the second list
CITY_LEVELS = 2  # province and regency or city: the first two parts of a Kemendagri code


class LenientChoice(forms.ChoiceField):
    """A place of another city than the one that is chosen now is no place, and no mistake."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if self.valid_value(value) else ""

    def validate(self, value):
        pass


def add_place_fields(form, offices) -> None:
    """`regency` (left out when the office is one of a city or regency) and `region` (left out until the city is known)."""
    homes = {city_or_province(office.region_id) for office in offices}
    home = homes.pop() if len(homes) == 1 else ""
    if "." not in home:
        cities = _cities({office.region_id.split(".")[0] for office in offices})
        form.fields["regency"] = LenientChoice(
            label=_("Kota atau kabupaten tempat kejadian"), required=False, choices=[("", _("Tidak tahu")), *cities]
        )
        home = form.initial["regency"] = _chosen_city(form, dict(cities))
    if home:
        choices = [("", _("Tidak tahu")), *places_within(home)]
        form.fields["region"] = LenientChoice(
            label=_("Kecamatan atau kelurahan tempat kejadian"), required=False, choices=choices
        )


def place_given(form) -> Region | None:
    """The finest that was chosen in a valid form; routing by category goes by it."""
    code = form.cleaned_data.get("region") or form.cleaned_data.get("regency")
    return Region.objects.filter(code=code).first() if code else None


def places_within(code: str) -> list:
    """Of a city its kecamatan with their kelurahan, of a province its cities with their kecamatan: [(name, [(code, name)])]."""
    finest = code.count(".") + 2
    rows = Region.objects.within(code).order_by("code")
    groups: dict[str, list] = {}
    names = {}
    for each in rows:
        depth = each.code.count(".")
        if depth == finest - 1:
            names[each.code] = each.full_name
            groups[each.code] = [(each.code, _("Seluruh %(name)s") % {"name": each.full_name})]
        elif depth == finest:
            groups.setdefault(each.parent_id, []).append((each.code, each.full_name))
    return [(names[key], places) for key, places in groups.items() if key in names]


def typed_so_far(form_class, data) -> dict:
    """What stands in a form that is shown again without being judged; files are chosen anew."""
    wanted = [*form_class.base_fields, "regency", "region", "act"]
    return {name: data.get(name, "").replace("\0", "") for name in wanted if name in data}


def city_or_province(code: str) -> str:
    return ".".join(code.split(".")[:CITY_LEVELS])


def _cities(provinces) -> list:
    rows = Region.objects.of_level(Region.Level.REGENCY_CITY).filter(parent__in=provinces).order_by("code")
    return [(each.code, each.full_name) for each in rows]


def _chosen_city(form, known) -> str:
    """The one that was chosen; else that of the office that was."""
    given = form.data if form.is_bound else form.initial
    chosen = str(given.get("regency") or "")
    if not chosen:
        office = str(given.get("office") or "")
        field = form.fields.get("office")
        found = field.queryset.filter(pk=office).first() if field and office.isascii() and office.isdigit() else None
        chosen = city_or_province(found.region_id) if found and given.get("act") == PICK else ""
    return chosen if chosen in known else ""
