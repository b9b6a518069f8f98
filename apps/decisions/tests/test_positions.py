"""What seats say: kinds and words, the latest counts, what breaks, what is recorded, disputed, settled and released."""

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.decisions import queries, services
from apps.decisions.models import CORRECTED_WITHIN, Position, SilenceProcedure
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import in_days, in_state, the_office
from apps.decisions.tests.factories import a_proof, adopted, by_telephone, circulated, hand_over_mails, let_expire, say
from apps.decisions.workflow import BREAKING, WORDED, NotRunning, PositionKind, PositionsClosed, State
from apps.notifications.models import Notice
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", PositionKind.values)
HEADS = [f"head.{code}@example.org" for code in ("ch", "ma", "sn")]


def told(message):
    """Who was told by this message, by their addresses."""
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


def record(procedure, kind=PositionKind.SUPPORT, text="", code="CH", **more):
    """Record what a seat said by telephone just now."""
    word = services.Word(kind, text)
    return services.record_position(
        procedure, word, by_telephone(), by=the_office(), partner=PartnerFactory(code=code), **more
    )


@KINDS
def test_a_word_is_kept_and_breaks_or_not(kind):
    procedure, head = circulated(the_office()), focal_point("CH")
    position = say(procedure, head, kind, "Words." if kind in WORDED else "")
    assert (position.partner.code, position.person, position.channel, position.round) == ("CH", head, "web", 1)
    assert not position.is_recorded
    procedure.refresh_from_db()
    assert procedure.state == (State.BROKEN if kind in BREAKING else State.CIRCULATED)
    assert (procedure.stopped_at is not None) == (kind in BREAKING)
    steps = ["circulate", "position", *(["break"] if kind in BREAKING else [])]
    assert list(procedure.lines.order_by("pk").values_list("step", flat=True)) == steps


@KINDS
@pytest.mark.parametrize("text", ["", "  \n"])
@pytest.mark.parametrize("is_recorded", [False, True])
def test_what_says_nothing_without_words_needs_them(kind, text, is_recorded):
    procedure, head = circulated(the_office()), focal_point("CH")
    speak = (lambda: record(procedure, kind, text)) if is_recorded else (lambda: say(procedure, head, kind, text))
    if kind not in WORDED:
        assert speak().kind == kind
        return
    with pytest.raises(ValidationError) as refused:
        speak()
    assert list(refused.value.message_dict) == ["text"]
    assert not Position.objects.exists()
    procedure.refresh_from_db()
    assert procedure.state == State.CIRCULATED


def test_breaking_tells_everybody_concerned_once():
    office, colleague = the_office(), people.secretariat_member(email="colleague@example.org")
    procedure, alternate = circulated(office), focal_point("CH", "alternate")
    applicant = focal_point("GA")
    say(procedure, focal_point("CH"), PositionKind.AMENDMENT, "Rather so.")
    assert told("decisions.broken") == sorted([*HEADS[1:], office.email, colleague.email])
    assert told("decisions.position_taken") == [alternate.email]
    assert told("decisions.state_to_applicant") == [applicant.email]
    assert told("decisions.position_came") == []


@pytest.mark.parametrize(("kind", "text", "is_told"), [("support", "", False), ("comment", "Well done.", True)])
def test_words_that_break_nothing_go_to_the_office(kind, text, is_told):
    office = the_office()
    say(circulated(office), focal_point("CH"), kind, text)
    assert told("decisions.position_came") == ([office.email] if is_told else [])
    assert told("decisions.broken") == []


def test_the_latest_word_of_a_seat_counts_and_earlier_ones_are_kept():
    procedure, head, alternate = circulated(the_office()), focal_point("CH"), focal_point("CH", "alternate")
    first = say(procedure, head, PositionKind.COMMENT, "Well.")
    second = say(procedure, alternate, PositionKind.NO_OBJECTION)
    third = say(procedure, head, PositionKind.SUPPORT)
    other = say(procedure, focal_point("SN"), PositionKind.SUPPORT)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.replaced_at, second.replaced_at) == (second.at, third.at)
    assert set(procedure.positions.counting()) == {third, other}
    assert procedure.positions.count() == 4
    assert first.text == "Well."


