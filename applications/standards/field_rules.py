"""What holds between the fields of a draft: conditions that can come true, codes that are settled, the reader's own check."""

from django.utils.translation import gettext as _

from applications.schema.spec import read_fields, wait_for_region


def faults_of(fields: list[dict]) -> list[tuple[str, str]]:
    """[(place, reason)] by the reader of fields: what a form could not be made of."""
    return read_fields(fields)[1]


def is_condition(row: dict) -> bool:
    """Whether another field may be shown by this one's answer."""
    if row.get("filled_by", "applicant") != "applicant":
        return False
    return row["type"] == "boolean" or bool(values_of(row))


def values_of(row: dict) -> list:
    """The answers that a condition may name."""
    if row["type"] == "boolean":
        return [True, False]
    choices = row.get("choices") or []
    return choices if row["type"] in ("choice", "multichoice") and not wait_for_region(choices) else []


def conditions_for(fields: list[dict], code: str) -> list[dict]:
    """The fields that may decide whether the field `code` is shown: not itself, and none that itself depends on it."""
    return [row for row in fields if is_condition(row) and row["code"] != code and not _depends_on(fields, row, code)]


def _depends_on(fields, row, code) -> bool:
    known, seen = {each["code"]: each for each in fields}, set()
    while row and row.get("show_when") and row["code"] not in seen:
        seen.add(row["code"])
        if row["show_when"].get("field") == code:
            return True
        row = known.get(row["show_when"].get("field"))
    return False


def condition_words(fields: list[dict], row: dict) -> str:
    """tampil bila “Jenis tempat” = Klinik; empty without a condition."""
    condition = row.get("show_when")
    if not condition:
        return ""
    asked = next((each for each in fields if each["code"] == condition.get("field")), None)
    label = asked["label_id"] if asked else condition.get("field")
    words = {"label": label, "value": value_words(condition.get("value"))}
    if asked and asked["type"] == "multichoice":
        return _("tampil bila “%(label)s” memuat %(value)s") % words
    return _("tampil bila “%(label)s” = %(value)s") % words


def value_words(value) -> str:
    return {True: _("Ya"), False: _("Tidak")}[value] if isinstance(value, bool) else str(value)


def broken_conditions(fields: list[dict]) -> list[tuple[dict, str]]:
    """[(row, why)] of the fields that would never be shown."""
    return [(row, why) for row in fields if (why := _why_never(fields, row))]


def _why_never(fields, row) -> str:
    """The condition is on a field that is gone, on an answer that can't be given, or goes in a ring; "" when it can come true."""
    condition = row.get("show_when")
    if not condition:
        return ""
    asked = next((each for each in fields if each["code"] == condition.get("field")), None)
    if asked is None:
        return _("isian yang menjadi syaratnya tidak ada lagi")
    if not is_condition(asked) or condition.get("value") not in values_of(asked):
        words = {"label": asked["label_id"], "value": value_words(condition.get("value"))}
        return _("“%(label)s” tidak dapat dijawab %(value)s") % words
    return _("syaratnya berputar kembali ke isian ini sendiri") if _depends_on(fields, row, row["code"]) else ""


def settled_codes(standard, what: str) -> set[str]:
    """Codes of rows that the version before published, or the template it was taken from: running files and comparisons
    know them by these. `what`: fields or requirements."""
    rows = list(getattr(standard.based_on, what)) if standard.based_on_id else []
    own = type(standard).objects.settled().filter(office=standard.office_id, permit_type=standard.permit_type_id)
    if (latest := own.order_by("-version").first()) is not None:
        rows += getattr(latest, what)
    return {row["code"] for row in rows}
