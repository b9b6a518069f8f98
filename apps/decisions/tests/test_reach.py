"""Silence counts only for seats that were reached; where one was not, nothing is adopted, and the office is told."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.common.workflow import StepNotOpen
from apps.decisions import queries, services
from apps.decisions.models import SilenceProcedure
from apps.decisions.services import clock
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import in_days, seat, the_office
from apps.decisions.tests.factories import circulated, hand_over_mails, let_expire, say
from apps.decisions.workflow import NotRunning, PositionKind, State
from apps.notifications import delivery
from apps.notifications.models import Notice, OutboxMail, ReturnedMail
from apps.notifications.tests.servers import SMTP_BACKEND, free_port
from apps.partners.models import Partner
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point

pytestmark = pytest.mark.django_db
HOURS = datetime.timedelta(hours=1)


@pytest.fixture
def office():
    return the_office()


def missed(procedure):
    """The seats whose silence cannot count, by their codes."""
    return sorted(one.partner.code for one in queries.unreached(procedure))


def mails(procedure, code="CH"):
    """The notices to this seat's people."""
    return OutboxMail.objects.filter(message="decisions.circulated", recipient__in=seat(procedure, code).people.all())


def come_back(mail, kind="hard"):
    """The mail server reports what became of the mail."""
    return ReturnedMail.objects.create(
        person=mail.recipient, mail=mail, address=mail.address, kind=kind, report=f"{mail.pk}:{kind}"
    )


def settle(procedure):
    """The hour comes, and the job runs; the procedure as it stands then."""
    if timezone.now() < procedure.expires_at:
        let_expire(procedure)
    services.settle_due()
    return SilenceProcedure.objects.get(pk=procedure.pk)


def asked_of_the_office():
    """How often the office was told that seats were not reached."""
    return Notice.objects.filter(message="decisions.seats_not_reached").count()


def is_held(procedure):
    """It waits, and says so once."""
    assert procedure.state == State.CIRCULATED
    assert (procedure.adopted_at, procedure.lines.filter(step="adopt").count()) == (None, 0)
    return procedure.held_at is not None and procedure.lines.filter(step="hold").count() == 1


@pytest.mark.parametrize("status", ["queued", "sending", "dead", "held", "withheld", "stopped"])
def test_a_notice_that_was_not_handed_over_reaches_nobody(office, status):
    procedure = circulated(office)
    soon = timezone.now() + HOURS
    mails(procedure).update(status=status, sent_at=None, claimed_until=soon if status == "sending" else None)
    assert missed(procedure) == ["CH"]
    assert is_held(settle(procedure))
    with pytest.raises(services.SeatsMissed) as refused:
        services.adopt(procedure, by=None)
    assert [one.partner.code for one in refused.value.seats] == ["CH"]


@pytest.mark.parametrize(("kind", "is_missed"), [("hard", True), ("complaint", True), ("soft", False)])
def test_a_notice_that_came_back_reaches_nobody(office, kind, is_missed):
    procedure = circulated(office)
    come_back(mails(procedure).get(), kind)
    assert missed(procedure) == (["CH"] if is_missed else [])
    assert settle(procedure).state == (State.CIRCULATED if is_missed else State.ADOPTED)


def test_a_settled_doubt_does_not_make_a_returned_notice_arrive(office):
    procedure = circulated(office)
    come_back(mails(procedure).get())
    ReturnedMail.objects.update(settled_at=timezone.now())
    assert missed(procedure) == ["CH"]


def test_one_of_two_people_reached_is_enough(office):
    focal_point("CH", "reader")
    procedure = circulated(office)
    first, second = mails(procedure)
    come_back(first)
    assert missed(procedure) == []
    OutboxMail.objects.filter(pk=second.pk).update(status="dead", sent_at=None)
    assert missed(procedure) == ["CH"]


def test_a_person_of_two_seats_reaches_both(office):
    both = people.of_both("CH", "SN")
    procedure = circulated(office, sent=False)
    OutboxMail.objects.filter(recipient=both).update(status="sent", sent_at=timezone.now())
    assert missed(procedure) == ["MA"]


