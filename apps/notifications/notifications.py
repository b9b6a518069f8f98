"""The messages about a person's own account: sign-in links, changed passwords, access to the office."""

from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from apps.accounts.services import make_welcome_token

from .messages import Message


class AccountMessage(Message):
    """A message about an account: security, so it cannot be switched off, and never kept in the inbox."""

    is_kept = False


class PasswordResetLink(AccountMessage):
    """The link that lets a person choose a new password within an hour, once; facts: `uid`, `key`."""

    name = "accounts.password_reset_key"
    template = "account/email/password_reset_key"
    asks = True
    is_secret = True

    def address_of(self, person: Any) -> str:
        """The page where the new password is chosen."""
        return reverse(
            "account_reset_password_from_key", kwargs={"uidb36": self.facts["uid"], "key": self.facts["key"]}
        )


class PasswordReset(AccountMessage):
    """The password was replaced by way of a mailed link."""

    name = "accounts.password_reset"
    template = "account/email/password_reset"

    def address_of(self, person: Any) -> str:
        """Where a new link is asked for, should somebody else have done it."""
        return reverse("account_reset_password")


class PasswordChanged(PasswordReset):
    """The password was changed by somebody who is signed in."""

    name = "accounts.password_changed"
    template = "account/email/password_changed"


class OfficeInvitation(Message):
    """A colleague of the office is let in: a one-time link to choose a password."""

    name = "accounts.office_invitation"
    template = "notifications/email/office_invitation"
    asks = True
    is_kept = False
    is_secret = True
    permission = "accounts.accept_invitation"

    def address_of(self, person: Any) -> str:
        """The page where the first password is chosen."""
        return reverse("accounts_welcome", args=[make_welcome_token(person)])


class OfficeAccess(Message):
    """A person who signs in already was given access to the office."""

    name = "accounts.office_access"
    template = "notifications/email/office_access"
    is_kept = False
    permission = "accounts.enter_office"

    def address_of(self, person: Any) -> str:
        """Where signed-in people arrive."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)


# Which of our messages takes the place of which of allauth's mails.
INSTEAD_OF_ALLAUTH: dict[str, type[AccountMessage]] = {
    message.template: message for message in (PasswordReset, PasswordChanged)
}
