"""Who is told of what is said about a proposal, in the words in which it was said: whoever hears of it may read it."""

from typing import Any, ClassVar

from apps.notifications.messages import Message

from ..models import Addition, Comment


class CommentMessage(Message):
    """About a comment, for somebody who may read it when the mail leaves; one that was taken back is told to nobody."""

    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.read_comment"
    related: ClassVar[tuple[str, ...]] = ("partner", "author", "proposal__partner")
    about: Comment

    def thread(self) -> str:
        """The conversation of the proposal."""
        return f"lab.proposal-{self.about.proposal_id}"

    def context(self, person: Any) -> dict[str, Any]:
        """The comment and its proposal under their names."""
        return {**super().context(person), "comment": self.about, "proposal": self.about.proposal}


class CommentMade(CommentMessage):
    """For the seat that proposed, those who spoke in the thread, and readers of a seat that was named."""

    name = "lab.comment_made"
    template = "lab/email/comment_made"


class CommentFollowed(CommentMessage):
    """For those who follow the proposal."""

    name = "lab.comment_followed"
    template = "lab/email/comment_followed"


class Mentioned(CommentMessage):
    """For those who may answer for a partner that was named."""

    name = "lab.mentioned"
    template = "lab/email/mentioned"
    asks = True


class PrivateComment(CommentMessage):
    """For the other of the two partners between which it stays."""

    name = "lab.comment_private"
    template = "lab/email/comment_private"
    is_confidential = True


class OfferAsked(CommentMessage):
    """For the seat that offers: the one that proposed asks about the offer, between the two."""

    name = "lab.offer_asked"
    template = "lab/email/offer_asked"
    asks = True
    is_confidential = True
    related = (*CommentMessage.related, "offer")

    def context(self, person: Any) -> dict[str, Any]:
        """The offer too."""
        return {**super().context(person), "offer": self.about.offer}


class AdditionMade(Message):
    """For those who hear of a comment: something was added to it. What was taken back is told to nobody."""

    name = "lab.addition_made"
    template = "lab/email/addition_made"
    topic = "lab"
    is_addressed = True
    permission = "lab.read_addition"
    related = ("author", "comment__partner", "comment__proposal__partner")
    about: Addition

    def thread(self) -> str:
        """The conversation of the proposal."""
        return f"lab.proposal-{self.about.comment.proposal_id}"

    def address_of(self, person: Any) -> str:
        """The place of the comment."""
        return self.about.comment.get_absolute_url()

    def context(self, person: Any) -> dict[str, Any]:
        """The addition, its comment and the proposal under their names."""
        comment = self.about.comment
        return {**super().context(person), "addition": self.about, "comment": comment, "proposal": comment.proposal}


class PrivateAddition(AdditionMade):
    """For the other of the two partners between which it stays."""

    name = "lab.addition_private"
    template = "lab/email/addition_private"
    is_confidential = True
