"""Two heads named at once, one invitation accepted twice at once: one outcome, the others are told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.common.tests.races import race
from apps.notifications import messages
from apps.partners import services
from apps.partners.models import Invitation, Mandate, Seat
from apps.partners.services.mandates import begin, lock_seats_of

from .factories import (
    InvitationFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def test_one_head_however_many_are_named_at_once():
    seat = Seat(PartnerFactory(code="GA"), NetworkFactory())
    people = [focal_point(code) for code in ("CH", "ML", "SN", "SE")]

    def name(person):
        with transaction.atomic():
            lock_seats_of(seat.partner_id)
            begin(person, seat, "head")

    outcomes = race(*[lambda person=person: name(person) for person in people], late=ValidationError)

    assert outcomes == {"done": 1, "late": 19}
    assert Mandate.objects.of_seat(seat).count() == 1


def test_an_invitation_opens_once_however_many_press():
    invitation = InvitationFactory(token="once")

    outcomes = race(lambda: services.accept("once", by=None), late=services.InvitationClosed)

    assert outcomes == {"done": 1, "late": 19}
    assert Mandate.objects.filter(user=invitation.person).count() == 1


def test_one_handover_of_a_seat_however_many_press():
    head, office = MandateFactory(), secretariat_member()
    after = MandateFactory(partner=head.partner, role="alternate")

    outcomes = race(
        lambda: services.hand_over_seat(
            head, services.Successor(colleague=after.user), by=User.objects.get(pk=office.pk)
        ),
        lambda: services.hand_over_seat(head, services.Successor(), by=User.objects.get(pk=office.pk)),
        late=services.SeatChanged,
    )

    assert outcomes == {"done": 1, "late": 19}


def test_several_seats_invite_the_same_new_person_at_once():
    network, office = NetworkFactory(), secretariat_member()
    seats = [Seat(PartnerFactory(code=code), network) for code in ("CH", "GA")]
    told = {"address": "new@example.org", "name": "New", "language": "fr", "role": "alternate"}

    outcomes = race(
        *[lambda seat=seat: services.invite_to_seat(seat, by=User.objects.get(pk=office.pk), **told) for seat in seats],
        late=ValidationError,
        at_once=8,
    )

    assert outcomes == {"done": 2, "late": 6}
    person = User.objects.get(email="new@example.org")
    assert set(Invitation.objects.values_list("partner__code", "person")) == {("CH", person.pk), ("GA", person.pk)}
