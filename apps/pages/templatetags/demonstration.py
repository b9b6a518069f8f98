"""Whom one can sign in as in the demonstration, told on its sign-in page and nowhere else."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.pages.demonstration import ADMINISTRATOR_ADDRESS, KNOWN_PASSWORD, SECRETARIAT_ADDRESS

register = template.Library()
SHOWN = (
    ("focal.ga@example.org", _("Focal point of Gabon (in French)")),
    ("focal.ch@example.org", _("Focal point of Switzerland")),
    (SECRETARIAT_ADDRESS, _("Secretariat")),
    (ADMINISTRATOR_ADDRESS, _("Administrator")),
)


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration; the password is empty where it was made at random."""

    email: str
    role: str
    password: str


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """The accounts to try; none outside the demonstration, no password where others can reach it."""
    if not settings.DEMO:
        return []
    password = "" if settings.DEMO_PUBLIC else KNOWN_PASSWORD
    return [DemoAccount(email, str(role), password) for email, role in SHOWN]
