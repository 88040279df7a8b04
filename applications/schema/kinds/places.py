"""Where: a region of the office's own area, a point, a boundary. Coordinates are WGS 84 in decimal degrees."""

import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.schema.kinds.base import Kind, KindField, Place, help_for, plain_text
from applications.schema.kinds.choices import place_from

MAX_POINTS = 500
DIGITS = 7  # about a centimetre
# Indonesia with its seas; a point outside was almost always typed with latitude and longitude swapped.
SOUTH, NORTH, WEST, EAST = -12.0, 7.0, 94.0, 142.0
NUMBER = r"[-+\u2212]?[0-9]{1,3}(?:[.,][0-9]+)?"


class RegionKind(Kind):
    """A region inside the issuing office's own, chosen from a grouped list (works without scripts)."""

    name = "region"

    def form_field(self, spec, context):
        groups = context.choices_for_region(spec.level)
        choices = [("", _("– pilih –"))]
        for group, places in groups:
            choices += [(group, list(places))] if group else list(places)
        every = [code for _group, places in groups for code, _name in places]
        # An office of one village has one answer: no reason to ask.
        initial = every[0] if len(every) == 1 else None
        return KindField(self, spec, context, widget=forms.Select(choices=choices), initial=initial)

    def check(self, value, spec, context):
        code = value.code if isinstance(value, Place) else plain_text(value, 20)
        for group, places in context.choices_for_region(spec.level):
            for known, name in places:
                if known == code:
                    return Place(code, f"{name}, {group}" if group else name)
        # The name is shown as the registers know it; a code nobody knows is shown as typed.
        named = context.region_name(code) or code
        if context.office_region:
            raise ValidationError(
                _("%(name)s tidak termasuk wilayah %(office)s, jadi kantor ini tidak dapat melayaninya.")
                % {"name": named, "office": context.office_region}
            )
        raise ValidationError(_("%(name)s tidak termasuk wilayah kantor ini.") % {"name": named})

    def to_json(self, value):
        return None if value is None else value._asdict()

    def from_json(self, stored, spec=None):
        return place_from(stored)

    def show(self, value, language="id", spec=None, *, full=False):
        return "" if self.empty(value) else value.name or value.code

    def initial(self, value):
        return value.code if isinstance(value, Place) else value


def read_point(text: str) -> tuple[float, float]:
    """(latitude, longitude) from "-6.2, 106.8", "-6,2; 106,8" or "-6,2 106,8"."""
    found = re.fullmatch(
        rf"\s*\(?\s*({NUMBER})\s*°?\s*(?:;|,\s|,(?=\s*[-+0-9]+\.)|\s)\s*({NUMBER})\s*°?\s*\)?\s*", text
    )
    if not found:
        raise ValidationError(_("Titik belum terbaca. Tulis lintang dan bujur, misalnya 1.1283, 104.0531."))
    return check_point(*(float(part.replace(",", ".").replace("\u2212", "-")) for part in found.groups()))


def check_point(latitude: float, longitude: float) -> tuple[float, float]:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        if -90 <= longitude <= 90 and -180 <= latitude <= 180:
            raise ValidationError(
                _("Lintang dan bujur tampaknya tertukar. Tulis lintang dulu, misalnya 1.1283, 104.0531.")
            )
        raise ValidationError(_("Titik ini tidak ada di bumi: lintang -90 sampai 90, bujur -180 sampai 180."))
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise ValidationError(_("Titik ini di luar Indonesia. Periksa tanda minus (lintang selatan) dan urutannya."))
    return round(latitude, DIGITS), round(longitude, DIGITS)


def _numbers(pair) -> tuple[float, float]:
    """Two real numbers from JSON; True and "1" are none."""
    if not isinstance(pair, (list, tuple)) or len(pair) < 2:
        raise ValueError("not a pair")
    first, second = pair[0], pair[1]
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) or abs(n) > 1000 for n in (first, second)):
        raise ValueError("not numbers")
    return float(first), float(second)


def write_point(point) -> str:
    return ", ".join(f"{number:.{DIGITS}f}".rstrip("0").rstrip(".") for number in point)