def test_what_is_broken_stays_broken_though_the_seat_changes_its_mind():
    procedure, head = circulated(the_office()), focal_point("CH")
    say(procedure, head, PositionKind.OBJECTION, "No.")
    with pytest.raises(PositionsClosed):
        say(procedure, head, PositionKind.NO_OBJECTION)
    with pytest.raises(PositionsClosed):
        say(procedure, focal_point("SN"), PositionKind.OBJECTION, "Nor we.")
    assert procedure.positions.count() == 1
    assert let_expire(procedure).state == State.BROKEN
    assert services.settle_due() == 0


@pytest.mark.parametrize("state", [state for state in State.values if state != State.CIRCULATED])
@pytest.mark.parametrize("is_recorded", [False, True])
def test_words_count_while_it_runs_only(state, is_recorded):
    procedure, head = in_state(state), focal_point("CH")
    before = procedure.positions.count()
    refusal = PermissionDenied if state == State.DRAFT else PositionsClosed
    with pytest.raises(refusal):
        record(procedure) if is_recorded else say(procedure, head)
    assert procedure.positions.count() == before


def test_who_reads_or_writes_drafts_does_not_speak_for_the_seat():
    procedure = circulated(the_office())
    for role in ("contributor", "reader"):
        with pytest.raises(PermissionDenied):
            say(procedure, focal_point("CH", role))


def test_nobody_speaks_for_another_seat():
    procedure, head = circulated(the_office()), focal_point("CH")
    for code in ("SN", "ML", "GA"):
        with pytest.raises(PermissionDenied):
            services.take_position(procedure, services.Word("support"), by=head, partner=PartnerFactory(code=code))
    with pytest.raises(PermissionDenied):
        services.take_position(procedure, services.Word("support"), by=the_office(), partner=PartnerFactory(code="CH"))
    assert not Position.objects.exists()


def test_a_seat_of_another_round_does_not_speak():
    procedure, office, head = circulated(the_office()), the_office(), focal_point("CH")
    services.suspend(procedure, by=office, note="A word is wrong.")
    PartnerFactory(code="CH").memberships.all().delete()
    again = services.circulate_again(procedure, by=office)
    with pytest.raises(PermissionDenied):
        say(again, head)
    with pytest.raises(PermissionDenied):
        record(again)


def test_a_word_on_the_text_of_another_round_is_not_taken():
    office = the_office()
    seen = circulated(office)
    services.suspend(seen, by=office, note="A word is wrong.")
    again = services.circulate_again(seen, by=office)
    for speak in (lambda: say(seen, focal_point("CH")), lambda: record(seen)):
        with pytest.raises(PositionsClosed) as refused:
            speak()
        assert refused.value.row.round == 2
    assert say(again, focal_point("CH")).round == 2


def test_a_person_of_two_seats_speaks_for_each():
    procedure, both = circulated(the_office()), people.of_both("CH", "SN")
    for code, kind in {"CH": PositionKind.SUPPORT, "SN": PositionKind.COMMENT}.items():
        services.take_position(procedure, services.Word(kind, "Words."), by=both, partner=PartnerFactory(code=code))
    assert dict(procedure.positions.values_list("partner__code", "kind")) == {"CH": "support", "SN": "comment"}


@KINDS
def test_statements_are_attached_to_what_is_adopted(kind):
    procedure = circulated(the_office())
    position = say(procedure, focal_point("CH"), kind, "We note.", is_statement=True)
    assert position.is_statement == (kind not in BREAKING)
    assert not say_silent(procedure, kind).is_statement


def say_silent(procedure, kind):
    """A statement without words is none; where the silence is broken, of a row that is not kept."""
    if kind in BREAKING:
        return Position(kind=kind)
    return say(procedure, focal_point("SN"), PositionKind.SUPPORT, "", is_statement=True)


