"""Examples of the messages about silence procedures, for the office to look at: nothing in them exists."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.common.workflow import Channel
from apps.notifications.messages import Message
from apps.notifications.previews import NOBODY, example, reader
from apps.partners.mail_examples import a_network, a_partner, in_each_language

from . import notifications as told
from .models import Decision, Position, SilenceProcedure
from .workflow import PositionKind, State


def a_procedure(state: str = State.CIRCULATED) -> SilenceProcedure:
    """A silence procedure that does not exist, on the request of a partner that does not either."""
    now = timezone.now()
    texts = in_each_language(
        title=_("Title of the text"), text=_("The text that is adopted, as the secretariat wrote it.")
    )
    procedure = SilenceProcedure(
        pk=NOBODY,
        reference="example",
        network=a_network(),
        applicant=a_partner(),
        state=state,
        round=1,
        circulated_at=now,
        expires_at=now + datetime.timedelta(days=14),
        adopted_at=now,
        **texts,
    )
    procedure.missed = [a_partner()]
    return procedure


def a_position(kind: str = PositionKind.OBJECTION, channel: str = Channel.WEB) -> Position:
    """A seat's word in it, written in the language that is active."""
    return Position(
        pk=NOBODY,
        reference="example",
        procedure=a_procedure(),
        round=1,
        partner=a_partner(),
        kind=kind,
        text=_("The reasons of the seat, in its words."),
        language=get_language(),
        person=reader(get_language()),
        channel=channel,
        said_by=name(),
        dispute=_("What is not correct, as the seat says it."),
    )


def a_decision() -> Decision:
    """A decision with an invented number."""
    procedure = a_procedure(State.CONFIRMED)
    texts = in_each_language(title=procedure.title_words.text, text=procedure.text_words.text)
    year = timezone.localdate().year
    return Decision(
        pk=NOBODY,
        reference="example",
        procedure=procedure,
        body="SC",
        year=year,
        sequence=1,
        adopted_at=procedure.adopted_at,
        **texts,
    )


def name() -> str:
    """The name of somebody."""
    return str(reader(get_language()))


def note() -> str:
    """A note that goes with a step."""
    return _("A word that goes with the step.")


def in_a_day() -> str:
    """The moment a day from now, as facts keep it."""
    return (timezone.now() + datetime.timedelta(days=1)).isoformat()


def _made(facts: dict) -> dict:
    """The facts, with what is made anew for each look."""
    return {key: value() if callable(value) else value for key, value in facts.items()}


def of_procedure(message: type[Message], stands: str = State.CIRCULATED, /, **facts) -> None:
    """An example of a message about a procedure; facts that are called are made anew for each look."""
    example(message.name)(lambda: message(a_procedure(stands), **_made(facts)))


def of_position(message: type[Message], kind: str, channel: str = Channel.WEB, /, **facts) -> None:
    """The same about a position."""
    example(message.name)(lambda: message(a_position(kind, channel), **_made(facts)))


of_procedure(told.Circulated)
of_procedure(told.SilenceRecalled, stage="before", due=in_a_day)
of_procedure(told.HourMoved)
of_procedure(told.Suspended, State.SUSPENDED, note=note)
of_procedure(told.ProcedureWithdrawn, State.WITHDRAWN, note=note)
of_procedure(told.Adopted, State.ADOPTED)
of_procedure(told.ToBeConfirmed, State.ADOPTED)
of_procedure(told.SeatsNotReached, seats=[])
of_procedure(told.StateToApplicant, State.ADOPTED, state=State.ADOPTED.value)
of_position(told.SilenceBroken, PositionKind.OBJECTION)
of_position(told.PositionTaken, PositionKind.AMENDMENT, by=name)
of_position(told.PositionRecorded, PositionKind.SUPPORT, Channel.TELEPHONE)
of_position(told.PositionCame, PositionKind.COMMENT)
of_position(told.PositionDisputed, PositionKind.OBJECTION, Channel.TELEPHONE, by=name)
of_position(told.DisputeSettled, PositionKind.OBJECTION, Channel.TELEPHONE, stands=False, note=note)
of_position(told.ReasonsReleased, PositionKind.OBJECTION)
example(told.DecisionConfirmed.name)(lambda: told.DecisionConfirmed(a_decision()))
