"""What the office's pages read: the seats that would be asked with their people, and how many seats have spoken."""

from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.partners.models import Mandate, Partner
from apps.partners.queries import in_reading_order

from ..models import Position, SilenceProcedure
from .people import seats_to_ask


class SeatToAsk(NamedTuple):
    """A seat that would be asked, and who acts for it."""

    partner: Partner
    people: list[Any]


def seats_with_people(procedure: SilenceProcedure) -> list[SeatToAsk]:
    """The seats that would be asked now with their people; those for whom nobody acts first; two queries."""
    seats = in_reading_order(seats_to_ask(procedure))
    acting = Mandate.objects.acting(procedure.network.code).filter(partner__in=[seat.pk for seat in seats])
    people: dict[int, dict[int, Any]] = {}
    for mandate in acting.select_related("user").order_by("user__name", "user"):
        people.setdefault(mandate.partner_id, {})[mandate.user_id] = mandate.user
    found = [SeatToAsk(seat, list(people.get(seat.pk, {}).values())) for seat in seats]
    return sorted(found, key=lambda one: bool(one.people))


def with_number_of_positions(procedures: QuerySet) -> QuerySet:
    """Annotated with `number_of_positions`: the seats that have spoken in the present round."""
    counting = Position.objects.counting().filter(procedure=OuterRef("pk"), round=OuterRef("round")).order_by()
    number = counting.values("procedure").annotate(number=Count("pk")).values("number")
    return procedures.annotate(number_of_positions=Coalesce(Subquery(number, output_field=IntegerField()), 0))
