"""What those who draft, endorse and sign fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.conditions import LONGEST, Outcome
from applications.forms.fields import LinesField, TextField, lines_of
from applications.models import Condition, Decision
from applications.outcomes import PERMIT

Result = Condition.Result
RESULTS = [
    (Result.ACCEPTED, _("Terima")),
    (Result.REWORDED, _("Terima dengan kata lain")),
    (Result.DECLINED, _("Tidak dimuat")),
]
LIBRARY = {"conditions": "decision", "reasons": "refusal"}  # text field: use of the phrases that can be added to it


class DraftForm(forms.Form):
    """The draft decision: the verdict, what becomes of each condition of an agency, and the drafter's own lines.

    `conditions` are the rows to decide, `phrases` the office's library; ticked phrases become lines of their field. `act`
    is the pressed button: "ready" hands the draft on, so everything must be decided; "save" keeps what there is.
    `permit_only`: an objection annulled the rejection.
    """

    use_required_attribute = False
    verdict = forms.ChoiceField(label=_("Usulan keputusan"), choices=Decision.DRAFTABLE, widget=forms.RadioSelect)
    conditions = LinesField(
        label=_("Ketentuan lain dalam izin (satu per baris)"), required=False, max_length=8000, rows=4,
        help_text=_("Dicetak sesudah syarat dinas yang diterima."),
    )  # fmt: skip
    reasons = LinesField(
        label=_("Alasan penolakan (satu per baris)"), sometimes=True, max_length=8000, rows=4,
        help_text=_("Hanya bila permohonan ditolak. Pemohon membacanya dalam surat penolakan."),
    )  # fmt: skip
    legal_basis = TextField(
        label=_("Dasar hukum penolakan"), sometimes=True, max_length=2000, rows=2,
        help_text=_("Hanya bila permohonan ditolak. Sebut pasalnya, misalnya: Pasal 7 Perda Nomor 5 Tahun 2023."),
    )  # fmt: skip
    against_opinion_reason = TextField(
        label=_("Alasan memutus berbeda dari pendapat dinas"), sometimes=True, max_length=4000, rows=3,
        help_text=_("Wajib bila izin tetap diusulkan terbit walaupun ada dinas yang tidak setuju."),
    )  # fmt: skip

    def __init__(
        self,
        data=None,
        *,
        initial=None,
        opposed=False,
        conditions=(),
        phrases=(),
        act="",
        outcome=PERMIT,
        permit_only=False,
    ):
        super().__init__(data, initial=initial)
        words = {Decision.Verdict.ISSUE: outcome.verdict}
        self.fields["verdict"].choices = [(value, words.get(value, label)) for value, label in Decision.DRAFTABLE]
        self.opposed, self.act, self.rows = opposed, act, list(conditions)
        for row in self.rows:
            self._add_condition(row)
        for name, use in LIBRARY.items():
            self._add_phrases(name, [each for each in phrases if each.use == use])
        if permit_only:
            self.fields["verdict"].choices = [each for each in Decision.DRAFTABLE if each[0] != Decision.Verdict.REJECT]
        if not opposed:
            del self.fields["against_opinion_reason"]

    def _add_condition(self, row):
        label = f"{row.recommendation.agency.name}: {row.text}"[:120]  # for the summary of errors
        decided = "" if row.result == Result.OPEN else row.result
        text = {"class": "form-control", "rows": 2}
        self.fields[f"result-{row.pk}"] = forms.ChoiceField(
            label=label, choices=RESULTS, required=False, initial=decided, widget=forms.RadioSelect
        )
        self.fields[f"wording-{row.pk}"] = forms.CharField(
            label=label,
            required=False,
            max_length=LONGEST,
            initial=row.wording or row.text,
            widget=forms.Textarea(attrs=text),
        )
        self.fields[f"note-{row.pk}"] = forms.CharField(
            label=label, required=False, max_length=LONGEST, initial=row.note, widget=forms.Textarea(attrs=text)
        )

    def _add_phrases(self, name, phrases):
        known = set(lines_of(self.initial.get(name, "")))
        choices = [(each.text, each.text) for each in phrases if each.text not in known]
        if choices:
            self.fields[f"more_{name}"] = forms.MultipleChoiceField(
                label=_("Tambahkan dari pustaka frasa"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self):
        cleaned = super().clean()
        cleaned["condition_list"] = self._with_phrases("conditions")
        cleaned["reason_list"] = self._with_phrases("reasons")
        if cleaned.get("verdict") == Decision.Verdict.REJECT:
            if not cleaned["reason_list"]:
                self.add_error("reasons", _("Tulis sekurang-kurangnya satu alasan."))
            if not cleaned.get("legal_basis", "").strip():
                self.add_error("legal_basis", _("Sebut dasar hukumnya."))
        elif cleaned.get("verdict") and self.opposed and not cleaned.get("against_opinion_reason", "").strip():
            self.add_error(
                "against_opinion_reason", _("Ada dinas yang tidak setuju. Tulis mengapa izin tetap diusulkan terbit.")
            )
        for row in self.rows:
            self._check_condition(row, is_permit=cleaned.get("verdict") == Decision.Verdict.ISSUE)
        return cleaned

    def _with_phrases(self, name) -> list[str]:
        lines = lines_of(self.cleaned_data.get(name, ""))
        return lines + [text for text in self.cleaned_data.get(f"more_{name}", []) if text not in lines]

    def _check_condition(self, row, is_permit):
        outcome = self._outcome(row)
        if outcome.result == Result.REWORDED and not outcome.wording:
            self.add_error(f"wording-{row.pk}", _("Tulis kata-kata yang akan tercetak dalam izin."))
        elif outcome.result == Result.DECLINED and not outcome.note:
            self.add_error(f"note-{row.pk}", _("Tulis mengapa syarat ini tidak dimuat."))
        elif outcome.result == Result.OPEN and self.act == "ready" and is_permit:
            self.add_error(f"result-{row.pk}", _("Putuskan syarat ini dahulu; menyimpan konsep boleh."))

    def _outcome(self, row) -> Outcome:
        def typed(kind):
            return self.cleaned_data.get(f"{kind}-{row.pk}", "").strip()

        return Outcome(typed("result") or Result.OPEN, typed("wording"), typed("note"))

    @property
    def outcomes(self) -> dict:
        """{condition id: Outcome}, for the action."""
        return {row.pk: self._outcome(row) for row in self.rows}

    def condition_rows(self):
        """(condition, result field, wording field, note field) for the template, in the order of the agencies."""
        return [(row, self[f"result-{row.pk}"], self[f"wording-{row.pk}"], self[f"note-{row.pk}"]) for row in self.rows]


class SendBackForm(forms.Form):
    """To which earlier desk a draft goes back, and why. `desks` are those that the file has (earlier_desks)."""

    use_required_attribute = False
    to = forms.ChoiceField(label=_("Dikembalikan kepada"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Apa yang perlu diperbaiki?"), max_length=2000, rows=4,
        help_text=_("Penerimanya membacanya di atas konsep atau permintaannya."),
    )  # fmt: skip

    def __init__(self, data=None, *, desks):
        super().__init__(data, initial={"to": desks[0].key if desks else ""})
        self.fields["to"].choices = [(each.key, each.label) for each in desks]


class RefusalForm(forms.Form):
    """The head refuses what was drafted as a permit."""

    reasons = LinesField(
        label=_("Alasan penolakan (satu per baris)"),
        max_length=8000,
        rows=4,
        help_text=_("Pemohon membacanya dalam surat penolakan."),
    )
    legal_basis = TextField(
        label=_("Dasar hukum penolakan"), max_length=2000, rows=2,
        help_text=_("Sebut pasalnya, misalnya: Pasal 7 Perda Nomor 5 Tahun 2023."),
    )  # fmt: skip
