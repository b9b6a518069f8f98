"""What the pages of silence procedures show: the list, one of them with its seats and positions, its next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from apps.partners.models import Partner
from apps.partners.queries import in_reading_order, running_mandates
from apps.partners.rules import SPEAKING, seats_by_network, seats_of

from .. import rules
from ..models import Asked, AskedSeat, Position, SilenceProcedure
from ..workflow import STOPPED, ProcedureFlow, State

LONGEST_DESK = 20


def own_partners(user) -> list[Partner]:
    """The partners for which the person acts, in whichever network; asked no second time."""
    seats = frozenset[int]().union(*seats_by_network(user).values())
    partners = {one.partner_id: one.partner for one in running_mandates(user) if one.partner_id in seats}
    return [partners[key] for key in sorted(partners)]


def listed(user) -> QuerySet:
    """The procedures of which the person may know, those on a request of their seat included; the latest first."""
    seen = SilenceProcedure.objects.visible_to(user).order_by().values("pk")
    known = SilenceProcedure.objects.known_to_applicant(user).order_by().values("pk")
    found = SilenceProcedure.objects.filter(Q(pk__in=seen) | Q(pk__in=known))
    return found.select_related("network", "decision").latest_first()


def silent_seats_of(user) -> list[AskedSeat]:
    """The seats for which the person speaks that are asked now and have said nothing, by the hour; one query."""
    asked = Q()
    for network, partners in seats_by_network(user).items():
        asked |= Q(procedure__network__code=network, partner__in=partners)
    if not asked:
        return []
    same = {name: OuterRef(name) for name in ("procedure", "round", "partner")}
    found = AskedSeat.objects.filter(
        asked,
        ~Exists(Position.objects.counting().filter(**same)),
        round=F("procedure__round"),
        procedure__state=State.CIRCULATED,
        procedure__expires_at__gt=timezone.now(),
    ).exclude(procedure__applicant__in=seats_of(user))
    found = found.select_related("partner", "procedure__network").order_by("procedure__expires_at", "pk")
    speaks_for = rules.seats_in
    return [one for one in found[:LONGEST_DESK] if one.partner_id in speaks_for(user, one.procedure, SPEAKING)]


def for_page(procedures: QuerySet) -> QuerySet:
    """With all that the page of a procedure shows of the row itself."""
    return procedures.select_related("network", "applicant", "decision")


def asked_in_words(procedure: SilenceProcedure) -> str:
    """Whom it asks, as it stands in a list of facts."""
    if procedure.asked == Asked.COMMITTEE:
        return gettext("Steering Committee")
    return (
        pgettext("whom a silence procedure asks", "partners by name")
        if procedure.asked == Asked.CHOSEN
        else str(procedure.network)
    )


@dataclass(frozen=True)
class SaidWord:
    """A position as one reader is shown it; `knows_who`: also who of the seat said it, and the proof."""

    position: Position
    knows_who: bool
    may_dispute: bool
    may_release: bool


@dataclass(frozen=True)
class SeatInRound:
    """A seat that was asked in a round: the word that counts, if any, and those that no longer do, the latest first."""

    partner: Partner
    word: SaidWord | None
    earlier: list[SaidWord]


class Round(NamedTuple):
    """One circulation with the seats that it asked, as lists read."""

    number: int
    seats: list[SeatInRound]

    @property
    def spoken(self) -> list[SeatInRound]:
        """The seats that said something, also if it no longer counts."""
        return [seat for seat in self.seats if seat.word or seat.earlier]

    @property
    def silent(self) -> list[SeatInRound]:
        """The seats that said nothing."""
        return [seat for seat in self.seats if not seat.word and not seat.earlier]


def rounds_of(procedure: SilenceProcedure, user) -> list[Round]:
    """All rounds of a procedure, the present one first, as this reader is shown them; two queries.

    Tells the procedure which seats are and were asked, so that its rules ask no more.
    """
    asked: dict[int, dict[int, Partner]] = {}
    for seat in procedure.asked_seats.select_related("partner").order_by("round", "pk"):
        asked.setdefault(seat.round, {})[seat.partner_id] = seat.partner
    procedure.asked_now = frozenset(asked.get(procedure.round, ()))
    procedure.asked_ever = frozenset(key for partners in asked.values() for key in partners)
    said: dict[tuple[int, int], list[SaidWord]] = {}
    for position in procedure.positions.select_related("partner", "person").order_by("-at", "-pk"):
        position.procedure = procedure
        said.setdefault((position.round, position.partner_id), []).append(_shown(position, user))
    return [
        Round(
            number,
            [_seat(partner, said.get((number, partner.pk), ())) for partner in in_reading_order(partners.values())],
        )
        for number, partners in sorted(asked.items(), reverse=True)
    ]


def _shown(position: Position, user) -> SaidWord:
    waits_for_release = position.breaks and position.released_at is None and position.procedure.applicant_id is not None
    return SaidWord(
        position,
        knows_who=user.has_perm("decisions.view_proof_position", position),
        may_dispute=position.may_be_corrected and user.has_perm("decisions.dispute_position", position),
        may_release=waits_for_release and user.has_perm("decisions.release_position", position),
    )


def _seat(partner: Partner, words: Iterable[SaidWord]) -> SeatInRound:
    counting = next((one for one in words if one.position.is_counting), None)
    return SeatInRound(partner, counting, [one for one in words if one is not counting])


def own_seats_in(procedure: SilenceProcedure, present: Round | None, user) -> list[dict[str, Any]]:
    """For each seat of the reader's that is asked now: what it has said, and whether they may take a position now."""
    if present is None:
        return []
    reads, speaks = rules.seats_in(user, procedure), rules.speaking_seats(user, procedure)
    return [
        {"seat": seat, "may_take": procedure.is_taking_positions and seat.partner.pk in speaks}
        for seat in present.seats
        if seat.partner.pk in reads
    ]


