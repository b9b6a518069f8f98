"""What this room lays on desks: the question whether one is still in post, enquiries, and seats that do not answer."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.registry import Waiting

from ..models import LEAST_NOTICE, ChairTask, Enquiry, Mandate, Partner
from .people import running_mandates
from .seats import seats_without_a_reachable_person

LONGEST_DESK = 20
SOON, END_OF_DAY = datetime.timedelta(days=30), datetime.time(23, 59)


def for_person(user) -> list[Waiting]:
    """The question that waits for an answer of this person, a row for each mandate."""
    asked = [mandate for mandate in running_mandates(user) if mandate.asked_at]
    return [
        Waiting(
            title=gettext("Are you still in post?"),
            detail=f"{mandate.partner} · {mandate.get_role_display()}",
            action=gettext("Answer"),
            url=reverse("seats:post"),
            since=mandate.asked_at,
            due=mandate.pauses_at,
        )
        for mandate in asked[:LONGEST_DESK]
    ]


def for_office(user) -> list[Waiting]:
    """What the secretariat has in hand: questions of people, mandates without an answer, seats that nobody reaches,
    tasks of the chair that are due soon.
    """
    if not user.has_perm("partners.settle_enquiry"):
        return []
    return [*_enquiries(), *_unanswered(), *_unreachable(), *_with_the_chair()]


def _enquiries() -> list[Waiting]:
    waiting = Enquiry.objects.waiting().select_related("partner")[:LONGEST_DESK]
    return [
        Waiting(
            title=enquiry.name,
            detail=" · ".join(str(part) for part in (enquiry.get_kind_display(), enquiry.partner) if part),
            action=gettext("Answer"),
            url=reverse("admin:partners_enquiry_change", args=[enquiry.pk]),
            since=enquiry.created_at,
        )
        for enquiry in waiting
    ]


def unanswered_mandates():
    """The mandates whose holders did not say within a month that they are still in post, paused ones among them."""
    late = timezone.now() - LEAST_NOTICE
    asked = Mandate.objects.standing().filter(asked_at__lte=late, user__is_active=True)
    return asked.select_related("user", "partner").order_by("asked_at", "pk")


def _unanswered() -> list[Waiting]:
    return [
        Waiting(
            title=str(mandate.user),
            detail=f"{mandate.partner} · {_since(mandate.paused_at)}",
            action=gettext("Ask the partner"),
            url=reverse("admin:partners_mandate_change", args=[mandate.pk]),
            since=mandate.asked_at,
            due=None if mandate.paused_at else mandate.pauses_at,
            holder="us" if mandate.paused_at else "partner",
            who=str(mandate.partner),
        )
        for mandate in unanswered_mandates()[:LONGEST_DESK]
    ]


def _since(paused_at: datetime.datetime | None) -> str:
    if paused_at:
        return gettext("access paused: nobody answered whether the person is still in post")
    return gettext("no answer whether the person is still in post")


def _unreachable() -> list[Waiting]:
    """Seats of which somebody was named and nobody is reached any more; vacant ones stand on the office's own page."""
    named = Mandate.objects.standing().values("partner")
    partners: list[Partner] = list(seats_without_a_reachable_person().filter(pk__in=named)[:LONGEST_DESK])
    return [
        Waiting(
            title=str(partner),
            detail=gettext("nobody of this seat is reached: every address is doubtful or paused"),
            action=gettext("Look at the mandates"),
            url=f"{reverse('admin:partners_mandate_changelist')}?q={partner.code}",
        )
        for partner in partners
    ]


def _with_the_chair() -> list[Waiting]:
    """The open tasks of the chair whose day has passed or comes soon."""
    soon = timezone.localdate() + SOON
    tasks = ChairTask.objects.filter(done_at__isnull=True, due_on__lte=soon).select_related("chairmanship__partner")
    return [
        Waiting(
            title=task.title,
            detail=gettext("task of the chair"),
            action=gettext("See the term"),
            url=reverse("admin:partners_chairmanship_change", args=[task.chairmanship_id]),
            due=timezone.make_aware(datetime.datetime.combine(task.due_on, END_OF_DAY)),
            holder="chair",
            who=str(task.chairmanship.partner),
        )
        for task in tasks.order_by("due_on", "pk")[:LONGEST_DESK]
    ]
