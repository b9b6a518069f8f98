"""Circulating in the office: looked at with names, mail and number, confirmed once, refused with the way back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.decisions import services
from apps.decisions.models import SilenceProcedure
from apps.notifications.models import OutboxMail
from apps.partners.models import Membership
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

from .factories import SilenceProcedureFactory, chair, circulated, seat_of_committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def draft(office):
    """A complete draft that asks Morocco and Switzerland."""
    chair()
    seat_of_committee("MA", name="Zoé Maroc")
    seat_of_committee("CH", name="Ali Suisse")
    return SilenceProcedureFactory()


def page(procedure):
    return reverse("admin:decisions_silenceprocedure_circulate", args=[procedure.pk])


def change(procedure):
    return reverse("admin:decisions_silenceprocedure_change", args=[procedure.pk])


def confirmed(client, procedure, number="2"):
    seen = re.search(r'name="seen" value="(\w+)"', client.get(page(procedure)).content.decode()).group(1)
    return {"seen": seen, "number": number}


def told():
    return set(OutboxMail.objects.filter(message="decisions.circulated").values_list("recipient__name", flat=True))


def test_the_preview_names_the_seats_their_people_the_hour_and_both_mails(client, draft):
    html = client.get(page(draft)).content.decode()

    for words in (
        "Zoé Maroc",
        "Ali Suisse",
        "Country CH",
        draft.until,
        "2 people are told",
        "Label for a workshop",
        "Label pour un atelier",
    ):
        assert words in html
    assert "?html=fr" in html
    mail = client.get(f"{page(draft)}?html=fr")
    assert "Label pour un atelier" in mail.content.decode()
    assert "sandbox" in mail["Content-Security-Policy"]
    assert told() == set()


def test_seats_for_which_nobody_acts_are_named_first(client, draft):
    Membership.objects.create(partner=PartnerFactory(code="ZZ", name_en="Nobody’s Land"))

    html = client.get(page(draft)).content.decode()

    assert html.index("Nobody’s Land") < html.index("Country CH")
    assert "Nobody acts for these seats" in html


def test_confirmed_with_the_number_once_however_often_it_is_pressed(client, draft):
    form = confirmed(client, draft)

    first, second = (client.post(page(draft), form, follow=True) for _time in range(2))

    draft.refresh_from_db()
    assert (draft.round, draft.is_running) == (1, True)
    assert told() == {"Zoé Maroc", "Ali Suisse"}
    assert "everybody of the seats asked is told" in first.content.decode()
    assert "this is now “running under silence”" in second.content.decode()


@pytest.mark.parametrize("number", ["", "3", "two", "9" * 5000, "-2", "\x00"])
def test_another_number_is_refused_at_its_field(client, draft, number):
    answer = client.post(page(draft), {**confirmed(client, draft), "number": number})

    assert answer.status_code == 422
    assert answer.context["form"].errors["number"]
    assert told() == set()


@pytest.mark.parametrize("what", ["words", "people", "mark"])
def test_what_has_changed_meanwhile_is_looked_at_again(client, draft, what):
    form = confirmed(client, draft)
    if what == "people":
        focal_point("CH", "alternate")
    else:
        changed = {"text_fr": "Autre chose."} if what == "words" else {"mark": "public"}
        SilenceProcedure.objects.filter(pk=draft.pk).update(**changed)

    answer = client.post(page(draft), form)

    assert answer.status_code == 409
    assert "has changed since you looked" in answer.content.decode()
    assert told() == set()
    number = "3" if what == "people" else "2"
    assert client.post(page(draft), confirmed(client, draft, number)).status_code == 302
    assert len(told()) == int(number)


def test_a_change_in_the_very_moment_is_told_with_the_way_back(client, draft, monkeypatch):
    form = confirmed(client, draft)
    as_it_was = services.as_looked_at(draft)
    monkeypatch.setattr("apps.decisions.services.circulating.as_looked_at", lambda row: f"{as_it_was} and more")

    answer = client.post(page(draft), form, follow=True)

    assert answer.redirect_chain == [(page(draft), 302)]
    assert "Nothing was sent" in answer.content.decode()
    assert told() == set()


def test_what_lacks_is_said_instead_of_a_mail(client, office):
    chair()
    draft = SilenceProcedureFactory(title_fr="", expires_at=None)

    html = client.get(page(draft)).content.decode()

    assert "please write title and text in each" in html
    assert "Please choose an hour" in html
    assert "There is no seat to ask" in html
    assert 'name="number"' not in html
    assert client.post(page(draft), {"number": "0", "seen": "x"}).status_code == 409
    draft.refresh_from_db()
    assert not draft.was_circulated


def test_circulating_again_begins_a_round(client, office):
    procedure = circulated(office)
    services.suspend(procedure, by=office, note="Wait.")

    answer = client.post(page(procedure), confirmed(client, procedure, "3"))

    procedure.refresh_from_db()
    assert (answer["Location"], procedure.round) == (change(procedure), 2)


def test_what_cannot_be_circulated_leads_back_with_words(client, office):
    procedure = circulated(office)

    answer = client.get(page(procedure), follow=True)

    assert answer.redirect_chain == [(change(procedure), 302)]
    assert "running under silence" in answer.content.decode()


def test_the_preview_asks_as_often_for_many_seats_as_for_few(client, office):
    chair()
    seat_of_committee("MA")
    draft = SilenceProcedureFactory()
    client.get(page(draft))
    few = client.get(page(draft))
    with CaptureQueriesContext(connection) as before:
        client.get(page(draft))
    for code in ("CH", "SN"):
        seat_of_committee(code)
        focal_point(code, "alternate")
    with CaptureQueriesContext(connection) as after:
        client.get(page(draft))

    assert few.status_code == 200
    assert len(after) == len(before)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_for_the_secretariat_alone(client, draft, method):
    for person, statuses in ((UserFactory(administrator=True), (403, 404)), (focal_point("MA"), (302,))):
        client.force_login(person)
        answer = getattr(client, method)(page(draft))
        assert answer.status_code in statuses
    draft.refresh_from_db()
    assert not draft.was_circulated
