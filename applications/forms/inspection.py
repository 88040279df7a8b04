"""What is filled in around a field visit: its day, the applicant's wish, the checklist on the spot, photographs, signatures."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import checklist as lists
from applications.forms.fields import MOST_AT_ONCE, TextField, UploadField
from applications.models import Inspection
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.photo_facts import photo_facts

PICTURES = {"jpg", "png"}
ACCEPT = {"accept": "image/jpeg,image/png", "capture": "environment"}
SIX_PLACES = Decimal("0.000001")


class MomentField(forms.Field):
    """Day and hour on the office's wall: the browser's own picker, `zone` says whose wall."""

    widget = forms.DateTimeInput
    default_error_messages = {"invalid": _("Tulis hari dan jamnya, misalnya 24-08-2026 09.30.")}
    TYPED = ("%d-%m-%Y %H.%M", "%d-%m-%Y %H:%M", "%d/%m/%Y %H.%M", "%d/%m/%Y %H:%M")

    def __init__(self, *, zone="Asia/Jakarta", **kwargs):
        self.zone = zone
        super().__init__(widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "w-mid"}), **kwargs)

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return None
        return self._read(text).replace(tzinfo=ZoneInfo(self.zone))

    def prepare_value(self, value):
        return (
            value.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value
        )

    def _read(self, text) -> datetime:
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            pass
        for pattern in self.TYPED:  # a browser without a picker
            try:
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - local time; the zone follows in to_python
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class DegreesField(forms.CharField):
    """Decimal degrees as a map shows them, comma or point."""

    def __init__(self, *, most, **kwargs):
        self.most = most
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-short"}), **kwargs)

    def clean(self, value):
        text = super().clean(value).replace(",", ".")
        if not text:
            return None
        try:
            degrees = Decimal(text).quantize(SIX_PLACES)
            if abs(degrees) <= self.most:
                return degrees
        except InvalidOperation:
            pass
        raise forms.ValidationError(_("Tulis derajat desimal, misalnya 1,045626 atau -6,914864."))


class VisitForm(forms.Form):
    """Day, place and team of a visit. `posts` are who may be sent (actions.inspection.possible_team)."""

    use_required_attribute = False
    starts_at = MomentField(label=_("Hari dan jam"))
    place = forms.CharField(label=_("Tempat"), max_length=300)
    purpose = TextField(
        label=_("Yang akan diperiksa"), required=False, max_length=2000, rows=3,
        help_text=_("Pemohon membacanya, supaya ia dapat bersiap."),
    )  # fmt: skip
    lead = forms.ChoiceField(label=_("Ketua tim"))
    team = forms.MultipleChoiceField(
        label=_("Anggota tim lainnya"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, posts, zone, initial=None):
        super().__init__(data, initial=initial)
        self.people = {str(post.user.uuid): post.user for post in posts}
        choices = [(str(post.user.uuid), f"{post.user.full_name} – {post.agency.name}") for post in posts]
        self.fields["lead"].choices = self.fields["team"].choices = choices
        self.fields["starts_at"].zone = zone

    def clean_starts_at(self):
        starts_at = self.cleaned_data["starts_at"]
        if starts_at and starts_at <= now():
            raise forms.ValidationError(_("Waktu peninjauan harus di masa depan."))
        return starts_at

    def chosen_team(self) -> list:
        """The lead first, nobody twice."""
        chosen = dict.fromkeys([self.cleaned_data["lead"], *self.cleaned_data["team"]])
        return [self.people[uuid] for uuid in chosen]


class WishForm(forms.Form):
    """Another time, in the applicant's words and, when known, as a day."""

    use_required_attribute = False
    note = TextField(
        label=_("Kapan Anda bisa?"), max_length=500, rows=3,
        help_text=_("Misalnya: Kamis atau Jumat pagi. Hari Rabu saya di luar kota."),
    )  # fmt: skip
    wished_at = MomentField(label=_("Atau pilih hari dan jam"), required=False)

    def __init__(self, data=None, *, zone):
        super().__init__(data)
        self.fields["wished_at"].zone = zone

    def clean_wished_at(self):
        wished_at = self.cleaned_data["wished_at"]
        if wished_at and wished_at <= now():
            raise forms.ValidationError(_("Pilih waktu yang belum lewat."))
        return wished_at


class CancelVisitForm(forms.Form):
    """Why a visit does not take place."""

    use_required_attribute = False
    reason = TextField(
        label=_("Mengapa peninjauan ini tidak jadi?"), max_length=2000, rows=3,
        help_text=_("Pemohon dan tim membacanya."),
    )  # fmt: skip


class LaterChoiceField(forms.ChoiceField):
    """Empty in a draft, needed in the end: the act that needs it says so, and the field never says that it may stay empty."""

    def validate(self, value):
        if value:
            super().validate(value)


