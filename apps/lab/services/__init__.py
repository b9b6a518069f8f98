"""Every write of the laboratory: drafts, the steps of a proposal, offers of support and their answers.

Each tells the people concerned by one mail each, queued in its own transaction; who acts is not told of their own act.
"""

from .drafts import Draft, DraftConflict, begin_draft, save_draft
from .offers import AlreadyOffered, accept_offer, decline_offer, offer_support, withdraw_offer
from .proposals import (
    Incomplete,
    ReasonMissing,
    add_translation,
    begin_and_submit,
    close,
    conclude,
    missing_for_submission,
    publish,
    return_,
    save_and_submit,
    start,
    submit,
    withdraw,
)

PROPOSAL_STEPS = {
    service.step.name: service for service in (submit, return_, publish, start, conclude, close, withdraw)
}
OFFER_STEPS = {service.step.name: service for service in (accept_offer, decline_offer, withdraw_offer)}

__all__ = [
    "OFFER_STEPS",
    "PROPOSAL_STEPS",
    "AlreadyOffered",
    "Draft",
    "DraftConflict",
    "Incomplete",
    "ReasonMissing",
    "accept_offer",
    "add_translation",
    "begin_and_submit",
    "begin_draft",
    "close",
    "conclude",
    "decline_offer",
    "missing_for_submission",
    "offer_support",
    "publish",
    "return_",
    "save_and_submit",
    "save_draft",
    "start",
    "submit",
    "withdraw",
    "withdraw_offer",
]
