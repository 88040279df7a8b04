"""What is filled in about a levy and a hand-over: what the answers leave open, the treasurer's proof, who collects."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications import levy
from applications.forms.fields import TextField, UploadField
from applications.models import HandOver
from applications.schema.kinds.numbers import read_number

PROOF = {"pdf", "jpg", "png"}
PROOF_ACCEPT = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


def day_field(**how) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-short"}),
        input_formats=DAY_FORMATS,
        **how,
    )


class LaterText(forms.CharField):
    """Needed in one of the two ways only: the form's `clean` says which, and the label never says that it may stay empty."""

    def validate(self, value):
        """Nothing of its own."""


class LaterChoice(forms.ChoiceField):
    """As LaterText, of one of several."""

    def validate(self, value):
        if value:
            super().validate(value)


class AssessForm(forms.Form):
    """The tariff line and the quantity, each only where the applicant's answers don't say it."""

    use_required_attribute = False
    row = forms.ChoiceField(label=_("Baris tarif"))
    quantity = forms.CharField(
        label=_("Banyaknya"),
        max_length=20,
        initial="1",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-short"}),
    )

    def __init__(self, data=None, *, standard, answers):
        super().__init__(data)
        if levy.row_of(standard, answers):
            del self.fields["row"]
        else:
            rows = levy.rows_of(standard.levy)
            self.fields["row"].choices = [("", "—"), *((each["code"], each["label"]) for each in rows)]
        if levy.quantity_of(standard, answers) is not None:
            del self.fields["quantity"]

    def clean_quantity(self) -> Decimal:
        number = read_number(self.cleaned_data["quantity"])
        if number <= 0:
            raise ValidationError(_("Isi angka di atas 0."))
        return number


class CancelBillForm(forms.Form):
    """Why a bill is taken back."""

    use_required_attribute = False
    reason = TextField(
        label=_("Mengapa SKRD ini dibatalkan?"), max_length=300, rows=3, help_text=_("Pemohon membacanya.")
    )


class PaymentForm(forms.Form):
    """The treasurer's proof of one payment."""

    use_required_attribute = False
    reference = forms.CharField(
        label=_("Nomor SSRD/TBP"),
        max_length=64,
        help_text=_("Seperti tercetak pada bukti bayar atau tanda bukti penerimaan."),
    )
    paid_on = day_field(label=_("Tanggal bayar"))
    proof = UploadField(
        label=_("Foto atau pindaian bukti"), allowed=PROOF, help_text=_("PDF, JPG, atau PNG. Disimpan bersama SKRD.")
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].widget.attrs["accept"] = PROOF_ACCEPT
        self.fields["paid_on"].widget.attrs["max"] = today.isoformat()


class SettleForm(forms.Form):
    """What became of money that no bill took."""

    use_required_attribute = False
    note = forms.CharField(label=_("Diselesaikan dengan"), max_length=500)


class HandOverForm(forms.Form):
    """Who collects at the counter, or with which courier it goes. `again`: it was handed over before."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label=_("Bagaimana izin diserahkan?"),
        choices=[(HandOver.Way.COUNTER, _("Diambil di loket")), (HandOver.Way.POST, _("Dikirim lewat pos atau kurir"))],
        widget=forms.RadioSelect,
        initial=HandOver.Way.COUNTER,
    )
    recipient_name = LaterText(label=_("Nama penerima"), max_length=160)
    relation = LaterChoice(label=_("Penerima adalah"), choices=HandOver.Relation.choices, widget=forms.RadioSelect)
    identity = LaterChoice(
        label=_("Identitas yang ditunjukkan"), choices=[("", "—"), *HandOver.Identity.choices],
        help_text=_("Cocokkan nama dan fotonya. Nomornya tidak dicatat di sini. Kuasa juga menunjukkan surat kuasanya."),
    )  # fmt: skip
    courier = LaterText(label=_("Kurir"), max_length=60)
    tracking_number = LaterText(label=_("Nomor resi"), max_length=60)
    reason = forms.CharField(
        label=_("Alasan penyerahan ulang"), max_length=300,
        help_text=_("Izin ini sudah pernah diserahkan. Tulis mengapa diserahkan sekali lagi."),
    )  # fmt: skip

    def __init__(self, data=None, *, again, holder=""):
        super().__init__(data, initial={"recipient_name": holder, "relation": HandOver.Relation.HOLDER})
        if not again:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean()
        needed = ("recipient_name", "relation", "identity")
        if cleaned.get("way") == HandOver.Way.POST:
            needed = ("courier", "tracking_number")
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, forms.Field.default_error_messages["required"])
        return cleaned


class ScanForm(forms.Form):
    """The receipt that the recipient signed."""

    use_required_attribute = False
    scan = UploadField(label=_("Tanda terima yang ditandatangani"), allowed=PROOF)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].widget.attrs["accept"] = PROOF_ACCEPT
