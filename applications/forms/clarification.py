"""Asking the applicant, consenting to it, and answering item by item."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.actions.applicant_answers import LONGEST as LONGEST_ANSWER
from applications.actions.questions import LONGEST
from applications.forms.fields import MOST_AT_ONCE, TextField, UploadField
from applications.models import On, Phrase
from applications.papers_asked import largest_paper
from applications.topics import topics_of


class AskForm(forms.Form):
    """One thing and what is asked about it: own words, sentences of the phrase library, or both."""

    use_required_attribute = False
    topic = forms.ChoiceField(label=_("Tentang apa?"))
    phrases = forms.MultipleChoiceField(
        label=_("Kalimat yang sering dipakai"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = TextField(label=_("Pertanyaan"), sometimes=True, max_length=LONGEST, rows=3)

    def __init__(self, data=None, *, application, agency):
        super().__init__(data)
        self.topics = {topic.key: topic for topic in topics_of(application)}
        groups = [(On.FIELD, _("Isian")), (On.DOCUMENT, _("Dokumen")), (On.OTHER, _("Lainnya"))]
        self.fields["topic"].choices = [("", _("Pilih…"))] + [
            (str(name), [(topic.key, topic.label) for topic in self.topics.values() if topic.on == on])
            for on, name in groups
        ]
        known = Phrase.objects.filter(Q(agency=agency) | Q(agency=None), use=Phrase.Use.QUESTION, is_active=True)
        self.sentences = {str(phrase.pk): phrase.text for phrase in known}
        if self.sentences:
            self.fields["phrases"].choices = list(self.sentences.items())
        else:
            del self.fields["phrases"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self._texts():
            self.add_error("text", _("Tulis pertanyaannya, supaya pemohon tahu apa yang perlu dijelaskan."))
        return cleaned

    def _texts(self) -> list[str]:
        chosen = [self.sentences[pk] for pk in self.cleaned_data.get("phrases", [])]
        return [text for text in [*chosen, self.cleaned_data.get("text", "").strip()] if text]

    @property
    def asked(self) -> list[dict]:
        topic = self.topics[self.cleaned_data["topic"]]
        return [{"on": topic.on, "code": topic.code, "note": text} for text in self._texts()]


class SendForm(forms.Form):
    """Sends what was read: `seen` are the uuids of the questions on the page. A reason where a superior must consent."""

    use_required_attribute = False
    reason_beyond = TextField(
        label=_("Mengapa pertanyaan ini tetap perlu?"), max_length=1000, rows=3,
        help_text=_("Atasan dan pemohon membacanya."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, data=None, *, needs_reason, questions):
        super().__init__(data, initial={"seen": ",".join(str(each.uuid) for each in questions)})
        if not needs_reason:
            del self.fields["reason_beyond"]

    @property
    def seen_uuids(self) -> list[str]:
        return [part for part in self.cleaned_data["seen"].split(",") if part]


class ConsentForm(forms.Form):
    """`act` is the pressed button: "consent", or "refuse", which needs a note."""

    use_required_attribute = False
    note = TextField(
        label=_("Catatan"), sometimes=True, required=False, max_length=1000, rows=3,
        help_text=_("Wajib bila tidak disetujui. Bila disetujui, pemohon juga membacanya."),
    )  # fmt: skip

    def __init__(self, data=None, *, act="consent"):
        self.act = act
        super().__init__(data)

    def clean(self):
        cleaned = super().clean()
        if self.act == "refuse" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Tulis alasannya, supaya verifikator tahu mengapa jeda ini tidak disetujui."))
        return cleaned


class ItemForm(forms.Form):
    """The applicant's words to one item, and papers where it is about a document. The prefix can't be a field's code."""

    use_required_attribute = False
    text = TextField(label=_("Penjelasan Anda"), required=False, max_length=LONGEST_ANSWER, rows=3)

    def __init__(self, data=None, files=None, *, item, about, paper=None):
        """`paper`: of an item about a document its requirement (`papers_asked`)."""
        super().__init__(data, files, prefix="item", initial={"text": item.answer})
        self.auto_id = f"id_%s-{item.position}"
        # Several of these stand on one page: each says what it is about, to the ear too.
        self.fields["text"].label = _("Penjelasan Anda: %(about)s") % {"about": about}
        self.fields["text"].required = item.on == On.OTHER
        if item.on != On.OTHER:
            self.fields["text"].help_text = _("Boleh dikosongkan bila sudah Anda perbaiki di sini.")
        if item.on == On.DOCUMENT:
            limits = {"kinds": paper["kinds"], "max": paper["max_megabytes"]}
            self.fields["file"] = UploadField(
                label=_("Berkas baru: %(about)s") % {"about": about}, allowed=paper["formats"], most=MOST_AT_ONCE,
                max_bytes=largest_paper(paper), required=False,
                help_text=_("%(kinds)s, paling besar %(max)d MB per berkas.") % limits,
            )  # fmt: skip
            self.order_fields(["file", "text"])
