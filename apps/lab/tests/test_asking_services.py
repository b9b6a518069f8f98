"""Questions to all through the services: what each does, whom it tells, what it refuses."""

import datetime
import uuid
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from apps.common.workflow import StepNotOpen
from apps.lab import queries, services
from apps.lab.models import Answer, Query
from apps.lab.services import Given, QueryDraft, QuestionDraft, SheetDraft
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.cast import observer
from apps.lab.workflow import QueryState
from apps.notifications import messages, reminders
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
ODD = "مرحبا \u200f— 😀 <b>&amp;</b> «\u202foui\u202f» =1+1"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def told(message):
    """Who is told by this message, at once or in a digest."""
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


def draft(**changes):
    facts = {"language": "en", "title": "Returns", "questions": (QuestionDraft("Who?"), QuestionDraft("When?"))}
    return QueryDraft(**(facts | {"due_at": in_days(21)} | changes))


def answers(*texts, audience="all", language="en"):
    given = {number: Given(text=text, audience=audience) for number, text in enumerate(texts, 1) if text}
    return SheetDraft(language, given)


def answer(query, person, code, *texts, version=0, is_sent=True, **facts):
    return services.save_answers(
        query, answers(*texts, **facts), partner=PartnerFactory(code=code), by=person, version=version, is_sent=is_sent
    )


def test_from_the_draft_to_the_seats():
    gabon, swiss, mali = focal_point("GA"), focal_point("CH"), focal_point("ML", "contributor")
    focal_point("ML", "reader")
    watching = observer()
    query = services.begin_query(draft(title=ODD), partner=PartnerFactory(code="GA"), by=gabon)
    assert query.numbered[0].number == 1
    assert [str(seat) for seat in queries.seats_to_ask(query)] == ["Country CH", "Country ML"]

    query = services.ask_query(query, by=gabon)

    assert (query.state, query.title) == (QueryState.RUNNING, ODD)
    assert {seat.code for seat in query.addressees.all()} == {"CH", "ML"}
    assert told("lab.query_asked") == sorted([swiss.email, mali.email])
    mail = OutboxMail.objects.filter(recipient=swiss).get()
    assert mail.subject.startswith("[Action] ")
    assert ODD in mail.text
    assert watching.email not in told("lab.query_asked")


def test_chosen_seats_only_and_never_the_own_one():
    gabon, swiss = focal_point("GA"), focal_point("CH")
    focal_point("ML")
    chosen = frozenset({PartnerFactory(code="CH").pk, PartnerFactory(code="GA").pk})
    query = services.begin_query(draft(is_to_all=False, addressees=chosen), partner=PartnerFactory(code="GA"), by=gabon)

    services.ask_query(query, by=gabon)

    assert told("lab.query_asked") == [swiss.email]
    assert [seat.code for seat in query.addressees.all()] == ["CH"]


