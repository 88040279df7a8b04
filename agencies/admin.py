"""Reference data for the people who keep it: regions, days off, offices, who is in office. Files are never edited here."""

from copy import copy

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts.fresh import fresh_sign_in
from agencies.actions import remove_holiday, save_holiday, save_region
from agencies.models import Agency, Delegation, Holiday, Membership, Region
from agencies.working_days import calendar_of

HOURS = ["work_days", "opens_at", "closes_at", "friday_closes_at"]


class RegionForm(forms.ModelForm):
    """Refuses hours in which no time passes, also together with what is inherited from the regions above."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            draft = copy(self.instance)
            for name in HOURS:
                setattr(draft, name, cleaned.get(name))
            try:
                calendar_of(draft)
            except ValueError as error:
                raise ValidationError(
                    _("Hari kerja harus angka 1 (Senin) sampai 7 (Minggu), dan kantor harus buka sebelum tutup.")
                ) from error
        return cleaned


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    form = RegionForm
    fields = ["code", "bps_code", "name", "kind", "level", "parent", "zone", *HOURS]
    readonly_fields = ["code", "bps_code", "level", "parent"]
    list_display = ["code", "full_name", "level", "zone"]
    list_filter = ["level", "zone"]
    search_fields = ["code", "name"]

    def save_model(self, request, row, form, change):
        save_region(row, by=request.user)

    def has_add_permission(self, request):
        """Regions come with their codes from the register (manage.py load_regions)."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    fields = ["on", "name", "kind", "region", "legal_basis"]
    list_display = ["on", "name", "kind", "region"]
    list_filter = ["kind"]
    list_select_related = ["region"]
    date_hierarchy = "on"
    search_fields = ["name"]
    autocomplete_fields = ["region"]

    def save_model(self, request, row, form, change):
        save_holiday(row, by=request.user)

    def delete_model(self, request, row):
        remove_holiday(row, by=request.user)

    def delete_queryset(self, request, rows):
        for row in rows:
            remove_holiday(row, by=request.user)


class AgencyForm(forms.ModelForm):
    """A sub-unit hangs below an agency of its own region, and has no sub-units itself."""

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        region = self.cleaned_data.get("region") or getattr(self.instance, "region", None)
        if parent and (
            parent.pk == self.instance.pk or parent.parent_id or parent.region_id != getattr(region, "pk", "")
        ):
            raise ValidationError(
                _("Pilih instansi di wilayah yang sama yang bukan unit dan bukan instansi ini sendiri.")
            )
        if parent and self.instance.pk and self.instance.units.exists():
            raise ValidationError(_("Instansi ini punya unit, jadi tidak dapat menjadi unit instansi lain."))
        return parent


@method_decorator([fresh_sign_in], name="changeform_view")
@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """The official address receives links that answer without an account: changing it asks for the password again (rule 20)."""

    form = AgencyForm
    fields = [
        "region",
        "kind",
        "code",
        "name",
        "slug",
        "short_code",
        "address",
        "phone",
        "email",
        "parent",
        "is_active",
    ]
    list_display = ["name", "code", "kind", "short_code", "email", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code", "short_code"]
    autocomplete_fields = ["region", "parent"]

    def get_readonly_fields(self, request, obj=None):
        """Numbers already given out carry the short code, and journals the region and code: they stay."""
        return ["region", "code", "short_code"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(admin.ModelAdmin):
    """Who holds which authority, to look up. Rights are given by two people on the office's own page (docs/office.md)."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    fields = ["user", "agency", "role", "title", "from_on", "until_on"]
    list_display = ["user", "role", "agency", "title", "from_on", "until_on"]
    list_filter = ["role"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__email", "user__full_name", "agency__name", "title"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnly):
    fields = ["membership", "deputy", "kind", "decree", "from_on", "until_on"]
    list_display = ["membership", "deputy", "kind", "decree", "from_on", "until_on"]
    list_select_related = ["membership__user", "membership__agency", "deputy"]
    search_fields = ["deputy__email", "deputy__full_name", "decree"]
