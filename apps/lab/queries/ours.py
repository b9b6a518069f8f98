"""What the page of a seat's own proposals shows: these in every state, and what the seat offered to others."""

from functools import cached_property, partial
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from apps.common.bilingual import columns_of
from apps.common.paging import Listed
from apps.common.prepared import PreparedObjects, by_rights
from apps.partners.models import Partner
from apps.partners.rules import seats_of

from ..models import Offer, Proposal
from ..models.selection import shown_in_list
from .clocks import with_last_news
from .reading import LONGEST_DESK, with_offer_counts
from .turns import with_turn


def _own(user: Any) -> QuerySet:
    proposals = with_offer_counts(Proposal.objects.of_seats(user)).for_list()
    return with_last_news(with_turn(proposals)).order_by("-updated_at", "-pk")


@partial(PreparedObjects, key_of=by_rights)
def _first_rows(user: Any, start: int, stop: int) -> QuerySet:
    return _own(user)[start:stop]


class OwnProposals(Listed):
    """The proposals of one's own seats, the one that changed last first, with what their clocks read."""

    def __init__(self, user: Any) -> None:
        self._user = user

    @cached_property
    def queryset(self) -> QuerySet:
        """The same as a queryset, for pages further on."""
        return _own(self._user).prefetch_related(*self._beside())

    def near(self, start: int, stop: int) -> list[Proposal]:
        """Rows of the first pages."""
        found = _first_rows(self._user, start, stop)
        prefetch_related_objects(found, *self._beside())
        return found

    def count(self) -> int:
        """How many there are, up to one more than the ceiling."""
        return Listed(Proposal.objects.of_seats(self._user).order_by("pk")).count()

    @staticmethod
    def _beside() -> list[Prefetch]:
        return [*shown_in_list(), Prefetch("addressed_partner", Partner.objects.only("code", *columns_of("name")))]


def _made(user: Any) -> QuerySet:
    seen = Proposal.objects.visible_to(user).filter(pk=OuterRef("proposal"))
    offers = Offer.objects.filter(partner__in=seats_of(user)).annotate(may_see=Exists(seen))
    shown = ("reference", "kind", "state", "made_at", "is_example", "proposal__reference", "proposal__state")
    named = columns_of("proposal__title", "proposal__partner__name")
    offers = offers.select_related("proposal__partner").only(*shown, *named)
    return offers.order_by("-made_at", "-pk")[:LONGEST_DESK]


_asked_for_made = PreparedObjects(_made, key_of=by_rights)


def offers_made_by_seats_of(user: Any) -> list[Offer]:
    """What the seats of this person offered, the latest first; `may_see` tells whether they see the proposal."""
    return _asked_for_made(user)
