"""What silence procedures lay on desks: positions to take, decisions to confirm, records to look at."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.bilingual import Words
from apps.common.registry import Waiting
from apps.common.workflow import Channel
from apps.partners.models import Partner
from apps.partners.rules import SPEAKING, seats_by_network, seats_of

from ..models import CORRECTED_WITHIN, AskedSeat, Position, SilenceProcedure, confirmed_by, who_confirm
from ..workflow import STOPPED, State
from .page import LONGEST_DESK, silent_seats_of


def for_person(user) -> list[Waiting]:
    """What waits for the seats of a person: a word until the hour, the chair's confirmation, a record to look at."""
    if not seats_by_network(user):
        return []
    return [
        *(_to_say(seat) for seat in silent_seats_of(user)),
        *(_to_confirm(procedure) for procedure in _confirmed_by_seats_of(user)),
        *(_to_look_at(position) for position in _recorded_for(user)),
    ]


def _row(words: Words, url: str, **facts) -> Waiting:
    return Waiting(title=words.text, title_lang=words.language if words.is_fallback else "", url=url, **facts)


def _to_say(seat: AskedSeat) -> Waiting:
    procedure = seat.procedure
    return _row(
        procedure.title_words,
        procedure.get_absolute_url(),
        detail=gettext("Silence procedure; for your seat: %(seat)s") % {"seat": seat.partner},
        action=gettext("Take a position"),
        since=procedure.circulated_at,
        due=procedure.expires_at,
    )


def _confirmed_by_seats_of(user) -> list[SilenceProcedure]:
    """What was adopted and waits for a confirmation by this person; who chairs is asked only where something waits."""
    adopted = list(SilenceProcedure.objects.filter(state=State.ADOPTED).order_by("adopted_at", "pk")[:LONGEST_DESK])
    if not adopted:
        return []
    confirmed = Q(pk__in=[])
    for which in confirmed_by(seats_of(user, SPEAKING)).values():
        confirmed |= which
    waiting = SilenceProcedure.objects.filter(confirmed, pk__in=[one.pk for one in adopted])
    theirs = set(waiting.exclude(applicant__in=seats_of(user)).values_list("pk", flat=True))
    return [one for one in adopted if one.pk in theirs]


def _to_confirm(procedure: SilenceProcedure) -> Waiting:
    return _row(
        procedure.title_words,
        procedure.get_absolute_url(),
        detail=gettext("Adopted under silence, to be confirmed for the chair"),
        action=gettext("Read and confirm"),
        since=procedure.adopted_at,
    )


def _recorded_for(user) -> list[Position]:
    """The positions that the secretariat recorded for the person's seats and that may still be called not correct."""
    own = Q()
    for network, partners in seats_by_network(user).items():
        own |= Q(procedure__network__code=network, partner__in=partners)
    fresh = Q(at__gt=timezone.now() - CORRECTED_WITHIN, disputed_at__isnull=True, replaced_at__isnull=True)
    found = (
        Position.objects.filter(own, fresh).exclude(channel=Channel.WEB).select_related("procedure__network", "partner")
    )
    rows = found.order_by("at", "pk")[:LONGEST_DESK]
    return [one for one in rows if user.has_perm("decisions.dispute_position", one)]


def _to_look_at(position: Position) -> Waiting:
    facts = {"seat": position.partner, "position": position.get_kind_display()}
    return _row(
        position.procedure.title_words,
        position.get_absolute_url(),
        detail=gettext("Recorded by the secretariat for your seat (%(seat)s): %(position)s. Not correct? Say so.")
        % facts,
        action=gettext("Look at the record"),
        since=position.at,
        due=position.correct_until,
    )


def for_office(user) -> list[Waiting]:
    """What waits for the secretariat: seats to reach, words in doubt, broken silence; and, for the chair, decisions."""
    if not user.has_perm("decisions.add_silenceprocedure"):
        return []
    held = Q(state=State.CIRCULATED, held_at__isnull=False)
    waiting = held | Q(state__in=(*STOPPED, State.ADOPTED))
    procedures = list(SilenceProcedure.objects.filter(waiting).order_by("circulated_at", "pk")[: 2 * LONGEST_DESK])
    doubted = Position.objects.in_doubt().select_related("procedure", "partner").order_by("disputed_at", "pk")
    chairs = _who_confirm([one for one in procedures if one.state == State.ADOPTED])
    return [
        *(_in_doubt(position) for position in doubted[:LONGEST_DESK]),
        *(_waits_for_office(one, chairs) for one in procedures),
    ]


def _who_confirm(adopted: list[SilenceProcedure]) -> dict[int, str]:
    """Who confirms each of these, by its key; nobody where no chair can. The chair, or on its own request the next."""
    if not adopted:
        return {}
    chair = next(who_confirm(None), None)
    other = next(who_confirm(chair), None)
    partners = Partner.objects.in_bulk([key for key in (chair, other) if key is not None])
    found = {}
    for one in adopted:
        partner = partners.get(other if one.applicant_id == chair else chair)
        found[one.pk] = "" if partner is None else str(partner)
    return found


def _waits_for_office(procedure: SilenceProcedure, chairs: dict[int, str]) -> Waiting:
    words, url = procedure.title_words, procedure.get_absolute_url()
    if procedure.pk in chairs:
        who = chairs[procedure.pk]
        facts = {"holder": "chair", "who": who} if who else {"holder": "us"}
        detail = gettext("Adopted under silence, to be confirmed for the chair")
        return _row(words, url, detail=detail, action=gettext("Open"), since=procedure.adopted_at, **facts)
    if procedure.is_running:
        detail = gettext("The hour has come; seats that were not reached keep it from being adopted")
        return _row(words, url, detail=detail, action=gettext("Reach the seats"), since=procedure.held_at)
    detail = gettext("Silence procedure: %(state)s") % {"state": procedure.get_state_display()}
    return _row(words, url, detail=detail, action=gettext("Circulate again"), since=_stopped_at(procedure))


def _stopped_at(procedure: SilenceProcedure) -> datetime.datetime | None:
    return procedure.stopped_at or procedure.circulated_at


def _in_doubt(position: Position) -> Waiting:
    return _row(
        position.procedure.title_words,
        position.get_absolute_url(),
        detail=gettext("A seat (%(seat)s) says that its recorded position is not correct") % {"seat": position.partner},
        action=gettext("Look into it"),
        since=position.disputed_at,
    )
