"""When a proposal was last heard of, which are silent, and which the secretariat has overlooked."""

import datetime

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from apps.common.workflow import Audience

from ..models import Comment, Proposal, ProposalLine
from ..periods import escalated_from, silent_since
from ..workflow import TRANSLATED


def with_last_news(proposals: QuerySet) -> QuerySet:
    """Adds `last_news`: the last step, offer, line or comment for all focal points; None where no date is known.

    What is between two partners is no news: its moment would tell others that something was said.
    """
    told = ProposalLine.objects.filter(proposal=OuterRef("pk"), audience=Audience.SEATS).exclude(step=TRANSLATED)
    said = Comment.objects.filter(proposal=OuterRef("pk"), between__isnull=True, deleted_at__isnull=True)
    moments = (
        Coalesce(Subquery(rows.order_by().values("proposal").annotate(last=Max("at")).values("last")), F("opened_at"))
        for rows in (told, said)
    )
    return proposals.annotate(last_news=Greatest(*moments, F("opened_at")))


def last_news_of(proposal: Proposal) -> datetime.datetime | None:
    """When it was last heard of, asked of the database where the row does not know."""
    if not hasattr(proposal, "last_news"):
        found = with_last_news(Proposal.objects.filter(pk=proposal.pk)).values_list("last_news", flat=True)
        proposal.last_news = found.first()
    return proposal.last_news


def silent(now: datetime.datetime | None = None) -> QuerySet:
    """Open proposals, and those under way, of which nothing was heard for as long as the office set.

    Those of the former laboratory, whose dates are not known, are left in peace.
    """
    since = silent_since(now or timezone.now())
    open_ones = Proposal.objects.welcoming().filter(from_archive=False, opened_at__lt=since)
    recently = {"proposal": OuterRef("pk"), "at__gte": since}
    told = ProposalLine.objects.filter(**recently, audience=Audience.SEATS).exclude(step=TRANSLATED)
    said = Comment.objects.filter(**recently, between__isnull=True, deleted_at__isnull=True)
    return open_ones.filter(~Exists(told), ~Exists(said)).order_by("opened_at", "pk")


def is_silent(proposal: Proposal, now: datetime.datetime | None = None) -> bool:
    """The same of one proposal that knows its `last_news`."""
    last = last_news_of(proposal)
    return (
        proposal.is_welcoming
        and not proposal.from_archive
        and last is not None
        and last < silent_since(now or timezone.now())
    )


def overlooked(now: datetime.datetime) -> list[Proposal]:
    """Proposals that have waited for the secretariat so long past their date that its head is told."""
    waiting = Proposal.objects.waiting_for_office().exclude(question_at__isnull=False).select_related("partner")
    return [proposal for proposal in waiting if escalated_from(proposal) and escalated_from(proposal) <= now]
