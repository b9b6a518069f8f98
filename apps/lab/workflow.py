"""The two tables of the laboratory of ideas: how a proposal moves, and how an offer of support is answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.workflow import Audience, Step, StepNotOpen, Workflow


class State(models.TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft", pgettext_lazy("state of a proposal", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a proposal", "with the secretariat")
    RETURNED = "returned", pgettext_lazy("state of a proposal", "returned for completion")
    OPEN = "open", pgettext_lazy("state of a proposal", "open")
    UNDER_WAY = "under_way", pgettext_lazy("state of a proposal", "under way")
    CONCLUDED = "concluded", pgettext_lazy("state of a proposal", "concluded")
    CLOSED = "closed", pgettext_lazy("state of a proposal", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "withdrawn")


EDITABLE = (State.DRAFT, State.RETURNED)
WELCOMING = (State.OPEN, State.UNDER_WAY)
LISTED = (*WELCOMING, State.CONCLUDED, State.CLOSED)
WITH_OFFICE = (State.SUBMITTED, *LISTED)
TALKING = (*WELCOMING, State.CONCLUDED)
FOLLOWED_UP = (State.UNDER_WAY, State.CONCLUDED)
RUNNING = (*EDITABLE, State.SUBMITTED, *WELCOMING)


SHAPES = {
    State.DRAFT: "ahead",
    State.SUBMITTED: "now",
    State.RETURNED: "warning",
    State.OPEN: "open",
    State.UNDER_WAY: "now",
    State.CONCLUDED: "done",
    State.CLOSED: "closed",
    State.WITHDRAWN: "closed",
}


class ProposalFlow(Workflow):
    """From a draft of one seat to what all seats made of it."""

    initial = State.DRAFT
    app_label = "lab"
    model_name = "proposal"
    states = State
    path = (State.DRAFT, State.SUBMITTED, State.OPEN, State.UNDER_WAY, State.CONCLUDED)

    submit = Step(
        *EDITABLE,
        to=State.SUBMITTED,
        label=_("Send to the secretariat"),
        told=_("Sent to the secretariat"),
        is_primary=True,
    )
    return_ = Step(
        State.SUBMITTED,
        to=State.RETURNED,
        label=_("Return for completion"),
        told=_("Returned for completion"),
        needs_note=True,
    )
    publish = Step(
        State.SUBMITTED,
        to=State.OPEN,
        label=_("Publish to all focal points"),
        told=_("Published to all focal points"),
        audience=Audience.SEATS,
        is_primary=True,
    )
    start = Step(
        State.OPEN,
        to=State.UNDER_WAY,
        label=_("Say that the work has begun"),
        told=_("The work has begun"),
        audience=Audience.SEATS,
        is_primary=True,
    )
    conclude = Step(
        State.UNDER_WAY,
        to=State.CONCLUDED,
        label=_("Conclude, with what was achieved"),
        told=_("Concluded"),
        audience=Audience.SEATS,
        needs_note=True,
        is_primary=True,
    )
    close = Step(
        State.OPEN,
        to=State.CLOSED,
        label=_("Close without a match"),
        told=_("Closed without a match"),
        audience=Audience.SEATS,
        needs_note=True,
    )
    merge = Step(
        *WELCOMING,
        to=State.CLOSED,
        label=_("Merge into another proposal"),
        told=_("Merged into another proposal"),
        audience=Audience.SEATS,
    )
    withdraw = Step(
        *RUNNING,
        to=State.WITHDRAWN,
        label=_("Withdraw the proposal"),
        told=_("Withdrawn"),
    )


class OfferState(models.TextChoices):
    """What became of an offer of support."""

    MADE = "made", pgettext_lazy("state of an offer", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("state of an offer", "accepted")
    DECLINED = "declined", pgettext_lazy("state of an offer", "declined with thanks")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an offer", "withdrawn")


OFFER_SHAPES = {
    OfferState.MADE: "now",
    OfferState.ACCEPTED: "done",
    OfferState.DECLINED: "closed",
    OfferState.WITHDRAWN: "closed",
}
STANDING = (OfferState.MADE, OfferState.ACCEPTED)


class OfferFlow(Workflow):
    """An offer is answered by the seat that proposed, or taken back by the seat that made it."""

    initial = OfferState.MADE
    app_label = "lab"
    model_name = "offer"
    states = OfferState
    path = (OfferState.MADE, OfferState.ACCEPTED)

    accept = Step(
        OfferState.MADE,
        to=OfferState.ACCEPTED,
        label=_("Accept, and be introduced"),
        told=_("Offer accepted; both seats were introduced to each other"),
        is_primary=True,
    )
    decline = Step(
        OfferState.MADE,
        to=OfferState.DECLINED,
        label=_("Decline with thanks"),
        told=_("Offer declined with thanks"),
    )
    withdraw = Step(
        OfferState.MADE,
        to=OfferState.WITHDRAWN,
        label=_("Withdraw the offer"),
        told=_("Offer withdrawn"),
    )


MADE, TRANSLATED = "make", "translate"
ANSWERED, REPLIED = "answer", "reply"
NEWS, DATED, ASKED, EXPLAINED, FOLLOWED = "news", "date", "ask", "explain", "sequel"
TOLD_BESIDES_STEPS = {
    MADE: _("Support offered"),
    TRANSLATED: _("Translation added"),
    ANSWERED: _("Suggestion answered"),
    REPLIED: _("Consolidated reply sent"),
    NEWS: pgettext_lazy("of a proposal", "News"),
    DATED: _("Date set until which offers are taken"),
    ASKED: _("The secretariat asks the author"),
    EXPLAINED: _("The author answers the secretariat"),
    FOLLOWED: _("Named what followed"),
}


class OffersNotOpen(StepNotOpen):
    """The proposal no longer takes offers, or this one can no longer be accepted because of it (409)."""

    def __init__(self, row: models.Model) -> None:
        Exception.__init__(self, f"no offers are taken in state {row.state}")
        self.step, self.row = None, row


class CommentsNotOpen(StepNotOpen):
    """The proposal no longer takes comments (409)."""

    def __init__(self, row: models.Model) -> None:
        Exception.__init__(self, f"no comments are taken in state {row.state}")
        self.step, self.row = None, row


class OffersOver(OffersNotOpen):
    """The moment has passed until which the proposal takes offers (409)."""


class NoNewsNow(OffersNotOpen):
    """The proposal is neither open nor under way, so nothing is told of it and no date is set (409)."""


class NoQuestionNow(OffersNotOpen):
    """Nothing that the secretariat asked waits for an answer: it came already, or the proposal moved on (409)."""


class QueryState(models.TextChoices):
    """Where a question to all stands."""

    DRAFT = "draft", pgettext_lazy("state of a question to all", "draft")
    RUNNING = "running", pgettext_lazy("state of a question to all", "taking answers")
    CLOSED = "closed", pgettext_lazy("state of a question to all", "closed")
    COMPILED = "compiled", pgettext_lazy("state of a question to all", "compiled")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a question to all", "withdrawn")


QUERY_ENDED = (QueryState.CLOSED, QueryState.COMPILED)
# What happens to a question to all without a change of its state.
ANSWERED, EXTENDED, REMINDED = "answer", "extend", "remind"
TOLD_OF_QUERIES = {
    ANSWERED: _("Answers sent"),
    EXTENDED: _("More time given"),
    REMINDED: _("Seats without an answer reminded"),
}
QUERY_SHAPES = {
    QueryState.DRAFT: "ahead",
    QueryState.RUNNING: "open",
    QueryState.CLOSED: "now",
    QueryState.COMPILED: "done",
    QueryState.WITHDRAWN: "closed",
}


class QueryFlow(Workflow):
    """From numbered questions of one seat to a compilation of what all answered."""

    initial = QueryState.DRAFT
    app_label = "lab"
    model_name = "query"
    states = QueryState
    path = (QueryState.DRAFT, QueryState.RUNNING, QueryState.CLOSED, QueryState.COMPILED)

    ask = Step(
        QueryState.DRAFT,
        to=QueryState.RUNNING,
        label=_("Ask"),
        told=_("Asked"),
        audience=Audience.SEATS,
        is_primary=True,
    )
    close = Step(
        QueryState.RUNNING,
        to=QueryState.CLOSED,
        label=_("Close the questions"),
        told=_("Closed"),
        audience=Audience.SEATS,
        is_by_clock=True,
    )
    compile = Step(
        QueryState.CLOSED,
        to=QueryState.COMPILED,
        label=_("Put the compilation into the library"),
        told=_("Compiled; the compilation is in the library"),
        audience=Audience.SEATS,
        is_primary=True,
    )
    withdraw = Step(
        QueryState.DRAFT,
        QueryState.RUNNING,
        to=QueryState.WITHDRAWN,
        label=_("Withdraw the questions"),
        told=pgettext_lazy("questions", "Withdrawn"),
        audience=Audience.SEATS,
    )