def test_a_seat_for_which_nobody_acts_is_not_reached(office):
    focal_point("CH").mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    PartnerFactory(code="CH").memberships.create()
    procedure = circulated(office, seats=("MA", "SN"))
    assert missed(procedure) == ["CH"]
    assert [one.why_not for one in queries.reach_of(procedure) if one.why_not] == ["Nobody acts for this seat."]


@pytest.mark.parametrize("has_spoken", [False, True])
def test_when_the_last_mandate_ends_only_what_was_said_counts(office, has_spoken):
    procedure = circulated(office)
    if has_spoken:
        say(procedure, focal_point("CH"), PositionKind.NO_OBJECTION)
    focal_point("CH").mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    assert missed(procedure) == ([] if has_spoken else ["CH"])


def test_a_seat_that_became_a_former_partner_keeps_nothing_from_being_adopted(office):
    procedure = circulated(office, sent=False)
    OutboxMail.objects.exclude(recipient=focal_point("CH")).update(status="sent", sent_at=timezone.now())
    assert missed(procedure) == ["CH"]
    Partner.objects.filter(code="CH").update(standing=Partner.Standing.FORMER)
    assert missed(procedure) == []


def test_who_acts_for_the_applicant_too_is_not_reached_by_a_notice_that_is_withheld(office):
    both = people.of_both("GA", "CH")
    procedure = circulated(office, seats=("MA", "SN"), sent=False)
    assert not procedure.asked_seats.filter(partner__code="CH").exists()
    PartnerFactory(code="CH").memberships.create()
    services.suspend(procedure, by=office, note="A seat is missing.")
    procedure = services.circulate_again(procedure, by=office)
    delivery.deliver_all()
    assert set(mails(procedure).values_list("recipient", "status")) == {(both.pk, "withheld")}
    assert missed(procedure) == ["CH"]


@pytest.mark.parametrize("kind", PositionKind.values[:3])
def test_a_seat_that_has_spoken_was_reached(office, kind):
    procedure = circulated(office, sent=False)
    for code in ("CH", "MA", "SN"):
        say(procedure, focal_point(code), kind, "Words.")
    assert missed(procedure) == []
    assert settle(procedure).state == State.ADOPTED


def test_the_office_is_told_once_and_names_the_seats(office):
    people.secretariat_member(email="colleague@example.org")
    procedure = circulated(office, sent=False)
    OutboxMail.objects.filter(recipient=focal_point("MA")).update(status="sent", sent_at=timezone.now())
    for _run in range(3):
        held = settle(procedure)
    assert is_held(held)
    assert asked_of_the_office() == 2
    facts = Notice.objects.filter(message="decisions.seats_not_reached").first().facts
    named = procedure.asked_seats.filter(pk__in=facts["seats"]).values_list("partner__code", flat=True)
    assert sorted(named) == ["CH", "SN"]


def test_what_was_given_more_time_meanwhile_is_not_held(office):
    procedure = circulated(office, sent=False)
    clock._hold(procedure, queries.unreached(procedure))
    procedure.refresh_from_db()
    assert procedure.held_at is None
    assert asked_of_the_office() == 0


def record(procedure, by, reached_at=None, code="CH"):
    """Record that a seat was reached by telephone."""
    facts = {"channel": "telephone", "note": "Ms Diallo confirms.", "reached_at": reached_at or timezone.now()}
    return services.record_reaching(seat(procedure, code), by=by, **facts)


def test_reaching_recorded_before_the_hour_counts_also_if_it_is_entered_after(office):
    procedure = circulated(office)
    mails(procedure).update(status="dead", sent_at=None)
    before = timezone.now()
    assert is_held(settle(procedure))
    reached = record(procedure, office, before)
    assert (reached.reached_by, reached.recorded_by) == ("telephone", office)
    line = procedure.lines.get(step="reach")
    assert (line.partner.code, line.channel, line.note) == ("CH", "telephone", "Ms Diallo confirms.")
    assert settle(procedure).state == State.ADOPTED


