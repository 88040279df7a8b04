"""What a reporter fills in, on the public page or at the counter, and what they say later in the thread."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.forms import IdentifierField
from agencies.models import Agency
from applications.forms.assisting import ask_sometimes
from applications.forms.fields import ATTACHMENT_FORMATS, MOST_AT_ONCE, TextField, UploadField
from applications.forms.permits import DayField
from complaints.forms.places import add_place_fields
from complaints.models import Complaint, ComplaintCategory
from ptsp_portal.lib import identifiers
from ptsp_portal.lib.moment import now

Channel, Identity = Complaint.Channel, Complaint.Identity
LONGEST = 6000
IDENTITIES = [
    (Identity.OPEN, _("Terbuka – nama saya boleh diketahui yang menangani. Paling cepat ditanyakan kembali.")),
    (Identity.CONFIDENTIAL, _("Rahasia – nama saya hanya diketahui petugas pengaduan, tidak oleh yang diadukan.")),
    (Identity.ANONYMOUS, _("Tanpa nama – nama saya tidak disimpan sama sekali.")),
]
COUNTER_IDENTITIES = [
    (Identity.OPEN, _("Terbuka – namanya boleh diketahui yang menangani")),
    (Identity.CONFIDENTIAL, _("Rahasia – namanya hanya diketahui petugas pengaduan")),
    (Identity.ANONYMOUS, _("Tanpa nama – tidak disimpan sama sekali")),
]
RATINGS = [
    (4, _("4 – Sangat baik")),
    (3, _("3 – Baik")),
    (2, _("2 – Kurang baik")),
    (1, _("1 – Tidak baik")),
]  # fmt: skip


def files_field():
    return UploadField(
        label=_("Foto atau dokumen"), required=False, allowed=ATTACHMENT_FORMATS, most=MOST_AT_ONCE,
        help_text=_("JPG, PNG, atau PDF; paling banyak lima. Tempat dan jenis kamera dihapus dari foto."),
    )  # fmt: skip


class _Said(forms.Form):
    """What happened, where and when, how secret, and how to reach the reporter."""

    use_required_attribute = False
    category = forms.ModelChoiceField(
        ComplaintCategory.objects.none(), label=_("Tentang apa?"), empty_label=_("Pilih yang paling mendekati"),
        help_text=_("Pungutan liar dan penyalahgunaan wewenang langsung ke inspektorat; kantor yang diadukan tidak melihatnya."),
        error_messages={"required": _("Pilih yang paling mendekati; petugas dapat memperbaikinya.")},
    )  # fmt: skip
    text = TextField(
        label=_("Apa yang terjadi?"), max_length=LONGEST, rows=6,
        help_text=_("Dengan kata-kata Anda sendiri: siapa, apa, kapan. Jangan tulis NIK atau kata sandi."),
        error_messages={"required": _("Tulis apa yang terjadi, satu atau dua kalimat pun cukup.")},
    )  # fmt: skip
    office = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Kantor perizinan mana?"), empty_label=_("Pilih kantor"),
        help_text=_("Tidak yakin? Pilih kantor di kota atau kabupaten tempat kejadian."),
        error_messages={"required": _("Pilih kantornya, supaya pengaduan sampai ke petugas yang tepat.")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("Nomor registrasi atau nomor izin"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-mid"}), help_text=_("Kalau Anda tahu."),
    )  # fmt: skip
    place_words = forms.CharField(
        label=_("Di mana?"), required=False, max_length=200, help_text=_("Nama kantor, jalan, atau patokan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    happened_on = DayField(label=_("Kapan?"), required=False)
    files = files_field()
    identity = forms.ChoiceField(
        label=_("Nama Anda"), choices=IDENTITIES, widget=forms.RadioSelect, initial=Identity.OPEN
    )
    name = forms.CharField(
        label=_("Nama lengkap"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "w-mid"}),
        help_text=_("Kosongkan bila tanpa nama."),
    )  # fmt: skip
    phone = IdentifierField(
        identifiers.clean_phone, label=_("Nomor HP"), required=False, autocomplete="tel", inputmode="tel"
    )
    email = forms.EmailField(
        label=_("Surel"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "w-mid"})
    )

    def __init__(self, *args, application=None, permit=None, **kwargs):
        self.application, self.permit = application, permit
        super().__init__(*args, **kwargs)
        categories = self.fields["category"]
        categories.queryset = ComplaintCategory.objects.filter(is_active=True)
        categories.label_from_instance = _explained
        if application or permit:
            for name in ("office", "number"):
                del self.fields[name]
        else:
            offices = Agency.objects.filter(kind=Agency.Kind.PTSP, is_active=True).order_by("region_id")
            self.fields["office"].queryset = offices

    @property
    def place(self):
        """The office that it is about, before the register decides whose desk keeps it."""
        bound = self.application or self.permit
        return bound.office if bound else self.cleaned_data["office"]

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day and day > now().astimezone(ZoneInfo("Asia/Jayapura")).date():
            raise forms.ValidationError(_("Tanggal itu belum tiba."))
        return day

    def reporter(self) -> dict:
        """Who reports and where to reach them; nothing of a name when it is anonymous."""
        given = {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "email")}
        return given | {"name": ""} if self.cleaned_data["identity"] == Identity.ANONYMOUS else given


class ReportForm(_Said):
    """The public page. With an account, name and addresses are the account's own."""

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        bound = self.application or self.permit
        add_place_fields(self, [bound.office] if bound else self.fields["office"].queryset)
        if user:
            del self.fields["name"]
        else:
            ask_sometimes(self, "name")

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("identity") in (Identity.OPEN, Identity.CONFIDENTIAL)
        if named and not self.user and not (cleaned.get("name") or "").strip() and "name" not in self.errors:
            self.add_error("name", _("Tulis nama Anda, atau pilih “Tanpa nama”."))
        return cleaned


