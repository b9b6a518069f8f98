"""What pages, messages and the clock ask of this room."""

from .circulating import SeatToAsk, seats_with_people, with_number_of_positions
from .desk import for_office, for_person
from .page import (
    LONGEST_DESK,
    NextStep,
    Round,
    SaidWord,
    SeatInRound,
    asked_in_words,
    for_page,
    listed,
    next_step,
    own_partners,
    own_seats_in,
    rounds_of,
    silent_seats_of,
    statements_in,
)
from .people import (
    insiders,
    office,
    people_asked,
    people_of_applicant,
    people_of_chair,
    people_of_seats,
    seats_to_ask,
)
from .reach import SeatReach, reach_of, unreached
from .register import bodies_and_years, body_in_words, for_register, row_of, statements_of

__all__ = [
    "LONGEST_DESK",
    "NextStep",
    "Round",
    "SaidWord",
    "SeatInRound",
    "SeatReach",
    "SeatToAsk",
    "asked_in_words",
    "bodies_and_years",
    "body_in_words",
    "for_office",
    "for_page",
    "for_person",
    "for_register",
    "insiders",
    "listed",
    "next_step",
    "office",
    "own_partners",
    "own_seats_in",
    "people_asked",
    "people_of_applicant",
    "people_of_chair",
    "people_of_seats",
    "reach_of",
    "rounds_of",
    "row_of",
    "seats_to_ask",
    "seats_with_people",
    "silent_seats_of",
    "statements_in",
    "statements_of",
    "unreached",
    "with_number_of_positions",
]