class GeoPointKind(Kind):
    name = "geo_point"

    def form_field(self, spec, context):
        # inputmode text: the numeric keyboards of telephones have neither minus nor space.
        widget = forms.TextInput(attrs={"autocomplete": "off", "data-geo": "point"})
        extra = _("Lintang, bujur. Misalnya 1.1283, 104.0531.")
        return KindField(self, spec, context, widget=widget, help_text=help_for(spec, context, extra))

    def check(self, value, spec, context):
        return read_point(plain_text(value, 80)) if isinstance(value, str) else check_point(*_numbers(value))

    def to_json(self, value):
        return None if value is None else {"lat": value[0], "lon": value[1]}

    def from_json(self, stored, spec=None):
        return _numbers((stored["lat"], stored["lon"]) if isinstance(stored, dict) else stored)

    def show(self, value, language="id", spec=None, *, full=False):
        return "" if self.empty(value) else write_point(value)

    def initial(self, value):
        return "" if self.empty(value) else write_point(value)


class GeoPolygonKind(Kind):
    """A boundary: one point per line, or GeoJSON (whose order is longitude, latitude). Stored closed."""

    name = "geo_polygon"

    def form_field(self, spec, context):
        widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "data-geo": "polygon"})
        extra = _(
            "Satu titik per baris, lintang lalu bujur, misalnya 1.1283, 104.0531. Paling sedikit tiga titik. "
            "Isi berkas GeoJSON juga bisa ditempel di sini."
        )
        return KindField(self, spec, context, widget=widget, help_text=help_for(spec, context, extra))

    def check(self, value, spec, context):
        ring = self._read(value) if isinstance(value, str) else [check_point(*_numbers(point)) for point in value]
        if len(ring) > 1 and ring[0] == ring[-1]:
            ring = ring[:-1]
        if len(set(ring)) < 3:
            raise ValidationError(_("Batas perlu paling sedikit tiga titik yang berbeda."))
        if len(ring) > MAX_POINTS:
            raise ValidationError(_("Batas paling banyak %(limit)s titik.") % {"limit": MAX_POINTS})
        return [*ring, ring[0]]

    def _read(self, text: str):
        text = plain_text(text, 60_000, lines=True)
        if text.startswith("{"):
            return read_geojson(text)
        ring = []
        for number, line in enumerate((line for line in text.split("\n") if line.strip()), start=1):
            if number > MAX_POINTS + 1:
                break
            try:
                ring.append(read_point(line))
            except ValidationError as error:
                raise ValidationError(
                    _("Baris %(number)s: %(why)s") % {"number": number, "why": error.messages[0]}
                ) from error
        return ring

    def to_json(self, value):
        return None if value is None else [list(point) for point in value]

    def from_json(self, stored, spec=None):
        if not isinstance(stored, list) or len(stored) > MAX_POINTS + 1:
            raise ValueError("not a ring")
        return [_numbers(point) for point in stored]

    def show(self, value, language="id", spec=None, *, full=False):
        if self.empty(value):
            return ""
        return (
            _("%(count)s titik") % {"count": len(value) - 1}
            + "\n"
            + "\n".join(write_point(point) for point in value[:-1])
        )

    def initial(self, value):
        return value if isinstance(value, str) else "\n".join(write_point(point) for point in (value or [])[:-1])


def read_geojson(text: str):
    """The outer ring of a Polygon, of a Feature with one, or of a collection with exactly one."""
    try:
        thing = json.loads(text)
        if thing.get("type") == "FeatureCollection":
            (thing,) = thing["features"]
        if thing.get("type") == "Feature":
            thing = thing["geometry"]
        if thing.get("type") != "Polygon" or len(thing["coordinates"]) != 1:
            raise ValueError("one polygon without holes")
        return [check_point(latitude, longitude) for longitude, latitude in map(_numbers, thing["coordinates"][0])]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValidationError(
            _("GeoJSON ini tidak berisi tepat satu poligon tanpa lubang. Tempel satu poligon saja.")
        ) from error
