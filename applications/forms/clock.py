"""What the head writes when acting on the clock."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import TextField


class RestartForm(forms.Form):
    """Why the days are counted from the beginning."""

    use_required_attribute = False
    reason = TextField(
        label=_("Mengapa hari layanan dihitung ulang?"), max_length=2000, rows=4,
        help_text=_("Misalnya: rencana lokasi diganti seluruhnya. Pemohon membacanya di halaman berkasnya."),
    )  # fmt: skip


class DeemForm(forms.Form):
    """Why silence is counted as consent."""

    use_required_attribute = False
    reason = TextField(
        label=_("Alasan"), max_length=2000, rows=4,
        help_text=_("Masuk ke berkas bukti, yang juga dibaca pemohon."),
    )  # fmt: skip
