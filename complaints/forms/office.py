"""What the complaint desk fills in on the pages of its own acts: the public words, and a file of LAPOR!."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.fields import TextField


class PublishForm(forms.Form):
    use_required_attribute = False
    question = TextField(
        label=_("Pengaduannya, tanpa nama dan nomor"), max_length=2000, rows=4,
        help_text=_("Ringkas dengan kata-kata Anda; yang membaca tidak boleh tahu siapa yang mengadu atau diadukan."),
    )  # fmt: skip
    answer = TextField(label=_("Jawaban kantor, tanpa nama dan nomor"), max_length=2000, rows=4)


class LaporFileForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label=_("Berkas CSV dari LAPOR!"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("Paling banyak 300 baris. Belum ada yang tersimpan sebelum Anda memeriksa hasilnya."),
    )  # fmt: skip
