"""Giving up a topic from within a mail: a signed mark in its headers and its foot, which needs no sign-in."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

SALT = "apps.notifications.unsubscribing"


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")


def token_for(person_pk: int, topic: str) -> str:
    """The mark with which this person gives up this topic, and can do nothing else."""
    return _signer().sign(f"{person_pk}-{topic}")


def read_token(token: str) -> tuple[int, str] | None:
    """Whose mark it is and for which topic; None for any text that we did not make."""
    try:
        person, _dash, topic = _signer().unsign(token).partition("-")
    except BadSignature:
        return None
    return int(person), topic


def unsubscribe_url(token: str) -> str:
    """The whole address of that mark, in the language that is active."""
    return settings.SITE_URL + reverse("notifications_unsubscribe", args=[token])


def headers_of(mail: Any) -> dict[str, str]:
    """What lets a mail program offer one click (RFC 8058); nothing for a mail that cannot be given up."""
    if not mail.topic:
        return {}
    with translation.override(mail.language):
        address = unsubscribe_url(token_for(mail.recipient_id, mail.topic))
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
