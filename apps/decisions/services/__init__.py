"""Every write of a silence procedure: circulating, positions, reaching seats, the clock, confirming.

Each tells the people concerned by one mail each, queued in its own transaction.
"""

from .circulating import (
    NotLater,
    NotReady,
    PreviewOutdated,
    as_looked_at,
    circulate,
    circulate_again,
    extend,
    lacks_for_circulation,
    suspend,
    withdraw,
)
from .clock import SeatsMissed, adopt, remind_due, settle_due
from .confirming import Instruction, confirm
from .positions import (
    Heard,
    SentBefore,
    TooLate,
    Word,
    break_silence,
    dispute,
    record_position,
    release,
    settle_dispute,
    take_position,
)
from .reaching import ToldAlready, record_reaching, tell_again

# The steps that need nothing but words.
PLAIN_STEPS = {service.step.name: service for service in (suspend, withdraw)}

__all__ = [
    "PLAIN_STEPS",
    "Heard",
    "Instruction",
    "NotLater",
    "NotReady",
    "PreviewOutdated",
    "SeatsMissed",
    "SentBefore",
    "ToldAlready",
    "TooLate",
    "Word",
    "adopt",
    "as_looked_at",
    "break_silence",
    "circulate",
    "circulate_again",
    "confirm",
    "dispute",
    "extend",
    "lacks_for_circulation",
    "record_position",
    "record_reaching",
    "release",
    "remind_due",
    "settle_dispute",
    "settle_due",
    "suspend",
    "take_position",
    "tell_again",
    "withdraw",
]
