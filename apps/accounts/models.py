"""The person who signs in: an address, a name, a language. Rights come from mandates and groups, not from here."""

import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.common.roles import Roles, assemble_roles
from apps.common.zones import CITIES

from .groups import FACT_OF_GROUP, HEAD_OF_SECRETARIAT, SECRETARIAT


class UserQuerySet(models.QuerySet):
    """People by what they are for the portal."""

    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(is_active=True)

    def in_office(self) -> "UserQuerySet":
        """The members of the secretariat, who are told what waits for it."""
        return self.active().filter(groups__name=SECRETARIAT).distinct()

    def heading_office(self) -> "UserQuerySet":
        """Members of the secretariat who head it: they are told what was left lying."""
        return self.in_office().filter(groups__name=HEAD_OF_SECRETARIAT)


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


def check_zone(name: str) -> None:
    """Validator: one of the time zones that can be chosen here."""
    if name not in CITIES:
        raise ValidationError(_("Please choose one of the time zones offered."), code="zone")


class User(AbstractBaseUser, PermissionsMixin):
    """A person."""

    email = models.EmailField(_("e-mail address"), unique=True, error_messages={"unique": _("This address is taken.")})
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Brussels", validators=[check_zone])
    # Raised to end every session at once: each is signed with it.
    session_round = models.PositiveIntegerField(default=0, editable=False)
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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is signed with: it ends when the password changes or the round is raised."""
        salt = "apps.accounts.models.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password} {self.session_round}", secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the office's pages open; asked by Django and allauth under this name."""
        return self.has_perm("accounts.enter_office")


def facts_of_reader(now: datetime.datetime, today: datetime.date) -> dict[str, Exists]:
    """Whether whoever reads is of the office, for each of its groups."""
    member = User.groups.through.objects.filter(user=OuterRef("pk"))
    return {fact: Exists(member.filter(group__name=name)) for name, fact in FACT_OF_GROUP.items()}


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


ADDRESS_CHANGE_HOLDS = datetime.timedelta(hours=48)


class AddressChangeQuerySet(models.QuerySet):
    """Changes of address by how far they are."""

    def open(self, at: datetime.datetime | None = None) -> "AddressChangeQuerySet":
        """Those that wait for a confirmation at the moment `at` (aware; default: now)."""
        begun = (at or timezone.now()) - ADDRESS_CHANGE_HOLDS
        return self.filter(asked_at__gt=begun, done_at__isnull=True, dropped_at__isnull=True)


class AddressChange(models.Model):
    """A wish to sign in with another address: it is done once both the old and the new mailbox have confirmed it."""

    # Whose change it was has no meaning without the account.
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="address_changes")
    old_address = models.EmailField()
    new_address = models.EmailField()
    asked_at = models.DateTimeField(default=timezone.now)
    old_confirmed_at = models.DateTimeField(null=True)
    new_confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_addresschange_done_when_both_confirmed",
                condition=models.Q(done_at__isnull=True)
                | models.Q(old_confirmed_at__isnull=False, new_confirmed_at__isnull=False, dropped_at__isnull=True),
                violation_error_message=_("An address changes only when both mailboxes have confirmed it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime.datetime:
        """Until when both mailboxes may confirm."""
        return self.asked_at + ADDRESS_CHANGE_HOLDS


class Happening(models.TextChoices):
    """What can happen to an account that its owner should be able to look up."""

    PASSWORD = "password", _("Password changed")
    APP_ADDED = "app_added", _("Authenticator app added")
    APP_REMOVED = "app_removed", _("Authenticator app removed")
    PASSKEY_ADDED = "passkey_added", _("Passkey added")
    PASSKEY_REMOVED = "passkey_removed", _("Passkey removed")
    CODES = "codes", _("New recovery codes made")
    ADDRESS_ASKED = "address_asked", _("Change of address asked for")
    ADDRESS = "address", _("Address changed")
    SESSIONS = "sessions", _("Sessions ended")
    EXPORT = "export", _("Data exported")


class AccountLine(models.Model):
    """A line of what happened to an account, written once by the program; its owner reads it."""

    # A line about an account goes with the account.
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="account_lines")
    kind = models.CharField(max_length=20, choices=Happening)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("line about an account")
        verbose_name_plural = _("lines about accounts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_accountline_kind_known",
                condition=models.Q(kind__in=Happening.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
