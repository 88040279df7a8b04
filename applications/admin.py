"""Reference data of the catalogue. A published standard is never edited, so it is only read here."""

from django.contrib import admin

from applications.models import Offer, PermitType, Phrase, ServiceStandard


class NeverDeleted(admin.ModelAdmin):
    """Files point here: rows are changed or closed, never removed."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(PermitType)
class PermitTypeAdmin(NeverDeleted):
    list_display = ["code", "name", "level", "sector"]
    list_filter = ["level", "sector"]
    search_fields = ["code", "name", "name_en"]

    def get_readonly_fields(self, request, obj=None):
        """Whose a service is, is settled where it is made: here are national ones, or an office makes its own and names it."""
        if obj and obj.owner_id:
            return ["code", "level", "owner", "name", "name_en", "sector"]
        return ["code", "level", "owner"] if obj else ["owner"]


@admin.register(Offer)
class OfferAdmin(NeverDeleted):
    list_display = ["permit_type", "office", "is_open"]
    list_filter = ["is_open", "permit_type__level"]
    list_select_related = ["permit_type", "office"]
    search_fields = ["permit_type__code", "permit_type__name", "office__name"]
    autocomplete_fields = ["permit_type"]
    raw_id_fields = ["office"]

    def get_readonly_fields(self, request, obj=None):
        return ["permit_type", "office"] if obj else []


@admin.register(Phrase)
class PhraseAdmin(NeverDeleted):
    """The phrase library. What was written with a phrase is kept with the answer, so a phrase may change or go out of use."""

    fields = ["use", "agency", "text", "is_active"]
    list_display = ["text", "use", "agency", "is_active"]
    list_filter = ["use", "is_active"]
    list_select_related = ["agency"]
    search_fields = ["text", "agency__name"]
    autocomplete_fields = ["agency"]


@admin.register(ServiceStandard)
class ServiceStandardAdmin(NeverDeleted):
    list_display = ["permit_type", "office", "version", "status", "effective_from", "time_limit_days"]
    list_filter = ["status", "permit_type__level"]
    list_select_related = ["permit_type", "office"]
    search_fields = ["permit_type__code", "permit_type__name", "office__name"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