class ChecklistForm(forms.Form):
    """The minutes while they are written: a result and a note for each item, findings, conclusion.

    A stale form (`version`) is drawn again with everything that was typed and, at each item that differs, what a colleague
    saved meanwhile; sent once more it is saved.
    """

    use_required_attribute = False
    findings = TextField(
        label=_("Hasil peninjauan dengan kata-kata"), sometimes=True, max_length=4000, rows=5,
        help_text=_("Apa yang Anda lihat, ukur, dan dengar. Dicetak dalam BAP dan dibaca pemohon. Wajib sebelum BAP disusun."),
    )  # fmt: skip
    result = LaterChoiceField(
        label=_("Kesimpulan"), choices=Inspection.Result.choices, widget=forms.RadioSelect,
        help_text=_("Wajib sebelum BAP disusun."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, inspection):
        self.inspection, self.items = inspection, lists.items_of(inspection)
        self.is_stale = data is not None and data.get("version") != str(inspection.version)
        if self.is_stale:
            data = data.copy()
            data["version"] = inspection.version
        start = {"version": inspection.version, "findings": inspection.findings, "result": inspection.result}
        super().__init__(data, initial=start)
        for item in self.items:
            self.fields[f"result-{item.code}"] = forms.ChoiceField(
                label=item.label, choices=lists.RESULTS, required=False, initial=item.result,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )  # fmt: skip
            self.fields[f"note-{item.code}"] = forms.CharField(
                label=_("Catatan"), required=False, max_length=lists.LONGEST_NOTE, initial=item.note,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if self.is_stale:
            self.add_error(
                None,
                _(
                    "Rekan Anda menyimpan catatan ini sejak halaman Anda dibuka. Isian Anda masih ada di bawah dan belum "
                    "disimpan; yang berbeda ditandai. Periksa, lalu simpan lagi."
                ),
            )
        return cleaned

    @property
    def answers(self) -> dict:
        return {
            item.code: {
                "result": self.cleaned_data.get(f"result-{item.code}", ""),
                "note": self.cleaned_data.get(f"note-{item.code}", ""),
            }
            for item in self.items
        }

    @property
    def rows(self) -> list:
        """(item as stored, result field, note field, whether a colleague's answer differs)."""
        found = []
        for item in self.items:
            result, note = self[f"result-{item.code}"], self[f"note-{item.code}"]
            typed = ((result.value() or ""), (note.value() or "").strip())
            found.append((item, result, note, self.is_stale and typed != (item.result, item.note)))
        return found

    @property
    def other_findings(self) -> str:
        """A colleague's findings, when these here are others."""
        stored = self.inspection.findings
        return stored if self.is_stale and stored and (self["findings"].value() or "").strip() != stored else ""


class PictureField(UploadField):
    """Photographs; cleans to a list of ((inspected, content, name), facts): time and place are read before they are stripped."""

    def __init__(self, *, zone="Asia/Jakarta", **kwargs):
        self.zone = zone
        super().__init__(allowed=PICTURES, **kwargs)
        self.widget.attrs.update(ACCEPT)

    def _checked(self, upload):
        checked = super()._checked(upload)
        upload.seek(0)
        facts = photo_facts(upload.read(), self.zone)
        upload.seek(0)
        return checked, facts


class PhotoForm(forms.Form):
    """One or several photographs; what the picture says about time and place goes before what is typed here."""

    use_required_attribute = False
    photos = PictureField(
        label=_("Foto"), most=MOST_AT_ONCE, help_text=_("Beberapa foto sekaligus boleh. JPG atau PNG."),
        error_messages={"required": _("Ambil atau pilih sekurang-kurangnya satu foto.")},
    )  # fmt: skip
    caption = forms.CharField(label=_("Keterangan"), required=False, max_length=200)
    taken_at = MomentField(
        label=_("Diambil pada"), required=False, help_text=_("Hanya bila fotonya tidak mencatat waktu. Kosong berarti sekarang."),
    )  # fmt: skip
    latitude = DegreesField(label=_("Lintang"), most=90, required=False)
    longitude = DegreesField(label=_("Bujur"), most=180, required=False)

    def __init__(self, data=None, files=None, *, zone):
        super().__init__(data, files)
        self.fields["photos"].zone = self.fields["taken_at"].zone = zone

    def clean(self):
        cleaned = super().clean()
        if not self.errors and (cleaned["latitude"] is None) != (cleaned["longitude"] is None):
            self.add_error("longitude", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        if (taken_at := cleaned.get("taken_at")) and taken_at > now():
            self.add_error("taken_at", _("Waktu ini belum tiba."))
        return cleaned

    def placed(self) -> list[dict]:
        """{upload, taken_at, latitude, longitude, caption} of each photo: the keywords of a Shot."""
        return [self._placed(upload, facts) for upload, facts in self.cleaned_data["photos"]]

    def _placed(self, upload, facts) -> dict:
        typed = self.cleaned_data
        source = facts if facts.latitude is not None else None
        return {
            "upload": upload,
            "taken_at": facts.taken_at or typed.get("taken_at") or now(),
            "latitude": source.latitude if source else typed.get("latitude"),
            "longitude": source.longitude if source else typed.get("longitude"),
            "caption": typed.get("caption", ""),
        }


class RemarkForm(forms.Form):
    """The applicant's signature: a remark is printed in the minutes."""

    use_required_attribute = False
    remark = TextField(
        label=_("Catatan Anda"), required=False, max_length=2000, rows=3,
        help_text=_("Dicetak dalam BAP, misalnya bila ada yang tidak Anda setujui."),
    )  # fmt: skip


class PaperForm(RemarkForm):
    """The applicant signed on paper: the lead keeps a photo of that page."""

    photo = PictureField(
        label=_("Foto halaman yang ditandatangani"), help_text=_("Tanda tangan dan tanggalnya harus terbaca."),
        error_messages={"required": _("Ambil atau pilih foto halaman yang ditandatangani.")},
    )  # fmt: skip
    field_order = ["photo", "remark"]

    def __init__(self, data=None, files=None, *, zone):
        super().__init__(data, files)
        self.fields["photo"].zone = zone
        self.fields["remark"].label = _("Catatan pemohon")
        self.fields["remark"].help_text = _("Seperti ditulis pemohon pada kertas itu.")
