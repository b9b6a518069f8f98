"""An example of each message about silence procedures."""

import datetime

from apps.common.workflow import Channel
from apps.decisions import notifications
from apps.decisions.models import AskedSeat, Decision, Position
from apps.decisions.workflow import PositionKind, State
from apps.notifications.tests.samples import Sample, sample
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

from .factories import SilenceProcedureFactory

TITLE, TEXT, REASONS, NOTE = "Zeltaro 1", "Vorpilu 2 anta", "Kresti 3 molu rano", "Brondi 4 talo dira"
DUE = datetime.datetime(2027, 1, 15, 17, tzinfo=datetime.UTC)
BEFORE = DUE - datetime.timedelta(days=14)
SAID_BY = "Larvo Tindu Simvo"
WORDS = (TITLE, TEXT, REASONS, NOTE, SAID_BY, "Country SN", "Pays SN", "Country GA", "Pays GA", "Head SN")


def a_procedure(state=State.CIRCULATED):
    """A procedure on Gabon's request whose words are of no language."""
    texts = {"title_en": TITLE, "title_fr": TITLE, "text_en": TEXT, "text_fr": TEXT}
    dates = {"circulated_at": BEFORE, "expires_at": DUE, "adopted_at": DUE, "round": 2}
    return SilenceProcedureFactory(state=state, **texts, **dates)


def a_position(kind, channel):
    """Senegal's word in it."""
    proof = {} if channel == Channel.WEB else {"proof_key": "kept", "said_by": SAID_BY, "said_at": BEFORE}
    return Position.objects.create(
        procedure=a_procedure(),
        round=2,
        partner=PartnerFactory(code="SN"),
        kind=kind,
        text=REASONS,
        language="en",
        is_statement=kind == PositionKind.COMMENT,
        person=focal_point("SN"),
        channel=channel,
        dispute=NOTE,
        at=BEFORE,
        **proof,
    )


def about_procedure(message, stands=State.CIRCULATED, /, **facts):
    """Register an example of a message about a procedure."""
    sample(message.name)(lambda: Sample(message(a_procedure(stands), **facts), focal_point("SN"), WORDS))


def about_position(message, kind, channel=Channel.WEB, /, **facts):
    """Register an example of a message about a position."""
    sample(message.name)(lambda: Sample(message(a_position(kind, channel), **facts), focal_point("SN"), WORDS))


about_procedure(notifications.Circulated)
about_procedure(notifications.SilenceRecalled, stage="before", due=DUE.isoformat())
about_procedure(notifications.HourMoved)
about_procedure(notifications.Suspended, State.SUSPENDED, note=NOTE, note_in="en")
about_procedure(notifications.ProcedureWithdrawn, note=NOTE, note_in="en")
about_procedure(notifications.Adopted, State.ADOPTED)
about_procedure(notifications.ToBeConfirmed, State.ADOPTED)
about_procedure(notifications.StateToApplicant, state=State.BROKEN.value)
about_position(notifications.SilenceBroken, PositionKind.OBJECTION)
about_position(notifications.PositionTaken, PositionKind.AMENDMENT, by="Head SN")
about_position(notifications.PositionRecorded, PositionKind.SUPPORT, Channel.TELEPHONE)
about_position(notifications.PositionCame, PositionKind.COMMENT)
about_position(notifications.PositionDisputed, PositionKind.OBJECTION, Channel.TELEPHONE, by="Head SN", note_in="fr")
about_position(
    notifications.DisputeSettled, PositionKind.OBJECTION, Channel.LETTER, stands=False, note=NOTE, note_in="en"
)
about_position(notifications.ReasonsReleased, PositionKind.OBJECTION)


@sample("decisions.seats_not_reached")
def seats_not_reached() -> Sample:
    """Senegal was not reached."""
    procedure = a_procedure()
    seat = AskedSeat.objects.create(procedure=procedure, round=2, partner=PartnerFactory(code="SN"))
    return Sample(notifications.SeatsNotReached(procedure, seats=[seat.pk]), secretariat_member(), WORDS)


@sample("decisions.confirmed")
def confirmed() -> Sample:
    """A decision with a statement of Senegal."""
    position = a_position(PositionKind.COMMENT, Channel.WEB)
    texts = {"title_en": TITLE, "title_fr": TITLE, "text_en": TEXT, "text_fr": TEXT}
    number = {"body": "SC", "year": 2027, "sequence": 7}
    decision = Decision.objects.create(
        procedure=position.procedure, confirmed_by=position.person, adopted_at=DUE, **number, **texts
    )
    return Sample(notifications.DecisionConfirmed(decision), position.person, WORDS)
