"""What an account does that the journal keeps."""

from django.db import transaction

from accounts.models import User
from audit.log import PORTAL, record


@transaction.atomic
def change_language(language: str, *, by):
    """Keep the language for every device and for the messages; an unknown one is a ValueError."""
    if language not in dict(User._meta.get_field("language").choices):
        raise ValueError(f"no such language: {language!r}")
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.language == language:
        return
    user.language = language
    user.save(update_fields=["language"])
    record("account.language_changed", user, by=by, office=PORTAL, language=language)


@transaction.atomic
def set_active(user: User, is_active: bool, *, by):
    """Let somebody in or not. Every session of a switched-off account ends at its next request (ModelBackend.get_user)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        record("account.deactivated", user, by=by, office=PORTAL)


@transaction.atomic
def note(verb: str, user):
    """Journal what the sign-in library has just done for this user."""
    record(verb, user, by=user, office=PORTAL)
