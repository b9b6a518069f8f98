"""How long sessions last for whom, where they are listed, and what ends them."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone

from apps.accounts import services
from apps.accounts.groups import SECRETARIAT
from apps.accounts.models import AccountLine, User
from apps.accounts.queries import program_of
from apps.common.office_settings import decide

from .factories import PASSWORD, UserFactory, code_of_app

SIGN_IN, LIST = "/en/accounts/login/", "/en/space/settings/devices/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"

pytestmark = pytest.mark.django_db


def sign_in(client, person, **extra):
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, **extra})
    if client.session.get("account_login"):
        client.post("/en/accounts/2fa/authenticate/", {"code": code_of_app()})


def is_inside(client):
    return client.get("/en/space/settings/").status_code == 200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as moved:
        yield moved


def test_the_office_is_signed_out_after_half_an_hour_of_doing_nothing(client, clock):
    sign_in(client, UserFactory(secretariat=True))
    for _ in range(3):
        clock.shift(datetime.timedelta(minutes=29))
        assert is_inside(client)

    clock.shift(datetime.timedelta(minutes=31))

    assert not is_inside(client)


def test_the_office_is_signed_out_after_twelve_hours_whatever_it_does(client, clock):
    sign_in(client, UserFactory(administrator=True))
    for _ in range(24):
        assert is_inside(client)
        clock.shift(datetime.timedelta(minutes=29))
    clock.shift(datetime.timedelta(minutes=25))

    assert not is_inside(client)


def test_the_office_decides_how_long_it_may_rest(client, clock):
    person = UserFactory(administrator=True)
    decide("accounts.idle_minutes", 60, by=person)
    sign_in(client, person)

    clock.shift(datetime.timedelta(minutes=59))
    assert is_inside(client)
    clock.shift(datetime.timedelta(minutes=61))
    assert not is_inside(client)


def test_a_focal_point_may_rest_for_twelve_hours(client, clock):
    sign_in(client, UserFactory())

    clock.shift(datetime.timedelta(hours=11, minutes=59))
    assert is_inside(client)
    clock.shift(datetime.timedelta(minutes=1))
    assert not is_inside(client)


def test_a_trusted_device_lasts_thirty_days(client, clock):
    sign_in(client, UserFactory(), trusted="on")
    cookie = client.cookies["sessionid"]

    assert cookie["max-age"] == 30 * 24 * 60 * 60
    clock.shift(datetime.timedelta(days=29, hours=23))
    assert is_inside(client)
    clock.shift(datetime.timedelta(hours=1))
    assert not is_inside(client)


def test_the_office_cannot_trust_a_device(client, clock):
    sign_in(client, UserFactory(secretariat=True), trusted="on")

    assert client.cookies["sessionid"]["max-age"] == ""
    clock.shift(datetime.timedelta(minutes=31))
    assert not is_inside(client)


def test_whoever_joins_the_office_loses_the_trust_of_their_device(client, clock):
    person = UserFactory(second_factor=True)
    sign_in(client, person, trusted="on")
    clock.shift(datetime.timedelta(hours=13))
    assert is_inside(client)

    person.groups.add(Group.objects.get_or_create(name=SECRETARIAT)[0])

    assert not is_inside(client)


def test_fewer_days_hold_for_devices_that_are_trusted_already(client, clock):
    person = UserFactory()
    sign_in(client, person, trusted="on")
    decide("accounts.trusted_days", 2, by=person)

    clock.shift(datetime.timedelta(days=1))
    assert is_inside(client)
    clock.shift(datetime.timedelta(days=1))
    assert not is_inside(client)


def test_the_office_may_stop_offering_trust(client):
    person = UserFactory()
    assert 'name="trusted"' in client.get(SIGN_IN).content.decode()

    decide("accounts.trusted_days", 0, by=person)

    assert 'name="trusted"' not in client.get(SIGN_IN).content.decode()


def test_sessions_are_listed_with_device_and_moments(client):
    person = UserFactory()
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "trusted": "on"}, HTTP_USER_AGENT=FIREFOX)

    page = client.get(LIST).content.decode()

    assert "Firefox, Windows" in page
    assert "this device" in page
    assert "trusted" in page
    assert "127.0.0.1" in page


def test_one_device_can_be_signed_out(client):
    person, elsewhere = UserFactory(), type(client)()
    sign_in(elsewhere, person, trusted="on")
    sign_in(client, person)
    other = next(device for device in client.get(LIST).context["devices"] if not device.is_this)

    client.post(f"{LIST}{other.number}/")

    assert is_inside(client)
    assert not is_inside(elsewhere)


def test_somebody_elses_device_does_not_exist(client):
    elsewhere = type(client)()
    sign_in(elsewhere, UserFactory())
    number = elsewhere.get(LIST).context["devices"][0].number
    sign_in(client, UserFactory())

    assert client.post(f"{LIST}{number}/").status_code == 404
    assert is_inside(elsewhere)


def test_all_others_can_be_signed_out_listed_or_not(client):
    person = UserFactory()
    elsewhere, unlisted = type(client)(), type(client)()
    sign_in(elsewhere, person)
    unlisted.force_login(person)
    sign_in(client, person)

    client.post(f"{LIST}others/")

    assert [is_inside(browser) for browser in (client, elsewhere, unlisted)] == [True, False, False]
    assert len(client.get(LIST).context["devices"]) == 1


def test_ended_sessions_are_not_listed_and_their_rows_are_erased(client, clock):
    person = UserFactory()
    sign_in(client, person)
    clock.shift(datetime.timedelta(hours=13))
    sign_in(client, person)

    assert len(client.get(LIST).context["devices"]) == 1
    services.forget_ended_sessions()
    assert len(client.get(LIST).context["devices"]) == 1


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, django_assert_num_queries):
    person = UserFactory()
    sign_in(client, person)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    for _ in range(2):
        sign_in(type(client)(), person)
    with django_assert_num_queries(5):
        client.get(LIST)


def test_a_closed_account_is_signed_out_at_the_next_request(client):
    person = UserFactory()
    sign_in(client, person, trusted="on")

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_inside(client)


def test_ending_all_sessions_ends_all_of_them(client):
    person, unlisted = UserFactory(), type(client)()
    sign_in(client, person)
    unlisted.force_login(person)

    services.end_sessions(person)

    assert not is_inside(client)
    assert not is_inside(unlisted)
    assert AccountLine.objects.filter(person=person, kind="sessions").count() == 1


def test_doing_something_is_written_down_once_a_while(client, clock, django_assert_num_queries):
    sign_in(client, UserFactory())
    seen = client.session["seen_at"]
    client.get(LIST)
    assert client.session["seen_at"] == seen

    clock.shift(datetime.timedelta(minutes=11))
    client.get(LIST)

    assert client.session["seen_at"] > seen


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/128.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", "Unknown program"),
        ("<script>", "Unknown program"),
    ],
)
def test_programs_are_told_in_words(agent, words):
    assert program_of(agent) == words


def test_the_session_ends_with_the_last_role_and_one_may_still_sign_in(client):
    person = UserFactory(administrator=True)
    sign_in(client, person)
    assert is_inside(client)

    person.groups.clear()

    assert not is_inside(client)
    client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/en/accounts/2fa/authenticate/", {"code": code_of_app(steps=1)})
    assert is_inside(client)