@pytest.mark.parametrize("shift", [0, 1, 60])
def test_a_seat_reached_at_the_hour_or_later_had_no_time_to_speak(office, shift):
    procedure = circulated(office)
    mails(procedure).update(status="dead", sent_at=None)
    hour = procedure.expires_at
    with time_machine.travel(hour + datetime.timedelta(seconds=60), tick=False):
        with pytest.raises(ValidationError) as refused:
            record(procedure, office, hour + datetime.timedelta(seconds=shift))
        assert list(refused.value.message_dict) == ["reached_at"]
        assert is_held(settle(procedure))
        later = services.extend(procedure, by=office, expires_at=hour + 72 * HOURS, zone="Europe/Brussels")
        assert later.held_at is None
        record(later, office, hour + datetime.timedelta(seconds=shift))
    with time_machine.travel(hour + 72 * HOURS, tick=False):
        assert settle(procedure).state == State.ADOPTED


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_was_reached_before_the_circulation_or_in_the_future(office, days):
    procedure = circulated(office)
    with pytest.raises(ValidationError):
        record(procedure, office, in_days(days))
    assert seat(procedure).reached_at is None


def test_reaching_is_the_secretariat_s_of_the_round_that_runs(office):
    procedure = circulated(office)
    with pytest.raises(PermissionDenied):
        record(procedure, focal_point("MA"))
    with pytest.raises(PermissionDenied):
        services.tell_again(seat(procedure), by=focal_point("MA"))
    first = seat(procedure)
    services.suspend(procedure, by=office, note="A word is wrong.")
    services.circulate_again(procedure, by=office)
    with pytest.raises(NotRunning):
        services.tell_again(first, by=office)


def test_a_seat_is_told_once_more_once_an_hour_with_whoever_acts_for_it_now(office):
    procedure = circulated(office)
    come_back(mails(procedure).get())
    MandateFactory(user=people.former("CH"), partner=PartnerFactory(code="CH"), role="alternate")
    first = timezone.now()
    with time_machine.travel(first, tick=False):
        assert services.tell_again(seat(procedure), by=office) == 2
    almost = datetime.timedelta(minutes=59, seconds=59)
    with time_machine.travel(first + almost, tick=False), pytest.raises(services.ToldAlready) as refused:
        services.tell_again(seat(procedure), by=office)
    assert refused.value.again_at == first + HOURS
    assert missed(procedure) == ["CH"]
    with time_machine.travel(first + HOURS, tick=False):
        assert services.tell_again(seat(procedure), by=office) == 2
    assert procedure.lines.filter(step="tell").count() == 2
    hand_over_mails()
    assert missed(procedure) == []


def test_where_nobody_acts_nobody_is_told_and_nothing_is_noted(office):
    procedure = circulated(office)
    focal_point("CH").mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    assert services.tell_again(seat(procedure), by=office) == 0
    assert seat(procedure).told_again_at is None
    assert not procedure.lines.filter(step="tell").exists()


def test_a_mail_server_that_was_down_from_the_start_holds_it_until_there_was_time_after_the_notices(office, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", free_port()
    procedure = circulated(office, sent=False)
    delivery.deliver_all()
    assert missed(procedure) == ["CH", "MA", "SN"]
    hour = procedure.expires_at
    with time_machine.travel(hour, tick=False):
        assert is_held(settle(procedure))
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        delivery.deliver_all()
        assert missed(procedure) == ["CH", "MA", "SN"]
        assert is_held(settle(procedure))
        assert asked_of_the_office() == 1
        procedure = services.extend(procedure, by=office, expires_at=hour + 72 * HOURS, zone="Europe/Brussels")
    with time_machine.travel(procedure.expires_at, tick=False):
        assert missed(procedure) == []
        assert settle(procedure).state == State.ADOPTED
        with pytest.raises(StepNotOpen):
            services.adopt(procedure, by=None)


def test_reach_is_read_in_as_many_queries_for_one_seat_as_for_three(office, django_assert_num_queries):
    one, three = circulated(office, seats=("CH",)), None
    with django_assert_num_queries(9):
        queries.reach_of(SilenceProcedure.objects.get(pk=one.pk))
    three = circulated(office)
    assert three.asked_seats.count() == 3
    with django_assert_num_queries(9):
        queries.reach_of(SilenceProcedure.objects.get(pk=three.pk))