class CounterReportForm(_Said):
    """The same for whoever comes, calls or writes; `received_on` is the day that the letter bears as received."""

    channel = forms.ChoiceField(
        label=_("Cara pengaduan ini sampai"), widget=forms.RadioSelect,
        choices=[(value, capfirst(words)) for value, words in Channel.choices if value != Channel.WEB],
    )  # fmt: skip
    lapor_number = forms.CharField(
        label=_("Nomor LAPOR!"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-mid"}),
        help_text=_("Hanya bila datang dari SP4N-LAPOR!"),
    )  # fmt: skip
    received_on = DayField(
        label=_("Diterima pada"), required=False,
        help_text=_("Untuk surat atau pesan yang sampai sebelum hari ini; hari kerja dihitung dari tanggal itu."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Alamat pelapor"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    first = ["channel", "lapor_number", "received_on", "category", "text", "office", "number", "regency", "region"]

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        add_place_fields(self, offices)
        self.order_fields(self.first)
        self.fields["identity"].choices = COUNTER_IDENTITIES
        self.fields["identity"].label = _("Nama pelapor")
        self.fields["text"].help_text = _("Dengan kata-kata pelapor: siapa, apa, kapan.")
        self.fields["office"].queryset = Agency.objects.filter(pk__in=[office.pk for office in offices])
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("channel") == Channel.LAPOR and not cleaned.get("lapor_number"):
            self.add_error("lapor_number", _("Tulis nomor pelacakan LAPOR!."))
        if cleaned.get("received_on") and cleaned["received_on"] > now().astimezone(ZoneInfo("Asia/Jayapura")).date():
            self.add_error("received_on", _("Tanggal itu belum tiba."))
        return cleaned

    def received_at(self):
        """Noon of that day in the office's zone; None for now."""
        day, zone = self.cleaned_data.get("received_on"), ZoneInfo(self.place.region.zone)
        if not day or day == now().astimezone(zone).date():
            return None
        return datetime.combine(day, time(12), zone)

    def reporter(self) -> dict:
        found = super().reporter()
        is_anonymous = self.cleaned_data["identity"] == Identity.ANONYMOUS
        return found | {"address": "" if is_anonymous else self.cleaned_data.get("address", "")}


class FollowForm(forms.Form):
    """The two things on the receipt."""

    use_required_attribute = False
    number = forms.CharField(
        label=_("Nomor pengaduan"), max_length=60, help_text=_("Tertulis besar pada tanda terima."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Isi nomor yang tertulis di tanda terima.")},
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Kode rahasia"), max_length=40, help_text=_("Delapan huruf dan angka pada tanda terima."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "w-mid"}
        ),
        error_messages={"required": _("Isi kode yang tertulis di tanda terima.")},
    )  # fmt: skip


class ReplyForm(forms.Form):
    use_required_attribute = False
    text = TextField(label=_("Pesan Anda"), max_length=LONGEST, rows=4)
    files = files_field()


class RatingForm(forms.Form):
    """Content with the answer: 4 is best, as in the satisfaction survey."""

    use_required_attribute = False
    rating = forms.TypedChoiceField(
        label=_("Bagaimana pengaduan Anda ditangani?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu penilaian.")},
    )  # fmt: skip


class ReopenForm(forms.Form):
    use_required_attribute = False
    text = TextField(
        label=_("Apa yang belum beres?"), max_length=LONGEST, rows=4,
        error_messages={"required": _("Tulis apa yang belum beres; petugas mulai dari situ.")},
    )  # fmt: skip


def _explained(category) -> str:
    """The name, and in a sentence what belongs there."""
    in_english = not (get_language() or "id").startswith("id")
    name = category.name_en if in_english and category.name_en else category.name
    return f"{name} – {category.help_text}" if category.help_text and not in_english else name
