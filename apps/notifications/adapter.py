"""Makes allauth behave as this house does: nobody signs up, and its mails are ours, through the outbox."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts import sessions
from apps.accounts.models import Happening
from apps.accounts.services import note

from . import services, tasks
from .notifications import INSTEAD_OF_ALLAUTH

SILENT_MESSAGES = ("account/messages/logged_in.txt", "account/messages/login_code_sent.txt")
# Asking for a code is answered alike, whether or not the address has an account; the worker sees which.
CODE_MAILS = ("account/email/login_code", "account/email/unknown_account")
HAPPENINGS = {
    "account/email/password_reset": Happening.PASSWORD,
    "account/email/password_changed": Happening.PASSWORD,
    "mfa/email/totp_activated": Happening.APP_ADDED,
    "mfa/email/totp_deactivated": Happening.APP_REMOVED,
    "mfa/email/webauthn_added": Happening.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": Happening.PASSKEY_REMOVED,
    "mfa/email/recovery_codes_generated": Happening.CODES,
    "mfa/email/removed_by_office": Happening.APP_REMOVED,
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions answered for a portal whose people are let in by the office."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The address and the password do not belong together. Please try again."),
        "enter_current_password": _("This is not the password in use."),
        "incorrect_code": _("This code is not right. Please look at the message again."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("That was often within a short time. Please wait a few minutes."),
        "too_many_login_attempts": _("That was often within a short time. Please wait a quarter of an hour."),
    }

    def login(self, request: HttpRequest, user: Any) -> None:
        """As allauth does; from then on the session's time runs."""
        super().login(request, user)
        sessions.begin(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a few minutes ago is not asked again at once."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """allauth's ways to say again who one is, in our words."""
        words = {
            "account_reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
            "mfa_reauthenticate_webauthn": _("Use a passkey"),
        }
        told = {reverse(name): label for name, label in words.items()}
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": told[method["url"]]} for method in methods]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the office makes accounts."""
        return False

    def ask_for_reset_link(self, email: str) -> None:
        """Let the worker see whether the address has an account: the answer here takes as long for any address."""
        tasks.send_reset_link_soon(email)

    def ask_for_address_links(self, change_id: int) -> None:
        """Let the worker write to both mailboxes of a change of address, or to whoever has the new one already."""
        tasks.send_address_links_soon(change_id)

    def tell_of_new_address(self, person: Any, former: str) -> None:
        """Tell both mailboxes, in the transaction of the change, that the account has moved."""
        services.tell_of_new_address(person, former)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our message instead of allauth's mail, to the address and in the language of the account.

        A mail that we have no words for is a `KeyError`, not a foreign text.
        """
        if template_prefix in CODE_MAILS:
            tasks.send_login_code_soon(email, context.get("code") or self.generate_login_code())
            return
        message = INSTEAD_OF_ALLAUTH[template_prefix]
        with transaction.atomic():
            message.queue_for([context["user"]])

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person that something about their account changed; where from stays out of the mail."""
        self.send_mail(template_prefix, user.email, {"user": user})
        note(user, HAPPENINGS[template_prefix])

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args, **kwargs
    ) -> None:
        """As allauth does, but without congratulating people on having signed in."""
        if message_template not in SILENT_MESSAGES:
            super().add_message(request, level, message_template, *args, **kwargs)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """By the person's own address: allauth's table of further addresses is not used here."""
        signed_in = self.authenticate(self.request, email=user.email, password=password)
        return signed_in is not None and signed_in.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures per account and sender, so that nobody locks an account's owner out from elsewhere."""
        return f"{credentials.get('email', '').lower()}:{self.get_client_ip(request)}"
