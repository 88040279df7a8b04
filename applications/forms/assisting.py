"""What the counter types for somebody: who it is and which service, all papers on one page, the consent, and the hand-over."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms import IdentifierField
from agencies.models import Person, Region
from applications.assisted_services import key_of, service_choices, village_choices
from applications.forms.fields import ATTACHMENT_FORMATS, MOST_AT_ONCE, UploadField
from applications.models import Application, Assistance
from applications.papers_asked import largest_paper
from notifications.channels import sms_can_leave
from ptsp_portal.lib import identifiers

SHOWN = 12
DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
SIDES = {"ptsp": "counter", "kecamatan": "village", "kelurahan": "village"}
Channel, Consent, Relation = Application.Channel, Assistance.Consent, Assistance.Relation


def day_field(label, **options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off", "class": "w-date"})
    return forms.DateField(label=label, input_formats=DAYS, widget=widget, **options)


def ask_sometimes(form, *names) -> None:
    """Another answer may make these necessary: no "boleh dikosongkan" beside them; the form's `clean` asks."""
    for name in names:
        field = form.fields[name]
        field.required = True
        field.validate = _unless_empty(field, field.validate)


def _unless_empty(field, check):
    return lambda value: None if value in field.empty_values else check(value)


def short(autocomplete="off") -> forms.TextInput:
    return forms.TextInput(attrs={"class": "w-mid", "autocomplete": autocomplete})


class AtCounterForm(forms.Form):
    """Who stands at the counter, and how they consent."""

    use_required_attribute = False
    identity_shown = forms.ChoiceField(label=_("Identitas yang ditunjukkan"), choices=Assistance.Identity.choices)
    nik = IdentifierField(identifiers.clean_nik, label="NIK", help_text=_("16 angka pada KTP-el atau kartu keluarga."))
    phone = IdentifierField(
        identifiers.clean_phone, label=_("Nomor HP pemohon"), required=False, inputmode="tel",
        help_text=_("Kabar tentang berkasnya dikirim ke sini. Kosongkan bila tidak punya."),
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("Cara pemohon menyetujui"), choices=Consent.choices, widget=forms.RadioSelect,
        help_text=_("Kode dikirim begitu Anda lanjut; formulirnya dapat dicetak di halaman berikutnya."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("Tempat membantu"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, agency, initial=None):
        self.agency = agency
        side = SIDES[agency.kind]
        super().__init__(data, initial={"channel": side, "consent": self._first_consent(), **(initial or {})})
        self.fields["channel"].choices = [(side, Channel(side).label), (Channel.MOBILE, Channel.MOBILE.label)]
        if not sms_can_leave():
            self.fields["consent"].choices = [(Consent.PAPER, Consent.PAPER.label)]

    def _first_consent(self):
        return Consent.CODE if sms_can_leave() else Consent.PAPER

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consent") == Consent.CODE and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Tulis nomor HP pemohon, atau pilih formulir persetujuan."))
        return cleaned


class HelpForm(AtCounterForm):
    """The first of the three pages. What is typed here stands on the identity that was shown."""

    name = forms.CharField(label=_("Nama sesuai identitas"), max_length=120, widget=short())
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=60, widget=short())
    birth_on = day_field(_("Tanggal lahir"))
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Person.Sex.choices, widget=forms.RadioSelect)
    address = forms.CharField(label=_("Alamat"), max_length=200, help_text=_("Jalan, nomor, RT dan RW."))
    region = forms.ChoiceField(label=_("Kelurahan atau desa"), required=False)
    elsewhere = forms.CharField(
        label=_("Kelurahan lain di luar daftar"), required=False, max_length=80, widget=short(),
        help_text=_("Tulis namanya dan nama kotanya, lalu lanjut; hasilnya muncul dalam daftar di atas."),
    )  # fmt: skip
    service = forms.ChoiceField(label=_("Layanan yang diajukan"))
    field_order = [
        "service", "channel", "identity_shown", "nik", "name", "birth_place", "birth_on", "sex", "address", "region",
        "elsewhere", "phone", "consent",
    ]  # fmt: skip
    fields_of_person = ["nik", "name", "birth_place", "birth_on", "sex", "address", "phone"]

    def __init__(self, data=None, *, agency, offers, initial=None):
        self.offers = {key_of(offer): offer for offer in offers}
        here = {"region": agency.region_id} if agency.region.level == Region.Level.KELURAHAN else {}
        super().__init__(data, agency=agency, initial={**here, **(initial or {})})
        self.fields["service"].choices = service_choices(offers)
        ask_sometimes(self, "region")
        self.found = self._villages_elsewhere()
        self.fields["region"].choices = village_choices(agency, self.found)

    def _villages_elsewhere(self) -> list:
        typed = self.data if self.is_bound else self.initial
        text = str(typed.get("elsewhere") or "").replace("\0", "").strip()[:80]
        chosen = str(typed.get("region") or "").replace("\0", "")
        found = list(Region.objects.villages_like(text)[:SHOWN]) if len(text) > 1 else []
        if chosen and not chosen.startswith(self.agency.region_id):
            found += [each for each in Region.objects.villages_like("").filter(code=chosen) if each not in found]
        return found

    def clean(self):
        cleaned = super().clean()
        cleaned["region"] = self._region(cleaned.get("region"))
        if cleaned["region"] is None and "region" not in self.errors:
            self.add_error("region", _("Pilih kelurahan atau desa tempat tinggal pemohon."))
        return cleaned

    def _region(self, code):
        if code:
            return Region.objects.filter(code=code).first()
        return self.found[0] if len(self.found) == 1 else None

    def filing(self) -> dict:
        """The keywords of actions.assisting.start_assisted."""
        cleaned, offer = self.cleaned_data, self.offers[self.cleaned_data["service"]]
        return {
            "agency": self.agency,
            "office": offer.office,
            "permit_type": offer.permit_type,
            "person": {name: cleaned[name] for name in [*self.fields_of_person, "region"]},
            "identity_shown": cleaned["identity_shown"],
            "consent": cleaned["consent"],
            "channel": cleaned["channel"],
        }


