"""Which seats of a procedure were reached: silence counts only for those (design 5)."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext

from apps.notifications.models import OutboxMail, ReturnedMail
from apps.partners.models import Mandate
from apps.partners.queries import seats_expected_to_answer

from ..models import AskedSeat, Position, SilenceProcedure

NOTICE = "decisions.circulated"
ON_THE_WAY = (OutboxMail.Status.QUEUED, OutboxMail.Status.SENDING)


@dataclass(frozen=True)
class SeatReach:
    """How a seat of the present round stands: its position if any, whether it was reached, and if not, why."""

    seat: AskedSeat
    position: Position | None
    is_reached: bool
    why_not: str = ""
    counts_as_silent: bool = True

    @property
    def keeps_from_adopting(self) -> bool:
        """Whether its silence cannot count."""
        return self.counts_as_silent and not self.is_reached


def reach_of(procedure: SilenceProcedure) -> list[SeatReach]:
    """Each seat of the present round, by its partner's code; as many queries for one as for all.

    Reached is a seat that has spoken, whose reaching the secretariat recorded, or to one of whose people the notice was
    handed over before the hour and did not come back; and for which somebody acts still. Observers keep nothing from
    being adopted.
    """
    found = procedure.asked_seats.filter(round=procedure.round).select_related("partner").prefetch_related("people")
    seats = list(found.order_by("partner__code", "pk"))
    spoken = {one.partner_id: one for one in procedure.positions.counting().filter(round=procedure.round)}
    notices = _notices(procedure)
    silent = set(seats_expected_to_answer().values_list("pk", flat=True))
    acting = _acting(procedure, seats)
    told = []
    for seat in seats:
        people = {person.pk for person in seat.people.all()}
        why_not = ""
        if seat.partner_id not in spoken and seat.reached_at is None:
            why_not = _why_not(people, acting.get(seat.partner_id, set()), notices)
        told.append(
            SeatReach(seat, spoken.get(seat.partner_id), not why_not, why_not, seat.partner_id in silent),
        )
    return told


def unreached(procedure: SilenceProcedure) -> list[AskedSeat]:
    """The seats whose silence cannot count now."""
    return [one.seat for one in reach_of(procedure) if one.keeps_from_adopting]


@dataclass(frozen=True)
class _Notices:
    """Whose notice of this round was handed over before the hour and did not come back, whose later, whose waits."""

    in_time: set[int]
    late: set[int]
    waiting: set[int]


def _notices(procedure: SilenceProcedure) -> _Notices:
    kind = ContentType.objects.get_for_model(procedure)
    mails = OutboxMail.objects.filter(
        message=NOTICE, about_type=kind, about_id=procedure.pk, created_at__gte=procedure.circulated_at
    )
    came_back = ReturnedMail.objects.filter(kind__in=ReturnedMail.DOUBTFUL, mail__in=mails.values("pk"))
    sent = mails.filter(status=OutboxMail.Status.SENT).exclude(pk__in=came_back.values("mail"))
    handed_over = sent.values_list("recipient", "sent_at")
    in_time = {person for person, sent_at in handed_over if sent_at < procedure.expires_at}
    waiting = mails.filter(status__in=ON_THE_WAY).values_list("recipient", flat=True)
    return _Notices(in_time, {person for person, _sent_at in handed_over} - in_time, set(waiting))


def _acting(procedure: SilenceProcedure, seats: list[AskedSeat]) -> dict[int, set[int]]:
    """Who acts for each of these seats now."""
    rows = Mandate.objects.acting(procedure.network.code).filter(partner__in=[seat.partner_id for seat in seats])
    acting: dict[int, set[int]] = {}
    for partner, user in rows.values_list("partner", "user"):
        acting.setdefault(partner, set()).add(user)
    return acting


def _why_not(people: set[int], acting: set[int], notices: _Notices) -> str:
    if not acting:
        return gettext("Nobody acts for this seat.")
    if not people:
        return gettext("Nobody acted for this seat when it was told.")
    if people & notices.in_time:
        return ""
    if people & notices.late:
        return gettext("The notice arrived after the hour: a later hour is needed.")
    if people & notices.waiting:
        return gettext("The notice is still on its way.")
    return gettext("The notice came back, or could not be sent.")
