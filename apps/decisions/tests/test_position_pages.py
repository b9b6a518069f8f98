"""Positions through the pages: taken until the hour, nothing typed is lost, records called not correct."""

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.decisions import services
from apps.decisions.models import CORRECTED_WITHIN, Position
from apps.decisions.tests.factories import by_telephone, circulated, let_expire, say
from apps.decisions.workflow import PositionKind, State
from apps.notifications import messages
from apps.partners.models import Mandate
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
ODD = "Été < > & “quotes” مرحبا 🌍\nsecond line"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office():
    return secretariat_member()


@pytest.fixture
def procedure(office):
    return circulated(office)


@pytest.fixture
def swiss(client, procedure):
    user = focal_point("CH")
    client.force_login(user)
    return user


def at(name, *arguments):
    with override("en"):
        return reverse(f"decisions:{name}", args=arguments)


def form_of(procedure, code="ch"):
    return at("position", procedure.reference, code)


def filled(response, **typed):
    """The form of a page as a browser would send it back."""
    values = {field.html_name: field.value() for field in response.context["form"]}
    return {name: value for name, value in values.items() if value not in (None, "", False)} | typed


def recorded(procedure, office, kind=PositionKind.SUPPORT, text=""):
    partner = PartnerFactory(code="CH")
    return services.record_position(procedure, services.Word(kind, text), by_telephone(), by=office, partner=partner)


def test_form_says_what_each_position_does_and_opening_it_does_nothing(client, procedure, swiss):
    page = client.get(form_of(procedure))
    assertContains(page, "This breaks the silence at once and tells everybody.", count=2)
    assertContains(page, 'type="radio"', count=7)
    assertContains(page, "The label is granted.")
    assert not Position.objects.exists()


def test_position_is_taken_changed_and_prefilled(client, procedure, swiss):
    typed = filled(client.get(form_of(procedure)), kind="comment", text=ODD, language="fr", is_statement="on")
    response = client.post(form_of(procedure), typed, follow=True)
    assertContains(response, "It can be changed until the hour.")
    said = Position.objects.get()
    assert (said.kind, said.text, said.language, said.is_statement) == ("comment", ODD, "fr", True)
    again = client.get(form_of(procedure))
    assertContains(again, "What your seat has said")
    assert filled(again)["text"] == ODD
    client.post(form_of(procedure), filled(again, kind="support"))
    assert [one.kind for one in Position.objects.counting()] == ["support"]
    assert Position.objects.count() == 2


@pytest.mark.parametrize("kind", ["objection", "amendment"])
def test_breaking_position_breaks_at_once(client, procedure, swiss, kind):
    typed = filled(client.get(form_of(procedure)), kind=kind, text="Two years instead of three.")
    page = client.post(form_of(procedure), typed, follow=True)
    assertContains(page, "The silence is broken.")
    procedure.refresh_from_db()
    assert procedure.state == State.BROKEN
    # The button pressed twice is one word, also once it broke the silence.
    assert client.post(form_of(procedure), typed).status_code == 302
    assert Position.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"kind": "objection"}, ["text"]),
        ({"kind": "amendment", "text": "  \n "}, ["text"]),
        ({"kind": "comment"}, ["text"]),
        ({"kind": "support", "is_statement": "on"}, ["text"]),
        ({"kind": "", "text": ODD}, ["kind"]),
        ({"kind": "veto", "text": ODD}, ["kind"]),
        ({"kind": "comment", "text": "a\x00b"}, ["text"]),
        ({"kind": "comment", "text": "x" * 20_001}, ["text"]),
        ({"kind": "comment", "text": ODD, "language": "xx"}, ["language"]),
        ({"kind": "comment", "text": ODD, "form_key": "no key"}, ["form_key"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, procedure, swiss, typed, wrong):
    response = client.post(form_of(procedure), filled(client.get(form_of(procedure))) | typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)
    if typed.get("text") == ODD:
        assertContains(response, "مرحبا", status_code=422)
    assert not Position.objects.exists()


def test_what_comes_at_the_hour_is_refused_with_every_word(client, procedure, swiss):
    with time_machine.travel(procedure.expires_at - datetime.timedelta(seconds=1), tick=False) as clock:
        client.force_login(swiss)
        typed = filled(client.get(form_of(procedure)), kind="objection", text=ODD)
        clock.move_to(procedure.expires_at)
        response = client.post(form_of(procedure), typed)
        assertContains(response, "No more positions are taken", status_code=409)
        assertContains(response, "مرحبا", status_code=409)
        assertNotContains(response, "Send the position", status_code=409)
        assert client.post(form_of(procedure), typed | {"kind": ""}).status_code == 409
        assert client.get(form_of(procedure)).status_code == 409
    assert not Position.objects.exists()


def test_words_typed_while_somebody_broke_the_silence_are_kept(client, procedure, swiss):
    typed = filled(client.get(form_of(procedure)), kind="comment", text=ODD)
    say(procedure, focal_point("SN"), PositionKind.OBJECTION, "No.")
    response = client.post(form_of(procedure), typed)
    assertContains(response, "silence broken", status_code=409)
    assertContains(response, "مرحبا", status_code=409)


def test_words_for_an_earlier_round_are_not_sent_to_the_next_unread(client, office, procedure, swiss):
    typed = filled(client.get(form_of(procedure)), kind="comment", text=ODD)
    say(procedure, focal_point("SN"), PositionKind.OBJECTION, "No.")
    procedure.refresh_from_db()
    services.circulate_again(procedure, by=office)
    response = client.post(form_of(procedure), typed)
    assertContains(response, "circulated again meanwhile", status_code=409)
    assert client.post(form_of(procedure), filled(response)).status_code == 302
    assert Position.objects.counting().get(round=2).text == ODD


def test_same_form_is_once_and_one_that_says_something_else_is_asked_about(client, procedure, swiss):
    typed = filled(client.get(form_of(procedure)), kind="comment", text="First.", form_key=str(uuid.uuid4()))
    for _twice in range(2):
        assert client.post(form_of(procedure), typed).status_code == 302
    assert Position.objects.count() == 1
    response = client.post(form_of(procedure), typed | {"text": "Second."})
    assertContains(response, "said something else", status_code=409)
    assertContains(response, "Second.", status_code=409)
    assert client.post(form_of(procedure), filled(response)).status_code == 302
    assert Position.objects.counting().get().text == "Second."


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("contributor", 403), ("alternate", 200)])
def test_who_may_take_a_position(client, procedure, role, status):
    client.force_login(focal_point("CH", role))
    assert client.get(form_of(procedure)).status_code == status
    assert client.get(form_of(procedure, "sn")).status_code == 404
    assert client.get(form_of(procedure, "ga")).status_code == 404


