"""Who may do what in a silence procedure (design 5, "Who sees what" and "Who may act"; docs/silence.md).

Permissions of steps do not depend on the state: that a step is no longer open is another answer (`StepNotOpen`, 409).
"""

import rules

from apps.accounts.rules import is_secretariat
from apps.common.roles import roles_of
from apps.partners.networks import NFP
from apps.partners.rules import (
    READING,
    SPEAKING,
    TROIKA,
    WRITING,
    committee_seats_of,
    has_any_seat,
    has_seat,
    is_of_seat,
    seats_of,
)

from .workflow import ASKS_READER

is_applicant = is_of_seat("applicant_id", READING)


def seats_in(user, procedure, roles=READING) -> frozenset[int]:
    """The partners for which the person acts, in one of these roles, in the network that the procedure asks."""
    return roles_of(user).partner_ids(*roles, scope=procedure.network.code)


def speaking_seats(user, procedure) -> frozenset[int]:
    """The seats asked in the present round for which the person takes positions; none on a request of the own seat."""
    if is_applicant(user, procedure):
        return frozenset()
    return seats_in(user, procedure, SPEAKING) & procedure.asked_now


def procedure_of(thing):
    """The procedure of a position or a decision, which knows of its reader what the thing was told of them."""
    if hasattr(thing, ASKS_READER):
        setattr(thing.procedure, ASKS_READER, getattr(thing, ASKS_READER))
        thing.procedure.known_to = getattr(thing, "known_to", None)
    return thing.procedure


@rules.predicate
def is_asked(user, procedure=None) -> bool:
    """A seat of the person's is, or was, asked."""
    if getattr(procedure, "known_to", None) == user.pk and hasattr(procedure, ASKS_READER):
        return getattr(procedure, ASKS_READER)
    seats = frozenset() if procedure is None else seats_in(user, procedure)
    return bool(seats) and not seats.isdisjoint(procedure.asked_ever)


@rules.predicate
def speaks_for_asked(user, procedure=None) -> bool:
    """Head or alternate of a seat asked in the present round."""
    return procedure is not None and bool(speaking_seats(user, procedure))


@rules.predicate
def is_of_confirming_seat(user, procedure=None) -> bool:
    """Of the partner that confirms: the chair, or who stands in where the chair's own seat applies.

    Who chairs is asked only where the person's own roles do not tell: an inbox asks about each of its rows.
    """
    if procedure is None:
        return False
    troika = roles_of(user).partner_ids(*TROIKA.values(), scope=NFP) & seats_of(user)
    chairing = roles_of(user).partner_ids(TROIKA["current"], scope=NFP) & troika
    if chairing - {procedure.applicant_id}:
        return True
    return bool(troika) and procedure.confirming_partner_id in troika


@rules.predicate
def confirms(user, procedure=None) -> bool:
    """Head or alternate of the partner that confirms."""
    return procedure is not None and procedure.confirming_partner_id in seats_of(user, SPEAKING)


@rules.predicate
def was_circulated(user, procedure=None) -> bool:
    """Seats have been asked about it."""
    return procedure is not None and procedure.was_circulated


@rules.predicate
def can_be_changed(user, procedure=None) -> bool:
    """Its words, seats and hour may still change; asked without one, there is none that could not."""
    return procedure is None or procedure.is_editable


@rules.predicate
def is_of_a_draft(user, procedure=None) -> bool:
    """It was never circulated; asked without one, there is none that was."""
    return procedure is None or not procedure.was_circulated


@rules.predicate
def takes_positions(user, procedure=None) -> bool:
    """A word counts at this second: who waits to be reminded is not, once it no longer does."""
    return procedure is not None and procedure.is_taking_positions


may_view = is_secretariat | (was_circulated & ~is_applicant & (is_asked | is_of_confirming_seat))


@rules.predicate
def may_view_its_procedure(user, thing=None) -> bool:
    """The reader may see the silence procedure to which a position or a paper belongs."""
    return thing is not None and may_view(user, procedure_of(thing))


