"""Each event of a silence procedure, played before people of every sort: what the table of who hears is held to."""

import datetime
from collections.abc import Callable

from apps.accounts.tests.factories import UserFactory
from apps.decisions import services
from apps.decisions.models import SilenceProcedure
from apps.decisions.workflow import PositionKind
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

from .cast import former, of_other_network
from .factories import (
    LONG_ENOUGH,
    SilenceProcedureFactory,
    by_telephone,
    chair,
    hand_over_mails,
    let_expire,
    say,
    seat_of_committee,
)

SEATS = {
    "chair": ("MA", ("head", "alternate", "reader")),
    "speaking": ("CH", ("head", "alternate", "contributor", "reader")),
    "silent": ("SN", ("head", "alternate", "contributor", "reader")),
    "applicant": ("GA", ("head", "reader")),
    "bystander": ("TG", ("head", "reader")),
}
SITTING = ("chair", "speaking", "silent")
SPEAKERS = ("head", "alternate")


def of(*seats: str, roles: tuple[str, ...] = ()) -> set[str]:
    """The people of these seats, as they are called here, or those in these roles."""
    return {f"{seat} {role}" for seat in seats for role in SEATS[seat][1] if not roles or role in roles}


GROUPS = {
    "asked seats": of(*SITTING),
    "other seats asked": of("chair", "silent"),
    "own seat": of("speaking"),
    "silent speakers": of("silent", "chair", roles=SPEAKERS),
    "confirming": of("chair", roles=SPEAKERS),
    "applicant": of("applicant"),
    "secretariat": {"member", "colleague"},
}


class World:
    """People of every sort, and a procedure in which things happen; each event says who acts, None for the clock."""

    def __init__(self) -> None:
        chair()
        self.people = {
            f"{seat} {role}": (seat_of_committee if seat in SITTING else focal_point)(code, role)
            for seat, (code, roles) in SEATS.items()
            for role in roles
        }
        self.people |= {
            "member": secretariat_member(email="member@example.org"),
            "colleague": secretariat_member(email="colleague@example.org"),
            "administrator": UserFactory(email="admin@example.org", administrator=True),
            "former": former("CH"),
            "other network": of_other_network("CH"),
        }
        self.names = {person.pk: name for name, person in self.people.items()}
        self.office, self.head = self.people["member"], self.people["speaking head"]
        self.seat = PartnerFactory(code="CH")

    def running(self, **facts) -> SilenceProcedure:
        """A procedure that asks, of whose notices nothing is counted any more."""
        return self.known(services.circulate(SilenceProcedureFactory(**facts), by=self.office))

    def known(self, thing):
        """What happened so far is told and forgotten."""
        hand_over_mails()
        Notice.objects.all().delete()
        return thing

    def adopted(self) -> SilenceProcedure:
        """One whose hour has come, with the silence held."""
        procedure = let_expire(self.running())
        services.settle_due()
        return self.known(SilenceProcedure.objects.get(pk=procedure.pk))

    def recorded(self):
        """What the secretariat has recorded for the seat."""
        word = services.Word(PositionKind.SUPPORT)
        return services.record_position(self.running(), word, by_telephone(), by=self.office, partner=self.seat)


PLAYERS: dict[str, Callable[[World], str | None]] = {}


def plays(*names: str) -> Callable:
    """Mark the event of which these messages tell; it returns who acts."""

    def register(play: Callable[[World], str | None]) -> Callable:
        PLAYERS.update(dict.fromkeys((f"decisions.{name}" for name in names), play))
        return play

    return register


@plays("circulated")
def circulate_again(world):
    procedure = services.suspend(world.running(), by=world.office, note="Wait")
    services.circulate_again(world.known(procedure), by=world.office)
    return "member"


@plays("state_to_applicant", "hour_moved")
def extend(world):
    procedure = world.running()
    later = procedure.expires_at + LONG_ENOUGH
    services.extend(procedure, by=world.office, expires_at=later, zone=procedure.zone)
    return "member"


@plays("recalled")
def recall(world):
    procedure = world.running()
    world.known(say(procedure, world.head))
    services.remind_due(procedure.expires_at - datetime.timedelta(hours=2))


@plays("position_taken", "position_came")
def comment(world):
    say(world.running(), world.head, PositionKind.COMMENT, "Well")
    return "speaking head"


@plays("position_recorded")
def record(world):
    world.recorded()
    return "member"


@plays("broken")
def object_(world):
    say(world.running(), world.head, PositionKind.OBJECTION, "No")
    return "speaking head"


@plays("position_disputed")
def dispute(world):
    services.dispute(world.known(world.recorded()), by=world.head, text="Not so")
    return "speaking head"


@plays("dispute_settled")
def settle(world):
    disputed = services.dispute(world.recorded(), by=world.head, text="Not so")
    services.settle_dispute(world.known(disputed), by=world.office, stands=True, note="It is so")
    return "member"


@plays("suspended")
def suspend(world):
    services.suspend(world.running(), by=world.office, note="Wait")
    return "member"


@plays("withdrawn")
def withdraw(world):
    services.withdraw(world.running(), by=world.office, note="Over")
    return "member"


@plays("adopted", "to_be_confirmed")
def adopt(world):
    let_expire(world.running())
    services.settle_due()


@plays("seats_not_reached")
def miss(world):
    procedure = world.running()
    OutboxMail.objects.update(status="queued", sent_at=None)
    let_expire(procedure)
    services.settle_due()


@plays("reasons_released")
def release(world):
    position = world.known(say(world.running(), world.head, PositionKind.OBJECTION, "No"))
    services.release(position, by=world.people["chair head"])
    return "chair head"


@plays("confirmed")
def confirm(world):
    services.confirm(world.adopted(), by=world.people["chair head"])
    return "chair head"
