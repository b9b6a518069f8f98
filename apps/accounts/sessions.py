"""Sessions that end twelve hours after sign-in, whatever is done in between, and when the browser is closed."""

import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"


class SessionStore(DatabaseStore):
    """Sessions in the database whose end is counted from the sign-in, not from the last change."""

    def save(self, must_create: bool = False) -> None:
        """Note the moment of the sign-in when it is saved first."""
        if SESSION_KEY in self and SIGNED_IN_AT not in self:
            self[SIGNED_IN_AT] = timezone.now().isoformat()
        super().save(must_create=must_create)

    def get_expiry_date(self, **kwargs: Any) -> datetime.datetime:
        """The moment at which the session's row is dead; for signed-in people never later than their sign-in allows."""
        expiry = super().get_expiry_date(**kwargs)
        if SIGNED_IN_AT not in self:
            return expiry
        lifetime = datetime.timedelta(seconds=self.get_session_cookie_age())
        return min(expiry, datetime.datetime.fromisoformat(self[SIGNED_IN_AT]) + lifetime)
