"""Ends sessions, and keeps the lines of what happened to an account."""

from importlib import import_module

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from apps.common.access import require

from ..models import AccountLine, AddressChange, User


def note(user: User, kind: str) -> None:
    """Write a line of what happened to the account; `kind` is one of `Happening`."""
    AccountLine.objects.create(person=user, kind=kind)


@transaction.atomic
def end_sessions(user: User) -> None:
    """End every session of this person at once, listed or not, and whatever mailed links of theirs still wait.

    For whoever takes a person's rights away: the next request of each of their devices is signed out.
    """
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    AddressChange.objects.open().filter(person=user).update(dropped_at=timezone.now())
    _forget(UserSession.objects.filter(user=user))
    note(user, "sessions")


@transaction.atomic
def end_other_sessions(user: User, request: HttpRequest) -> None:
    """End every session of this person but the one of this request, which gets a new key."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    _forget(UserSession.objects.filter(user=user))
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
    note(user, "sessions")


@transaction.atomic
def end_device(user: User, number: int) -> bool:
    """End the session of one of this person's devices; returns whether there was one of theirs by that number."""
    found = UserSession.objects.filter(user=user, pk=number)
    if not found.exists():
        return False
    _forget(found)
    note(user, "sessions")
    return True


@transaction.atomic
def remove_factors(user: User, *, by: User) -> bool:
    """Take every second factor from a person whose device is lost; returns whether there was one.

    Asks `accounts.remove_factors_user`; nobody does so for themselves here. Their sessions end, they are told, and a
    member of the office gets a new factor at the next sign-in before anything else.
    """
    require(by, "accounts.remove_factors_user", user)
    factors = Authenticator.objects.filter(user=user)
    if not factors.exists():
        return False
    factors.delete()
    end_sessions(user)
    get_adapter().send_notification_mail("mfa/email/removed_by_office", user)
    return True


def forget_ended_sessions() -> None:
    """Erase the rows of sessions that are over, and what was known of their devices."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()


def _forget(listed) -> None:
    """Erase these sessions and what is known of their devices."""
    Session.objects.filter(session_key__in=list(listed.values_list("session_key", flat=True))).delete()
    listed.delete()
