"""Who signs in for the first time with a mandate is led to the welcome page, once."""

from typing import Any

from django.http import HttpRequest

from . import services
from .models import Mandate

IN_SESSION = "welcome_is_due"


def greet_who_begins(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Note at sign-in that the welcome page is due; the dashboard leads there."""
    if request is not None and services.note_welcome(user):
        request.session[IN_SESSION] = True


def is_paused(user: Any) -> bool:
    """Whether the person would be inside, were their mandate not paused; the page of the question tells them more."""
    return Mandate.objects.standing().filter(user=user, paused_at__isnull=False).exists()


def is_due(request: HttpRequest) -> bool:
    """Whether the welcome page is to be shown instead of the dashboard; asked once."""
    return bool(request.session.pop(IN_SESSION, False))
