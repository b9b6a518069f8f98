"""What the secretariat says of a proposal besides its steps."""

import datetime
from typing import Any, ClassVar

from ..periods import look_until
from ..workflow import State
from .base import ProposalMessage


class AuthorAsked(ProposalMessage):
    """For the seat: the secretariat asks something (`note`, `written_in` a language); the state stays as it is."""

    name = "lab.author_asked"
    template = "lab/email/author_asked"
    permission = "lab.read_question_proposal"
    asks = True

    def address_of(self, person: Any) -> str:
        """The form for the answer, on the page of the proposal."""
        return f"{self.about.get_absolute_url()}#question"


class AuthorAnswered(ProposalMessage):
    """For the secretariat: the seat answers what it asked (`note`, `written_in` a language); the state stays."""

    name = "lab.author_answered"
    template = "lab/email/author_answered"
    permission = "lab.read_question_proposal"
    asks = True

    def due(self) -> datetime.datetime | None:
        """The working days of a look begin anew; no date where it was not the publication that waited."""
        return look_until(self.about) if self.about.state == State.SUBMITTED else None


class Merged(ProposalMessage):
    """For both seats, their supporters and followers: one proposal is merged into another (`note`)."""

    name = "lab.merged"
    template = "lab/email/merged"
    permission = "lab.hear_of_merging"
    related: ClassVar[tuple[str, ...]] = ("partner", "merged_into__partner")

    def context(self, person: Any) -> dict[str, Any]:
        """The proposal that stays, too."""
        return {**super().context(person), "into": self.about.merged_into}

    def address_of(self, person: Any) -> str:
        """The page of the one that stays."""
        return self.about.merged_into.get_absolute_url()
