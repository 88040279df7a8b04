"""A standard's file, chosen or pasted."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.schema.yaml_text import MAX_BYTES, TextFault, decoded


class StandardFileForm(forms.Form):
    """`content` is the text, or the bytes as they came when they are no text; `shown` what the page can show again."""

    file = forms.FileField(
        label=gettext_lazy("Berkas standar (YAML)"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=gettext_lazy("Berkas teks yang diunduh dari portal ini: satu layanan, paling besar 1 MB."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Atau tempel isinya di sini"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "file-text"}),
    )  # fmt: skip

    def clean(self):
        upload = self.cleaned_data.get("file")
        self.content = upload.read(MAX_BYTES + 1) if upload else self.cleaned_data.get("text", "")
        try:
            self.shown = decoded(self.content)
        except TextFault:
            self.shown = ""
        if not self.content and not self.errors:
            self.add_error("file", _("Pilih berkasnya, atau tempel isinya di bawah."))
        return self.cleaned_data
