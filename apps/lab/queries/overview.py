"""All offers of a proposal by kind, and the consolidated reply that is made of them to begin with."""

from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from apps.common.dates import day

from ..models import Offer, Proposal


class OffersOfKind(NamedTuple):
    """The offers of one kind, in words, by partner."""

    kind: str
    offers: list[Offer]


def offers_by_kind(proposal: Proposal, user: Any) -> list[OffersOfKind]:
    """Every offer that this person may read, in every state, by kind and then by partner in the reader's order."""
    offers = proposal.offers.readable_by(user).select_related("partner")
    order = list(Offer.Kind.values)
    rows = sorted(offers, key=lambda one: (order.index(one.kind), str(one.partner), one.made_at, one.pk))
    return [OffersOfKind(capfirst(str(Offer.Kind(kind).label)), list(some)) for kind, some in groupby(rows, _kind)]


def _kind(offer: Offer) -> str:
    return offer.kind


def reply_to_begin_with(proposal: Proposal, user: Any) -> dict[str, str]:
    """The offers that stand as a list in each language, to be written on; their words stay as the seats wrote them."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            blocks = [gettext("Offers of support to your proposal:")]
            for kind, offers in offers_by_kind(proposal, user):
                lines = [_told(offer) for offer in offers if offer.is_standing]
                blocks += [f"{kind}\n" + "\n".join(lines)] if lines else []
            texts[language] = "\n\n".join(blocks) if len(blocks) > 1 else ""
    return texts


def _told(offer: Offer) -> str:
    """An offer in a line: partner, state, from when, its words, its conditions."""
    head = f"– {offer.partner} ({offer.state_told})"
    if offer.starts_on:
        head += " · " + gettext("from %(day)s") % {"day": day(offer.starts_on)}
    conditions = gettext("Conditions: %(conditions)s") % {"conditions": offer.conditions} if offer.conditions else ""
    return "\n".join(part for part in (head, offer.text, conditions) if part)
