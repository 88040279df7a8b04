"""One field of a draft's form, or one column of a table: its words, its kind's own options, when it is shown."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Region
from applications.forms.levy import day_field
from applications.forms.standard_base import CodeField, ListField, PartForm, PlainField, RevisionForm, WholeNumberField
from applications.schema.spec import LEVELS, MAX_CHOICES, MAX_COLUMNS, MAX_LABEL
from applications.standards import field_rules, parts, uses

LONGEST_TEXT, MOST_ROWS, BOUND = 4000, 50, 10**12
CODE_HELP = gettext_lazy("Kosongkan saja: dibuat dari nama isian. Dipakai dalam naskah surat dan berkas standar.")
CODE_SETTLED = gettext_lazy("Tidak dapat diubah lagi: versi sebelumnya atau templatnya sudah memakai nama ini.")
WHO = [("applicant", gettext_lazy("Pemohon")), ("office", gettext_lazy("Petugas, saat berkas diproses"))]
# What this form writes; all else in a row stays as it is.
WRITTEN = {
    "code", "label_id", "label_en", "help_id", "help_en", "type", "required", "choices", "choices_from", "level", "filled_by",
    "min", "max", "max_length", "max_rows", "show_when",
}  # fmt: skip

MAIN = ["label_id", "help_id", "choices_from", "choices", "level", "columns", "required", "filled_by", "show_when"]


def level_names() -> list[tuple[str, str]]:
    return [(level, Region.Level(level).label) for level in LEVELS]


class FieldForm(PartForm):
    """`rows`: the list that the row stands in; `row`: as it is now, None for a new one; `table`: it is a column of this one."""

    label_id = PlainField(
        label=gettext_lazy("Nama isian"), limit=MAX_LABEL, help_text=gettext_lazy("Seperti dibaca pemohon.")
    )

    def __init__(self, data=None, *, standard, kind, rows, row=None, table=None, settled=()):
        super().__init__(data, standard=standard, initial=_typed(row, rows, standard))
        self.kind, self.rows, self.row, self.table = kind, rows, row, table
        self._add_kind_fields(kind.key)
        for key in kind.limits:
            self.fields[key] = _limit_field(key, kind.key)
        self.fields["required"] = forms.BooleanField(label=_("Wajib diisi"), required=False, initial=True)
        if table is None:
            self._add_own_fields(kind.key)
        self.fields["label_en"] = PlainField(
            label=_("Nama isian dalam bahasa Inggris"), limit=MAX_LABEL, required=False
        )
        if table is None:
            self.fields["help_en"] = PlainField(
                label=_("Bantuan dalam bahasa Inggris"), limit=MAX_LABEL, required=False
            )
        self._add_code(settled)
        self.order_fields([*MAIN, *kind.limits, "label_en", "help_en", "code"])

    @property
    def main_fields(self) -> list:
        return [self[name] for name in self.fields if name in MAIN]

    @property
    def more_fields(self) -> list:
        """What most fields leave empty: limits, English, the code."""
        return [self[name] for name in self.fields if name not in MAIN and name != "revision"]

    @property
    def is_more_open(self) -> bool:
        return any(field.errors for field in self.more_fields)

    def _add_kind_fields(self, kind):
        if kind == "multichoice":
            self.fields["choices_from"] = forms.ChoiceField(
                label=_("Pilihan diambil dari"), required=False,
                choices=[("", _("daftar yang saya tulis di bawah")), *(
                    (level, _("daftar %(level)s di wilayah kantor") % {"level": name}) for level, name in level_names())],
            )  # fmt: skip
        if kind in ("choice", "multichoice"):
            self.fields["choices"] = ListField(
                label=_("Pilihan, satu per baris"), most=MAX_CHOICES, longest=MAX_LABEL, required=kind == "choice",
                help_text=_("Urutannya seperti di formulir."),
            )  # fmt: skip
        if kind == "region":
            self.fields["level"] = forms.ChoiceField(
                label=_("Yang dipilih pemohon"),
                choices=level_names(),
                initial=LEVELS[-1],
                help_text=_("Serinci apa wilayahnya."),
            )
        if kind == "table" and (self.row is None or self.row["type"] != "table"):
            self.fields["columns"] = ListField(
                label=_("Kolom, satu per baris"), most=MAX_COLUMNS, longest=MAX_LABEL,
                help_text=_("Misalnya Hari, lalu Jam. Jenis setiap kolom diatur sesudah tabel disimpan."),
            )  # fmt: skip

    def _add_own_fields(self, kind):
        self.fields["help_id"] = PlainField(
            label=_("Bantuan di bawah nama isian"), limit=MAX_LABEL, required=False,
            help_text=_("Satu kalimat, misalnya di mana angkanya tertulis."),
        )  # fmt: skip
        self.fields["filled_by"] = forms.ChoiceField(
            label=_("Siapa yang mengisi?"), choices=WHO, widget=forms.RadioSelect, initial="applicant"
        )
        self.conditions = _conditions(self.standard.fields, self.row["code"] if self.row else "")
        if self.conditions:
            groups = [(row["label_id"], pairs) for row, pairs in self.conditions]
            self.fields["show_when"] = forms.ChoiceField(
                label=_("Kapan isian ini tampil?"), required=False, choices=[("", _("Selalu tampil")), *groups],
                help_text=_("Bila bersyarat, isian ini tampil (dan baru wajib) setelah jawaban itu dipilih."),
            )  # fmt: skip

    def _add_code(self, settled):
        taken = {each["code"] for each in self.rows if self.row is None or each["code"] != self.row["code"]}
        self.fields["code"] = CodeField(label=_("Nama pendek"), taken=taken, help_text=CODE_HELP)
        if self.row is not None and self.row["code"] in settled:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = CODE_SETTLED

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("min"), cleaned.get("max")
        if low is not None and high is not None and low > high:
            self.add_error("max", _("Lebih kecil daripada batas bawahnya."))
        if "choices" in self.fields and not {"choices", "choices_from"} & set(self.errors):
            from_list = cleaned.get("choices_from")
            if not from_list and not cleaned.get("choices"):
                self.add_error("choices", _("Tulis sekurang-kurangnya satu pilihan."))
        if cleaned.get("filled_by") == "office" and cleaned.get("show_when"):
            self.add_error("show_when", _("Isian petugas selalu tampil; syarat hanya untuk isian pemohon."))
        if not self.errors:
            self._check_with_the_others()
        return cleaned

    def entry(self) -> dict:
        """The row as it will stand in the draft; keys only where something is said."""
        said = self.cleaned_data
        kept = {key: value for key, value in (self.row or {}).items() if key not in WRITTEN}
        if self.kind.key != "table":
            kept.pop("columns", None)
        taken = {each["code"] for each in self.rows if each is not self.row}
        code = said.get("code") or (self.row["code"] if self.row else parts.free_code(said["label_id"], taken))
        row = {"code": code, "label_id": said["label_id"], "type": self.kind.key, "required": said["required"]}
        for key in ("label_en", "help_id", "help_en", "choices_from", "level"):
            if said.get(key):
                row[key] = said[key]
        if self.row and self.table is not None:  # a column's help stands nowhere on this page
            row |= {key: self.row[key] for key in ("help_id", "help_en") if key in self.row}
        if said.get("choices") and not said.get("choices_from"):
            row["choices"] = said["choices"]
        if said.get("filled_by") == "office":
            row["filled_by"] = "office"
        for key in self.kind.limits:
            if said.get(key) is not None:
                row[key] = said[key].isoformat() if self.kind.key == "date" else said[key]
        if said.get("columns"):
            kept["columns"] = _text_columns(said["columns"])
        if said.get("show_when"):
            asked, number = said["show_when"].rsplit(":", 1)
            source = parts.found(self.standard.fields, asked)
            row["show_when"] = {"field": asked, "value": field_rules.values_of(source)[int(number)]}
        return row | kept

    def fields_with(self) -> list[dict]:
        """The draft's whole list of fields with this row in it; conditions follow another code and reworded choices."""
        row = self.entry()
        rows = parts.replace(self.rows, self.row["code"], row) if self.row else parts.insert(self.rows, row)
        if self.table is not None:
            return parts.replace(self.standard.fields, self.table["code"], {**self.table, "columns": rows})
        if self.row:
            rows = uses.follow_rewordings(rows, self.row["code"], self._rewordings())
            rows = uses.follow_code(rows, self.row["code"], row["code"])
        return rows

    def changes(self) -> dict:
        """The changes for `save_terms`: the fields, and whatever points at this one."""
        fields = self.fields_with()
        if self.row is None or self.table is not None:
            return {"fields": fields}
        levy = uses.reworded_tariff(self.standard.levy, self.row["code"], self._rewordings())
        new = self.entry()["code"]
        if new == self.row["code"]:
            return {"fields": fields, "levy": levy}
        return uses.renamed_field(self.standard, fields, self.row["code"], new, levy)

    def _rewordings(self) -> dict[str, str]:
        return uses.rewordings(self.row.get("choices", []), self.entry().get("choices", []))

    def _check_with_the_others(self):
        """What only shows in the whole list; faults that were there before are somebody else's and don't stop this save."""
        fields, new = self.fields_with(), self.entry()["code"]
        known = {row["code"] for row, _why in field_rules.broken_conditions(self.standard.fields)}
        for row, why in field_rules.broken_conditions(fields):
            if row["code"] not in known:
                self._blame(row, new, why)
        before = {reason for _place, reason in field_rules.faults_of(self.standard.fields)}
        for place, reason in field_rules.faults_of(fields):
            if reason not in before and not self.errors:
                self.add_error(_named(place, self.fields), reason)

    def _blame(self, row, own, why):
        if row["code"] == own and "show_when" in self.fields:
            self.add_error("show_when", why)
        else:
            place = "choices" if "choices" in self.fields else None
            self.add_error(
                place,
                _("Syarat tampil isian “%(label)s” tidak cocok lagi: %(why)s.")
                % {"label": row["label_id"], "why": why},
            )


