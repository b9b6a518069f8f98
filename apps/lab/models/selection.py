"""Which proposals a person may see, and how lists and pages of them are read."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Prefetch, Q

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import columns_of
from apps.framework.models import Objective
from apps.partners.models import Partner
from apps.partners.rules import seats_of

from ..workflow import EDITABLE, LISTED, WELCOMING, WITH_OFFICE, State

OF_A_ROW = (
    *("reference", "partner_id", "kind", "state", "from_archive", "is_example", "opened_at", "updated_at"),
    *("offers_until", "submitted_at", "returned_at", "question_at", "question_answered_at"),
    *("addressee", "addressed_partner_id"),
)


def proposals_seen_by(user, prefix: str = "") -> Q:
    """The condition "this person may see the proposal", for a queryset that reaches it by `prefix` ("proposal__").

    The table of design 5: own seat always; the secretariat what is or was with it; all seats what is listed.
    """

    def which(**conditions) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    seats = seats_of(user)
    seen = which(partner__in=seats)
    if seats:
        seen |= which(state__in=LISTED)
    if is_secretariat(user):
        was_submitted = which(submitted_at__isnull=False) | which(from_archive=True)
        seen |= which(state__in=WITH_OFFICE) | (which(state=State.WITHDRAWN) & was_submitted)
    return seen


def shown_in_list() -> list[Prefetch]:
    """The partner and the objectives of a proposal, as a line of a list shows them."""
    codes = Objective.objects.only("code").order_by("area__number", "number", "code")
    # Joined, SQLite would at times go through the partners first, and so through all proposals.
    return [Prefetch("partner", Partner.objects.only("code", *columns_of("name"))), Prefetch("objectives", codes)]


class ProposalQuerySet(models.QuerySet):
    """Proposals by where they stand and by who may see them."""

    def visible_to(self, user) -> "ProposalQuerySet":
        """The proposals that this person may read."""
        return self.filter(proposals_seen_by(user))

    def known_as_withdrawn_to(self, user) -> "ProposalQuerySet":
        """Withdrawn proposals of which this person may know that one word, because they had been open to all seats."""
        if not seats_of(user):
            return self.none()
        return self.filter(Q(opened_at__isnull=False) | Q(from_archive=True), state=State.WITHDRAWN)

    def listed(self) -> "ProposalQuerySet":
        """Proposals that have been published to all seats and not withdrawn since."""
        return self.none_but(LISTED)

    def none_but(self, states: Iterable[str]) -> "ProposalQuerySet":
        """Proposals in these states, for lists that begin with the latest of many.

        Said by what is left out: asked for by state, SQLite would read and sort all of them instead of the first.
        """
        return self.exclude(state__in=sorted(set(State) - set(states)))

    def welcoming(self) -> "ProposalQuerySet":
        """Proposals that take offers of support."""
        return self.filter(state__in=WELCOMING)

    def of_seats(self, user) -> "ProposalQuerySet":
        """The proposals of the seats for which this person acts, in whichever state."""
        return self.filter(partner__in=seats_of(user))

    def editable(self) -> "ProposalQuerySet":
        """Drafts, and proposals returned for completion."""
        return self.filter(state__in=EDITABLE)

    def waiting_for_office(self) -> "ProposalQuerySet":
        """Proposals that the secretariat has yet to publish or return, the longest wait first."""
        return self.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    def latest_first(self) -> "ProposalQuerySet":
        """By the moment of publication; those of the former laboratory, whose dates are not known, last."""
        return self.order_by("from_archive", "-opened_at", "-pk")

    def for_list(self) -> "ProposalQuerySet":
        """Only what a line of a list shows of the proposal itself; `shown_in_list` is what it shows beside."""
        return self.only(*OF_A_ROW, *columns_of("title"))

    def prefetched_for_list(self) -> "ProposalQuerySet":
        """With what a line of a list shows."""
        return self.for_list().prefetch_related(*shown_in_list())

    def for_page(self) -> "ProposalQuerySet":
        """With the partners that the page of a proposal names."""
        return self.select_related("partner", "addressed_partner", "merged_into__partner")
