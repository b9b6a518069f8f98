"""Lets the people in for whom the office entered a mandate."""

from django.db import transaction

from apps.accounts.models import User
from apps.common.access import require
from apps.notifications.services import was_told_lately

from ..models import Mandate
from ..notifications import MandateAnnounced
from .invitations import invite_holder


@transaction.atomic
def invite(mandate: Mandate, *, by: User) -> bool:
    """Mail the holder of a running mandate, in their language, how to get in: an invitation, or to sign in as they do.

    Asks `partners.invite_mandate`. Returns whether a mail was queued: none is for a mandate that does not run now, a
    person who may not sign in, or where the same mail went out a moment ago.
    """
    require(by, "partners.invite_mandate", mandate)
    mandate = (
        Mandate.objects.select_for_update(of=("self",)).select_related("user", "partner", "network").get(pk=mandate.pk)
    )
    if not mandate.user.has_perm("partners.use_mandate", mandate):
        return False
    if mandate.user.last_login is None:
        return invite_holder(mandate, by=by) is not None
    message = MandateAnnounced(mandate)
    if was_told_lately(mandate.user, message):
        return False
    return bool(message.queue_for([mandate.user]))