def test_a_form_sent_twice_is_one_query_and_the_same_words_are_no_conflict():
    gabon, key = focal_point("GA"), uuid.uuid4()
    words, seat = draft(), PartnerFactory(code="GA")
    first = services.begin_query(words, partner=seat, by=gabon, form_key=key)
    second = services.begin_query(words, partner=seat, by=gabon, form_key=key)
    assert first == second
    with pytest.raises(services.QueryConflict):
        services.begin_query(draft(title="Other"), partner=seat, by=gabon, form_key=key)
    changed = services.save_query(first, draft(title="Other"), by=gabon, version=1)
    assert changed.version == 2
    with pytest.raises(services.QueryConflict):
        services.save_query(first, draft(title="Third"), by=gabon, version=1)


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"questions": ()}, 1),
        ({"due_at": None}, 1),
        ({"due_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, 1),
        ({"is_to_all": False}, 1),
        ({"is_to_all": False, "questions": (), "due_at": None}, 3),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_asked(changes, number):
    gabon = focal_point("GA")
    focal_point("CH")
    query = services.begin_query(draft(**changes), partner=PartnerFactory(code="GA"), by=gabon)

    assert len(services.missing_for_asking(query, by=gabon)) == number
    with pytest.raises(services.NotReady):
        services.ask_query(query, by=gabon)
    query.refresh_from_db()
    assert query.is_draft
    assert not OutboxMail.objects.exists()


def test_an_hour_is_the_least_notice():
    gabon = focal_point("GA")
    focal_point("CH")
    query = QueryFactory(due_at=NOON)
    with time_machine.travel(NOON - datetime.timedelta(minutes=59, seconds=59), tick=False):
        assert services.missing_for_asking(query, by=gabon)
    with time_machine.travel(NOON - datetime.timedelta(hours=1), tick=False):
        assert not services.missing_for_asking(query, by=gabon)


def test_what_was_not_shown_is_not_asked():
    gabon = focal_point("GA")
    focal_point("CH")
    query = QueryFactory()
    for shown in ({"version": 2, "seats": 1}, {"version": 1, "seats": 2}):
        with pytest.raises(services.PreviewOutdated):
            services.ask_query(query, by=gabon, **shown)
    assert services.ask_query(query, by=gabon, version=1, seats=1).state == QueryState.RUNNING


def test_focal_points_ask_for_text_the_secretariat_and_the_chair_for_more():
    gabon, office = focal_point("GA"), secretariat_member()
    varied = draft(questions=(QuestionDraft("Yes?", "choice", "Yes\nNo"),))
    with pytest.raises(PermissionDenied):
        services.begin_query(varied, partner=PartnerFactory(code="GA"), by=gabon)

    query = services.begin_query(varied, partner=None, by=office)

    assert query.numbered[0].offered == ["Yes", "No"]
    with pytest.raises(PermissionDenied):
        services.begin_query(draft(), partner=None, by=gabon)


def test_answers_are_drafts_of_the_seat_until_sent():
    query, gabon = QueryFactory(state=QueryState.RUNNING), focal_point("GA")
    writer, head = focal_point("CH", "contributor"), focal_point("CH")

    sheet = answer(query, writer, "CH", ODD, is_sent=False)
    assert not sheet.is_sent
    assert not Answer.objects.visible_to(gabon).exists()
    with pytest.raises(PermissionDenied):
        answer(query, writer, "CH", ODD, version=1)
    sent = answer(query, head, "CH", ODD, version=1)

    assert (sent.pk, sent.is_sent, sent.version) == (sheet.pk, True, 1)
    assert [one.text for one in Answer.objects.visible_to(gabon)] == [ODD]
    assert told("lab.answer_came") == [gabon.email]
    with pytest.raises(PermissionDenied):
        answer(query, writer, "CH", "Changed", version=1, is_sent=False)
    answer(query, head, "CH", "Changed", "", version=1, is_sent=False)
    assert [one.text for one in Answer.objects.visible_to(gabon)] == ["Changed"]
    assert Notice.objects.filter(message="lab.answer_came").count() == 1
    assert query.lines.filter(step="answer").count() == 1


def test_a_double_click_is_one_sheet_and_a_colleague_is_not_written_over():
    query, head = QueryFactory(state=QueryState.RUNNING), focal_point("CH")
    colleague = focal_point("CH", "alternate")
    first, second = answer(query, head, "CH", "A"), answer(query, head, "CH", "A")
    assert first.pk == second.pk
    with pytest.raises(services.SheetConflict):
        answer(query, colleague, "CH", "B")
    assert answer(query, colleague, "CH", "B", version=1).version == 2
    assert Answer.objects.get().author == colleague


def test_nothing_is_not_sent():
    query, head = QueryFactory(state=QueryState.RUNNING), focal_point("CH")
    with pytest.raises(services.NothingAnswered):
        answer(query, head, "CH")
    assert not query.sheets.exists()


@pytest.mark.parametrize("code", ["GA", "ML"])
def test_who_was_not_asked_does_not_answer(code):
    query, person = QueryFactory(state=QueryState.RUNNING), focal_point(code)
    with pytest.raises(PermissionDenied):
        answer(query, person, code, "A")


def test_the_hour_is_exact_to_the_second():
    with time_machine.travel(NOON - datetime.timedelta(days=1), tick=False):
        query, head = QueryFactory(state=QueryState.RUNNING, due_at=NOON), focal_point("CH")
    with time_machine.travel(NOON - datetime.timedelta(seconds=1), tick=False):
        answer(query, head, "CH", "In time")
        assert services.close_due_queries() == 0
    with time_machine.travel(NOON, tick=False):
        with pytest.raises(services.AnswersClosed):
            answer(query, head, "CH", "Too late", version=1)
        assert services.close_due_queries() == 1
        assert services.close_due_queries() == 0
    query.refresh_from_db()
    assert (query.state, query.closed_at) == (QueryState.CLOSED, NOON)
    assert Answer.objects.get().text == "In time"


def test_the_clock_closes_for_nobody_and_tells_the_asker():
    gabon = focal_point("GA")
    query = QueryFactory(state=QueryState.RUNNING, due_at=timezone.now())
    with pytest.raises(StepNotOpen):
        services.close_query(QueryFactory(state=QueryState.RUNNING), by=None)
    with pytest.raises(PermissionDenied):
        services.withdraw_query(query, by=None)

    services.close_due_queries()

    line = query.lines.get()
    assert (line.step, line.actor, line.partner) == ("close", None, None)
    assert line.in_words_for(gabon).who == "automatically, at the hour set"
    assert told("lab.query_closed") == [gabon.email]


def test_more_time_is_told_and_a_shorter_one_refused():
    gabon, swiss = focal_point("GA"), focal_point("CH")
    query = QueryFactory(state=QueryState.RUNNING)
    later = query.due_at + datetime.timedelta(days=7)
    with pytest.raises(services.NotLater):
        services.extend_query(query, by=gabon, due_at=query.due_at - datetime.timedelta(days=1), zone="Europe/Brussels")

    for _twice in range(2):
        services.extend_query(query, by=gabon, due_at=later, zone="Africa/Libreville")

    query.refresh_from_db()
    assert (query.due_at, query.zone, query.state) == (later, "Africa/Libreville", QueryState.RUNNING)
    assert told("lab.query_extended") == [swiss.email]
    assert query.lines.count() == 1
    with time_machine.travel(later, tick=False), pytest.raises(StepNotOpen):
        services.extend_query(query, by=gabon, due_at=in_days(7), zone="Europe/Brussels")


def test_reminded_by_hand_once_a_day_and_only_the_silent():
    with time_machine.travel(NOON, tick=False) as clock:
        gabon, office, swiss, mali = focal_point("GA"), secretariat_member(), focal_point("CH"), focal_point("ML")
        query = QueryFactory(state=QueryState.RUNNING, asked=["CH", "ML"])
        SheetFactory(query=query, partner=PartnerFactory(code="ML"))

        assert services.remind_silent(query, by=gabon) == 1
        with pytest.raises(services.RemindedAlready):
            services.remind_silent(query, by=office)
        clock.shift(datetime.timedelta(days=1))
        assert services.remind_silent(query, by=office) == 1
        assert told("lab.query_reminded") == [swiss.email] * 2
        with pytest.raises(PermissionDenied):
            services.remind_silent(query, by=mali)
        clock.move_to(query.due_at)
        with pytest.raises(StepNotOpen):
            services.remind_silent(query, by=gabon)


def test_the_clock_reminds_before_the_hour_each_seat_once():
    now = timezone.now()
    observer()
    dates = {"opened_at": now - datetime.timedelta(days=19), "due_at": now + datetime.timedelta(days=2)}
    query = QueryFactory(state=QueryState.RUNNING, asked=["CH", "ML", "OB"], **dates)
    swiss, mali = focal_point("CH", "contributor"), focal_point("ML")
    MandateFactory(user=mali, partner=PartnerFactory(code="CH"), role="alternate")

    assert reminders.remind_all(now) == 2
    assert reminders.remind_all(now) == 0
    assert told("lab.query_recalled") == sorted([swiss.email, mali.email])
    assert reminders.remind_all(query.due_at + datetime.timedelta(days=9)) == 0


def test_withdrawing_tells_those_who_were_asked_that_one_word():
    gabon, swiss, mali = focal_point("GA"), focal_point("CH"), focal_point("ML")
    query = services.withdraw_query(QueryFactory(state=QueryState.RUNNING), by=gabon)

    assert told("lab.query_withdrawn") == [swiss.email]
    assert not Query.objects.visible_to(mali).exists()
    assert Query.objects.known_as_withdrawn_to(mali).get() == query
    services.withdraw_query(QueryFactory(), by=gabon)
    assert told("lab.query_withdrawn") == [swiss.email]


def test_similar_ones_are_found_by_their_words_most_similar_first():
    gabon = focal_point("GA")
    one = QueryFactory(state=QueryState.COMPILED, title="Voluntary return of families", questions=["Which agencies?"])
    two = QueryFactory(state=QueryState.RUNNING, title="Unrelated", questions=["Who pays the return tickets?"])
    QueryFactory(state=QueryState.RUNNING, title="Visa fees", questions=["What about your country?"])
    QueryFactory(partner=PartnerFactory(code="ML"), title="Voluntary return, a draft of others")
    query = QueryFactory(title="Return of families", questions=["Which agencies in your country help to return?"])

    found = queries.similar_to(query, gabon)

    assert [(similar.query, similar.shared) for similar in found] == [(one, 3), (two, 1)]
    assert queries.similar_to(QueryFactory(title="Ou", questions=[]), gabon) == []


def test_similar_ones_are_found_whatever_their_accents_and_case():
    gabon = focal_point("GA")
    one = QueryFactory(state=QueryState.COMPILED, title="ÉTAT CIVIL", questions=["Qui délivre les actes ?"])

    found = queries.similar_to(QueryFactory(title="L’etat des registres", questions=["Quel délai ?"]), gabon)

    assert [(similar.query, similar.shared) for similar in found] == [(one, 1)]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["1 of 3 seats has answered", "2 of 3 seats have"]), ("fr", ["1 siège sur 3 a répondu", "2 sièges sur 3"])],
)
def test_how_many_answered_is_said_in_good_grammar(language, words):
    with translation.override(language):
        for number, sentence in enumerate(words, start=1):
            assert sentence in queries.answered_in_words(SimpleNamespace(answered=number, asked=3))


@pytest.mark.parametrize("is_full", [True, False])
def test_how_many_were_kept_for_the_asker_stays_with_the_asker(is_full):
    sheet = SheetFactory(query__state=QueryState.CLOSED, texts__audience="asker")

    paper = str(queries.paper_of(queries.compilation_of(sheet.query, is_full=is_full)))

    assert ("the secretariat only" in paper) == is_full
