"""What those who follow hear of, besides comments; each is addressed to them, because they asked for it."""

from .answers import SuggestionAnswered
from .base import OfferMessage, ProposalMessage
from .proposals import MovedOn


class PublishedFollowed(ProposalMessage):
    """A new proposal in an area or a region that the person follows, or of any kind for whoever follows everything."""

    name = "lab.published_followed"
    template = "lab/email/published_followed"


class MovedOnFollowed(MovedOn):
    """Work has begun or is concluded, or the proposal was closed (`step`, `note`)."""

    name = "lab.moved_on_followed"
    template = "lab/email/moved_on_followed"


class AnswerFollowed(SuggestionAnswered):
    """A suggestion is answered."""

    name = "lab.suggestion_answered_followed"
    template = "lab/email/suggestion_answered_followed"


class WithdrawnFollowed(ProposalMessage):
    """The proposal was withdrawn: that one word, without its title."""

    name = "lab.withdrawn_followed"
    template = "lab/email/withdrawn_followed"
    permission = "lab.hear_of_proposal"


class AcceptedFollowed(OfferMessage):
    """An offer was accepted: whose, and of which kind; its words stay between the two seats."""

    name = "lab.accepted_followed"
    template = "lab/email/accepted_followed"
    permission = "lab.hear_of_offer"
