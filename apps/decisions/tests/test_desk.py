"""What silence procedures lay on desks, tell a successor, and know of a person."""

import datetime
import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.common import registry
from apps.decisions import handovers, personal, queries, services
from apps.decisions.tests.factories import adopted, by_telephone, chair, circulated, let_expire, say
from apps.decisions.workflow import PositionKind
from apps.notifications import messages
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office():
    return secretariat_member()


def actions_of(user):
    return [one.action for one in queries.for_person(user)]


def told(user):
    return [(one.action, one.holder, one.who) for one in queries.for_office(user)]


def recorded(procedure, office, code="CH"):
    word = services.Word(PositionKind.SUPPORT)
    return services.record_position(procedure, word, by_telephone(), by=office, partner=PartnerFactory(code=code))


def test_word_waits_for_those_who_speak_until_it_is_said(office):
    procedure = circulated(office)
    (waiting,) = queries.for_person(focal_point("CH"))
    assert (waiting.action, waiting.due) == ("Take a position", procedure.expires_at)
    assert waiting.url == procedure.get_absolute_url()
    for code, role in (("CH", "reader"), ("CH", "contributor"), ("GA", "head"), ("ML", "head")):
        assert queries.for_person(focal_point(code, role)) == []
    say(procedure, focal_point("CH"))
    assert queries.for_person(focal_point("CH", "alternate")) == []


def test_nothing_waits_once_the_hour_has_come_or_the_silence_is_broken(office):
    let_expire(circulated(office))
    assert actions_of(focal_point("CH")) == []
    say(circulated(office), focal_point("SN"), PositionKind.OBJECTION, "No.")
    assert actions_of(focal_point("CH")) == []


def test_decision_waits_for_whoever_confirms(office):
    adopted(office)
    assert actions_of(focal_point("MA")) == ["Read and confirm"]
    assert actions_of(focal_point("MA", "reader")) == []
    assert actions_of(focal_point("CH")) == []
    assert told(office) == [("Open", "chair", "Country MA")]


def test_on_the_chairs_own_request_the_next_confirms_or_nobody_can(office):
    adopted(office, applicant=PartnerFactory(code="MA"), seats=("CH", "SN"))
    assert actions_of(focal_point("MA")) == []
    assert told(office) == [("Open", "us", "")]
    Chairmanship.objects.all().delete()
    chair("CH")
    assert told(office) == [("Open", "chair", "Country CH")]


def test_record_is_looked_at_by_its_seat_and_doubt_by_the_secretariat(office):
    said = recorded(circulated(office), office)
    assert actions_of(focal_point("CH", "contributor")) == ["Look at the record"]
    assert actions_of(focal_point("SN")) == ["Take a position"]
    assert told(office) == []
    services.dispute(said, by=focal_point("CH"), text="Nobody called us.")
    assert actions_of(focal_point("CH")) == []
    assert told(office) == [("Look into it", "us", "")]


def test_what_is_held_and_what_is_broken_waits_for_the_secretariat(office):
    let_expire(circulated(office, sent=False))
    services.settle_due()
    say(circulated(office), focal_point("SN"), PositionKind.OBJECTION, "No.")
    assert sorted(told(office)) == [("Circulate again", "us", ""), ("Reach the seats", "us", "")]
    assert queries.for_office(focal_point("CH")) == []


@pytest.mark.parametrize("number", [1, 3])
def test_desks_ask_as_often_for_three_as_for_one(office, number):
    for _ in range(number):
        circulated(office)
        adopted(office)
        recorded(circulated(office), office, "MA")
        services.dispute(recorded(circulated(office), office), by=focal_point("CH"), text="No.")
    reader = focal_point("MA")
    reader = type(reader).objects.get(pk=reader.pk)
    assert queries.own_partners(reader)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.for_person(reader)) == 4 * number
    assert len(asked) == 5
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.for_office(office)) == 2 * number
    assert len(asked) <= 5


def test_desk_of_somebody_without_a_seat_asks_nothing(office, django_assert_num_queries):
    assert office.roles
    with django_assert_num_queries(0):
        assert queries.for_person(office) == []


def test_successor_sees_what_is_asked_of_the_seat_and_what_it_said(office):
    first, second = circulated(office), circulated(office)
    swiss = focal_point("CH")
    say(first, swiss)
    partner = PartnerFactory(code="CH")
    (thing,) = handovers.open_things(partner.pk, swiss)
    assert thing.url == second.get_absolute_url()
    assert handovers.counts(partner.pk) == [(1, "position in silence procedures")]
    assert handovers.open_things(PartnerFactory(code="GA").pk, None) == []
    handovers.move(swiss, focal_point("CH", "alternate"), partner.pk, office)
    assert handovers.counts(partner.pk)[0][0] == 1


def test_person_is_told_what_they_said_as_far_as_they_still_read_it(office):
    procedure = circulated(office)
    swiss = focal_point("CH")
    say(procedure, swiss, PositionKind.COMMENT, "My words.")
    known = personal.known_of(swiss)
    assert [one["text"] for one in known["positions"]] == ["My words."]
    assert [one["procedure__reference"] for one in known["asked_in"]] == [procedure.reference]
    assert [one["step"] for one in known["steps"]] == ["position"]
    assert [one["reference"] for one in personal.known_of(office)["silence_procedures"]] == []
    swiss.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=2))
    gone = type(swiss).objects.get(pk=swiss.pk)
    assert [one["text"] for one in personal.known_of(gone)["positions"]] == [""]
    assert json.dumps(known, cls=DjangoJSONEncoder)


def test_room_is_known_to_the_registries():
    assert "decisions" in dict(registry.desk.items())
    assert "decisions" in dict(registry.handovers.items())
    assert "decisions" in dict(registry.personal_data.items())