def statements_in(present: Round | None) -> list[SaidWord]:
    """The words of the present round that their seats want attached to what is adopted."""
    if present is None:
        return []
    words = (seat.word for seat in present.seats)
    return [word for word in words if word is not None and word.position.is_statement]


class NextStep(NamedTuple):
    """The one next step: what, with whom it lies, and whether that is the reader."""

    words: str
    holder: str
    is_mine: bool


def next_step(procedure: SilenceProcedure, user, *, is_asked: bool) -> NextStep | None:
    """What comes next, as this reader is told; None when it has ended. `is_asked`: their seat has said nothing yet."""
    office, in_office = gettext("The secretariat"), user.has_perm("decisions.add_silenceprocedure")
    if procedure.is_taking_positions:
        holder = gettext("The seats asked, until %(until)s") % {"until": procedure.until}
        return NextStep(gettext("Take a position; a seat that says nothing has no objection"), holder, is_asked)
    if procedure.held_at is not None:
        words = gettext("The hour has come, but silence cannot count yet: seats are still to be reached")
        return NextStep(words, office, in_office)
    if procedure.is_running:
        words = gettext("The hour has come; the outcome is noted within minutes")
        return NextStep(words, gettext("automatically, at the hour set"), is_mine=False)
    if ProcedureFlow.confirm.is_open(procedure):
        return NextStep(
            gettext("Confirm the decision"), confirming_seat(procedure), bool(rules.confirms(user, procedure))
        )
    if procedure.state in STOPPED:
        return NextStep(gettext("Circulate it again, or withdraw it"), office, in_office)
    if ProcedureFlow.circulate.is_open(procedure):
        return NextStep(gettext("Complete the text and circulate it"), office, in_office)
    return None


def confirming_seat(procedure: SilenceProcedure) -> str:
    """Who confirms, in words; the secretariat, on a recorded instruction, where no chair can."""
    partner = Partner.objects.filter(pk=procedure.confirming_partner_id).first()
    if partner is None:
        return gettext("The secretariat, on a recorded instruction")
    return gettext("For the chair: %(partner)s") % {"partner": partner}
