"""Lets a person in for the first time: a link that opens once, for a week, and for nobody else."""

from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import User

SALT = "apps.accounts.welcome"
WELCOME_DAYS = 7


class WelcomeClosed(Exception):
    """The link has expired, was used, or is not one of ours; which of them is nobody's business."""


def make_welcome_token(user: User) -> str:
    """A token that lets this person choose their first password; it ends with their first sign-in or password."""
    return signing.dumps({"person": user.pk, "state": _state_of(user)}, salt=SALT)


def person_of_token(token: str) -> User:
    """The person whom the token lets in; raises `WelcomeClosed`. Changes nothing: mail scanners open links too."""
    return _person_of_token(token, User.objects.all())


@transaction.atomic
def accept_welcome(token: str, *, password: str) -> User:
    """Set the first password of the person whom the token lets in; raises `WelcomeClosed`.

    The row is locked, so that of two who press at once one is let in; the new password ends the token.
    """
    user = _person_of_token(token, User.objects.select_for_update(of=("self",)))
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _person_of_token(token: str, people: Any) -> User:
    try:
        claims = signing.loads(token, salt=SALT, max_age=WELCOME_DAYS * 24 * 60 * 60)
        user = people.get(pk=claims["person"])
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise WelcomeClosed from error
    is_current = constant_time_compare(claims["state"], _state_of(user))
    if not is_current or not user.has_perm("accounts.accept_invitation"):
        raise WelcomeClosed
    return user


def _state_of(user: User) -> str:
    """What ends a token when it changes: the password, the first sign-in, the address it was sent to."""
    state = f"{user.pk} {user.password} {user.last_login} {user.email}"
    return salted_hmac(SALT, state).hexdigest()[:32]
