"""Who may do what in the laboratory of ideas (design 5, "Who sees what" and "Who may act").

Permissions of steps do not depend on the state: that a step is no longer open is another answer (`StepNotOpen`, 409).
"""

import rules

from apps.accounts.rules import is_secretariat
from apps.common.roles import roles_of
from apps.partners.networks import NFP
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

from .workflow import LISTED, STANDING, WELCOMING, WITH_OFFICE, OfferState, QueryState, State

is_own = is_of_seat("partner_id", READING)
writes_own = is_of_seat("partner_id", WRITING)
speaks_for_own = is_of_seat("partner_id", SPEAKING)
is_proposers = is_of_seat("proposal.partner_id", READING)
writes_for_proposer = is_of_seat("proposal.partner_id", WRITING)
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


@rules.predicate
def is_author(user, comment=None) -> bool:
    """The very person who wrote it."""
    return comment is not None and comment.author_id == user.pk


@rules.predicate
def is_of_the_office(user, comment=None) -> bool:
    """Said or asked by the secretariat, not for a partner."""
    return comment is not None and comment.partner_id is None


@rules.predicate
def is_for_all(user, comment=None) -> bool:
    """Not between two partners only."""
    return comment is not None and comment.between_id is None


@rules.predicate
def is_between_own_seat(user, comment=None) -> bool:
    """Between the partner that proposed and another, and the person acts for one of the two."""
    return comment is not None and not {comment.between_id, comment.proposal.partner_id}.isdisjoint(seats_of(user))


@rules.predicate
def writes_for_one_of_two(user, comment=None) -> bool:
    """May write for one of the two partners between which it stays."""
    return comment is not None and not {comment.between_id, comment.proposal.partner_id}.isdisjoint(
        seats_of(user, WRITING)
    )


@rules.predicate
def is_asked_something(user, proposal=None) -> bool:
    """The secretariat asked something about the proposal, and nobody has answered."""
    return proposal is not None and proposal.waits_for_author


@rules.predicate
def waits_for_an_answer(user, offer=None) -> bool:
    """Nobody has answered the offer, and its proposal still takes answers."""
    return offer is not None and offer.state == OfferState.MADE and offer.proposal.state in WELCOMING


@rules.predicate
def takes_answers(user, query=None) -> bool:
    """An answer to the questions counts now."""
    return query is not None and query.is_taking_answers


@rules.predicate
def may_see_what_stays(user, proposal=None) -> bool:
    """The reader may see the proposal into which this one was merged."""
    return proposal is not None and proposal.merged_into is not None and may_view(user, proposal.merged_into)


@rules.predicate
def may_read_its_comment(user, addition=None) -> bool:
    """The reader may read the comment to which it was added."""
    return addition is not None and may_read_comment(user, addition.comment)


@rules.predicate
def may_see_what_followed(user, sequel=None) -> bool:
    """The reader may see the activity, the outcome or the document that followed."""
    if sequel is None:
        return False
    if sequel.document_id is not None:
        return user.has_perm("documents.view_document", sequel.document)
    activity = sequel.activity if sequel.activity_id is not None else sequel.outcome.activity
    return user.has_perm("activities.view_activity", activity)


@rules.predicate
def is_between_its_speaker(user, comment=None) -> bool:
    """Said by one of the two partners between which it stays, which are two."""
    two = {comment.between_id, comment.proposal.partner_id} if comment is not None else set()
    return len(two) == 2 and comment.partner_id in two


@rules.predicate
def is_not_taken_back(user, comment=None) -> bool:
    """Its words stand."""
    return comment is not None and comment.deleted_at is None


def chair_seats_of(user) -> frozenset[int]:
    """The partner that chairs now, where the person speaks for it."""
    return roles_of(user).partner_ids("chair", scope=NFP) & seats_of(user, SPEAKING)


@rules.predicate
def is_put_to_own_seat(user, proposal=None) -> bool:
    """A suggestion to the chair or to a committee member, and the person speaks for that partner now."""
    if proposal is None or proposal.kind != "suggestion":
        return False
    if proposal.addressee == "chair":
        return bool(chair_seats_of(user))
    return proposal.addressee == "committee" and proposal.addressed_partner_id in seats_of(user, SPEAKING)


@rules.predicate
def is_put_to_office(user, proposal=None) -> bool:
    """A suggestion to the secretariat."""
    return proposal is not None and (proposal.kind, proposal.addressee) == ("suggestion", "secretariat")


@rules.predicate
def is_withdrawn_offer(user, standing=None) -> bool:
    """The standing offer was taken back."""
    return standing is not None and standing.withdrawn_at is not None


@rules.predicate
def was_asked(user, query=None) -> bool:
    """It has been put before the seats, and was not withdrawn since."""
    return query is not None and query.state not in (QueryState.DRAFT, QueryState.WITHDRAWN)


@rules.predicate
def was_asked_and_is_withdrawn(user, query=None) -> bool:
    """Withdrawn after it had been asked: the seats are told that one word."""
    return query is not None and query.state == QueryState.WITHDRAWN and query.opened_at is not None


@rules.predicate
def asks_with_a_task(user, query=None) -> bool:
    """The seat that asks chairs now, or looks after an area of the plan."""
    if query is None or query.partner_id is None:
        return False
    return query.partner_id in roles_of(user).partner_ids("chair", "reference_country")


