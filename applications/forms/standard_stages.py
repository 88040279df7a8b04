"""Which agencies a draft asks, in which stage and on which terms; the general rules of recommendations and visits."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.standard_base import ListField, PartForm, RevisionForm, WholeNumberField
from applications.standards import parts
from applications.standards.agencies import AgencyChoice

MOST_DAYS, MOST_ITEMS, LONGEST_ITEM = 365, 40, 200


def stage_choices(stages, code="") -> list[tuple[int, str]]:
    """The stages there are, and one more; alone in the last stage a new one would be the same."""
    pairs = [(n, _("tahap %(n)d") % {"n": n}) for n in range(1, len(stages) + 1)]
    is_alone_at_the_end = bool(stages) and list(stages[-1]) == [code]
    return (
        pairs
        if is_alone_at_the_end
        else [*pairs, (len(stages) + 1, _("tahap %(n)d (tahap baru)") % {"n": len(stages) + 1})]
    )


def _stage_field(stages, code="") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Diminta pada"), coerce=int, choices=stage_choices(stages, code),
        help_text=_("Dinas setahap diminta bersamaan. Tahap berikutnya menunggu semua jawaban wajib."),
    )  # fmt: skip


class AddAgencyForm(PartForm):
    """Another agency: of this office's region or above, or the one at the place that an answer names."""

    def __init__(
        self, data=None, *, standard, choices: list[AgencyChoice], elsewhere: list[AgencyChoice], regions: list[dict]
    ):
        super().__init__(data, standard=standard)
        self.regions = {row["code"]: row for row in regions}
        groups = [
            ("", _("– pilih –")),
            (_("Dinas kantor ini dan di atasnya"), [(f"own:{c.code}", c.words) for c in choices]),
        ]
        if elsewhere and regions:
            groups.append((_("Menurut isian wilayah"), [(f"at:{c.code}", c.words) for c in elsewhere]))
        self.fields["agency"] = forms.ChoiceField(label=_("Dinas"), choices=groups)
        if elsewhere and regions:
            self.fields["field"] = forms.ChoiceField(
                label=_("Isian yang menyebut wilayahnya"), required=False,
                choices=[("", "—"), *((row["code"], row["label_id"]) for row in regions)],
                help_text=_("Hanya untuk dinas menurut isian wilayah, misalnya kelurahan tempat usaha."),
            )  # fmt: skip
        self.fields["stage"] = _stage_field(standard.stages)
        self.initial["stage"] = max(1, len(standard.stages))
        self.fine_enough = {c.code: c.fits for c in elsewhere}

    def clean(self):
        cleaned = super().clean()
        where, _sign, code = cleaned.get("agency", "").partition(":")
        if where == "at":
            row = self.regions.get(cleaned.get("field") or "")
            if row is None:
                self.add_error("field", _("Pilih isian yang menyebut wilayah dinas ini."))
            elif not self.fine_enough[code](row):
                self.add_error("field", _("Wilayah pada isian ini tidak cukup rinci untuk menemukan dinasnya."))
        elif where == "own" and parts.stage_of(self.standard.stages, code):
            self.add_error("agency", _("Dinas ini sudah ada dalam daftar."))
        return cleaned

    def changes(self) -> dict:
        """The changes for `save_terms`, and the code under which the agency now stands."""
        where, _sign, agency = self.cleaned_data["agency"].partition(":")
        stages, origins = self.standard.stages, self.standard.agency_from
        if where == "own":
            self.code = agency
            return {"stages": parts.put_agency(stages, agency, self.cleaned_data["stage"])}
        field = self.cleaned_data["field"]
        self.code = _own_code(agency, field, {code for stage in stages for code in stage})
        return {
            "stages": parts.put_agency(stages, self.code, self.cleaned_data["stage"]),
            "agency_from": {**origins, self.code: {"agency": agency, "field": field}},
        }


def _own_code(agency: str, field: str, taken) -> str:
    """DISHUB asked at two places is DISHUB and DISHUB-KABKOTA_TUJUAN cut to what a column of codes holds."""
    if agency not in taken:
        return agency
    base = f"{agency}-{field.upper().replace('_', '-')}"[:20].rstrip("-")
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base[: 19 - len(str(number))]}-{number}"
    return code


