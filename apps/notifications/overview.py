"""What the office sees of mails as a whole: what waits on its desk, and how far a mailing has come."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.common.registry import Waiting

from .models import Mailing, OutboxMail, ReturnedMail

Status = OutboxMail.Status
# From when on mails that wait for another try are the office's business: a server that hiccups is back before.
STUCK_AFTER = datetime.timedelta(hours=1)
MOST_ADDRESSES = 20


@dataclass(frozen=True)
class StatusCount:
    """How many mails of a mailing are in a status."""

    label: str
    number: int


def for_office(user: Any) -> list[Waiting]:
    """Mails that were given up, mails that have waited long for the server, and addresses in doubt."""
    if not user.has_perm("notifications.view_outboxmail"):
        return []
    return [*_given_up(), *_stuck(), *_in_doubt()]


def _outbox(status: str) -> str:
    return f"{reverse('admin:notifications_outboxmail_changelist')}?status__exact={status}"


def _given_up() -> list[Waiting]:
    dead = OutboxMail.objects.dead().aggregate(number=Count("pk"), since=Min("created_at"))
    if not dead["number"]:
        return []
    title = ngettext("%(number)s mail was given up", "%(number)s mails were given up", dead["number"])
    return [
        Waiting(
            title=title % {"number": dead["number"]},
            detail=_("The mail server refused them for more than a day. Queue them again, or give them up for good."),
            action=_("Look at the mails"),
            url=_outbox(Status.DEAD),
            since=dead["since"],
        )
    ]


def _stuck() -> list[Waiting]:
    tried = OutboxMail.objects.filter(
        status=Status.QUEUED, attempts__gt=0, created_at__lt=timezone.now() - STUCK_AFTER
    ).aggregate(number=Count("pk"), since=Min("created_at"))
    if not tried["number"]:
        return []
    title = ngettext(
        "%(number)s mail cannot be sent for now", "%(number)s mails cannot be sent for now", tried["number"]
    )
    return [
        Waiting(
            title=title % {"number": tried["number"]},
            detail=_("The mail server does not answer or refuses them. They are tried again by themselves."),
            action=_("Look at the mails"),
            url=_outbox(Status.QUEUED),
            since=tried["since"],
        )
    ]


def _in_doubt() -> list[Waiting]:
    """A row for each address, up to a number above which the list itself is shorter."""
    doubts = ReturnedMail.objects.unsettled().values("person__name", "address")
    doubts = doubts.annotate(number=Count("pk"), since=Min("at"), latest=Max("pk")).order_by("since", "latest")
    rows = list(doubts[: MOST_ADDRESSES + 1])
    if len(rows) > MOST_ADDRESSES:
        address = f"{reverse('admin:notifications_returnedmail_changelist')}?doubt=yes"
        return [
            Waiting(
                title=_("More than %(number)s addresses are in doubt") % {"number": MOST_ADDRESSES},
                detail=_("Mails to these people come back."),
                action=_("Look at the addresses"),
                url=address,
                since=rows[0]["since"],
            )
        ]
    return [
        Waiting(
            title=_("Mails to %(name)s come back") % {"name": row["person__name"] or row["address"]},
            detail=row["address"],
            action=_("Look at the address"),
            url=reverse("admin:notifications_returnedmail_change", args=[row["latest"]]),
            since=row["since"],
        )
        for row in rows
    ]


def recipients_of(mailing: Mailing) -> QuerySet:
    """The mails of a mailing with their people by name, and whether each came back (`came_back`)."""
    returns = ReturnedMail.objects.filter(mail=OuterRef("pk"), kind__in=ReturnedMail.DOUBTFUL)
    mails = mailing.mails.select_related("recipient").defer("text", "html", "attachments")
    return mails.annotate(came_back=Exists(returns)).order_by("recipient__name", "pk")


def statuses_of(mailing: Mailing) -> list[StatusCount]:
    """How many mails of a mailing are in which status, in the order of a mail's life."""
    counted = dict(mailing.mails.order_by().values_list("status").annotate(Count("pk")))
    return [StatusCount(str(label), counted[value]) for value, label in Status.choices if value in counted]