@rules.predicate
def is_seat_asked(user, sheet=None) -> bool:
    """The seat of the sheet is among those that were asked."""
    return sheet is not None and any(seat.pk == sheet.partner_id for seat in sheet.query.addressees.all())


@rules.predicate
def may_see_its_query(user, sheet=None) -> bool:
    """The reader may see the query that the sheet answers."""
    return sheet is not None and may_view_query(user, sheet.query)


@rules.predicate
def is_sent(user, sheet=None) -> bool:
    """The seat has sent these answers."""
    return sheet is not None and sheet.sent_at is not None


office_asks = is_secretariat & is_of_the_office
may_view_query = (
    is_own | office_asks | ((has_seat | is_secretariat) & was_asked) | (is_secretariat & was_asked_and_is_withdrawn)
)
asks = speaks_for_own | office_asks
is_of_asker = is_of_seat("query.partner_id", READING)
may_view = is_own | (has_seat & is_listed) | (is_secretariat & was_submitted)
may_read_offer = is_own | is_proposers | (is_secretariat & may_see_its_proposal)
may_view_comment = may_see_its_proposal & (is_for_all | is_between_own_seat)
may_read_comment = may_view_comment & is_not_taken_back
speaks_in_comment = (writes_own & (is_for_all | is_between_its_speaker)) | (
    is_of_the_office & is_for_all & is_secretariat
)
said_by_own_side = writes_own | (is_of_the_office & is_secretariat)
may_write_to_all = is_for_all & (has_writing_seat | is_secretariat)
TALK = {
    "view_comment": may_view_comment,
    "read_comment": may_read_comment,
    "read_addition": may_read_its_comment,
    "read_sequel": may_see_its_proposal & may_see_what_followed,
    "comment_proposal": may_view & (has_writing_seat | is_secretariat),
    "make_comment": may_see_its_proposal & speaks_in_comment,
    "answer_comment": may_view_comment & (may_write_to_all | (~is_for_all & writes_for_one_of_two)),
    "change_comment": may_view_comment & said_by_own_side & is_author,
    "add_to_comment": may_view_comment & said_by_own_side,
    "take_back_comment": may_view_comment & (said_by_own_side | (is_author & is_own)),
    "hear_of_offer": is_standing & may_see_its_proposal,
    "ask_offer": writes_for_proposer & is_for_another_seat,
    "overview_proposal": is_own | (is_secretariat & was_submitted),
    "reply_proposal": is_secretariat & is_listed,
    "read_reply": is_proposers | (is_secretariat & may_see_its_proposal),
    "answer_proposal": may_view & (is_put_to_own_seat | (is_put_to_office & is_secretariat)),
    "follow": has_seat | is_secretariat,
    "follow_proposal": may_view,
}
may_view_standing = is_own | is_secretariat | (has_seat & ~is_withdrawn_offer)

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
    "merge_proposal": is_secretariat,
    "hear_of_merging": may_view & may_see_what_stays,
    "ask_proposal": is_secretariat,
    "read_question_proposal": is_own | (is_secretariat & was_submitted),
    "explain_proposal": writes_own,
    "be_reminded_question_proposal": writes_own & is_asked_something,
    "add_sequel_proposal": speaks_for_own | is_secretariat,
    "tell_news_proposal": writes_own,
    "set_date_proposal": speaks_for_own | is_secretariat,
    "offer_proposal": has_speaking_seat & may_speak_for_another_seat,
    "delete_proposal": rules.always_deny,
    "view_offer": may_read_offer | (is_standing & may_see_its_proposal),
    "read_offer": may_read_offer,
    "follow_offer": may_read_offer & may_see_its_proposal,
    "be_reminded_offer": may_read_offer & may_see_its_proposal & waits_for_an_answer,
    "make_offer": speaks_for_own & is_for_another_seat,
    "accept_offer": speaks_for_proposer,
    "decline_offer": speaks_for_proposer,
    "withdraw_offer": speaks_for_own,
    "view_standingoffer": may_view_standing,
    "add_standingoffer": has_speaking_seat,
    "make_standingoffer": speaks_for_own,
    "withdraw_standingoffer": speaks_for_own,
    "renew_standingoffer": speaks_for_own,
    "change_standingoffer": rules.always_deny,
    "delete_standingoffer": rules.always_deny,
    "view_query": may_view_query,
    "hear_of_query": has_seat & was_asked_and_is_withdrawn,
    "add_query": has_writing_seat | is_secretariat,
    "change_query": writes_own | office_asks,
    "vary_query": office_asks | (writes_own & asks_with_a_task),
    "ask_query": asks,
    "close_query": asks,
    "extend_query": asks,
    "withdraw_query": asks,
    "be_reminded_query": may_view_query & takes_answers,
    "remind_query": speaks_for_own | is_secretariat,
    "compile_query": speaks_for_own | is_secretariat,
    "read_all_query": is_own | is_secretariat,
    "delete_query": rules.always_deny,
    "view_answersheet": may_see_its_query & (is_own | ((is_of_asker | is_secretariat) & is_sent)),
    "change_answersheet": writes_own & is_seat_asked & may_see_its_query,
    "send_answersheet": speaks_for_own & is_seat_asked & may_see_its_query,
    "add_offer": rules.always_deny,
    "change_offer": rules.always_deny,
    "delete_offer": rules.always_deny,
    **TALK,
}.items():
    rules.add_perm(f"lab.{permission}", predicate)
