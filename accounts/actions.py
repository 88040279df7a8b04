"""What an account does that the journal keeps."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from audit.log import PORTAL, record


@transaction.atomic
def change_language(language: str, *, by):
    """Keep the language for every device and for the messages; an unknown one is a ValueError."""
    if language not in dict(User._meta.get_field("language").choices):
        raise ValueError(f"no such language: {language!r}")
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if user.language == language:
        return
    user.language = language
    user.save(update_fields=["language"])
    record("account.language_changed", user, by=by, office=PORTAL, language=language)


@transaction.atomic
def set_active(user: User, is_active: bool, *, by):
    """Let somebody in or not. Every session of a switched-off account ends at its next request (ModelBackend.get_user)."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        record("account.deactivated", user, by=by, office=PORTAL)


@transaction.atomic
def open_account(email: str, full_name: str, *, by) -> User:
    """For somebody who gets a post: no password yet. It is set behind a link that is mailed to the address, which proves it."""
    address = email.strip().lower()
    user = User(email=address, full_name=full_name.strip())
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    record("account.opened", user, by=by, office=PORTAL)
    return user


@transaction.atomic
def note(verb: str, user):
    """Journal what the sign-in library has just done for this user."""
    record(verb, user, by=user, office=PORTAL)
