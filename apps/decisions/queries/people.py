"""Which seats a procedure asks, and whom to tell of it."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from apps.partners.models import Mandate, Membership
from apps.partners.networks import NFP
from apps.partners.queries import people_of, seats_asked
from apps.partners.rules import SPEAKING

from ..models import Asked, SilenceProcedure


def seats_to_ask(procedure: SilenceProcedure) -> QuerySet:
    """The partners whose seats would be asked now; never the applicant, never a former partner."""
    seats = seats_asked().exclude(pk=procedure.applicant_id)
    if procedure.asked == Asked.COMMITTEE:
        sitting = Membership.objects.running(timezone.localdate()).filter(body=Membership.Body.STEERING_COMMITTEE)
        return seats.filter(pk__in=sitting.values("partner"))
    if procedure.asked == Asked.CHOSEN:
        return seats.filter(pk__in=procedure.chosen.values("pk"))
    if procedure.network.code == NFP:
        return seats
    return seats.filter(pk__in=Mandate.objects.standing().filter(network=procedure.network).values("partner"))


def office(*, but=None) -> QuerySet:
    """The members of the secretariat, without the one who acts."""
    people = get_user_model().objects.in_office()
    return people if but is None else people.exclude(pk=but.pk)


def people_of_seats(
    procedure: SilenceProcedure, partner_ids: Iterable[int], *, roles: Iterable[str] | None = None, but=None
) -> QuerySet:
    """The people who act for these partners in the network of the procedure, without the one who acts."""
    people = people_of(*partner_ids, network=procedure.network.code, roles=roles)
    return people if but is None else people.exclude(pk=but.pk)


def people_asked(procedure: SilenceProcedure, *, but=None) -> QuerySet:
    """Everybody of the seats asked in the present round."""
    return people_of_seats(procedure, procedure.asked_now, but=but)


def people_of_chair(procedure: SilenceProcedure, *, but=None) -> QuerySet:
    """Those who may confirm: head and alternates of the chair, or of who stands in for it."""
    chair = procedure.confirming_partner_id
    people = people_of(*([chair] if chair else []), roles=SPEAKING)
    return people if but is None else people.exclude(pk=but.pk)


def people_of_applicant(procedure: SilenceProcedure, *, but=None) -> QuerySet:
    """The people of the seat on whose request it runs; nobody where there is none."""
    people = people_of(*([procedure.applicant_id] if procedure.applicant_id else []))
    return people if but is None else people.exclude(pk=but.pk)


def insiders(procedure: SilenceProcedure, *, but=None) -> QuerySet:
    """Everybody who sees the positions: the seats asked, who confirms, and the secretariat; each once."""
    groups = (people_asked(procedure), people_of_chair(procedure), office())
    keys = {key for people in groups for key in people.values_list("pk", flat=True)}
    people = get_user_model().objects.filter(pk__in=keys).order_by("pk")
    return people if but is None else people.exclude(pk=but.pk)
