"""Who is told what followed from a proposal."""

from typing import Any, ClassVar

from apps.common.bilingual import in_language
from apps.notifications.messages import Message

from ..models import Sequel


class SequelNamed(Message):
    """For the seat, those whose offer was accepted, and followers, as far as they may see what followed."""

    name = "lab.sequel_named"
    template = "lab/email/sequel_named"
    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.read_sequel"
    related: ClassVar[tuple[str, ...]] = ("proposal__partner", "activity", "outcome__activity", "document")
    about: Sequel

    def thread(self) -> str:
        """The conversation of the proposal."""
        return f"lab.proposal-{self.about.proposal_id}"

    def address_of(self, person: Any) -> str:
        """The page of the proposal, which leads on to it."""
        return self.about.proposal.get_absolute_url()

    def context(self, person: Any) -> dict[str, Any]:
        """The proposal, and what followed: its title and what it is, in the reader's language."""
        sequel = self.about
        thing = sequel.activity or sequel.outcome or sequel.document
        titled = thing.activity if sequel.outcome_id is not None else thing
        named = {"followed": in_language(titled, "title"), "kind": thing._meta.verbose_name}
        return {**super().context(person), "proposal": sequel.proposal, **named}
