"""Examples of the laboratory's messages, for the office to look at: no proposal and no offer of anybody is shown."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.notifications.messages import Message
from apps.notifications.previews import NOBODY, example, reader
from apps.partners.mail_examples import a_partner, in_each_language

from . import notifications as told
from .models import Offer, Proposal
from .workflow import OfferState, State


def a_proposal(state: str = State.OPEN) -> Proposal:
    """A proposal that does not exist, written in the language that is active."""
    texts = in_each_language(
        title=_("Title of the proposal"),
        summary=_("The summary of the proposal, as its seat wrote it."),
        support_sought=_("The support sought, as the seat wrote it."),
    )
    partner, author = a_partner(), reader(get_language())
    return Proposal(
        pk=NOBODY,
        reference="example",
        partner=partner,
        author=author,
        language=get_language(),
        state=state,
        submitted_at=timezone.now(),
        opened_at=timezone.now(),
        **texts,
    )


def an_offer(state: str = OfferState.MADE) -> Offer:
    """An offer to it that does not exist either."""
    return Offer(
        pk=NOBODY,
        reference="example",
        proposal=a_proposal(),
        partner=a_partner(),
        author=reader(get_language()),
        language=get_language(),
        kind=Offer.Kind.values[0],
        text=_("What is offered, as the seat wrote it."),
        conditions=_("The conditions of the offer."),
        contact="contact@example.org",
        state=state,
        made_at=timezone.now(),
    )


def _note() -> str:
    return _("A word that goes with the step.")


def _of_proposal(name: str, message: type[Message], state: str = State.OPEN, **facts) -> None:
    example(name)(lambda: message(a_proposal(state), **_worded(facts)))


def _of_offer(name: str, message: type[Message], state: str = OfferState.MADE, **facts) -> None:
    example(name)(lambda: message(an_offer(state), **_worded(facts)))


def _worded(facts: dict) -> dict:
    """The facts, with what is made anew for each look."""
    return {name: value() if callable(value) else value for name, value in facts.items()}


def _name() -> str:
    return str(reader(get_language()))


def _in_a_week() -> str:
    return (timezone.now() + datetime.timedelta(days=7)).isoformat()


_of_proposal("lab.submitted", told.Submitted, State.SUBMITTED)
_of_proposal("lab.sent", told.Sent, State.SUBMITTED, by=_name)
_of_proposal("lab.returned", told.Returned, State.RETURNED, note=_note)
_of_proposal("lab.published_own", told.PublishedOwn)
_of_proposal("lab.published", told.Published)
_of_proposal("lab.moved_on", told.MovedOn, State.CONCLUDED, step="conclude", note=_note)
_of_proposal("lab.look_recalled", told.LookRecalled, State.SUBMITTED, stage="before", due=_in_a_week)
_of_offer("lab.withdrawn", told.Withdrawn)
_of_offer("lab.offer_made", told.OfferMade)
_of_offer("lab.offer_sent", told.OfferSent, by=_name)
_of_offer("lab.offer_accepted", told.OfferAccepted, OfferState.ACCEPTED, note=_note)
_of_offer("lab.offer_declined", told.OfferDeclined, OfferState.DECLINED, note=_note)
_of_offer("lab.offer_withdrawn", told.OfferWithdrawn, OfferState.WITHDRAWN, note=_note)
_of_offer("lab.answer_recalled", told.AnswerRecalled, stage="after", due=_in_a_week)
