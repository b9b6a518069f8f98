"""Who is told of what in a silence procedure, once, in their language; the table of who hears is played row by row."""

import ast
import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.common import zones
from apps.decisions import notifications, services
from apps.decisions.models import Decision, SilenceProcedure
from apps.decisions.workflow import PositionKind, State
from apps.notifications import delivery, messages
from apps.notifications.messages import KINDS
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.queries import notices_for
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

from .cast import of_both
from .factories import (
    LONG_ENOUGH,
    SilenceProcedureFactory,
    adopted,
    by_telephone,
    chair,
    circulated,
    let_expire,
    say,
    seat_of_committee,
)
from .hearing import GROUPS, PLAYERS, World

pytestmark = pytest.mark.django_db
ROW = re.compile(r"^\| `(decisions\.\w+)` \| [^|]+ \| ([^|]+) \| ([^|]*)\| (yes|no) \| `(test_\w+)` \|$", re.MULTILINE)
WORDS, HOUR = "Zeltaro vorpilu anta", datetime.timedelta(hours=1)


def rows() -> list[tuple[str, ...]]:
    """Of each row: name of the message, who hears, what is said besides, whether it asks, name of the closer test."""
    return ROW.findall((Path(settings.ROOT) / "docs" / "who-hears-of-silence.md").read_text(encoding="utf-8"))


def names_of_tests() -> set[str]:
    """The names of the test functions of this file."""
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office():
    return secretariat_member(email="sec@example.org")


def mails(name):
    """The mails of this message."""
    return list(OutboxMail.objects.filter(message=f"decisions.{name}").select_related("recipient").order_by("pk"))


def told(name):
    """The addresses of those who heard by this message."""
    return sorted(mail.address for mail in mails(name))


def said(name, *words):
    """Whether every mail of the message says all of these in both its parts."""
    found = mails(name)
    return bool(found) and all(one in mail.text and one in mail.html for mail in found for one in words)


def test_every_message_stands_in_the_table_once():
    assert sorted(row[0] for row in rows()) == sorted(name for name in KINDS if name.startswith("decisions."))


@pytest.mark.parametrize(("name", "who", "besides", "asks", "test"), rows())
def test_row(name, who, besides, asks, test):
    world = World()

    actor = PLAYERS[name](world)

    expected = set().union(*(GROUPS[word] for word in who.split(", "))) - {actor}
    if "those of the next row" in besides:
        expected -= GROUPS["confirming"]
    notices = Notice.objects.all()
    heard = [world.names[pk] for pk in notices.filter(message=name).values_list("recipient", flat=True)]
    assert sorted(heard) == sorted(expected)
    assert KINDS[name].asks == (asks == "yes")
    assert KINDS[name].is_mandatory
    assert test in names_of_tests()
    # One event, one message a person.
    recipients = list(notices.values_list("recipient", flat=True))
    assert len(recipients) == len(set(recipients))


def test_each_is_asked_once_in_their_language_with_text_hour_and_a_link(mailoutbox, office):
    chair()
    seat_of_committee("CH", language="fr")
    reader = seat_of_committee("CH", "reader")
    procedure = services.circulate(SilenceProcedureFactory(), by=office)

    delivery.deliver_due()

    french, english = mails("circulated")
    assert (french.language, english.address) == ("fr", reader.email)
    assert {mail.status for mail in mails("circulated")} == {"sent"}
    for mail, words in (
        (english, ("Label for a workshop", "The label is granted.")),
        (french, ("Label pour un atelier",)),
    ):
        assert words[0] in mail.subject
        for part in (mail.text, mail.html):
            assert all(word in part for word in words)
            assert f"/{procedure.reference}/" in part
    assert procedure.until in english.text
    assert "silence adopts" in english.text
    assert "needs its reasons" in english.text
    assert [mail.status for mail in mails("state_to_applicant")] == []


def test_told_once_more_is_one_seat_alone(office):
    procedure = circulated(office)
    OutboxMail.objects.all().delete()

    services.tell_again(procedure.asked_seats.get(partner__code="SN"), by=office)

    assert told("circulated") == ["head.sn@example.org"]
    assert OutboxMail.objects.count() == 1


def test_a_later_round_says_that_earlier_words_no_longer_count(office):
    procedure = services.suspend(circulated(office), by=office, note=WORDS)
    OutboxMail.objects.all().delete()

    services.circulate_again(procedure, by=office)

    assert said("circulated", "The text is circulated again")


@pytest.mark.parametrize("is_reading_elsewhere", [False, True])
def test_a_later_hour_is_told_with_its_zone(office, is_reading_elsewhere):
    focal_point("GA")
    seat_of_committee("SN", time_zone="Africa/Dakar")
    procedure = circulated(office)
    OutboxMail.objects.all().delete()
    zones.read_by((lambda: "Asia/Nicosia") if is_reading_elsewhere else None)

    services.extend(procedure, by=office, expires_at=procedure.expires_at + LONG_ENOUGH, zone=procedure.zone)

    zones.read_by(None)
    texts = {mail.address: mail.text for mail in mails("hour_moved")}
    assert all("(Brussels)" in text and "Nicosia" not in text for text in texts.values())
    assert [address for address, text in texts.items() if "(Dakar)" in text] == ["head.sn@example.org"]
    assert said("state_to_applicant", "(Brussels)")


