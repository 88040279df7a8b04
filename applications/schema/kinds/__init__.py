"""The kinds of field: one class each, found by name. `kind_of(spec)` is the only look-up.

    text textarea integer decimal money date choice multichoice boolean nik npwp nib kbli phone email region geo_point
    geo_polygon table

What each can do stands in `base.Kind`. A new kind is a class here and its name in `spec.TYPES`; nothing else.
"""

from applications.schema.kinds.base import Context, Kind, KindField, Place
from applications.schema.kinds.choices import BooleanKind, ChoiceKind, MultichoiceKind
from applications.schema.kinds.numbers import DateKind, DecimalKind, IntegerKind, MoneyKind
from applications.schema.kinds.places import GeoPointKind, GeoPolygonKind, RegionKind
from applications.schema.kinds.tables import TableKind
from applications.schema.kinds.texts import (
    EmailKind,
    KbliKind,
    NibKind,
    NikKind,
    NpwpKind,
    PhoneKind,
    TextareaKind,
    TextKind,
)

__all__ = ["KINDS", "Context", "Kind", "KindField", "Place", "has_secrets", "kind_of"]

KINDS: dict[str, Kind] = {
    kind.name: kind()
    for kind in (
        TextKind, TextareaKind, IntegerKind, DecimalKind, MoneyKind, DateKind, ChoiceKind, MultichoiceKind, BooleanKind,
        NikKind, NpwpKind, NibKind, KbliKind, PhoneKind, EmailKind, RegionKind, GeoPointKind, GeoPolygonKind,
    )
}  # fmt: skip


def kind_of(spec) -> Kind:
    """The kind that handles this field; a choice whose list waits for the region is plain text until then."""
    if spec.type in ("choice", "multichoice") and spec.free_choice:
        return KINDS["text"]
    return KINDS[spec.type]


KINDS["table"] = TableKind(kind_of)


def has_secrets(spec) -> bool:
    """Whether what is typed here, even when it does not parse, must be sealed when stored."""
    return kind_of(spec).secret or any(kind_of(column).secret for column in getattr(spec, "columns", ()))
