"""Whom to tell, and for whom somebody acts."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from apps.partners.models import Mandate, Partner
from apps.partners.queries import people_of, people_of_all_seats, running_mandates
from apps.partners.rules import READING, SPEAKING, WRITING, seats_of

from ..models import Following, Proposal, Query
from ..workflow import STANDING


def office() -> QuerySet:
    """The members of the secretariat."""
    return get_user_model().objects.in_office()


def people_of_seat(partner_id: int, *, but=None) -> QuerySet:
    """The people of one seat, without the one who acts."""
    people = people_of(partner_id)
    return people if but is None else people.exclude(pk=but.pk)


def people_of_other_seats(proposal: Proposal, *, but=None) -> QuerySet:
    """All other focal points: nobody who also acts for the seat that proposes, and not the one who acts."""
    others = people_of_all_seats().exclude(pk__in=people_of(proposal.partner_id).values("pk"))
    return others if but is None else others.exclude(pk=but.pk)


def supporters_of(proposal: Proposal, *, but=None, states=STANDING) -> QuerySet:
    """The people of the seats whose offers wait or were accepted, without those of the seat that proposes.

    Other `states` of offers give the people of the seats that made those.
    """
    seats = proposal.offers.filter(state__in=states).values("partner")
    mandates = Mandate.objects.acting().filter(partner__in=seats)
    people = get_user_model().objects.filter(pk__in=mandates.values("user"))
    people = people.exclude(pk__in=people_of(proposal.partner_id).values("pk")).order_by("pk")
    return people if but is None else people.exclude(pk=but.pk)


def hearers_of_news(proposal: Proposal, *, but=None) -> QuerySet:
    """Who is told of news, each once: the seat, its supporters, and who follows this very proposal; not who acts."""
    followers = Following.objects.filter(proposal=proposal).values("person")
    groups = (people_of_seat(proposal.partner_id), supporters_of(proposal))
    who = Q(pk__in=followers)
    for people in groups:
        who |= Q(pk__in=people.order_by().values("pk"))
    people = get_user_model().objects.active().filter(who).order_by("pk")
    return people if but is None else people.exclude(pk=but.pk)


def writers_of_seat(proposal: Proposal) -> QuerySet:
    """Those of the seat who may write for it."""
    return people_of(proposal.partner_id, roles=WRITING)


def head_of_office() -> QuerySet:
    """The head of the secretariat; its members where nobody is."""
    heads = get_user_model().objects.heading_office()
    return heads if heads.exists() else office()


def own_partners(user) -> list[Partner]:
    """The partners for which the person acts, each once; what their roles were read from is asked no second time."""
    seats = seats_of(user)
    partners = {one.partner_id: one.partner for one in running_mandates(user) if one.partner_id in seats}
    return [partners[key] for key in sorted(partners)]


def seats_with_names(user, roles=READING) -> QuerySet:
    """The partners for which the person acts in one of these roles."""
    return Partner.objects.filter(pk__in=seats_of(user, roles)).order_by("pk")


def seats_that_may_offer(user, proposal: Proposal) -> QuerySet:
    """The partners on whose behalf the person may offer support to this proposal."""
    return seats_with_names(user, SPEAKING).exclude(pk=proposal.partner_id)


def askers(query: Query, *, but=None) -> QuerySet:
    """The people of the seat that asks, or the secretariat where it asks, without the one who acts."""
    if query.partner_id is not None:
        return people_of_seat(query.partner_id, but=but)
    return office() if but is None else office().exclude(pk=but.pk)


def people_asked(query: Query, *, but=None) -> QuerySet:
    """Those who may write answers for a seat that was asked, without the one who acts."""
    people = people_of(*query.addressees.values_list("pk", flat=True), roles=WRITING)
    return people if but is None else people.exclude(pk=but.pk)


def people_of_query(query: Query, *, but=None) -> QuerySet:
    """The people of the seat that asked and of all that were asked, without the one who acts."""
    seats = set(query.addressees.values_list("pk", flat=True)) | {query.partner_id}
    people = people_of(*(seat for seat in seats if seat is not None))
    return people if but is None else people.exclude(pk=but.pk)


def people_who_answer_for(partner_id: int, *, but=None) -> QuerySet:
    """Those who may write answers for this seat, without the one who acts."""
    people = people_of(partner_id, roles=WRITING)
    return people if but is None else people.exclude(pk=but.pk)