def test_silent_speakers_are_reminded_at_half_time_and_a_day_before_once_each(office):
    for role in ("alternate", "contributor", "reader"):
        seat_of_committee("SN", role)
    procedure = circulated(office)
    say(procedure, focal_point("CH"))
    say(procedure, focal_point("MA"))
    silent = ["alternate.sn@example.org", "head.sn@example.org"]

    for _twice in range(2):
        services.remind_due(procedure.half_time)
    assert told("recalled") == silent
    for _twice in range(2):
        services.remind_due(procedure.expires_at - HOUR)

    assert told("recalled") == sorted(silent * 2)
    first, last = mails("recalled")[0], mails("recalled")[-1]
    assert "no further reminder" in last.text
    assert "no further reminder" not in first.text
    assert said("recalled", "The label is granted.", f"/{procedure.reference}/")


def test_no_reminder_leaves_once_the_silence_is_broken(mailoutbox, office):
    procedure = circulated(office)
    services.remind_due(procedure.half_time)
    say(procedure, focal_point("CH"), PositionKind.OBJECTION, WORDS)

    delivery.deliver_due()

    assert {mail.status for mail in mails("recalled")} == {"withheld"}
    assert {mail.status for mail in mails("broken")} == {"sent"}


def test_colleagues_hear_who_spoke_for_their_seat(office):
    colleague, procedure = seat_of_committee("CH", "reader"), circulated(office)

    say(procedure, focal_point("CH"), PositionKind.NO_OBJECTION)

    assert told("position_taken") == [colleague.email]
    assert said("position_taken", "Head CH", "Country CH", "no objection", "It does not break the silence")


def test_what_says_nothing_in_words_is_not_told_to_the_secretariat(office):
    procedure = circulated(office)

    say(procedure, focal_point("CH"))
    assert told("position_came") == []
    say(procedure, focal_point("SN"), PositionKind.SUPPORT, WORDS)

    assert told("position_came") == [office.email]
    assert said("position_came", WORDS, "Country SN")


def test_what_is_recorded_goes_to_the_whole_seat_with_its_channel_and_five_days(office):
    reader, colleague = seat_of_committee("CH", "reader"), secretariat_member(email="two@example.org")
    word = services.Word(PositionKind.OBJECTION, WORDS)

    services.record_position(circulated(office), word, by_telephone(), by=office, partner=PartnerFactory(code="CH"))

    assert told("position_recorded") == ["head.ch@example.org", reader.email]
    assert said("position_recorded", WORDS, "by telephone", "Ms Diallo", "It has broken the silence", "not, please say")
    assert set(told("broken")) == {"head.ma@example.org", "head.sn@example.org", colleague.email}


def test_who_breaks_the_silence_is_named_with_the_reasons_to_all_but_its_own_seat(office):
    colleague, procedure = seat_of_committee("CH", "reader"), circulated(office)

    say(procedure, focal_point("CH"), PositionKind.AMENDMENT, WORDS)

    assert told("broken") == ["head.ma@example.org", "head.sn@example.org", office.email]
    assert said("broken", WORDS, "Country CH", "amendment", f"/{procedure.reference}/")
    assert all("Country CH" in mail.subject for mail in mails("broken"))
    assert told("position_taken") == [colleague.email]
    assert said("position_taken", "It has broken the silence")
    assert told("position_came") == []


def test_a_word_on_a_recorded_position_and_what_came_of_it_are_told(office):
    swiss, colleague = seat_of_committee("CH"), secretariat_member(email="two@example.org")
    word, partner = services.Word(PositionKind.SUPPORT), PartnerFactory(code="CH")
    position = services.record_position(circulated(office), word, by_telephone(), by=office, partner=partner)

    position = services.dispute(position, by=swiss, text=WORDS)
    services.settle_dispute(position, by=office, stands=False, note="Brondi talo")

    assert told("position_disputed") == [office.email, colleague.email]
    assert said("position_disputed", WORDS, "Country CH", "Head CH")
    assert told("dispute_settled") == [swiss.email]
    assert said("dispute_settled", "recorded by mistake", "Brondi talo")


@pytest.mark.parametrize("step", ["suspend", "withdraw"])
def test_what_is_stopped_is_told_with_the_reason(office, step):
    name = {"suspend": "suspended", "withdraw": "withdrawn"}[step]
    procedure = circulated(office)

    services.PLAIN_STEPS[step](procedure, by=office, note=WORDS)

    assert told(name) == [f"head.{code}@example.org" for code in ("ch", "ma", "sn")]
    assert said(name, WORDS, "Label for a workshop")