class PaperNumberForm(HelpForm):
    """The same for a form filled in by hand on a day without power, with the number and the receipt time of its stub."""

    number = forms.CharField(
        label=_("Nomor register darurat"), max_length=40, widget=short(),
        help_text=_("Seperti pada potongan kertas, misalnya OFF-21.71-000123-4."),
    )  # fmt: skip
    received_on = day_field(_("Diterima tanggal"))
    received_time = forms.TimeField(
        label=_("Diterima pukul"), input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-short"}),
        help_text=_("Waktu setempat, seperti tertulis pada potongan kertas."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["channel"]

    def filing(self) -> dict:
        cleaned = self.cleaned_data
        cleaned["channel"] = Channel.PAPER
        zone = ZoneInfo(self.agency.region.zone)
        received = datetime.combine(cleaned["received_on"], cleaned["received_time"], zone)
        return super().filing() | {"paper": (cleaned["number"], received)}

    def _first_consent(self):
        return Consent.PAPER


class PapersForm(forms.Form):
    """Every requirement of the service at once: its scans or photographs, and whether the original was seen."""

    use_required_attribute = False

    def __init__(self, data=None, files=None, *, application):
        super().__init__(data, files, prefix="dokumen")
        self.requirements = application.requirements
        for each in self.requirements:
            self.fields[f"file-{each['code']}"] = UploadField(
                label=each["name"], allowed=each["formats"], most=MOST_AT_ONCE, required=False,
                max_bytes=largest_paper(each),
            )  # fmt: skip
            self.fields[f"seen-{each['code']}"] = forms.BooleanField(label=_("Asli sudah dilihat"), required=False)

    @property
    def uploads(self) -> list[tuple]:
        """(requirement code, inspected, content, name) of what could be read."""
        return [
            (each["code"], *upload)
            for each in self.requirements
            for upload in self.cleaned_data.get(f"file-{each['code']}") or []
        ]

    @property
    def originals(self) -> list[str]:
        return [each["code"] for each in self.requirements if self.cleaned_data.get(f"seen-{each['code']}")]


class ConsentForm(forms.Form):
    """The code that the applicant reads from the telephone, or the signed form."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Kode dari HP pemohon"), required=False, max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-short"}),
        help_text=_("Enam angka. Mintalah pemohon membacakannya; jangan pegang HP-nya."),
    )  # fmt: skip
    form = UploadField(
        label=_("Pindaian formulir persetujuan"), allowed=ATTACHMENT_FORMATS, required=False,
        help_text=_("PDF atau foto; tanda tangan atau cap jempol harus terlihat."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_sometimes(self, "code", "form")

    def clean_code(self):
        return "".join(character for character in self.cleaned_data["code"] if character.isdigit())


class PassOnForm(forms.Form):
    """For whom the hand-over code is printed."""

    relation = forms.ChoiceField(
        label=_("Siapa yang akan memegang permohonan ini?"), choices=Relation.choices, widget=forms.RadioSelect,
        initial=Relation.SELF,
        help_text=_("Keluarga mengurus untuk pemohon; pemegang izinnya tetap pemohon."),
    )  # fmt: skip


class TakeOverForm(forms.Form):
    """The account holder's side of the hand-over."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Kode serah terima"), max_length=20, widget=short(),
        help_text=_("Tercetak pada lembar dari loket; huruf besar atau kecil sama saja."),
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=_("Siapa Anda?"), widget=forms.RadioSelect,
        choices=[(Relation.SELF, _("Saya pemohonnya")), (Relation.FAMILY, _("Saya membantu keluarga saya"))],
    )  # fmt: skip
    nik = IdentifierField(
        identifiers.clean_nik, label=_("NIK Anda"), required=False,
        help_text=_("Hanya bila Anda pemohonnya: harus sama dengan yang dicatat petugas."),
    )  # fmt: skip
    birth_on = day_field(_("Tanggal lahir Anda"), required=False, help_text=_("Hanya bila Anda pemohonnya."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_sometimes(self, "nik", "birth_on")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("relation") == Relation.SELF:
            for name in ("nik", "birth_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Isi ini, supaya kami yakin Anda pemohonnya."))
        return cleaned
