"""The person who signs in: an address, a name, a language. Rights come from mandates and groups, not from here."""

import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.roles import Roles, assemble_roles

from .groups import SECRETARIAT


class UserQuerySet(models.QuerySet):
    """People by what they are for the portal."""

    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(is_active=True)

    def in_office(self) -> "UserQuerySet":
        """The members of the secretariat, who are told what waits for it."""
        return self.active().filter(groups__name=SECRETARIAT).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people; addresses are kept in lower case, because two spellings are one person."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A person with this address; without a password they cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Django's own way in for emergencies; nobody works as one."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        """By address, whatever its case."""
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person."""

    email = models.EmailField(_("e-mail address"), unique=True, error_messages={"unique": _("This address is taken.")})
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_invented = models.BooleanField(_("example account of the demonstration"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_one_spelling_of_address"),
            models.CheckConstraint(
                name="accounts_user_language_known",
                condition=models.Q(language__in=[code for code, name in settings.LANGUAGES]),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> Roles:
        """What this person is in the Dialogue now; assembled once per request, because the user is loaded once."""
        return assemble_roles(self)

    @property
    def is_staff(self) -> bool:
        """Whether the office's pages open; asked by Django and allauth under this name."""
        return self.has_perm("accounts.enter_office")


KEPT_FOR = datetime.timedelta(days=1)


class HeldFormQuerySet(models.QuerySet):
    """Held forms by their age."""

    def still_kept(self, at: datetime.datetime | None = None) -> "HeldFormQuerySet":
        """Those that are not older than a day at the moment `at` (aware; default: now)."""
        return self.filter(created_at__gt=(at or timezone.now()) - KEPT_FOR)


class HeldForm(models.Model):
    """Words typed into a form whose session had ended, sealed, for the account whose form it was."""

    # What a person typed is theirs alone: it goes with the account.
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="held_forms")
    path = models.CharField(max_length=2000)
    sealed = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = HeldFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("held form")
        verbose_name_plural = _("held forms")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.created_at:%Y-%m-%d %H:%M}"
