"""What the pages of investment figures ask for."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards.models import InvestmentFile
from ptsp_portal.lib.tables import ACCEPT, MOST_BYTES, read_table
from ptsp_portal.lib.upload_kinds import UploadRefused
from ptsp_portal.lib.uploads import safe_name


class InvestmentFileForm(forms.Form):
    """A table, read in a process of its own while the form is checked; `cells`, `sha256` and `name` come out."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("Isi berkas"), choices=InvestmentFile.Kind.choices, widget=forms.RadioSelect,
        initial=InvestmentFile.Kind.REALISATION,
    )  # fmt: skip
    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"), widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("Paling besar 2 MB dan 5.000 baris. Belum ada yang tersimpan sebelum Anda memeriksa hasilnya."),
    )  # fmt: skip

    def clean_file(self):
        given = self.cleaned_data["file"]
        data = given.read(MOST_BYTES + 1)
        try:
            cells = read_table(data)
        except UploadRefused as problem:
            raise forms.ValidationError(str(problem)) from problem
        return {"cells": cells, "sha256": hashlib.sha256(data).hexdigest(), "name": safe_name(given.name)}


class ReturnForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Apa yang perlu diperbaiki"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca oleh admin yang memasukkan angka ini."),
    )  # fmt: skip
