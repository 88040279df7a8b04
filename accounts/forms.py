"""Sign-up asks for a name as well; it is no identity document, that stands in the profile."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpName(forms.Form):
    """Mixed into the library's sign-up form, which must not be imported here (it imports this one). Saved by the adapter."""

    full_name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=120,
        help_text=_("Seperti pada KTP-el."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    field_order = ["full_name", "email", "password1", "password2"]

    def signup(self, request, user):
        """Nothing is left to do: see Adapter.save_user."""