@rules.predicate
def is_released_to_reader(user, position=None) -> bool:
    """The chair released it to the applicant, for whom the person acts."""
    return (
        position is not None
        and position.released_at is not None
        and position.procedure.was_circulated
        and is_applicant(user, position.procedure)
    )


@rules.predicate
def is_of_its_applicant(user, position=None) -> bool:
    """Acts for the applicant of the procedure in which the position was taken, whatever other seat they act for."""
    return position is not None and is_applicant(user, position.procedure)


@rules.predicate
def writes_for_its_seat(user, position=None) -> bool:
    """May write for the seat whose position it is."""
    return position is not None and position.partner_id in seats_in(user, position.procedure, WRITING)


@rules.predicate
def is_of_its_seat(user, position=None) -> bool:
    """Of the seat whose position it is."""
    return position is not None and position.partner_id in seats_in(user, position.procedure)


@rules.predicate
def confirms_its_procedure(user, position=None) -> bool:
    """Of the partner that confirms the procedure in which the position was taken."""
    return position is not None and confirms(user, position.procedure)


@rules.predicate
def may_see_seat(user, seat=None) -> bool:
    """The reader may see the procedure in which the seat is asked."""
    return seat is not None and may_view(user, seat.procedure)


@rules.predicate
def is_read_by_reader(user, decision=None) -> bool:
    """The decision's mark, the reader's seat or their place in the committee lets them read it."""
    if decision is None:
        return False
    procedure = procedure_of(decision)
    return (
        decision.is_public
        or (decision.mark == "seats" and has_seat(user))
        or decision.confirmed_for_id in seats_of(user)
        or is_applicant(user, procedure)
        or is_asked(user, procedure)
        or (procedure.asked == "committee" and bool(committee_seats_of(user)))
    )


for permission, predicate in {
    "enter": has_any_seat | is_secretariat,
    "view_silenceprocedure": may_view,
    "know_silenceprocedure": may_view | (was_circulated & is_applicant),
    "add_silenceprocedure": is_secretariat,
    "change_silenceprocedure": is_secretariat & can_be_changed,
    "delete_silenceprocedure": rules.always_deny,
    "circulate_silenceprocedure": is_secretariat,
    "circulate_again_silenceprocedure": is_secretariat,
    "adopt_silenceprocedure": rules.always_deny,
    "break_silenceprocedure": speaks_for_asked | is_secretariat,
    "suspend_silenceprocedure": is_secretariat,
    "confirm_silenceprocedure": (confirms | is_secretariat) & ~is_applicant,
    "withdraw_silenceprocedure": is_secretariat,
    "take_position_silenceprocedure": speaks_for_asked,
    "record_position_silenceprocedure": is_secretariat,
    "extend_silenceprocedure": is_secretariat,
    "be_reminded_silenceprocedure": speaks_for_asked & takes_positions,
    "view_position": may_view_its_procedure | is_released_to_reader,
    "view_proof_position": is_secretariat | (is_of_its_seat & ~is_of_its_applicant),
    "dispute_position": writes_for_its_seat & ~is_of_its_applicant,
    "settle_position": is_secretariat,
    "release_position": (confirms_its_procedure | is_secretariat) & ~is_of_its_applicant,
    "hear_of_position": is_of_its_seat & ~is_of_its_applicant,
    "view_askedseat": may_see_seat,
    "reach_askedseat": is_secretariat,
    "tell_askedseat": is_secretariat,
    "view_procedurepaper": may_view_its_procedure,
    "add_procedurepaper": is_secretariat & can_be_changed,
    "change_procedurepaper": rules.always_deny,
    "delete_procedurepaper": is_secretariat & is_of_a_draft,
    "view_decision": is_secretariat | is_read_by_reader,
}.items():
    rules.add_perm(f"decisions.{permission}", predicate)
for verb in ("add", "change", "delete"):
    rules.add_perm(f"decisions.{verb}_decision", rules.always_deny)
    rules.add_perm(f"decisions.{verb}_position", rules.always_deny)
    rules.add_perm(f"decisions.{verb}_askedseat", rules.always_deny)
