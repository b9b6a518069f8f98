"""Examples of the laboratory's messages, are made of these: no proposal and no offer of anybody is shown."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.notifications.messages import Message
from apps.notifications.previews import NOBODY, example, reader
from apps.partners.mail_examples import a_partner, in_each_language

from ..models import Offer, Proposal
from ..workflow import OfferState, State


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
        offers_until=timezone.now() + datetime.timedelta(days=60),
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


def note() -> str:
    """A note that goes with a step."""
    return _("A word that goes with the step.")


def of_proposal(name: str, message: type[Message], state: str = State.OPEN, **facts) -> None:
    """An example of a message about a proposal; facts that are called are made anew for each look."""
    example(name)(lambda: message(a_proposal(state), **_worded(facts)))


def of_offer(name: str, message: type[Message], state: str = OfferState.MADE, **facts) -> None:
    """The same about an offer."""
    example(name)(lambda: message(an_offer(state), **_worded(facts)))


def _worded(facts: dict) -> dict:
    """The facts, with what is made anew for each look."""
    return {name: value() if callable(value) else value for name, value in facts.items()}


def name() -> str:
    """The name of somebody."""
    return str(reader(get_language()))


def in_a_week() -> str:
    """The moment a week from now, as facts keep it."""
    return (timezone.now() + datetime.timedelta(days=7)).isoformat()
