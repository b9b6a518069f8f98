"""What lists and pages of the laboratory show: notes, numbers, offers."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Offer, Proposal, ProposalLine
from ..workflow import STANDING, ProposalFlow

LONGEST_DESK = 20


def with_return_note(proposals: QuerySet) -> QuerySet:
    """Adds `return_note`, the secretariat's latest note on what is missing."""
    latest = ProposalLine.objects.filter(
        proposal=OuterRef("pk"), offer__isnull=True, step=ProposalFlow.return_.name
    ).order_by("-at", "-pk")
    return proposals.annotate(return_note=Subquery(latest.values("note")[:1]))


def with_offer_counts(proposals: QuerySet) -> QuerySet:
    """Adds `standing_offers`, the number of offers that wait or were accepted."""
    offers = Offer.objects.filter(proposal=OuterRef("pk"), state__in=STANDING).order_by()
    number = Subquery(offers.values("proposal").annotate(number=Count("pk")).values("number"))
    return proposals.annotate(standing_offers=Coalesce(number, 0))


def offers_on_page(proposal: Proposal, user) -> QuerySet:
    """The offers to a proposal that this reader may know of, in the order in which they were made."""
    return proposal.offers.visible_to(user).select_related("partner", "author").order_by("made_at", "pk")