def test_the_same_form_twice_is_once():
    procedure, head, key = circulated(the_office()), focal_point("CH"), uuid.uuid4()
    swiss, word = PartnerFactory(code="CH"), services.Word("comment", "Well done.")
    first = services.take_position(procedure, word, by=head, partner=swiss, form_key=key)
    assert services.take_position(procedure, word, by=head, partner=swiss, form_key=key) == first
    for other in (services.Word("comment", "Other."), services.Word("support", "Well done.")):
        with pytest.raises(services.SentBefore) as refused:
            services.take_position(procedure, other, by=head, partner=swiss, form_key=key)
        assert refused.value.stored == first
    assert procedure.positions.count() == procedure.lines.filter(step="position").count() == 1
    # The answer to a form that was taken is the same also once nothing is taken any more.
    assert services.take_position(let_expire(procedure), word, by=head, partner=swiss, form_key=key) == first


def test_the_same_record_twice_is_once():
    procedure, key = circulated(the_office()), uuid.uuid4()
    assert record(procedure, form_key=key) == record(procedure, form_key=key)
    with pytest.raises(services.SentBefore):
        record(procedure, PositionKind.COMMENT, "Other.", form_key=key)
    assert procedure.positions.count() == 1


def test_what_is_recorded_carries_who_said_it_when_and_a_proof_and_the_whole_seat_is_told():
    office, said_at = the_office(), timezone.now()
    procedure, reader = circulated(office), focal_point("CH", "reader")
    heard = services.Heard("letter", "Ms Diallo", timezone.now(), a_proof("letter.txt"))
    position = services.record_position(
        procedure, services.Word("objection", "No."), heard, by=office, partner=PartnerFactory(code="CH")
    )
    assert (position.person, position.channel, position.said_by) == (office, "letter", "Ms Diallo")
    assert position.said_at >= said_at
    assert position.proof_key
    assert (position.proof_name, position.is_recorded) == ("letter.txt", True)
    assert told("decisions.position_recorded") == sorted([HEADS[0], reader.email])
    procedure.refresh_from_db()
    assert procedure.state == State.BROKEN
    line = procedure.lines.get(step="break")
    assert (line.partner.code, line.actor, line.channel) == ("CH", office, "letter")


@pytest.mark.parametrize("moment", [-30, 0.01])
def test_words_said_before_the_circulation_or_in_the_future_are_not_recorded(moment):
    procedure = circulated(the_office())
    heard = services.Heard("telephone", "Ms Diallo", in_days(moment), a_proof())
    with pytest.raises(ValidationError) as refused:
        services.record_position(
            procedure, services.Word("support"), heard, by=the_office(), partner=PartnerFactory(code="CH")
        )
    assert list(refused.value.message_dict) == ["said_at"]
    assert not Position.objects.exists()


def test_a_call_in_the_very_minute_of_the_circulation_is_recorded():
    procedure = circulated(the_office())
    heard = by_telephone(procedure.circulated_at.replace(second=0, microsecond=0))
    word, partner = services.Word("support"), PartnerFactory(code="CH")
    position = services.record_position(procedure, word, heard, by=the_office(), partner=partner)
    assert position.said_at <= procedure.circulated_at


def test_the_secretariat_records_for_seats_asked_only():
    with pytest.raises(PermissionDenied):
        record(circulated(the_office()), code="ML")


def test_only_the_secretariat_records():
    procedure = circulated(the_office())
    with pytest.raises(PermissionDenied):
        services.record_position(
            procedure, services.Word("support"), by_telephone(), by=focal_point("MA"), partner=PartnerFactory(code="CH")
        )


