"""Every write of this room that means something: mandates, invitations, hand-overs, questions, the chair."""

from .chair import HandoverClosed, give_tasks, hand_over, record_task
from .circulars import keep_paper, lacks_for_sending, send_circular
from .directory import keep_entry, keep_mailbox
from .enquiries import may_ask, receive, settle
from .handovers import Successor, hand_over_seat
from .invitations import (
    InvitationClosed,
    accept,
    ask_for_new_one,
    invitation_of,
    invite_to_seat,
    needs_sign_in,
    resend,
    revoke,
)
from .mandates import SeatChanged, change_role, end, keep_letter, letter_of, lift_pause, lock_seats_of
from .people import invite
from .posts import ask_the_office, ask_who_is_due, confirm, note_welcome

__all__ = [
    "HandoverClosed",
    "InvitationClosed",
    "SeatChanged",
    "Successor",
    "accept",
    "ask_for_new_one",
    "ask_the_office",
    "ask_who_is_due",
    "change_role",
    "confirm",
    "end",
    "give_tasks",
    "hand_over",
    "hand_over_seat",
    "invitation_of",
    "invite",
    "invite_to_seat",
    "keep_entry",
    "keep_letter",
    "keep_mailbox",
    "keep_paper",
    "lacks_for_sending",
    "letter_of",
    "lift_pause",
    "lock_seats_of",
    "may_ask",
    "needs_sign_in",
    "note_welcome",
    "receive",
    "record_task",
    "resend",
    "revoke",
    "send_circular",
    "settle",
]
