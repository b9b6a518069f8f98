"""Sign-in by address and password; permissions are `rules.py`'s affair, so no table of permissions is asked."""

import datetime

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.utils import timezone

from apps.common.prepared import PreparedObjects
from apps.common.registry import reader_facts

from .models import User


@PreparedObjects
def _reader(*, person: int, now: datetime.datetime, today: datetime.date) -> QuerySet:
    """One person with what rooms say of whoever reads."""
    found = User.objects.filter(pk=person)
    for facts in reader_facts:
        found = found.annotate(**facts(now, today))
    return found


class MailAddressBackend(AuthenticationBackend):
    """allauth's backend without Django's permission rows: two queries less on every question."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        """Always no: another backend answers."""
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        """Always no: another backend answers."""
        return False

    def get_user(self, user_id: int) -> User | None:
        """Whoever a session belongs to, with the facts that rooms put on every reader (`reader_facts`); one query."""
        for person in _reader(person=user_id, now=timezone.now(), today=timezone.localdate()):
            return person if self.user_can_authenticate(person) else None
        return None
