"""What is filled in at the complaint desk and at a unit. Rules that hold however input arrives stand in the actions."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Region
from applications.forms.assisting import ask_sometimes
from applications.forms.fields import ATTACHMENT_FORMATS, MOST_AT_ONCE, TextField, UploadField
from applications.forms.permits import DayField
from applications.models import Phrase
from complaints.forms.places import city_or_province, places_within
from complaints.models import ComplaintCategory, Duty, Finding
from complaints.routing import routable_agencies, target_of

LONGEST = 6000


class ComplaintForm(forms.Form):
    """Every form here is about one complaint and is filled in by one user."""

    use_required_attribute = False

    def __init__(self, data=None, files=None, *, complaint, user):
        super().__init__(data, files)
        self.complaint, self.user = complaint, user
        self.prepare()

    def prepare(self):
        pass


class AgencyChoice(forms.ModelChoiceField):
    def __init__(self, **how):
        super().__init__(**{"empty_label": _("Belum dipilih")} | how)

    def label_from_instance(self, agency):
        return f"{agency.name} ({agency.region.full_name})"


class VerifyForm(ComplaintForm):
    title = forms.CharField(label=_("Pokok pengaduan dalam satu kalimat"), max_length=160)
    category = forms.ModelChoiceField(label=_("Kategori"), queryset=ComplaintCategory.objects.none())
    duty = forms.ChoiceField(label=_("Batas waktu"), required=False)
    place = forms.ChoiceField(
        label=_("Tempat kejadian"), required=False, help_text=_("Disposisi menurut kategori memakai tempat ini.")
    )
    about_agency = AgencyChoice(
        label=_("Instansi yang diadukan"), required=False, queryset=Agency.objects.none(),
        help_text=_("Kosongkan bila belum diketahui."),
    )  # fmt: skip
    about_account = forms.EmailField(
        label=_("Surel akun petugas yang diadukan"), required=False,
        help_text=_("Bila pengaduan menyebut petugas tertentu: ia tidak akan melihat dan tidak menangani pengaduan ini."),
    )  # fmt: skip

    def prepare(self):
        self.fields["category"].queryset = ComplaintCategory.objects.filter(is_active=True)
        by_category = [("", _("Menurut kategori"))]
        self.fields["duty"].choices = by_category + [each for each in Duty.choices if each[0] != Duty.FORWARD]
        here = self.complaint.place or self.complaint.office.region
        city = Region.objects.get(code=city_or_province(here.code))
        self.fields["place"].choices = [("", _("Tidak tahu")), (city.code, city.full_name), *places_within(city.code)]
        places = [
            *self.complaint.office.region.lineage,
            *(self.complaint.place.lineage if self.complaint.place else []),
        ]
        agencies = Agency.objects.filter(is_active=True, region__in=places).select_related("region").order_by("name")
        self.fields["about_agency"].queryset = agencies
        self.initial = {
            "title": self.complaint.title,
            "category": self.complaint.category_id,
            "place": self.complaint.place_id,
            "about_agency": self.complaint.about_agency_id,
        }

    def clean(self):
        cleaned = super().clean()
        address = cleaned.pop("about_account", "")
        cleaned["about_user"] = None
        if address:
            cleaned["about_user"] = get_user_model().objects.filter(email__iexact=address).first()
            if cleaned["about_user"] is None:
                self.add_error("about_account", _("Tidak ada akun dengan surel itu."))
        cleaned["place"] = Region.objects.filter(code=cleaned.get("place") or None).first()
        cleaned["duty"] = cleaned.get("duty") or None
        return cleaned


class RouteForm(ComplaintForm):
    agency = AgencyChoice(label=_("Kepada"), required=False, queryset=Agency.objects.none())
    reason = TextField(
        label=_("Alasan"), sometimes=True, required=False, max_length=300, rows=2,
        help_text=_("Wajib bila Anda memilih instansinya sendiri; unit yang menerima membacanya."),
    )  # fmt: skip

    def prepare(self):
        target = target_of(self.complaint)
        words = _("Menurut aturan: %(name)s") % {"name": target.agency.name} if target else _("Pilih instansi")
        self.fields["agency"].queryset = routable_agencies(self.complaint)
        self.fields["agency"].empty_label = words
        if self.complaint.is_handed_back:
            unit = self.complaint.routes.select_related("agency").last().agency
            self.fields["agency"].help_text = _("%(name)s menyatakan ini bukan wewenangnya.") % {"name": unit.name}
            if target and target.agency == unit:
                self.fields["agency"].empty_label = _("Pilih instansi")
                ask_sometimes(self, "agency", "reason")  # the action says when one is missing


class WordsForm(ComplaintForm):
    """One text, named by its subclass."""

    text = TextField(label=_("Isi"), max_length=LONGEST, rows=5)


class WithPhrases(WordsForm):
    """With sentences of the agency's library, which become lines of the text."""

    phrases = forms.MultipleChoiceField(
        label=_("Tambahkan kalimat dari pustaka"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self):
        ours = Phrase.objects.of_agency(self.complaint.holder_agency or self.complaint.office)
        choices = [(each.text, each.text) for each in ours.filter(use=Phrase.Use.COMPLAINT)]
        self.fields["phrases"].choices = choices
        if choices:  # a sentence of the library will do, so nobody reads "may be left empty" beside it
            ask_sometimes(self, "text")
        if not choices:
            del self.fields["phrases"]

    def clean(self):
        cleaned = super().clean()
        lines = [cleaned.get("text", ""), *cleaned.pop("phrases", [])]
        cleaned["text"] = "\n".join(line for line in lines if line)
        if not cleaned["text"] and not self.errors:
            self.add_error("text", _("Tulis isinya, atau pilih kalimat dari pustaka."))
        return cleaned


class AskForm(WithPhrases):
    text = TextField(
        label=_("Apa yang perlu dilengkapi?"), max_length=LONGEST, rows=4,
        help_text=_("Pelapor membacanya tanpa nama Anda. Hari berhenti dihitung sampai dijawab."),
    )  # fmt: skip


class MessageForm(WithPhrases):
    text = TextField(
        label=_("Pesan kepada pelapor"), max_length=LONGEST, rows=4,
        help_text=_("Pelapor membacanya tanpa nama Anda. Hari tetap dihitung."),
    )  # fmt: skip


class NoteForm(WordsForm):
    text = TextField(
        label=_("Catatan internal"), max_length=LONGEST, rows=4, help_text=_("Tidak pernah tampak bagi pelapor.")
    )


class AnswerForm(WithPhrases):
    text = TextField(
        label=_("Jawaban resmi"), max_length=LONGEST, rows=8,
        help_text=_("Jangan tulis nama pelapor atau petugas; jawaban dapat diterbitkan setelah disunting."),
    )  # fmt: skip
    uploads = UploadField(
        label=_("Berkas pendukung"), required=False, allowed=ATTACHMENT_FORMATS, most=MOST_AT_ONCE,
        help_text=_("PDF, JPG, atau PNG; paling banyak lima berkas."),
    )  # fmt: skip


class PassOnForm(ComplaintForm):
    passed_to = forms.CharField(
        label=_("Instansi yang berwenang"),
        max_length=200,
        help_text=_("Pelapor membacanya, jadi tulis namanya lengkap."),
    )


class MergeForm(ComplaintForm):
    into_number = forms.CharField(
        label=_("Nomor pengaduan yang diteruskan"), max_length=40, help_text=_("Misalnya ADU-BATAM-2026-000012-3.")
    )


class SplitForm(ComplaintForm):
    text = TextField(label=_("Bagian yang menjadi pengaduan tersendiri"), max_length=LONGEST, rows=5)
    category = forms.ModelChoiceField(label=_("Kategori"), queryset=ComplaintCategory.objects.none())

    def prepare(self):
        self.fields["category"].queryset = ComplaintCategory.objects.filter(is_active=True)


class FindingForm(ComplaintForm):
    is_justified = forms.TypedChoiceField(
        label=_("Hasil"), coerce=lambda value: value == "ya", widget=forms.RadioSelect,
        choices=[("ya", _("Terbukti")), ("tidak", _("Tidak terbukti"))],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Jenis maladministrasi"), required=False, help_text=_("Hanya bila terbukti."),
        choices=[("", "–"), *Finding.Kind.choices],
    )  # fmt: skip
    words = TextField(label=_("Apa yang ditemukan"), max_length=LONGEST, rows=4)
    agency = AgencyChoice(
        label=_("Instansi yang memperbaiki"), required=False, queryset=Agency.objects.none(),
        help_text=_("Kosongkan: unit yang terakhir menangani."),
    )  # fmt: skip
    remedy = TextField(
        label=_("Perbaikan"), required=False, sometimes=True, max_length=LONGEST, rows=3,
        help_text=_("Apa yang harus diperbaiki; kosongkan bila tidak ada."),
    )  # fmt: skip
    due_on = DayField(label=_("Selesai paling lambat"), required=False, help_text=_("Wajib bila ada perbaikan."))

    def prepare(self):
        self.fields["agency"].queryset = routable_agencies(self.complaint)


class RemedyForm(ComplaintForm):
    words = TextField(label=_("Apa yang sudah dilakukan"), max_length=LONGEST, rows=4)


class IdentityForm(ComplaintForm):
    reason = TextField(
        label=_("Mengapa identitas pelapor perlu dibuka?"), max_length=500, rows=2,
        help_text=_("Alasan, waktu, dan nama Anda dicatat."),
    )  # fmt: skip


class HandBackForm(ComplaintForm):
    reason = TextField(
        label=_("Mengapa ini bukan wewenang unit Anda?"), max_length=500, rows=3,
        help_text=_("Meja pengaduan membacanya; pelapor tidak. Hari tetap dihitung."),
    )  # fmt: skip
    whose = AgencyChoice(
        label=_("Yang menurut Anda berwenang"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=_("Tidak tahu"),
    )

    def prepare(self):
        self.fields["whose"].queryset = routable_agencies(self.complaint)


class NewCodeForm(ComplaintForm):
    reason = TextField(
        label=_("Bagaimana Anda mengenali pelapor?"), max_length=500, rows=2,
        help_text=_("Misalnya: KTP asli cocok dengan nama pelapor. Tanpa NIK. Alasan, waktu, dan nama Anda dicatat."),
    )  # fmt: skip


class NoForm(ComplaintForm):
    """Nothing to fill in: the act asks once."""
