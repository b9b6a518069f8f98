"""Proposals by how many take part in them."""

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.common.paging import Listed, remembered

from ..models import Comment, Following, Offer
from ..workflow import STANDING


def _number(rows: QuerySet) -> Coalesce:
    """How many of these rows belong to the proposal, 0 where none does."""
    rows = rows.filter(proposal=OuterRef("pk")).order_by().values("proposal")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def most_wanted_first(proposals: QuerySet) -> QuerySet:
    """By offers that stand, people who follow it and comments that stand and are for all; of equals the latest first.

    Private comments are the affair of two partners: they count for nobody.
    """
    public_words = Comment.objects.filter(between__isnull=True, deleted_at__isnull=True)
    wanted = _number(Offer.objects.filter(state__in=STANDING)) + _number(Following.objects.all())
    proposals = proposals.annotate(wanted=wanted + _number(public_words))
    return proposals.order_by("-wanted", "from_archive", F("opened_at").desc(nulls_last=True), "-pk")


class WantedList(Listed):
    """The proposals in that order. It cannot be read from an index, so the order of a full page may be a minute old."""

    def near(self, start: int, stop: int) -> list[Any]:
        """The rows of the first pages, by their keys."""
        return self.rows(self.keys(start, stop))

    def keys(self, start: int, stop: int) -> list[Any]:
        """The keys of a page, remembered for a minute where the page is full."""
        wanted = self.queryset.values_list("pk", flat=True)[start:stop]
        return remembered.ask(
            wanted, lambda sql, values: list(wanted), is_kept=lambda found: len(found) == stop - start
        )
