"""Personal identifiers at rest: sealed with a key from the environment, found again by a keyed fingerprint."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def seal(text: str) -> str:
    """Encrypted with the newest key of FIELD_KEYS."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypted with whichever key of FIELD_KEYS fits; raises cryptography.fernet.InvalidToken otherwise."""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


def fingerprint(text: str) -> str:
    """Keyed hash (64 hex digits): equal texts are found without being readable."""
    return hmac.new(settings.HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """A text column that is encrypted in the database and plain in Python. Empty stays empty."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else value