def test_nobody_hears_of_a_draft_that_is_withdrawn(office):
    focal_point("GA")
    services.withdraw(SilenceProcedureFactory(), by=office, note=WORDS)

    assert not OutboxMail.objects.exists()


def test_adopted_once_confirming_is_asked_of_the_chair_alone(mailoutbox, office):
    adopted(office)
    services.settle_due()

    delivery.deliver_due()

    assert told("to_be_confirmed") == ["head.ma@example.org"]
    assert told("adopted") == ["head.ch@example.org", "head.sn@example.org", office.email]
    assert said("to_be_confirmed", "The label is granted.", "(Brussels)")
    assert said("adopted", "The label is granted.")
    assert {mail.status for mail in (*mails("adopted"), *mails("to_be_confirmed"))} == {"sent"}


def test_seats_that_were_not_reached_are_named_to_the_secretariat_once(office):
    let_expire(circulated(office, sent=False))

    for _twice in range(2):
        services.settle_due()

    assert told("seats_not_reached") == [office.email]
    assert said("seats_not_reached", "Country CH", "Country MA", "Country SN")
    assert told("adopted") == []


def test_the_applicant_hears_how_it_stands_and_no_word_of_any_position(mailoutbox, office):
    gabon, swiss = focal_point("GA"), seat_of_committee("CH")
    procedure = circulated(office)
    say(procedure, focal_point("SN"), PositionKind.COMMENT, WORDS)
    position = say(procedure, swiss, PositionKind.OBJECTION, WORDS)
    delivery.deliver_due()

    heard = OutboxMail.objects.filter(recipient=gabon).order_by("pk")
    assert [mail.message for mail in heard] == ["decisions.state_to_applicant"] * 2
    assert [mail.status for mail in heard] == ["sent"] * 2
    assert "Silence broken" in heard[1].subject
    assert not any(word in mail.text + mail.html for mail in heard for word in (WORDS, "Country CH", "Country SN"))

    services.release(position, by=focal_point("MA"))
    assert told("reasons_released") == [gabon.email]
    assert said("reasons_released", WORDS, "Country CH")


def test_who_acts_for_the_applicant_and_a_seat_asked_hears_the_state_alone(mailoutbox, office):
    both = of_both("GA", "CH")
    procedure = circulated(office, sent=False)
    say(procedure, focal_point("CH"), PositionKind.OBJECTION, WORDS)

    delivery.deliver_due()

    left = OutboxMail.objects.filter(recipient=both, status="sent")
    assert {mail.message for mail in left} == {"decisions.state_to_applicant"}
    assert not any(WORDS in mail.body for mail in mailoutbox if both.email in mail.to)


def test_the_decision_is_told_with_its_number_its_text_and_the_statements(mailoutbox, office):
    gabon, moroccan = focal_point("GA"), seat_of_committee("MA")
    procedure = circulated(office)
    say(procedure, focal_point("SN"), PositionKind.COMMENT, WORDS, is_statement=True)
    let_expire(procedure)
    services.settle_due()

    services.confirm(SilenceProcedure.objects.get(pk=procedure.pk), by=moroccan)
    delivery.deliver_due()

    number = Decision.objects.get().number
    assert told("confirmed") == sorted(["head.ch@example.org", gabon.email, "head.sn@example.org", office.email])
    assert said("confirmed", number, "The label is granted.", WORDS, "Country SN")
    assert all(number in mail.subject for mail in mails("confirmed"))
    assert {mail.status for mail in mails("confirmed")} == {"sent"}


def test_nothing_is_queued_when_the_transaction_fails(monkeypatch, office):
    focal_point("GA")
    procedure = circulated(office)
    OutboxMail.objects.all().delete()
    Notice.objects.all().delete()

    def fail(*_people, **_more):
        raise RuntimeError("the applicant cannot be told")

    monkeypatch.setattr(notifications.StateToApplicant, "queue_for", fail)
    with pytest.raises(RuntimeError):
        say(procedure, focal_point("CH"), PositionKind.OBJECTION, WORDS)

    procedure.refresh_from_db()
    assert procedure.state == State.CIRCULATED
    assert not procedure.positions.exists()
    assert not OutboxMail.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("reader", ["head.ch@example.org", "head.ma@example.org", "sec@example.org"])
def test_the_inbox_asks_as_often_for_many_procedures_as_for_one(office, reader):
    def play():
        say(circulated(office), focal_point("SN"), PositionKind.OBJECTION, WORDS)
        services.confirm(adopted(office), by=focal_point("MA"))

    def rows():
        with CaptureQueriesContext(connection) as asked:
            titles = [row.title for row in notices_for(User.objects.get(email=reader), limit=30)]
        return len(titles), len(asked)

    play()
    rows()
    few, asked_for_few = rows()
    play()
    play()

    assert rows() == (3 * few, asked_for_few)
