"""The user and sign-in, nothing else: who a person is stands in `agencies`, what they may do in memberships there."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ptsp_portal.lib.moment import now


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account. `is_staff` opens the admin for reference data; no policy ever asks for a superuser."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("surel"), unique=True)
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    language = models.CharField(
        _("bahasa"), max_length=5, default="id", choices=[("id", "Bahasa Indonesia"), ("en", "English")]
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh membuka data acuan"), default=False)
    date_joined = models.DateTimeField(_("terdaftar sejak"), default=now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_ignoring_case")]

    def __str__(self):
        return self.full_name or self.email

    @property
    def in_office(self) -> bool:
        """Has at least one membership in an agency today."""
        return bool(self.roles_today)

    @property
    def keeps_office(self) -> bool:
        """Sees an office's own page: keeps it, or is the second person for what is proposed there."""
        return bool(self.roles_today & {"office_admin", "head"})

    @property
    def roles_today(self) -> set[str]:
        """The roles held today, in whatever agencies (asked once per request)."""
        if not hasattr(self, "_roles_today"):
            self._roles_today = set(self.memberships.current().values_list("role", flat=True))
        return self._roles_today
