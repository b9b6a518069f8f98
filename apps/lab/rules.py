"""Who may do what in the laboratory of ideas (design 5, "Who sees what" and "Who may act").

Permissions of steps do not depend on the state: that a step is no longer open is another answer (`StepNotOpen`, 409).
"""

import rules

from apps.accounts.rules import is_secretariat
from apps.partners.rules import (
    READING,
    SPEAKING,
    WRITING,
    has_seat,
    has_speaking_seat,
    has_writing_seat,
    is_of_seat,
    seats_of,
)

from .workflow import LISTED, STANDING, WITH_OFFICE, State

is_own = is_of_seat("partner_id", READING)
writes_own = is_of_seat("partner_id", WRITING)
speaks_for_own = is_of_seat("partner_id", SPEAKING)
is_proposers = is_of_seat("proposal.partner_id", READING)
speaks_for_proposer = is_of_seat("proposal.partner_id", SPEAKING)


@rules.predicate
def is_listed(user, proposal=None) -> bool:
    """Published to all seats, and not withdrawn since."""
    return proposal is not None and proposal.state in LISTED


@rules.predicate
def was_submitted(user, proposal=None) -> bool:
    """It is with the secretariat or went through it; a returned one is the seat's own affair until it comes back."""
    if proposal is None:
        return False
    left_a_trace = proposal.submitted_at is not None or proposal.from_archive
    return proposal.state in WITH_OFFICE or (proposal.state == State.WITHDRAWN and left_a_trace)


@rules.predicate
def was_open_and_is_withdrawn(user, proposal=None) -> bool:
    """Withdrawn after all seats had seen it: they are told that one word."""
    return (
        proposal is not None
        and proposal.state == State.WITHDRAWN
        and (proposal.opened_at is not None or proposal.from_archive)
    )


@rules.predicate
def may_speak_for_another_seat(user, proposal=None) -> bool:
    """Head or alternate of a seat other than the one that proposes: nobody offers to their own proposal."""
    return proposal is not None and bool(seats_of(user, SPEAKING) - {proposal.partner_id})


@rules.predicate
def may_see_its_proposal(user, offer=None) -> bool:
    """The reader may see the proposal that the offer answers."""
    return offer is not None and may_view(user, offer.proposal)


@rules.predicate
def is_for_another_seat(user, offer=None) -> bool:
    """The seat that offers is not the one that proposed."""
    return offer is not None and offer.partner_id != offer.proposal.partner_id


@rules.predicate
def is_standing(user, offer=None) -> bool:
    """The offer waits for an answer or was accepted."""
    return offer is not None and offer.state in STANDING


may_view = is_own | (has_seat & is_listed) | (is_secretariat & was_submitted)
may_read_offer = is_own | is_proposers | (is_secretariat & may_see_its_proposal)

for permission, predicate in {
    "enter": has_seat | is_secretariat,
    "view_proposal": may_view,
    "hear_of_proposal": has_seat & was_open_and_is_withdrawn,
    "add_proposal": has_writing_seat,
    "change_proposal": writes_own,
    "translate_proposal": is_secretariat & was_submitted,
    "submit_proposal": speaks_for_own,
    "return_proposal": is_secretariat,
    "publish_proposal": is_secretariat,
    "start_proposal": speaks_for_own | is_secretariat,
    "conclude_proposal": speaks_for_own | is_secretariat,
    "close_proposal": speaks_for_own | is_secretariat,
    "withdraw_proposal": speaks_for_own,
    "offer_proposal": has_speaking_seat & may_speak_for_another_seat,
    "delete_proposal": rules.always_deny,
    "view_offer": may_read_offer | (is_standing & may_see_its_proposal),
    "read_offer": may_read_offer,
    "follow_offer": may_read_offer & may_see_its_proposal,
    "make_offer": speaks_for_own & is_for_another_seat,
    "accept_offer": speaks_for_proposer,
    "decline_offer": speaks_for_proposer,
    "withdraw_offer": speaks_for_own,
    "add_offer": rules.always_deny,
    "change_offer": rules.always_deny,
    "delete_offer": rules.always_deny,
}.items():
    rules.add_perm(f"lab.{permission}", predicate)
