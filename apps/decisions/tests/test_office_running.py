"""A running procedure in the office: positions recorded and looked into, a later hour, the confirmation, the end."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.decisions import services
from apps.decisions.models import Decision, SilenceProcedure
from apps.decisions.workflow import PositionKind
from apps.partners.tests.factories import focal_point, secretariat_member

from .factories import a_proof, adopted, circulated, let_expire, say
from .office import a_minute_later, heard, here, page, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


def test_the_page_shows_reach_positions_and_what_can_be_done(client, office):
    procedure = circulated(office, sent=False)
    say(procedure, focal_point("MA"), PositionKind.COMMENT, "Le texte est clair.")

    html = client.get(page("change", procedure)).content.decode()

    assert html.count("The notice is still on its way.") == 2
    assert "Le texte est clair." in html
    for name, *more in (("tell", "ch"), ("reach", "ch"), ("record",), ("extend",)):
        assert page(name, procedure, *more) in html
    for name, *more in (("tell", "ma"), ("circulate",), ("confirm",)):
        assert page(name, procedure, *more) not in html
    assert page("step", procedure, "suspend") in html


def test_the_page_asks_as_often_for_many_as_for_few(client, office):
    procedure = circulated(office, seats=("MA",))
    recorded(procedure, office)
    client.get(page("change", procedure))
    with CaptureQueriesContext(connection) as few:
        client.get(page("change", procedure))
    SilenceProcedure.objects.filter(pk=procedure.pk).update(applicant=None)
    other = circulated(office, applicant=procedure.applicant)
    for code in ("MA", "CH", "SN"):
        recorded(other, office, code)
    with CaptureQueriesContext(connection) as many:
        assert client.get(page("change", other)).status_code == 200

    assert len(many) == len(few)


def test_an_objection_recorded_for_a_seat_breaks_the_silence_once(client, office):
    procedure = circulated(office)
    with a_minute_later(procedure):
        form = heard(**here(timezone.now()))
        answers = [client.post(page("record", procedure), {**form, "proof": a_proof()}) for _time in range(2)]

    procedure.refresh_from_db()
    position = procedure.positions.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (procedure.state, position.said_by, position.channel) == ("broken", "Ms Diallo", "telephone")
    assert (position.person, position.proof_name) == (office, "note.txt")


def test_the_page_of_recording_knows_the_seat_that_was_chosen(client, office):
    procedure = circulated(office)

    form = client.get(page("record", procedure), {"seat": "CH"}).context["form"]

    assert form["seat"].value() == "ch"
    assert [code for code, _name in form.fields["seat"].choices] == ["", "ch", "ma", "sn"]
    assert "web" not in dict(form.fields["channel"].choices)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seat": "ga"}, "seat"),
        ({"seat": ""}, "seat"),
        ({"kind": "veto"}, "kind"),
        ({"text": "   "}, "text"),
        ({"channel": "web"}, "channel"),
        ({"said_by": ""}, "said_by"),
        ({"proof": ""}, "proof"),
        ({"time": ""}, "time"),
        ({"day": "2001-01-01"}, "day"),
        ({"text": "a\x00b"}, "text"),
    ],
)
def test_a_record_that_is_wrong_returns_as_typed(client, office, wrong, field):
    procedure = circulated(office)

    answer = client.post(page("record", procedure), heard(**{**here(timezone.now()), **wrong}))

    form = answer.context["form"]
    assert answer.status_code == 422
    assert field in form.errors
    assert form["language"].value() == "en"
    assert form["text"].value() == wrong.get("text", "Morocco objects.")
    assert not procedure.positions.exists()


def test_a_word_recorded_at_the_hour_is_refused_with_all_that_was_typed(client, office):
    procedure = circulated(office)
    form = heard(**here(timezone.now() + datetime.timedelta(seconds=1)))
    let_expire(procedure)

    answer = client.post(page("record", procedure), form)

    html = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert "Morocco objects." in html
    assert not procedure.positions.exists()
    assert client.get(page("record", procedure)).status_code == 302


def test_the_same_form_with_other_words_is_told_and_may_be_sent_again(client, office):
    procedure = circulated(office)
    with a_minute_later(procedure):
        form = heard(kind="comment", **here(timezone.now()))
        client.post(page("record", procedure), form)
        answer = client.post(page("record", procedure), {**form, "text": "Other words.", "proof": a_proof()})

        assert answer.status_code == 409
        assert "Other words." in answer.content.decode()
        key = answer.context["form"]["form_key"].value()
        again = {**form, "text": "Other words.", "proof": a_proof(), "form_key": key}
        assert client.post(page("record", procedure), again).status_code == 302
    assert procedure.positions.counting().get().text == "Other words."


def test_a_later_hour_holds_and_an_earlier_one_returns_as_typed(client, office):
    procedure = circulated(office)
    day = timezone.localdate(procedure.expires_at)
    earlier, later = (day + datetime.timedelta(days=days) for days in (-3, 7))

    refused = client.post(page("extend", procedure), {"day": earlier, "time": "18:00", "zone": "Africa/Dakar"})
    taken = client.post(page("extend", procedure), {"day": later, "time": "18:00", "zone": "Africa/Dakar"})

    assert refused.status_code == 422
    assert refused.context["form"]["zone"].value() == "Africa/Dakar"
    assert "so that there is more time for all" in str(refused.context["form"].errors["day"])
    procedure.refresh_from_db()
    assert (taken.status_code, procedure.zone) == (302, "Africa/Dakar")
    assert procedure.expires_at.date() == later


def test_a_later_hour_for_what_no_longer_runs_is_told(client, office):
    procedure = circulated(office)
    services.withdraw(procedure, by=office, note="Not needed.")
    later = timezone.localdate() + datetime.timedelta(days=60)

    answer = client.post(page("extend", procedure), {"day": later, "time": "17:00", "zone": "Europe/Brussels"})

    assert answer.status_code == 409
    assert answer.context["form"]["time"].value() == "17:00"
    assert client.get(page("extend", procedure)).status_code == 302


def test_a_disputed_record_is_looked_into_once(client, office):
    procedure = circulated(office)
    position = recorded(procedure, office)
    services.dispute(position, by=focal_point("MA"), text="We never said so.")
    address = page("settle", procedure, position.reference)
    assert address in client.get(page("change", procedure)).content.decode()
    assert "We never said so." in client.get(address).content.decode()

    wrong = client.post(address, {"stands": "no", "note": " "})
    taken = client.post(address, {"stands": "no", "note": "You are right."})
    late = client.post(address, {"stands": "yes", "note": "My own words."})

    position.refresh_from_db()
    assert (wrong.status_code, taken.status_code, late.status_code) == (422, 302, 409)
    assert wrong.context["form"]["stands"].value() == "no"
    assert not position.is_counting
    assert "My own words." in late.content.decode()
    assert client.get(address).status_code == 302


def test_words_are_released_to_the_applicant_once(client, office):
    procedure = circulated(office)
    position = say(procedure, focal_point("MA"), PositionKind.OBJECTION, "For these reasons.")
    address = page("release", procedure, position.reference)
    assert "For these reasons." in client.get(address).content.decode()
    position.refresh_from_db()
    assert position.released_at is None

    answers = [client.post(address) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert procedure.lines.filter(step="release").count() == 1
    assert address not in client.get(page("change", procedure)).content.decode()


def test_nothing_is_released_without_an_applicant_or_without_words(client, office):
    procedure, alone = circulated(office), circulated(office, applicant=None)
    silent = say(procedure, focal_point("MA"), PositionKind.NO_OBJECTION)
    spoken = say(alone, focal_point("MA"), PositionKind.COMMENT, "Words.")

    assert client.get(page("release", procedure, silent.reference)).status_code == 404
    assert client.get(page("release", alone, spoken.reference)).status_code == 404
    assert client.get(page("release", procedure, spoken.reference)).status_code == 404


def test_confirmed_on_the_instruction_of_the_chair_once(client, office):
    procedure = adopted(office)
    assert page("confirm", procedure) in client.get(page("change", procedure)).content.decode()
    typed = {"channel": "email", "text": "Please confirm. The chair."}

    wrong = client.post(page("confirm", procedure), typed)
    taken = client.post(page("confirm", procedure), {**typed, "proof": a_proof()})
    late = client.post(page("confirm", procedure), {**typed, "proof": a_proof()})

    decision = Decision.objects.get()
    assert (wrong.status_code, taken.status_code, late.status_code) == (422, 302, 409)
    assert "Please confirm. The chair." in wrong.content.decode()
    assert "Please confirm. The chair." in late.content.decode()
    assert f"Decision {decision.number}" in client.get(page("change", procedure)).content.decode()
    assert (decision.channel, decision.instruction, decision.confirmed_by) == ("email", typed["text"], office)


def test_a_decision_in_doubt_is_not_confirmed(client, office):
    procedure = circulated(office)
    position = recorded(procedure, office)
    let_expire(procedure)
    services.settle_due()
    services.dispute(position, by=focal_point("MA"), text="We never said so.")

    typed = {"channel": "email", "text": "Please confirm.", "proof": a_proof()}
    answer = client.post(page("confirm", procedure), typed)

    assert answer.status_code == 422
    assert "to be looked into first" in answer.content.decode()
    assert not Decision.objects.exists()


def test_nothing_is_confirmed_before_it_was_adopted(client, office):
    procedure = circulated(office)

    assert client.get(page("confirm", procedure)).status_code == 302
    typed = {"channel": "email", "text": "Please confirm.", "proof": a_proof()}
    assert client.post(page("confirm", procedure), typed).status_code == 409


def test_suspended_and_withdrawn_with_a_reason(client, office):
    procedure = circulated(office)

    assert client.post(page("step", procedure, "suspend"), {"note": ""}).status_code == 422
    assert client.post(page("step", procedure, "suspend"), {"note": "Wait."})["Location"] == page("change", procedure)
    late = client.post(page("step", procedure, "suspend"), {"note": "My own reason."})
    assert late.status_code == 422
    assert "My own reason." in late.content.decode()
    assert client.post(page("step", procedure, "withdraw"), {"note": "Not needed."}).status_code == 302
    procedure.refresh_from_db()
    assert procedure.state == "withdrawn"


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_is_for_the_secretariat_alone(client, method):
    office = secretariat_member()
    procedure = circulated(office)
    position = recorded(procedure, office)
    pages = [page(name, procedure) for name in ("change", "record", "extend", "confirm", "circulate", "history")]
    pages += [page(name, procedure, "ma") for name in ("tell", "reach")]
    pages += [page(name, procedure, position.reference) for name in ("settle", "release")]
    pages += [page("step", procedure, "withdraw")]
    both = focal_point("SN", "alternate", email="both@example.org", administrator=True)

    for person, statuses in (
        (UserFactory(administrator=True), (302, 403, 404, 405)),
        (both, (302, 403, 404, 405)),
        (focal_point("MA"), (302,)),
        (focal_point("GA"), (302,)),
    ):
        client.force_login(person)
        for address in pages:
            answer = getattr(client, method)(address, {"note": "Not needed.", **here(timezone.now())})
            assert answer.status_code in statuses, address
            assert "Label for a workshop" not in answer.content.decode()
    assert SilenceProcedure.objects.get().is_running


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_in_both_languages(client, language):
    office = secretariat_member(language=language)
    client.force_login(office)
    procedure, second = circulated(office), adopted(office, applicant=None)
    position = recorded(procedure, office)

    for address in (
        page("record", procedure),
        page("extend", procedure),
        page("reach", procedure, "sn"),
        page("release", procedure, position.reference),
        page("confirm", second),
    ):
        assert client.get(address).status_code == 200, address
