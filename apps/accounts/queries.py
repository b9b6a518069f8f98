"""What a person is shown of their own account: devices, second factors, what happened, all that is known of them."""

import datetime
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext

from . import sessions
from .factors import NAMES
from .models import AccountLine, AddressChange, User
from .rules import office_roles

SHOWN_LINES = 10
# Later names come first: a browser of the second kind also says that it is one of the first.
PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """A device on which somebody is signed in: `number` ends it, `program` says in words what it is."""

    number: int
    program: str
    ip: str
    signed_in_at: datetime.datetime
    last_seen: datetime.datetime
    ends_at: datetime.datetime
    is_trusted: bool
    is_this: bool


def program_of(agent: str) -> str:
    """Firefox, Windows; what a browser says of itself, as far as people know it by name."""
    found = [next((name for mark, name in kinds if mark in agent), "") for kinds in (PROGRAMS, SYSTEMS)]
    return ", ".join(filter(None, found)) or gettext("Unknown program")


def devices_of(user: User, current_key: str | None) -> list[Device]:
    """Where this person is signed in now: the device in use first, then the latest used."""
    now, signed = timezone.now(), user.get_session_auth_hash()
    known = {session.session_key: session for session in UserSession.objects.filter(user=user)}
    devices = []
    for row in Session.objects.filter(session_key__in=known, expire_date__gt=now):
        kept = row.get_decoded()
        is_theirs = kept.get(SESSION_KEY) == str(user.pk) and kept.get(HASH_SESSION_KEY) == signed
        if is_theirs and not sessions.has_ended(kept, user, now):
            devices.append(_device(known[row.session_key], kept, current_key))
    return sorted(devices, key=lambda device: (device.is_this, device.last_seen), reverse=True)


def _device(session: UserSession, kept: dict[str, Any], current_key: str | None) -> Device:
    return Device(
        number=session.pk,
        program=program_of(session.user_agent),
        ip=session.ip,
        signed_in_at=sessions.signed_in_at(kept),
        last_seen=sessions.last_seen(kept),
        ends_at=sessions.ends_at(kept),
        is_trusted=bool(kept.get(sessions.TRUSTED)),
        is_this=session.session_key == current_key,
    )


def factors_of(user: User) -> dict[str, Any]:
    """The person's second factors: `app` (or None), `passkeys`, and `codes_left` (None where there never were any)."""
    found: dict[str, list[Authenticator]] = {}
    for factor in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        found.setdefault(factor.type, []).append(factor)
    codes = found.get(Authenticator.Type.RECOVERY_CODES, [None])[0]
    return {
        "app": found.get(Authenticator.Type.TOTP, [None])[0],
        "passkeys": [
            {"pk": key.pk, "name": key.wrap().name, "created_at": key.created_at, "last_used_at": key.last_used_at}
            for key in found.get(Authenticator.Type.WEBAUTHN, [])
        ],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }


def open_change_of(user: User) -> AddressChange | None:
    """The change of address that waits for confirmation, if there is one."""
    return AddressChange.objects.open().filter(person=user).first()


def lines_of(user: User, *kinds: str) -> list[AccountLine]:
    """What happened lately to this account, the latest first; only lines of these kinds where any are given."""
    lines = AccountLine.objects.filter(person=user)
    return list((lines.filter(kind__in=kinds) if kinds else lines)[:SHOWN_LINES])


def known_of(user: User) -> dict[str, Any]:
    """What this room knows of a person, for the file that they may ask for; never what would open their account."""
    factors = Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at", "last_used_at")
    changes = AddressChange.objects.filter(person=user)
    seen = UserSession.objects.filter(user=user).order_by("pk")
    lines = AccountLine.objects.filter(person=user)
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
        "may_sign_in": user.is_active,
        "created_at": user.created_at,
        "last_sign_in": user.last_login,
        "office": sorted(role.name for role in office_roles(user)),
        "second_factors": [{**factor, "type": str(NAMES[factor["type"]])} for factor in factors],
        "sessions": list(seen.values("created_at", "last_seen_at", "ip", "user_agent")),
        "address_changes": list(changes.values("old_address", "new_address", "asked_at", "done_at", "dropped_at")),
        "what_happened": list(lines.values("kind", "at")),
    }
