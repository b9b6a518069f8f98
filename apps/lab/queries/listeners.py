"""Who hears of what is said and of what happens, besides the seats: those named, those who spoke, those who follow."""

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from apps.partners.models import OBSERVING, Chairmanship
from apps.partners.queries import people_of
from apps.partners.rules import SPEAKING, WRITING

from ..models import Addressee, Comment, Following, Offer, Proposal
from .people import office, supporters_of


class Listeners(NamedTuple):
    """Who hears of a comment, each person in one place only."""

    mentioned: list[Any]
    concerned: list[Any]
    following: list[Any]


def followers_of(proposal: Proposal) -> QuerySet:
    """Whoever follows the proposal, an area of an objective that it serves, a region it concerns, or everything."""
    served = proposal.objectives.order_by().values("area")
    regions = proposal.regions.order_by().values("pk")
    target = Q(proposal=proposal) | Q(area__in=served) | Q(region__in=regions)
    target |= Q(proposal__isnull=True, area__isnull=True, region__isnull=True)
    followings = Following.objects.filter(target).order_by().values("person")
    return get_user_model().objects.filter(pk__in=followings, is_active=True).order_by("pk")


def other_followers_of(proposal: Proposal, *, but: Any = None) -> QuerySet:
    """Followers who hear of it neither for the seat that proposed nor for one that offers, and not the one who acts."""
    people = followers_of(proposal).exclude(pk__in=people_of(proposal.partner_id).order_by().values("pk"))
    people = people.exclude(pk__in=supporters_of(proposal).order_by().values("pk"))
    return people if but is None else people.exclude(pk=but.pk)


def followers_beside(offer: Offer, *, but: Any = None) -> QuerySet:
    """Followers who act for neither of the two seats of an offer."""
    two = people_of(offer.partner_id, offer.proposal.partner_id)
    people = followers_of(offer.proposal).exclude(pk__in=two.order_by().values("pk"))
    return people if but is None else people.exclude(pk=but.pk)


def addressees_of(proposal: Proposal) -> QuerySet:
    """Who may answer a suggestion: who speaks for the partner to which it is put, or the secretariat; else nobody."""
    nobody = get_user_model().objects.none()
    if proposal.kind != Proposal.Kind.SUGGESTION:
        return nobody
    if proposal.addressee == Addressee.SECRETARIAT:
        return office()
    if proposal.addressee == Addressee.COMMITTEE:
        return people_of(proposal.addressed_partner_id, roles=SPEAKING)
    term = Chairmanship.objects.troika()["current"] if proposal.addressee == Addressee.CHAIR else None
    return nobody if term is None else people_of(term.partner_id, roles=SPEAKING)


def people_concerned(proposal: Proposal) -> QuerySet:
    """The people of the partners that the proposal names as concerned."""
    return people_of(*proposal.partners_concerned.order_by().values_list("pk", flat=True))


def listeners_of(comment: Comment, *, but: Any = None) -> Listeners:
    """Who hears of a public comment: named partners who may answer first, then those concerned, then followers.

    Left out is its author, or, of what is added to it, the one who adds.
    """
    seen = {comment.author_id if but is None else but.pk}

    def new(*some: QuerySet) -> list[Any]:
        found = []
        for person in (person for people in some for person in people):
            if person.pk not in seen:
                seen.add(person.pk)
                found.append(person)
        return found

    named = list(comment.mentioned.all())
    asked = [partner.pk for partner in named if partner.standing not in OBSERVING]
    return Listeners(
        mentioned=new(people_of(*asked, roles=WRITING)),
        concerned=new(
            people_of(comment.proposal.partner_id), *_in_thread(comment), people_of(*(partner.pk for partner in named))
        ),
        following=new(followers_of(comment.proposal)),
    )


def _in_thread(comment: Comment) -> tuple[QuerySet, ...]:
    """The people of the seats that spoke before in the thread, and those of the secretariat who did."""
    if comment.parent_id is None:
        return ()
    thread = Comment.objects.filter(Q(pk=comment.parent_id) | Q(parent=comment.parent_id)).order_by()
    seats = thread.filter(partner__isnull=False).values_list("partner", flat=True).distinct()
    office = get_user_model().objects.in_office().filter(pk__in=thread.filter(partner=None).values("author"))
    return people_of(*seats), office
