"""Every write about accounts that means something: first visits, addresses, and the end of sessions."""

from .access import end_device, end_other_sessions, end_sessions, forget_ended_sessions, note, remove_factors
from .addresses import (
    NEW,
    OLD,
    AddressLinkClosed,
    TooManyChanges,
    answer_address_link,
    ask_for_address,
    change_of_token,
    make_address_token,
    withdraw_change,
)
from .exports import export_of
from .personal import save_preferences
from .welcome import WELCOME_DAYS, WelcomeClosed, accept_welcome, make_welcome_token, person_of_token

__all__ = [
    "NEW",
    "OLD",
    "WELCOME_DAYS",
    "AddressLinkClosed",
    "TooManyChanges",
    "WelcomeClosed",
    "accept_welcome",
    "answer_address_link",
    "ask_for_address",
    "change_of_token",
    "end_device",
    "end_other_sessions",
    "end_sessions",
    "export_of",
    "forget_ended_sessions",
    "make_address_token",
    "make_welcome_token",
    "note",
    "person_of_token",
    "remove_factors",
    "save_preferences",
    "withdraw_change",
]
