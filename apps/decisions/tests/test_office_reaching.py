"""Seats that were not reached, in the office: told again, or reached otherwise, which is recorded."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from apps.decisions import services
from apps.notifications.models import OutboxMail
from apps.partners.models import Mandate
from apps.partners.tests.factories import secretariat_member

from .factories import circulated, let_expire
from .office import a_minute_later, here, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


def test_a_seat_is_told_again_once_an_hour(client, office):
    procedure = circulated(office, sent=False)

    first, second = (client.post(page("tell", procedure, "ma"), follow=True) for _time in range(2))

    assert "1 person is told once more." in first.content.decode()
    assert "was told a short while ago" in second.content.decode()
    assert (
        OutboxMail.objects.filter(message="decisions.circulated", recipient__email="head.ma@example.org").count() == 2
    )
    assert client.get(page("tell", procedure, "ma")).status_code == 405
    assert client.post(page("tell", procedure, "zz")).status_code == 404


def test_telling_a_seat_for_which_nobody_acts_says_so(client, office):
    procedure = circulated(office)
    Mandate.objects.filter(partner__code="MA").update(ends_on=timezone.localdate() - datetime.timedelta(days=1))

    assert "nobody was told" in client.post(page("tell", procedure, "ma"), follow=True).content.decode()


def test_telling_when_it_no_longer_runs_is_told_kindly(client, office):
    procedure = circulated(office)
    services.suspend(procedure, by=office, note="Wait.")

    assert "suspended" in client.post(page("tell", procedure, "ma"), follow=True).content.decode()


def test_how_a_seat_was_reached_is_recorded_once(client, office):
    procedure = circulated(office, sent=False)
    with a_minute_later(procedure):
        typed = {"channel": "telephone", "note": "Ms Diallo, who called back.", **here(timezone.now())}
        answers = [client.post(page("reach", procedure, "ma"), typed) for _time in range(2)]

    seat = procedure.asked_seats.get(partner__code="MA")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (seat.reached_by, seat.reached_note) == ("telephone", "Ms Diallo, who called back.")
    assert procedure.lines.filter(step="reach").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": "web"}, "channel"),
        ({"note": ""}, "note"),
        ({"day": ""}, "day"),
        ({"time": ""}, "time"),
        ({"day": "2001-01-01"}, "day"),
        ({"note": "x" * 5000}, "note"),
    ],
)
def test_reaching_that_is_wrong_returns_as_typed(client, office, wrong, field):
    procedure = circulated(office, sent=False)
    typed = {"channel": "letter", "note": "The words typed.", **here(timezone.now()), **wrong}

    answer = client.post(page("reach", procedure, "ma"), typed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["note"].value() == typed["note"]
    assert procedure.asked_seats.filter(reached_at__isnull=False).count() == 0


def test_a_seat_reached_after_the_hour_needs_a_later_one(client, office):
    procedure = let_expire(circulated(office, sent=False))
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2), tick=False):
        typed = {"channel": "telephone", "note": "Ms Diallo", **here(timezone.now())}
        answer = client.post(page("reach", procedure, "ma"), typed)

    assert answer.status_code == 422
    assert "Please set a later hour first" in str(answer.context["form"].errors["day"])


def test_reaching_once_it_was_suspended_is_told_with_the_words_kept(client, office):
    procedure = circulated(office, sent=False)
    services.suspend(procedure, by=office, note="Wait.")

    answer = client.post(page("reach", procedure, "ma"), {"channel": "letter", "note": "Kept.", **here(timezone.now())})

    assert answer.status_code == 409
    assert "Kept." in answer.content.decode()
    assert "suspended" in answer.content.decode()
    assert client.get(page("reach", procedure, "ma")).status_code == 302
