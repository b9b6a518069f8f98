"""How a silence procedure moves (design 5): asked until an hour, adopted unless broken, numbered when confirmed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.workflow import Audience, Step, StepNotOpen, Workflow


class State(models.TextChoices):
    """Where a silence procedure stands."""

    DRAFT = "draft", pgettext_lazy("state of a silence procedure", "draft")
    CIRCULATED = "circulated", pgettext_lazy("state of a silence procedure", "running under silence")
    ADOPTED = "adopted", pgettext_lazy("state of a silence procedure", "adopted, to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("state of a silence procedure", "adopted and confirmed")
    BROKEN = "broken", pgettext_lazy("state of a silence procedure", "silence broken")
    SUSPENDED = "suspended", pgettext_lazy("state of a silence procedure", "suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a silence procedure", "withdrawn")


EDITABLE = (State.DRAFT, State.BROKEN, State.SUSPENDED)
STOPPED = (State.BROKEN, State.SUSPENDED)
ADOPTING = (State.ADOPTED, State.CONFIRMED)

SHAPES = {
    State.DRAFT: "ahead",
    State.CIRCULATED: "open",
    State.ADOPTED: "now",
    State.CONFIRMED: "done",
    State.BROKEN: "warning",
    State.SUSPENDED: "warning",
    State.WITHDRAWN: "closed",
}


class PositionKind(models.TextChoices):
    """What a seat says in a silence procedure."""

    SUPPORT = "support", pgettext_lazy("position", "support")
    NO_OBJECTION = "no_objection", pgettext_lazy("position", "no objection")
    COMMENT = "comment", pgettext_lazy("position", "comment")
    AMENDMENT = "amendment", pgettext_lazy("position", "amendment")
    OBJECTION = "objection", pgettext_lazy("position", "objection")


BREAKING = (PositionKind.AMENDMENT, PositionKind.OBJECTION)
# What says nothing without words.
WORDED = (*BREAKING, PositionKind.COMMENT)

POSITION_SHAPES = {
    PositionKind.SUPPORT: "done",
    PositionKind.NO_OBJECTION: "done",
    PositionKind.COMMENT: "open",
    PositionKind.AMENDMENT: "warning",
    PositionKind.OBJECTION: "warning",
}

# What happens to a silence procedure without a change of its state.
TAKEN, RECORDED, EXTENDED, HELD, REACHED, TOLD_AGAIN = "position", "record", "extend", "hold", "reach", "tell"
DISPUTED, SETTLED, RELEASED, REMINDED = "dispute", "settle", "release", "remind"
TOLD_BESIDES_STEPS = {
    TAKEN: _("Position taken"),
    RECORDED: _("Position recorded by the secretariat for the seat"),
    EXTENDED: _("Later hour set"),
    HELD: _("The hour has come; not adopted, because seats were not reached"),
    REACHED: _("Recorded that the seat was reached"),
    TOLD_AGAIN: _("Seat told once more"),
    DISPUTED: _("The seat says that the position recorded for it is not correct"),
    SETTLED: _("What the seat said of the recorded position was looked into"),
    RELEASED: _("Reasons released to the applicant"),
    REMINDED: _("Seats without a word reminded"),
}

# Under this name a thing carries whether its procedure asks the person whom it is known to (`known_to`).
ASKS_READER = "asks_reader"


class ProcedureFlow(Workflow):
    """From a text that the secretariat drafts to a decision with a number."""

    initial = State.DRAFT
    app_label = "decisions"
    model_name = "silenceprocedure"
    states = State
    path = (State.DRAFT, State.CIRCULATED, State.ADOPTED, State.CONFIRMED)

    circulate = Step(
        State.DRAFT,
        to=State.CIRCULATED,
        label=_("Circulate under silence"),
        told=_("Circulated under silence"),
        is_primary=True,
    )
    circulate_again = Step(
        *STOPPED,
        to=State.CIRCULATED,
        label=_("Circulate again"),
        told=_("Circulated again under silence; earlier positions no longer count"),
        is_primary=True,
    )
    adopt = Step(
        State.CIRCULATED,
        to=State.ADOPTED,
        label=_("Adopt"),
        told=_("Adopted: the hour has come, and the silence was not broken"),
        is_by_clock=True,
    )
    break_ = Step(
        State.CIRCULATED,
        to=State.BROKEN,
        label=_("Break the silence"),
        told=_("Silence broken; the clock stands"),
    )
    suspend = Step(
        State.CIRCULATED,
        State.ADOPTED,
        to=State.SUSPENDED,
        label=_("Suspend the procedure"),
        told=_("Suspended; the clock stands"),
        audience=Audience.ASKED,
        needs_note=True,
    )
    confirm = Step(
        State.ADOPTED,
        to=State.CONFIRMED,
        label=_("Confirm the decision"),
        told=_("Confirmed, with its number"),
        is_primary=True,
    )
    withdraw = Step(
        *EDITABLE,
        State.CIRCULATED,
        State.ADOPTED,
        to=State.WITHDRAWN,
        label=_("Withdraw the procedure"),
        told=pgettext_lazy("silence procedure", "Withdrawn"),
        audience=Audience.ASKED,
        needs_note=True,
    )


class PositionsClosed(StepNotOpen):
    """No position counts any more: the hour has passed, or the procedure has moved on (409)."""

    def __init__(self, row: models.Model) -> None:
        Exception.__init__(self, f"no position is taken in state {row.state}")
        self.step, self.row = None, row


class NotRunning(PositionsClosed):
    """Something that is done to a running procedure only (409)."""