def test_a_seat_has_five_days_to_say_that_it_is_not_correct():
    position, contributor = record(circulated(the_office())), focal_point("CH", "contributor")
    with time_machine.travel(position.at + CORRECTED_WITHIN, tick=False), pytest.raises(services.TooLate):
        services.dispute(position, by=contributor, text="Not so.")
    with time_machine.travel(position.at + CORRECTED_WITHIN - datetime.timedelta(seconds=1), tick=False):
        disputed = services.dispute(position, by=contributor, text="Not so.")
    assert disputed.is_in_doubt
    assert told("decisions.position_disputed") == ["sec@example.org"]
    with pytest.raises(services.TooLate):
        services.dispute(position, by=focal_point("CH"), text="Not so either.")


def test_what_a_seat_said_itself_is_not_disputed_and_no_other_seat_disputes():
    procedure = circulated(the_office())
    own, recorded = say(procedure, focal_point("SN")), record(procedure)
    with pytest.raises(services.TooLate):
        services.dispute(own, by=focal_point("SN"), text="Not so.")
    for person in (focal_point("SN"), focal_point("CH", "reader"), the_office()):
        with pytest.raises(PermissionDenied):
            services.dispute(recorded, by=person, text="Not so.")


@pytest.mark.parametrize("stands", [True, False])
def test_a_dispute_is_looked_into_before_it_is_confirmed(stands):
    office = the_office()
    procedure = circulated(office)
    position = services.dispute(record(procedure), by=focal_point("CH"), text="Not so.")
    procedure = adopt_at_the_hour(procedure)
    with pytest.raises(services.NotReady):
        services.confirm(procedure, by=focal_point("MA"))
    settled = services.settle_dispute(position, by=office, stands=stands, note="We asked again.")
    assert (settled.replaced_at is None) == stands
    assert told("decisions.dispute_settled") == [HEADS[0]]
    with pytest.raises(services.TooLate):
        services.settle_dispute(position, by=office, stands=stands, note="Again.")
    assert services.confirm(procedure, by=focal_point("MA")).state == State.CONFIRMED


def adopt_at_the_hour(procedure):
    """Let the hour come and the clock adopt."""
    let_expire(procedure)
    assert services.settle_due() == 1
    return SilenceProcedure.objects.get(pk=procedure.pk)


def test_a_mistake_no_longer_counts_and_what_it_broke_stays_broken():
    office = the_office()
    procedure = circulated(office)
    position = services.dispute(record(procedure, PositionKind.OBJECTION, "No."), by=focal_point("CH"), text="Never.")
    services.settle_dispute(position, by=office, stands=False, note="It was another country.")
    procedure.refresh_from_db()
    assert procedure.state == State.BROKEN
    assert not procedure.positions.counting().exists()
    again = services.circulate_again(procedure, by=office)
    hand_over_mails()
    assert queries.unreached(again) == []
    assert services.settle_due(let_expire(again).expires_at) == 1


def test_words_are_released_to_the_applicant_once():
    procedure, applicant = circulated(the_office()), focal_point("GA")
    position = say(procedure, focal_point("CH"), PositionKind.OBJECTION, "Too costly.")
    for person in (focal_point("CH"), focal_point("SN"), applicant):
        with pytest.raises(PermissionDenied):
            services.release(position, by=person)
    released = services.release(position, by=focal_point("MA"))
    assert services.release(position, by=the_office()).released_at == released.released_at
    assert told("decisions.reasons_released") == [applicant.email]
    line = procedure.lines.get(step="release")
    assert (line.partner.code, line.audience) == ("MA", "asked")


def test_where_nobody_applied_there_is_nobody_to_release_to():
    procedure = circulated(the_office(), applicant=None)
    position = say(procedure, focal_point("CH"), PositionKind.OBJECTION, "No.")
    assert services.release(position, by=focal_point("MA")).released_at is None
    assert not procedure.lines.filter(step="release").exists()


def test_what_is_done_to_running_procedures_is_refused_else():
    procedure = adopted(the_office())
    with pytest.raises(NotRunning):
        services.extend(procedure, by=the_office(), expires_at=in_days(30), zone="Europe/Brussels")
    with pytest.raises(NotRunning):
        services.tell_again(people.seat(procedure), by=the_office())
