"""Accounts in the admin: to look up and to switch off. Passwords, rights and e-mail addresses are not changed here."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from accounts.actions import set_active
from accounts.models import User

# The admin's own sign-in page has no limits on guessing; ours has.
admin.site.login = secure_admin_login(admin.site.login)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["full_name", "email", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["full_name", "email"]
    fields = ["full_name", "email", "language", "is_active", "date_joined"]
    readonly_fields = ["full_name", "email", "language", "date_joined"]

    def save_model(self, request, user, form, change):
        """Only the switch can have changed."""
        set_active(user, form.cleaned_data["is_active"], by=request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
