"""Silence procedures for tests: circulated through the door, with mails handed over, in the state asked for."""

import datetime

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.decisions import services
from apps.decisions.models import Position, SilenceProcedure
from apps.decisions.workflow import PositionKind
from apps.notifications.models import OutboxMail
from apps.partners.models import Membership
from apps.partners.tests.factories import ChairmanshipFactory, NetworkFactory, PartnerFactory, focal_point

LONG_ENOUGH = datetime.timedelta(days=21)
# The seats of the committee in these tests; Morocco chairs, Gabon applies.
COMMITTEE, CHAIR, APPLICANT = ("MA", "CH", "SN"), "MA", "GA"


class SilenceProcedureFactory(factory.django.DjangoModelFactory):
    """A complete draft for the committee, in three weeks, on Gabon's request."""

    class Meta:
        model = SilenceProcedure

    title_en, title_fr = "Label for a workshop", "Label pour un atelier"
    text_en, text_fr = "The label is granted.", "Le label est accordé."
    network = factory.SubFactory(NetworkFactory)
    applicant = factory.SubFactory(PartnerFactory, code=APPLICANT)
    expires_at = factory.LazyFunction(lambda: timezone.now() + LONG_ENOUGH)


def seat_of_committee(code: str, role: str = "head", **person):
    """A focal point of a partner that sits on the Steering Committee."""
    user = focal_point(code, role, **person)
    Membership.objects.get_or_create(partner=PartnerFactory(code=code))
    return user


def chair(code: str = CHAIR):
    """Let this partner chair today; returns its term."""
    today = timezone.localdate()
    return ChairmanshipFactory(partner=PartnerFactory(code=code), starts_on=today - datetime.timedelta(days=100))


def hand_over_mails() -> int:
    """Let all that waits have left yesterday, before whichever hour a test lets come; returns how many."""
    yesterday = timezone.now() - datetime.timedelta(days=1)
    return OutboxMail.objects.filter(status="queued").update(status="sent", sent_at=yesterday)


def circulated(office, *, seats=COMMITTEE, sent: bool = True, **facts) -> SilenceProcedure:
    """A running procedure of the committee: its seats have a head each, the chair chairs, the notices are out.

    `office` is who circulates; `sent=False` leaves the notices waiting.
    """
    if not ChairmanshipFactory._meta.model.objects.exists():
        chair()
    for code in seats:
        seat_of_committee(code)
    procedure = services.circulate(SilenceProcedureFactory(**facts), by=office)
    if sent:
        hand_over_mails()
    return procedure


def let_expire(procedure: SilenceProcedure) -> SilenceProcedure:
    """The hour has just come; what else is due then is not done."""
    SilenceProcedure.objects.filter(pk=procedure.pk).update(expires_at=timezone.now())
    return SilenceProcedure.objects.get(pk=procedure.pk)


def adopted(office, **facts) -> SilenceProcedure:
    """One that silence has adopted, waiting for the chair."""
    procedure = let_expire(circulated(office, **facts))
    services.settle_due()
    procedure.refresh_from_db()
    return procedure


def a_proof(name: str = "note.txt") -> SimpleUploadedFile:
    """A file that proves what was heard."""
    return SimpleUploadedFile(name, b"Note of a telephone call.", content_type="text/plain")


def say(procedure, by, kind=PositionKind.SUPPORT, text="", **more) -> Position:
    """Take a position for the one seat of this person."""
    partner = by.mandates.get(network=procedure.network).partner
    return services.take_position(procedure, services.Word(kind, text, **more), by=by, partner=partner)


def by_telephone(at: datetime.datetime | None = None) -> services.Heard:
    """How the secretariat heard of it just now."""
    return services.Heard("telephone", "Ms Diallo", at or timezone.now(), a_proof())
