"""What people are told about their mandates: that they may act for a partner, and how they get in."""

from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from apps.accounts.services import make_welcome_token
from apps.notifications.messages import Message

from .rules import has_seat, has_writing_seat


class Invitation(Message):
    """A person who never signed in holds a mandate: a one-time link to choose a password. `about` is the mandate."""

    name = "partners.invitation"
    template = "partners/email/invitation"
    asks = True
    is_kept = False
    is_secret = True
    permission = "partners.use_mandate"

    def context(self, person: Any) -> dict[str, Any]:
        """What the person finds inside, so that nothing is promised that their mandate does not open."""
        return {"opens_space": has_seat(person), "may_write": has_writing_seat(person)}

    def address_of(self, person: Any) -> str:
        """The page where the first password is chosen."""
        return reverse("accounts_welcome", args=[make_welcome_token(person)])


class MandateAnnounced(Message):
    """A person who signs in already holds a further mandate. `about` is the mandate."""

    name = "partners.mandate_announced"
    template = "partners/email/mandate_announced"
    permission = "partners.use_mandate"
    related = ("partner", "network")

    def address_of(self, person: Any) -> str:
        """Where signed-in people arrive."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)
