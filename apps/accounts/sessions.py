"""Sessions that end twelve hours after sign-in, whatever is done in between, and when the browser is closed.

A focal point may trust a device: its session lasts for the days that the office allows. A member of the office may not,
and is signed out besides after a while of doing nothing; both are asked at each request, because roles change.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from apps.common.office_settings import office_setting

SIGNED_IN_AT, SEEN_AT, TRUSTED, ACTED = "signed_in_at", "seen_at", "trusted_days", "had_a_role"
WANTS_TRUST = "wants_to_trust_this_device"
SHORTEST_IDLE = 5
# How old the note of the last request may be before it is written anew: each is a write.
NOTED_OFFICE, NOTED = datetime.timedelta(minutes=1), datetime.timedelta(minutes=10)


class SessionStore(DatabaseStore):
    """Sessions in the database whose end is counted from the sign-in, not from the last change."""

    def save(self, must_create: bool = False) -> None:
        """Note the moment of the sign-in when it is saved first."""
        if SESSION_KEY in self and SIGNED_IN_AT not in self:
            self[SIGNED_IN_AT] = self[SEEN_AT] = timezone.now().isoformat()
        super().save(must_create=must_create)

    def get_expiry_date(self, **kwargs: Any) -> datetime.datetime:
        """The moment at which the session's row is dead; for signed-in people never later than their sign-in allows."""
        if self.get(TRUSTED):
            return ends_at(self)
        expiry = super().get_expiry_date(**kwargs)
        return min(expiry, ends_at(self)) if SIGNED_IN_AT in self else expiry

    def get_expiry_age(self, **kwargs: Any) -> int:
        """For how many seconds the cookie of a trusted device is kept."""
        if not self.get(TRUSTED):
            return super().get_expiry_age(**kwargs)
        return max(0, int((ends_at(self) - timezone.now()).total_seconds()))

    def get_expire_at_browser_close(self) -> bool:
        """Always, but on a trusted device."""
        return not self.get(TRUSTED) and super().get_expire_at_browser_close()


def begin(request: HttpRequest, user: Any) -> None:
    """Start to count for whoever signed in just now, and trust the device where they wish it and may."""
    session = request.session
    session[SIGNED_IN_AT] = session[SEEN_AT] = timezone.now().isoformat()
    session[ACTED] = user.has_perm("accounts.enter_portal")
    session.pop(TRUSTED, None)
    wanted, days = session.pop(WANTS_TRUST, False), office_setting("accounts.trusted_days")
    if wanted and days and not user.has_perm("accounts.enter_office"):
        session[TRUSTED] = days


def has_ended(session: Mapping[str, Any], user: Any, at: datetime.datetime | None = None) -> bool:
    """Whether this person's session is over: too old, idle too long (the office), or their last role has ended."""
    at = at or timezone.now()
    if user.has_perm("accounts.enter_office"):
        return at - signed_in_at(session) >= _working_day() or is_idle(session, at)
    if session.get(TRUSTED):
        allowed = datetime.timedelta(days=min(session[TRUSTED], office_setting("accounts.trusted_days")))
        if at - signed_in_at(session) >= max(allowed, _working_day()):
            return True
    return bool(session.get(ACTED)) and not user.has_perm("accounts.enter_portal")


def is_idle(session: Mapping[str, Any], at: datetime.datetime) -> bool:
    """Whether nothing was asked for longer than the office lets its members' sessions rest."""
    quiet = at - last_seen(session)
    if quiet < datetime.timedelta(minutes=SHORTEST_IDLE):
        return False
    return quiet >= datetime.timedelta(minutes=office_setting("accounts.idle_minutes"))


def note_request(session: Any, user: Any) -> None:
    """Write down that the person is there, not oftener than is needed."""
    now = timezone.now()
    if now - last_seen(session) > (NOTED_OFFICE if user.has_perm("accounts.enter_office") else NOTED):
        session[SEEN_AT] = now.isoformat()


def signed_in_at(session: Mapping[str, Any]) -> datetime.datetime:
    """When the session's person signed in; long ago where it does not say."""
    return _moment(session.get(SIGNED_IN_AT))


def last_seen(session: Mapping[str, Any]) -> datetime.datetime:
    """When the session's person last asked for something, to within a few minutes."""
    return _moment(session.get(SEEN_AT) or session.get(SIGNED_IN_AT))


def ends_at(session: Mapping[str, Any]) -> datetime.datetime:
    """When the session ends at the latest."""
    return signed_in_at(session) + _lifetime(session)


def _moment(written: str | None) -> datetime.datetime:
    return datetime.datetime.fromisoformat(written) if written else datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _working_day() -> datetime.timedelta:
    return datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _lifetime(session: Mapping[str, Any]) -> datetime.timedelta:
    return datetime.timedelta(days=session[TRUSTED]) if session.get(TRUSTED) else _working_day()
