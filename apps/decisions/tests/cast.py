"""The people of the tests of silence procedures: everybody whom a rule tells apart, and procedures in every state.

Gabon applies; Morocco, Switzerland and Senegal sit on the committee and are asked; Morocco chairs, after Tunisia and
before Spain.
"""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.decisions import services
from apps.decisions.models import AskedSeat, Position, SilenceProcedure
from apps.decisions.tests.factories import (
    APPLICANT,
    CHAIR,
    COMMITTEE,
    SilenceProcedureFactory,
    adopted,
    chair,
    circulated,
    say,
    seat_of_committee,
)
from apps.decisions.workflow import PositionKind, State
from apps.partners.tests.factories import (
    ChairmanshipFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

ASKED, OUTGOING, INCOMING = "CH", "TN", "ES"


def the_office():
    """The member of the secretariat who acts in the scenes."""
    return secretariat_member(email="sec@example.org")


def in_days(days: float) -> datetime.datetime:
    """So many days from now."""
    return timezone.now() + datetime.timedelta(days=days)


def outgoing(code: str = OUTGOING):
    """Let this partner have chaired before; returns its term."""
    today = timezone.localdate()
    begun, ended = today - datetime.timedelta(days=400), today - datetime.timedelta(days=101)
    return ChairmanshipFactory(partner=PartnerFactory(code=code), starts_on=begun, ends_on=ended)


def incoming(code: str = INCOMING):
    """Let this partner chair next; returns its term."""
    begins = timezone.localdate() + datetime.timedelta(days=200)
    return ChairmanshipFactory(partner=PartnerFactory(code=code), starts_on=begins)


def troika() -> None:
    """The partner that chairs, with the ones before and after it."""
    outgoing()
    chair()
    incoming()


def former(code: str = ASKED):
    """Somebody whose mandate for the partner ended yesterday."""
    user = UserFactory(email=f"former.{code.lower()}@example.org")
    if not user.mandates.exists():
        MandateFactory(user=user, partner=PartnerFactory(code=code), role="alternate", ended=True)
    return user


def of_other_network(code: str = ASKED):
    """Somebody of the same country in another network."""
    user = UserFactory(email=f"mm.{code.lower()}@example.org")
    network = NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")
    if not user.mandates.exists():
        MandateFactory(user=user, partner=PartnerFactory(code=code), network=network)
    return user


def of_both(one: str = APPLICANT, other: str = ASKED):
    """An alternate of two partners."""
    user = focal_point(one, "alternate", email=f"{one}.and.{other}@example.org".lower())
    if not user.mandates.filter(partner__code=other).exists():
        MandateFactory(user=user, partner=PartnerFactory(code=other), role="alternate")
    return user


def observer(code: str = "OB"):
    """The head focal point of an observer, who reads."""
    PartnerFactory(code=code, observer=True)
    return focal_point(code)


CAST = {
    "visitor": AnonymousUser,
    "applicant head": lambda: focal_point(APPLICANT),
    "applicant reader": lambda: focal_point(APPLICANT, "reader"),
    "asked head": lambda: focal_point(ASKED),
    "asked alternate": lambda: focal_point(ASKED, "alternate"),
    "asked contributor": lambda: focal_point(ASKED, "contributor"),
    "asked reader": lambda: focal_point(ASKED, "reader"),
    "asked former": former,
    "asked other network": of_other_network,
    "second head": lambda: focal_point("SN"),
    "chair head": lambda: focal_point(CHAIR),
    "chair reader": lambda: focal_point(CHAIR, "reader"),
    "outgoing head": lambda: focal_point(OUTGOING),
    "incoming head": lambda: focal_point(INCOMING),
    "new in committee": lambda: seat_of_committee("NE"),
    "other head": lambda: focal_point("ML"),
    "observer": observer,
    "applicant and asked": of_both,
    "applicant and chair": lambda: of_both(APPLICANT, CHAIR),
    "secretariat": the_office,
    "administrator": lambda: UserFactory(email="admin@example.org", administrator=True),
}
OFFICE = {"secretariat"}
APPLICANTS = {"applicant head", "applicant reader", "applicant and asked", "applicant and chair"}
ASKED_SEAT = {"asked head", "asked alternate", "asked contributor", "asked reader"}
CHAIR_SEAT = {"chair head", "chair reader"}
INSIDERS = ASKED_SEAT | CHAIR_SEAT | {"second head"}
ELSEWHERE = {"outgoing head", "incoming head", "new in committee", "other head", "observer"}
ALL_SEATS = APPLICANTS | INSIDERS | ELSEWHERE
SPEAKS = {"asked head", "asked alternate", "second head", "chair head"}


def cast() -> dict:
    """Everybody by their names above, as a new request would load them; made once the procedure is there."""
    return {name: make() for name, make in CAST.items()}


def those_who(people: dict, permission: str, obj) -> set[str]:
    """Who has the permission."""
    return {name for name, person in people.items() if person.has_perm(permission, obj)}


def those_shown(people: dict, queryset, obj) -> set[str]:
    """To whom a list shows the object."""
    return {name for name, one in people.items() if queryset.visible_to(one).filter(pk=obj.pk).exists()}


def in_state(state: str, **facts) -> SilenceProcedure:
    """A procedure that came to its state by its steps."""
    office = the_office()
    if not ChairmanshipFactory._meta.model.objects.exists():
        troika()
    if state == State.DRAFT:
        for code in COMMITTEE:
            seat_of_committee(code)
        return SilenceProcedureFactory(**facts)
    if state in (State.ADOPTED, State.CONFIRMED):
        procedure = adopted(office, **facts)
        return services.confirm(procedure, by=focal_point(CHAIR)) if state == State.CONFIRMED else procedure
    procedure = circulated(office, **facts)
    if state == State.BROKEN:
        say(procedure, focal_point("SN"), PositionKind.OBJECTION, "Not like this.")
    elif state == State.SUSPENDED:
        services.suspend(procedure, by=office, note="A word is wrong.")
    elif state == State.WITHDRAWN:
        services.withdraw(procedure, by=office, note="No longer needed.")
    return SilenceProcedure.objects.get(pk=procedure.pk)


def seat(procedure: SilenceProcedure, code: str = ASKED) -> AskedSeat:
    """The seat of the present round."""
    return procedure.asked_seats.get(round=procedure.round, partner__code=code)


def a_position(procedure: SilenceProcedure, code: str = ASKED, **facts) -> Position:
    """A row as it may stand in whichever state."""
    facts = {"kind": PositionKind.COMMENT, "text": "Well done.", "language": "en"} | facts
    partner, person = PartnerFactory(code=code), focal_point(code)
    return Position.objects.create(
        procedure=procedure, round=max(procedure.round, 1), partner=partner, person=person, **facts
    )
