"""Many at once on questions to all: asked once, one sheet a seat, closed once, compiled once, reminded once."""

import functools
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from apps.common.tests.races import race as race_of_many
from apps.common.workflow import StepNotOpen
from apps.documents.models import Document
from apps.lab import services
from apps.lab.models import Answer, AnswerSheet, Query
from apps.lab.services import Given, QueryDraft, SheetDraft
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.workflow import QueryState
from apps.notifications import messages
from apps.notifications.models import Notice
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 12
race = functools.partial(race_of_many, late=StepNotOpen, at_once=AT_ONCE)


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def fresh(person):
    """The person as a new request would load them."""
    return get_user_model().objects.get(pk=person.pk)


def test_asked_once_however_many_press():
    gabon, _swiss, query = focal_point("GA"), focal_point("CH"), QueryFactory()
    outcomes = race(lambda: services.ask_query(query, by=fresh(gabon)))
    assert outcomes == {"done": 1, "late": AT_ONCE - 1}
    assert Notice.objects.filter(message="lab.query_asked").count() == query.lines.count() == 1


def test_a_form_sent_many_times_is_one_draft():
    gabon, key, seat = focal_point("GA"), uuid.uuid4(), PartnerFactory(code="GA")
    outcomes = race(lambda: services.begin_query(QueryDraft("en", "Once"), partner=seat, by=fresh(gabon), form_key=key))
    assert outcomes == {"done": AT_ONCE}
    assert Query.objects.count() == 1


def test_one_sheet_however_many_colleagues_send():
    head, colleague, query = focal_point("CH"), focal_point("CH", "alternate"), QueryFactory(state=QueryState.RUNNING)
    swiss = PartnerFactory(code="CH")

    def send(person, words):
        draft = SheetDraft("en", {1: Given(text=words)})
        services.save_answers(query, draft, partner=swiss, by=fresh(person), version=0, is_sent=True)

    gestures = (lambda: send(head, "One"), lambda: send(colleague, "Two"))
    outcomes = race_of_many(*gestures, late=services.SheetConflict, at_once=AT_ONCE)

    assert outcomes == {"done": AT_ONCE // 2, "late": AT_ONCE // 2}
    assert AnswerSheet.objects.count() == Answer.objects.count() == query.lines.count() == 1


def test_answers_and_the_clock_end_one_way():
    head, query = focal_point("CH"), QueryFactory(state=QueryState.RUNNING)
    gabon, swiss = focal_point("GA"), PartnerFactory(code="CH")

    def send():
        draft = SheetDraft("en", {1: Given(text="In time")})
        services.save_answers(query, draft, partner=swiss, by=fresh(head), version=0, is_sent=True)

    race(send, lambda: services.close_query(query, by=fresh(gabon)))

    closed = query.lines.get(step="close")
    assert not AnswerSheet.objects.filter(sent_at__gt=closed.at).exists()
    assert query.lines.filter(step="close").count() == 1


def test_closed_and_compiled_and_reminded_once():
    gabon, query = focal_point("GA"), QueryFactory(state=QueryState.RUNNING)
    focal_point("CH")
    reminding = functools.partial(race_of_many, late=services.RemindedAlready, at_once=AT_ONCE)
    assert reminding(lambda: services.remind_silent(query, by=fresh(gabon))) == {"done": 1, "late": AT_ONCE - 1}
    SheetFactory(query=query)
    Query.objects.update(due_at=timezone.now())
    assert race(services.close_due_queries) == {"done": AT_ONCE}
    assert query.lines.filter(step="close").count() == 1
    outcomes = race_of_many(lambda: services.compile_query(query, by=fresh(gabon)), late=StepNotOpen, at_once=3)
    assert outcomes == {"done": 1, "late": 2}
    assert Document.objects.count() == 1
