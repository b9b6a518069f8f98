""" "Are you still in post?": asked each quarter, reminded, and after half a year without an answer access is paused."""

import datetime
from math import ceil

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.access import require
from apps.common.office_settings import office_setting

from ..models import Enquiry, Mandate
from ..notifications import AccessPaused, StillInPost
from . import enquiries
from .mandates import standing

# Days before the pause.
REMINDERS = (30, 7, 1)


def ask_who_is_due(at: datetime.datetime | None = None) -> int:
    """Ask, remind and pause whoever is due at that moment (default: now); returns how many were told of something.

    May be called again at any time: each question and each reminder is sent once.
    """
    at = at or timezone.now()
    asked_before = at - datetime.timedelta(days=office_setting("partners.ask_after_days"))
    due = Mandate.objects.running().filter(confirmed_at__lte=asked_before, user__is_active=True)
    return sum(look_at(pk, at) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def look_at(pk: int, at: datetime.datetime) -> bool:
    """Do what is due for one mandate; returns whether its holder was told of something."""
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("user", "partner", "network").get(pk=pk)
    if not mandate.is_running:
        return False
    if mandate.asked_at is None:
        mandate.asked_at = at
        mandate.save()
        return bool(StillInPost(mandate, days=0).queue_for([mandate.user]))
    if at >= mandate.pauses_at:
        mandate.paused_at = at
        mandate.save()
        return bool(AccessPaused(mandate).queue_for([mandate.user]))
    left = ceil((mandate.pauses_at - at) / datetime.timedelta(days=1))
    days = min((days for days in REMINDERS if left <= days), default=None)
    return days is not None and bool(StillInPost(mandate, days=days).queue_for([mandate.user]))


@transaction.atomic
def confirm(mandate: Mandate, *, by: User) -> None:
    """The holder is still in post: asked again in a quarter. A paused mandate is opened by the office only.

    Raises `SeatChanged` where it has ended, `PermissionDenied` for anybody else.
    """
    mandate = standing(mandate)
    require(by, "partners.answer_mandate", mandate)
    if mandate.paused_at is not None:
        enquiries.record(Enquiry.Kind.PAUSED, person=by, partner=mandate.partner)
        return
    _answered(mandate, by)


@transaction.atomic
def ask_the_office(mandate: Mandate, *, by: User, wants_to_pass_on: bool = False) -> None:
    """The holder leaves it to the secretariat: a question, or a mandate to be passed on; an answer, too."""
    mandate = standing(mandate)
    require(by, "partners.answer_mandate", mandate)
    kind = Enquiry.Kind.PASS_ON if wants_to_pass_on else Enquiry.Kind.POST
    enquiries.record(kind, person=by, partner=mandate.partner)
    if mandate.paused_at is None:
        _answered(mandate, by)


def _answered(mandate: Mandate, by: User) -> None:
    mandate.confirmed_at, mandate.asked_at, mandate._history_user = timezone.now(), None, by
    mandate.save()


@transaction.atomic
def note_welcome(user: User) -> bool:
    """Record that the person was led to the welcome page; returns whether that is due, once for each mandate."""
    due = Mandate.objects.running().filter(user=user, welcomed_at__isnull=True)
    fresh = list(due.select_for_update(of=("self",)).order_by("pk"))
    for mandate in fresh:
        mandate.welcomed_at = timezone.now()
        mandate.save(update_fields=["welcomed_at"])
    return bool(fresh)