def test_words_of_somebody_whose_mandate_ended_meanwhile_are_shown_to_them(client, procedure, swiss):
    typed = filled(client.get(form_of(procedure)), kind="comment", text=ODD)
    Mandate.objects.filter(user=swiss).update(role="reader")
    assertContains(client.post(form_of(procedure), typed), "مرحبا", status_code=403)
    Mandate.objects.filter(user=swiss).update(ends_on=timezone.localdate() - datetime.timedelta(days=2))
    assertContains(client.post(form_of(procedure), typed), "مرحبا", status_code=404)
    assert not Position.objects.exists()


def test_applicant_and_secretariat_have_no_form(client, office, procedure):
    for reader in (office, focal_point("GA")):
        client.force_login(reader)
        for code in ("ch", "ga"):
            assert client.get(form_of(procedure, code)).status_code == 404


def test_record_is_called_not_correct_by_its_seat_within_five_days(client, office, procedure, swiss):
    said = recorded(procedure, office)
    address = at("dispute", procedure.reference, said.reference)
    assertContains(client.get(at("procedure", procedure.reference)), address)
    assertContains(client.get(address), "Ms Diallo")
    empty = client.post(address, {"text": ""})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["text"])
    page = client.post(address, {"text": ODD}, follow=True)
    assertContains(page, "called not correct by the seat")
    said.refresh_from_db()
    assert said.dispute == ODD
    twice = client.post(address, {"text": "Once more."})
    assertContains(twice, "Once more.", status_code=409)
    client.force_login(focal_point("SN"))
    assert client.get(address).status_code == 403
    assertContains(client.post(address, {"text": ODD}), "مرحبا", status_code=403)


def test_after_five_days_a_record_stands(client, office, procedure, swiss):
    said = recorded(procedure, office)
    with time_machine.travel(said.at + CORRECTED_WITHIN, tick=False):
        client.force_login(swiss)
        answer = client.post(at("dispute", procedure.reference, said.reference), {"text": ODD})
        assertContains(answer, "مرحبا", status_code=409)
    said.refresh_from_db()
    assert said.disputed_at is None


def test_own_seat_is_told_how_it_stands(client, office, procedure, swiss):
    page = at("procedure", procedure.reference)
    assertContains(client.get(page), "Without a word until")
    client.force_login(focal_point("CH", "reader"))
    assertContains(client.get(page), "Its head focal point or an alternate takes a position")
    client.force_login(swiss)
    say(procedure, swiss)
    assertContains(client.get(page), "You can change it until")
    let_expire(procedure)
    assertContains(client.get(page), "Position of your seat (Country CH): support.")
    client.force_login(focal_point("SN"))
    assertContains(client.get(page), "no positions are taken any more")
