"""Where sessions are kept: Django's table. A cookie of another shape than Django's own keys is no session at all."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key):
        """A quoted cookie may carry anything, also a NUL, which the database can't even be asked for."""
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