def _named(place, fields) -> str | None:
    """The input that a place like `fields[3].max` means."""
    key = place.rsplit(".", 1)[-1]
    return key if key in fields else None


def _conditions(fields, code) -> list:
    """[(row, [("code:number", “Label” = value)])] of every answer that may decide."""
    found = []
    for row in field_rules.conditions_for(fields, code):
        pairs = []
        for number, value in enumerate(field_rules.values_of(row)):
            words = {"label": row["label_id"], "value": field_rules.value_words(value)}
            pairs.append((f"{row['code']}:{number}", _("hanya bila “%(label)s” = %(value)s") % words))
        found.append((row, pairs))
    return found


def _typed(row, rows, standard) -> dict:
    """What stands in the inputs for a row as it is."""
    if row is None:
        return {}
    shown = {key: value for key, value in row.items() if key in WRITTEN}
    shown["choices"] = "\n".join(row.get("choices", []))
    if condition := row.get("show_when"):
        source = parts.found(standard.fields, condition.get("field"))
        values = field_rules.values_of(source) if source else []
        if condition.get("value") in values:
            shown["show_when"] = f"{condition['field']}:{values.index(condition['value'])}"
        else:
            shown.pop("show_when")
    return shown


def _limit_field(key, kind):
    if kind == "date":
        return day_field(
            label=_("Paling awal") if key == "min" else _("Paling akhir"),
            required=False,
        )
    if key == "max_length":
        return WholeNumberField(label=_("Paling banyak huruf"), low=1, high=LONGEST_TEXT, required=False)
    if key == "max_rows":
        return WholeNumberField(label=_("Paling banyak baris"), low=1, high=MOST_ROWS, required=False)
    return WholeNumberField(
        label=_("Angka terkecil") if key == "min" else _("Angka terbesar"), low=-BOUND, high=BOUND, required=False
    )


def _text_columns(labels) -> list[dict]:
    columns = []
    for label in labels:
        code = parts.free_code(label, {each["code"] for each in columns})
        columns.append({"code": code, "label_id": label, "type": "text", "required": True})
    return columns


class RemoveForm(PartForm):
    """A part is taken out of the draft; the page says what depends on it."""


class ArrangeForm(RevisionForm):
    """A button of a list: which row, and what with it."""

    ACTS = ("up", "down", "copy", "remove")

    def act(self) -> tuple[str, str]:
        """(act, code), or ("", "") when no button was pressed."""
        for act in self.ACTS:
            if code := self.data.get(act, ""):
                return act, str(code)[:60]
        return "", ""

    def clean(self):
        if not self.act()[0]:
            raise ValidationError(_("Tombol itu tidak dikenal."))
        return super().clean()
