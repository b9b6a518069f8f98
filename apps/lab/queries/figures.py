"""Numbers of the laboratory for the public."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from apps.common.memory import kept_briefly
from apps.framework.models import ActionPlan

from ..models import Offer, Proposal
from ..workflow import OfferState


class Figure(NamedTuple):
    """A number for the public and what it counts."""

    number: int
    words: str


def public_figures() -> list[Figure]:
    """How many proposals have been put before all seats, and how many offers stand; never which."""
    proposals = Proposal.objects.listed().count()
    offers = Offer.objects.filter(proposal__in=Proposal.objects.listed()).standing().count()
    return [
        Figure(
            proposals,
            ngettext("proposal in the laboratory of ideas", "proposals in the laboratory of ideas", proposals),
        ),
        Figure(offers, ngettext("offer of support", "offers of support", offers)),
    ]


class Counted(NamedTuple):
    """Proposals of one kind or area, and how many of them found support."""

    name: str
    number: int
    found: int


class PublicNumbers(NamedTuple):
    """What the public is told: how many proposals, how many found support, by kind and by area of the plan in force."""

    number: int
    found: int
    by_kind: list[Counted]
    by_area: list[Counted]


@kept_briefly
def public_numbers(language: str) -> PublicNumbers:
    """The numbers of what all seats may read, and of nothing that they may not; two queries.

    A proposal has found support when an offer was accepted. One that serves several areas counts in each.
    """
    kinds = {row[0]: row[1:] for row in _numbers(Proposal.objects.listed(), "kind")}
    named = ("objectives__area__number", f"objectives__area__title_{language}")
    plan = ActionPlan.objects.in_force().values("pk")[:1]
    of_areas = Proposal.objects.listed().filter(objectives__area__plan__in=plan)
    return PublicNumbers(
        number=sum(number for number, _found in kinds.values()),
        found=sum(found for _number, found in kinds.values()),
        by_kind=[Counted(kind.label, *kinds[kind.value]) for kind in Proposal.Kind if kind.value in kinds],
        by_area=[Counted(f"{code} · {title}", *counts) for code, title, *counts in _numbers(of_areas, *named)],
    )


def _numbers(proposals: QuerySet, *columns: str) -> QuerySet:
    """Rows of these columns, the number of proposals and how many of them found support."""
    found = Exists(Offer.objects.filter(proposal=OuterRef("pk"), state=OfferState.ACCEPTED))
    counted = proposals.annotate(has_found=found).order_by().values_list(*columns)
    matched = Count("pk", distinct=True, filter=Q(has_found=True))
    return counted.annotate(number=Count("pk", distinct=True), matched=matched).order_by(*columns)
