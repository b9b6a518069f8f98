"""Which standing offers fit which proposals, and what a person sees of both."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from apps.partners.rules import SPEAKING, seats_of

from ..models import Match, Proposal, StandingOffer, SupportSought


@dataclass
class Side:
    """What one of the two says, as keys: kinds of support, actions, areas, regions; an empty set stands for any."""

    partner: int
    kinds: set[str] = field(default_factory=set)
    actions: set[int] = field(default_factory=set)
    areas: set[int] = field(default_factory=set)
    regions: set[int] = field(default_factory=set)

    def fits(self, other: "Side") -> bool:
        """Whether an offer and a proposal of two partners fit: the kind, an action or an area, and a region."""
        serves_any = not (self.actions or self.areas) or not (other.actions or other.areas)
        serves = serves_any or bool(self.actions & other.actions or self.areas & other.areas)
        return (
            self.partner != other.partner
            and serves
            and _meet(self.kinds, other.kinds)
            and _meet(self.regions, other.regions)
        )


def _meet(some: set, others: set) -> bool:
    return not some or not others or bool(some & others)


def sides_of_proposals(proposals: QuerySet) -> dict[int, Side]:
    """What proposals say, by key; five questions. One that names no region concerns that of its partner.

    A suggestion that seeks no kind of support seeks none.
    """
    rows = proposals.order_by("pk").values_list("pk", "partner", "partner__region", "kind")
    found, own_region, suggestions = {}, {}, set()
    for pk, partner, region, kind in rows:
        found[pk], own_region[pk] = Side(partner), region
        if kind == Proposal.Kind.SUGGESTION:
            suggestions.add(pk)
    keys = proposals.order_by().values("pk")
    for pk, kind in SupportSought.objects.filter(proposal__in=keys).values_list("proposal", "kind"):
        found[pk].kinds.add(kind)
    for pk, action, area in _links(Proposal.actions.through, keys, "action", "action__objective__area"):
        found[pk].actions.add(action)
        found[pk].areas.add(area)
    for pk, area in _links(Proposal.objectives.through, keys, "objective__area"):
        found[pk].areas.add(area)
    for pk, region in _links(Proposal.regions.through, keys, "region"):
        found[pk].regions.add(region)
    for pk, side in found.items():
        if not side.regions and own_region[pk] is not None:
            side.regions.add(own_region[pk])
    return {pk: side for pk, side in found.items() if side.kinds or pk not in suggestions}


def _links(through: type, keys: QuerySet, *columns: str) -> QuerySet:
    return through.objects.filter(proposal__in=keys).order_by().values_list("proposal", *columns)


def sides_of_standing(offers: QuerySet) -> dict[int, Side]:
    """What standing offers say, by key; four questions."""
    found = {
        pk: Side(partner, {kind}) for pk, partner, kind in offers.order_by("pk").values_list("pk", "partner", "kind")
    }
    keys = offers.order_by().values("pk")
    for name in ("actions", "areas", "regions"):
        through = getattr(StandingOffer, name).through
        column = name.removesuffix("s")
        rows = through.objects.filter(standingoffer__in=keys).order_by().values_list("standingoffer", column)
        for pk, key in rows:
            getattr(found[pk], name).add(key)
    return found


def proposals_that_take_offers() -> QuerySet:
    """Open proposals whose date has not passed."""
    over = Proposal.objects.filter(offers_until__lte=timezone.now()).order_by().values("pk")
    return Proposal.objects.welcoming().exclude(pk__in=over)


def fitting_standing(proposal: Proposal) -> list[int]:
    """The keys of the standing offers that hold now and fit this proposal."""
    asked = sides_of_proposals(Proposal.objects.filter(pk=proposal.pk)).get(proposal.pk)
    if asked is None:
        return []
    offers = sides_of_standing(StandingOffer.objects.valid())
    return [pk for pk, offered in offers.items() if offered.fits(asked)]


def fitting_proposals(standing: StandingOffer) -> list[int]:
    """The keys of the proposals that take offers and that this standing offer fits."""
    (offered,) = sides_of_standing(StandingOffer.objects.filter(pk=standing.pk)).values()
    asked = sides_of_proposals(proposals_that_take_offers())
    return [pk for pk, side in asked.items() if offered.fits(side)]


def matches_on_page(standing: StandingOffer, user) -> list[Proposal]:
    """The open proposals that it was found to fit, for its own seat; nothing for others."""
    if standing.partner_id not in seats_of(user):
        return []
    matched = Match.objects.filter(standing=standing).order_by().values("proposal")
    found = proposals_that_take_offers().visible_to(user).filter(pk__in=matched)
    return list(found.prefetched_for_list().latest_first()[:20])


def own_fitting(proposal: Proposal, user) -> list[StandingOffer]:
    """The standing offers of the seats for which the person speaks that fit a proposal on its page."""
    seats = seats_of(user, SPEAKING) - {proposal.partner_id}
    if not seats or not proposal.takes_offers:
        return []
    matched = Match.objects.filter(proposal=proposal).order_by().values("standing")
    return list(StandingOffer.objects.valid().filter(partner__in=seats, pk__in=matched).order_by("-made_at", "-pk"))


def standing_to_offer(reference: str, user) -> StandingOffer | None:
    """The standing offer with which the form of an offer begins: one that holds, of a seat the person speaks for."""
    return StandingOffer.objects.valid().filter(reference=reference, partner__in=seats_of(user, SPEAKING)).first()


def by_partner(keys: list[int]) -> dict[int, list[StandingOffer]]:
    """These standing offers by the partner that made them, the oldest first."""
    found: dict[int, list[StandingOffer]] = defaultdict(list)
    for standing in StandingOffer.objects.filter(pk__in=keys).order_by("made_at", "pk"):
        found[standing.partner_id].append(standing)
    return found