class AgencyTermsForm(PartForm):
    """One agency's terms. What is left on "as usual" is not written down."""

    def __init__(self, data=None, *, standard, code, facts):
        terms = standard.agency_terms.get(code, {})
        super().__init__(data, standard=standard, initial={
            "stage": parts.stage_of(standard.stages, code), "days": terms.get("days"),
            "advisory": "yes" if code in standard.advisory else "no",
            "inspects": _three(terms.get("inspects")), "deemed": _three(terms.get("deemed")),
            "head_approves": code in standard.agency_head_approves, "relies_on": standard.relies_on.get(code, []),
        })  # fmt: skip
        self.code = code
        self.fields["stage"] = _stage_field(standard.stages, code)
        self.fields["days"] = WholeNumberField(
            label=_("Hari kerja untuk menjawab"), low=1, high=MOST_DAYS, required=False,
            help_text=_("Bila kosong, %(days)d hari kerja: jangka waktu layanan dibagi rata.") % {"days": standard.stage_days()},
        )  # fmt: skip
        self.fields["advisory"] = forms.ChoiceField(
            label=_("Arti jawabannya"), widget=forms.RadioSelect,
            choices=[("no", _("Wajib: izin menunggu jawabannya")), ("yes", _("Saran: izin dapat diputuskan tanpa jawabannya"))],
        )  # fmt: skip
        self.fields["inspects"] = _three_field(_("Boleh meninjau lapangan"), standard.has_inspection)
        self.fields["deemed"] = _three_field(
            _("Bila tidak menjawab sampai batasnya, dianggap tidak keberatan"), standard.deemed_recommendation
        )
        self.fields["head_approves"] = forms.BooleanField(
            label=_("Kepala dinas menyetujui jawaban sebelum dikirim"), required=False
        )
        if facts:
            self.fields["relies_on"] = forms.MultipleChoiceField(
                label=_("Pendapatnya bersandar pada"), widget=forms.CheckboxSelectMultiple, required=False, choices=facts,
                help_text=_("Bila salah satunya diperbaiki pemohon, dinas ini ditanya lagi. Tidak dicentang satu pun: semuanya."),
            )  # fmt: skip

    def changes(self) -> dict:
        said, standard, code = self.cleaned_data, self.standard, self.code
        terms = {"days": said["days"], "inspects": _two(said["inspects"]), "deemed": _two(said["deemed"])}
        terms = {key: value for key, value in terms.items() if value is not None}
        return {
            "stages": parts.put_agency(standard.stages, code, said["stage"]),
            "agency_terms": parts.kept_or_dropped(standard.agency_terms, code, terms),
            "advisory": _in_or_out(standard.advisory, code, said["advisory"] == "yes"),
            "agency_head_approves": _in_or_out(standard.agency_head_approves, code, said["head_approves"]),
            "relies_on": parts.kept_or_dropped(standard.relies_on, code, said.get("relies_on")),
        }


def _in_or_out(codes, code, wanted) -> list[str]:
    return list(codes) if (code in codes) == wanted else parts.with_or_without(codes, code, wanted)


def _three(value) -> str:
    return "" if value is None else "yes" if value else "no"


def _two(value) -> bool | None:
    return {"yes": True, "no": False}.get(value)


def _three_field(label, usual: bool) -> forms.ChoiceField:
    usual_words = _("seperti aturan umum (ya)") if usual else _("seperti aturan umum (tidak)")
    return forms.ChoiceField(
        label=label, required=False, choices=[("", usual_words), ("yes", _("ya")), ("no", _("tidak"))],
        widget=forms.Select(attrs={"class": "w-mid"}),
    )  # fmt: skip


class StageRulesForm(PartForm):
    """The rules for all agencies of this service."""

    has_inspection = forms.BooleanField(label=gettext_lazy("Dinas boleh meninjau lapangan"), required=False)
    deemed_recommendation = forms.BooleanField(
        label=gettext_lazy("Dinas yang tidak menjawab sampai batasnya dianggap tidak keberatan"), required=False
    )
    extension_days = WholeNumberField(
        label=gettext_lazy("Dinas boleh memperpanjang batasnya satu kali, selama (hari kerja)"), low=0, high=MOST_DAYS,
        help_text=gettext_lazy("Isi 0 bila tidak boleh."),
    )  # fmt: skip
    checklist = ListField(
        label=gettext_lazy("Yang diperiksa saat peninjauan, satu per baris"), most=MOST_ITEMS, longest=LONGEST_ITEM,
        required=False, help_text=gettext_lazy("Bila kosong, dipakai daftar periksa umum."),
    )  # fmt: skip

    def __init__(self, data=None, *, standard):
        super().__init__(data, standard=standard, initial={
            "has_inspection": standard.has_inspection, "deemed_recommendation": standard.deemed_recommendation,
            "extension_days": standard.extension_days, "checklist": "\n".join(item["label"] for item in standard.checklist),
        })  # fmt: skip

    def changes(self) -> dict:
        said = self.cleaned_data
        keys = ("has_inspection", "deemed_recommendation", "extension_days")
        return {key: said[key] for key in keys} | {
            "checklist": parts.listed(said["checklist"], self.standard.checklist)
        }


class MoveStageForm(RevisionForm):
    """A button of the list of stages: `up` or `down` with the stage's number."""

    up = forms.IntegerField(min_value=1, max_value=99, required=False)
    down = forms.IntegerField(min_value=1, max_value=99, required=False)

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("up") or cleaned.get("down")):
            raise ValidationError(_("Tombol itu tidak dikenal."))
        return cleaned

    def changes(self, standard) -> dict:
        said = self.cleaned_data
        number, step = (said["up"], -1) if said.get("up") else (said["down"], 1)
        return {"stages": parts.move(standard.stages, number - 1, step)}
