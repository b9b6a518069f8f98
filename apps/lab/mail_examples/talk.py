"""Examples of the messages about what is said, answered and followed."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.activities.models import Activity
from apps.notifications.messages import Message
from apps.notifications.previews import NOBODY, example, reader
from apps.partners.mail_examples import a_partner, in_each_language

from .. import notifications as told
from ..models import Addition, Comment, ConsolidatedReply, Proposal, Sequel, SuggestionAnswer
from ..workflow import OfferState, State
from .base import a_proposal, an_offer, note, of_offer, of_proposal


def a_comment(**facts) -> Comment:
    """A comment that does not exist, written in the language that is active."""
    return Comment(
        pk=NOBODY,
        reference="example",
        proposal=a_proposal(),
        partner=a_partner(),
        author=reader(get_language()),
        language=get_language(),
        text=_("What is said, as the seat wrote it."),
        at=timezone.now(),
        **facts,
    )


def of_comment(name: str, message: type[Message], **facts) -> None:
    """An example of a message about a comment; facts that are called are made anew for each look."""
    example(name)(lambda: message(a_comment(**{key: make() for key, make in facts.items()})))


of_comment("lab.comment_made", told.CommentMade)
of_comment("lab.comment_followed", told.CommentFollowed)
of_comment("lab.mentioned", told.Mentioned)
of_comment("lab.comment_private", told.PrivateComment, between=a_partner)
of_comment("lab.offer_asked", told.OfferAsked, between=a_partner, offer=an_offer)
of_proposal("lab.published_followed", told.PublishedFollowed)
of_proposal("lab.moved_on_followed", told.MovedOnFollowed, State.CONCLUDED, step="conclude", note=note)
of_proposal("lab.withdrawn_followed", told.WithdrawnFollowed, State.WITHDRAWN)
of_offer("lab.accepted_followed", told.AcceptedFollowed, OfferState.ACCEPTED)


def an_addition(**facts) -> Addition:
    """Something that was added to such a comment."""
    words = {"author": reader(get_language()), "language": get_language(), "text": _("What is added, in its words.")}
    return Addition(pk=NOBODY, comment=a_comment(**facts), **words)


example("lab.addition_made")(lambda: told.AdditionMade(an_addition()))
example("lab.addition_private")(lambda: told.PrivateAddition(an_addition(between=a_partner())))


@example("lab.sequel_named")
def sequel_named() -> told.SequelNamed:
    """An activity followed."""
    activity = Activity(pk=NOBODY, slug="example", **in_each_language(title=_("Title of the activity")))
    return told.SequelNamed(Sequel(pk=NOBODY, proposal=a_proposal(), activity=activity))


def a_suggestion() -> Proposal:
    """A suggestion that is answered."""
    proposal = a_proposal()
    proposal.answer = SuggestionAnswer(
        pk=NOBODY,
        proposal=proposal,
        partner=a_partner(),
        author=reader(get_language()),
        language=get_language(),
        text=_("What is said, as the seat wrote it."),
    )
    return proposal


example("lab.suggestion_answered")(lambda: told.SuggestionAnswered(a_suggestion()))
example("lab.suggestion_answered_followed")(lambda: told.AnswerFollowed(a_suggestion()))


@example("lab.reply_sent")
def reply_sent() -> told.ReplySent:
    """The secretariat replied to the offers."""
    words = in_each_language(text=_("The reply, as the secretariat wrote it."))
    return told.ReplySent(ConsolidatedReply(pk=NOBODY, proposal=a_proposal(), author=reader(get_language()), **words))
