"""A proposal with all that its page shows: put in words once, because it is the page that the space is about."""

from functools import partial
from typing import Any

from django.db.models import QuerySet

from apps.common.prepared import PreparedObjects, by_rights

from ..models import Proposal, ProposalLine
from ..models.timeline import LineInWords
from .clocks import with_last_news
from .talk import with_talk


def proposals_on_page(user: Any, person: Any = None) -> QuerySet:
    """What this reader may see, with all that the page of a proposal shows; `person` stands for the reader's key."""
    proposals = Proposal.objects.visible_to(user).for_page()
    return with_last_news(with_talk(proposals, user if person is None else person))


@partial(PreparedObjects, key_of=by_rights)
def _on_page(user: Any, *, reference: str, person: int) -> QuerySet:
    return proposals_on_page(user, person).filter(reference=reference).order_by()


def proposal_on_page(reference: str, user: Any) -> Proposal | None:
    """The proposal of that reference as this reader may see it, or nothing."""
    found = _on_page(user, reference=reference, person=user.pk)
    return found[0] if found else None


@partial(PreparedObjects, key_of=by_rights)
def _lines(user: Any, *, proposal: int) -> QuerySet:
    return ProposalLine.objects.filter(proposal=proposal).told_to(user)


def timeline_on_page(proposal: Proposal, user: Any) -> list[LineInWords]:
    """What `timeline_for` tells, for the page that most people read."""
    return [line.in_words_for(user) for line in _lines(user, proposal=proposal.pk)]
