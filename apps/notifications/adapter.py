"""Makes allauth behave as this house does: nobody signs up, and its mails are ours, through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from . import tasks
from .notifications import INSTEAD_OF_ALLAUTH

SILENT_MESSAGES = ("account/messages/logged_in.txt",)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions answered for a portal whose people are let in by the office."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the office makes accounts."""
        return False

    def ask_for_reset_link(self, email: str) -> None:
        """Let the worker see whether the address has an account: the answer here takes as long for any address."""
        tasks.send_reset_link_soon(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our message instead of allauth's mail, to the address and in the language of the account.

        A mail that we have no words for is a `KeyError`, not a foreign text.
        """
        message = INSTEAD_OF_ALLAUTH[template_prefix]
        with transaction.atomic():
            message().queue_for([context["user"]])

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person that something about their account changed; where from stays out of the mail."""
        self.send_mail(template_prefix, user.email, {"user": user})

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
