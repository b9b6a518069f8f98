"""The messages about a person's own account: sign-in links, changed passwords, access to the office."""

from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.services import make_address_token, make_welcome_token

from .messages import Message


class AccountMessage(Message):
    """A message about an account: security, so it cannot be switched off, and never kept in the inbox."""

    is_kept = False
    is_mandatory = True
    is_addressed = True
    is_about_account = True


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
    is_mandatory = True
    is_addressed = True
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
    is_mandatory = True
    is_addressed = True
    is_kept = False
    permission = "accounts.enter_office"

    def address_of(self, person: Any) -> str:
        """Where signed-in people arrive."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)


class AddressInDoubt(Message):
    """For the office: mails to somebody come back. `about` is the first mail that did; facts: `address`."""

    name = "notifications.address_in_doubt"
    template = "notifications/email/address_in_doubt"
    asks = True
    is_mandatory = True
    permission = "notifications.view_returnedmail"
    related = ("person",)

    def address_of(self, person: Any) -> str:
        """Where the office says that the address is good again."""
        return reverse("admin:notifications_returnedmail_change", args=[self.about.pk])


class LoginCode(AccountMessage):
    """A code by which a person signs in without a password, for a quarter of an hour; fact: `code`."""

    name = "accounts.login_code"
    template = "account/email/login_code"
    asks = True
    is_secret = True

    def address_of(self, person: Any) -> str:
        """The page on which the code is typed, in the browser that asked for it."""
        return reverse("account_confirm_login_code")


class FactorChanged(AccountMessage):
    """Something about the second factor changed; fact: `what`, the name of the mail of allauth's that this replaces."""

    name = "accounts.factor_changed"
    template = "account/email/factor_changed"

    def address_of(self, person: Any) -> str:
        """The page that lists the ways to sign in."""
        return reverse("settings:security")

    def context(self, person: Any) -> dict[str, Any]:
        """What happened, in words."""
        words = {
            "totp_activated": _("An authenticator app was added to your account"),
            "totp_deactivated": _("The authenticator app was removed from your account"),
            "webauthn_added": _("A passkey was added to your account"),
            "webauthn_removed": _("A passkey was removed from your account"),
            "removed_by_office": _("The second factor of your account was removed by the secretariat"),
            "recovery_codes_generated": _("New recovery codes were made for your account"),
        }
        return {"told": words[self.facts["what"]]}


class AddressLink(AccountMessage):
    """The link by which the mailbox in use lets its account move to another address; `about` is the `AddressChange`."""

    name = "accounts.address_old"
    template = "account/email/address_old"
    asks = True
    is_secret = True
    keeps_address = True
    side = "old"

    def address_of(self, person: Any) -> str:
        """The page with the button."""
        return reverse("accounts_address", args=[make_address_token(self.about, self.side)])


class NewAddressLink(AddressLink):
    """The link by which the new mailbox takes the account; its words name nobody, for the address may be a slip."""

    name = "accounts.address_new"
    template = "account/email/address_new"
    side = "new"


class AddressTaken(AccountMessage):
    """Somebody wished to move their account to the address of this one; nothing happens, and its owner is told."""

    name = "accounts.address_taken"
    template = "account/email/address_taken"

    def address_of(self, person: Any) -> str:
        """Where the owner signs in."""
        return reverse("account_login")


class AddressChanged(AddressTaken):
    """The account has moved: told to the former mailbox and to the new one, neither of which is named."""

    name = "accounts.address_changed"
    template = "account/email/address_changed"
    keeps_address = True


FACTOR_MAILS = (
    "totp_activated",
    "totp_deactivated",
    "webauthn_added",
    "webauthn_removed",
    "recovery_codes_generated",
    "removed_by_office",
)
# Which of our messages takes the place of which of allauth's mails.
INSTEAD_OF_ALLAUTH: dict[str, AccountMessage] = {
    "account/email/password_reset": PasswordReset(),
    "account/email/password_changed": PasswordChanged(),
    **{f"mfa/email/{what}": FactorChanged(what=what) for what in FACTOR_MAILS},
}
