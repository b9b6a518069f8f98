"""The hour: to the second, in every zone and on either side of a clock change; late jobs; later hours; reminders."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from apps.common import office_settings
from apps.common.workflow import StepNotOpen
from apps.decisions import services
from apps.decisions.models import SilenceProcedure
from apps.decisions.periods import earliest_end, usual_end
from apps.decisions.services import clock
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import in_state, the_office
from apps.decisions.tests.factories import adopted, by_telephone, circulated, hand_over_mails, say
from apps.decisions.workflow import NotRunning, PositionKind, PositionsClosed, State
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = pytest.mark.django_db
BRUSSELS, DAKAR, UTC = ZoneInfo("Europe/Brussels"), ZoneInfo("Africa/Dakar"), datetime.UTC
BEGINNING = datetime.datetime(2026, 11, 2, 9, tzinfo=BRUSSELS)
HOUR = datetime.datetime(2026, 11, 20, 18, tzinfo=BRUSSELS)
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)
OBJECTION = services.Word(PositionKind.OBJECTION, "No.")


def at(moment):
    """The clock stands at that moment."""
    return time_machine.travel(moment, tick=False)


def running(hour=HOUR, since=BEGINNING, **facts):
    """A procedure that was circulated at the beginning and runs until the hour."""
    with at(since):
        return circulated(the_office(), expires_at=hour, **facts)


def object_to(procedure, is_recorded=False):
    """Break the silence for Switzerland."""
    if not is_recorded:
        return say(procedure, focal_point("CH"), OBJECTION.kind, OBJECTION.text)
    swiss = PartnerFactory(code="CH")
    return services.record_position(procedure, OBJECTION, by_telephone(), by=the_office(), partner=swiss)


def state_of(procedure):
    """Where it stands now."""
    return SilenceProcedure.objects.get(pk=procedure.pk).state


def told(message):
    """Who was told by this message, by their addresses."""
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


@pytest.mark.parametrize("is_recorded", [False, True])
@pytest.mark.parametrize("before", [DAY, SECOND, datetime.timedelta(microseconds=1)])
def test_until_the_last_second_a_word_counts(before, is_recorded):
    procedure = running()
    with at(HOUR - before):
        assert services.settle_due() == 0
        assert object_to(procedure, is_recorded).at == HOUR - before
    with at(HOUR):
        assert services.settle_due() == 0
    assert state_of(procedure) == State.BROKEN


@pytest.mark.parametrize("is_recorded", [False, True])
@pytest.mark.parametrize("after", [0 * SECOND, SECOND, DAY])
def test_at_the_hour_and_later_no_word_counts_however_late_the_job(after, is_recorded):
    procedure = running()
    with at(HOUR + after):
        with pytest.raises(PositionsClosed):
            object_to(procedure, is_recorded)
        assert not procedure.positions.exists()
        assert services.settle_due() == 1
        with pytest.raises(PositionsClosed):
            object_to(procedure, is_recorded)
    assert state_of(procedure) == State.ADOPTED


@pytest.mark.parametrize("zone", [DAKAR, UTC, ZoneInfo("America/New_York")])
def test_the_hour_is_the_same_moment_in_every_zone(zone):
    procedure = running(HOUR.astimezone(zone), zone=str(zone))
    with at((HOUR - SECOND).astimezone(DAKAR)):
        assert procedure.is_taking_positions
        assert services.settle_due() == 0
    with at(HOUR.astimezone(DAKAR)):
        assert not SilenceProcedure.objects.get().is_taking_positions
        assert services.settle_due() == 1


def test_the_hour_is_told_in_its_own_zone_and_in_brussels():
    told_here = running().until
    procedure = running(zone="Africa/Dakar")
    assert "18:00" in told_here
    assert "17:00" not in told_here
    assert "17:00" in procedure.until
    assert "18:00" in procedure.until


CHANGES = [
    (datetime.datetime(2027, 3, 19, 10, tzinfo=BRUSSELS), datetime.datetime(2027, 4, 2, 16, tzinfo=UTC)),
    (datetime.datetime(2026, 10, 16, 10, tzinfo=BRUSSELS), datetime.datetime(2026, 10, 30, 17, tzinfo=UTC)),
    (datetime.datetime(2026, 6, 1, 10, tzinfo=BRUSSELS), datetime.datetime(2026, 6, 15, 16, tzinfo=UTC)),
    (datetime.datetime(2026, 11, 2, 23, 30, tzinfo=BRUSSELS), datetime.datetime(2026, 11, 16, 17, tzinfo=UTC)),
    # Late in the evening in Greenwich it is the next day in Brussels.
    (datetime.datetime(2026, 6, 1, 23, 30, tzinfo=UTC), datetime.datetime(2026, 6, 16, 16, tzinfo=UTC)),
]


@pytest.mark.parametrize(("since", "hour"), CHANGES)
def test_the_usual_end_is_at_six_in_brussels_also_across_a_clock_change(since, hour):
    assert usual_end(since) == hour
    assert usual_end(since).astimezone(BRUSSELS).time() == datetime.time(18)


@pytest.mark.parametrize(("since", "hour"), CHANGES[:2])
def test_across_a_clock_change_a_word_counts_until_six_in_brussels(since, hour):
    procedure = running(hour, since)
    with at(hour), pytest.raises(PositionsClosed):
        object_to(procedure)
    with at(hour - SECOND):
        assert object_to(procedure).breaks


@pytest.mark.parametrize(("since", "hour"), CHANGES[:2])
def test_the_fewest_working_days_are_whole_ones_also_across_a_clock_change(since, hour):
    friday = since + 7 * DAY
    with at(friday):
        earliest = earliest_end()
        assert earliest == friday + 7 * DAY
        assert earliest.astimezone(BRUSSELS).time() == datetime.time(10)
        assert earliest.astimezone(UTC) - friday.astimezone(UTC) != 7 * DAY
        with pytest.raises(services.NotReady):
            circulated(the_office(), expires_at=earliest - SECOND)
        assert circulated(the_office(), expires_at=earliest).is_running


def test_the_office_sets_both_periods():
    office_settings.decide("decisions.usual_days", 3, by=the_office())
    office_settings.decide("decisions.least_days", 2, by=the_office())
    assert usual_end(BEGINNING) == datetime.datetime(2026, 11, 5, 18, tzinfo=BRUSSELS)
    assert earliest_end(BEGINNING) == BEGINNING + 2 * DAY


@pytest.mark.parametrize("new", [HOUR - DAY, HOUR - SECOND, HOUR + SECOND])
def test_never_an_earlier_hour_and_a_working_day_at_least(new):
    procedure = running()
    with at(HOUR - SECOND), pytest.raises(services.NotLater):
        services.extend(procedure, by=the_office(), expires_at=new, zone="Europe/Brussels")
    procedure.refresh_from_db()
    assert procedure.expires_at == HOUR
    assert told("decisions.hour_moved") == []


@pytest.mark.parametrize("moment", [BEGINNING + DAY, HOUR + SECOND])
def test_a_later_hour_gives_more_time_also_after_the_hour_while_nothing_was_adopted(moment):
    procedure, applicant = running(), focal_point("GA")
    with at(moment):
        for _twice in range(2):
            services.extend(procedure, by=the_office(), expires_at=HOUR + 7 * DAY, zone="Africa/Dakar")
    procedure.refresh_from_db()
    assert (procedure.expires_at, procedure.zone, procedure.round) == (HOUR + 7 * DAY, "Africa/Dakar", 1)
    assert told("decisions.hour_moved") == [f"head.{code}@example.org" for code in ("ch", "ma", "sn")]
    assert told("decisions.state_to_applicant") == [applicant.email]
    assert procedure.lines.filter(step="extend").count() == 1
    with at(HOUR + 6 * DAY):
        assert services.settle_due() == 0
        assert object_to(procedure).breaks


@pytest.mark.parametrize("state", [state for state in State.values if state != State.CIRCULATED])
def test_what_does_not_run_is_given_no_more_time(state):
    with pytest.raises(NotRunning):
        services.extend(in_state(state), by=the_office(), expires_at=people.in_days(60), zone="Europe/Brussels")


def test_only_the_secretariat_gives_more_time():
    with pytest.raises(PermissionDenied):
        services.extend(running(), by=focal_point("MA"), expires_at=HOUR + 7 * DAY, zone="Europe/Brussels")


def test_the_job_adopts_once_and_tells_once():
    procedure, applicant = running(), focal_point("GA")
    with at(HOUR + 3 * DAY):
        assert services.settle_due() == 1
        assert services.settle_due() == 0
        with pytest.raises(StepNotOpen):
            services.adopt(procedure, by=None)
    procedure.refresh_from_db()
    assert (procedure.adopted_at, procedure.held_at) == (HOUR + 3 * DAY, None)
    line = procedure.lines.get(step="adopt")
    assert (line.actor, line.partner) == (None, None)
    assert told("decisions.to_be_confirmed") == ["head.ma@example.org"]
    assert told("decisions.adopted") == ["head.ch@example.org", "head.sn@example.org", "sec@example.org"]
    assert told("decisions.state_to_applicant") == [applicant.email]


def test_before_the_hour_nothing_is_adopted():
    procedure = running()
    with at(HOUR - SECOND), pytest.raises(StepNotOpen):
        services.adopt(procedure, by=None)
    assert state_of(procedure) == State.CIRCULATED


def test_a_procedure_that_cannot_be_adopted_keeps_no_other_from_it(monkeypatch, expected_errors):
    first, second = running(), running(HOUR + SECOND)
    adopt = services.adopt

    def faulty(procedure, *, by):
        if procedure.pk == first.pk:
            raise RuntimeError("a template is broken")
        return adopt(procedure, by=by)

    monkeypatch.setattr(clock, "adopt", faulty)
    with at(HOUR + DAY):
        assert services.settle_due() == 1
    assert (state_of(first), state_of(second)) == (State.CIRCULATED, State.ADOPTED)
    assert len(expected_errors) == 1


def test_what_was_adopted_can_be_suspended_and_begins_anew():
    procedure, office = adopted(the_office()), the_office()
    assert services.suspend(procedure, by=office, note="A letter had come.").adopted_at is None
    assert services.settle_due() == 0
    SilenceProcedure.objects.update(expires_at=people.in_days(30))
    again = services.circulate_again(procedure, by=office)
    assert (again.state, again.round, again.stopped_at, again.held_at) == (State.CIRCULATED, 2, None, None)
    assert services.settle_due() == 0
    hand_over_mails()
    with at(again.expires_at):
        assert services.settle_due() == 1


def recalled(stage):
    """Who was reminded at this stage."""
    notices = Notice.objects.filter(message="decisions.recalled", facts__stage=stage)
    return sorted(notices.values_list("recipient__email", flat=True))


def test_silent_seats_are_reminded_at_half_time_and_the_day_before_once_each():
    procedure, half = running(), BEGINNING + (HOUR - BEGINNING) / 2
    alternate, contributor = focal_point("SN", "alternate"), focal_point("SN", "contributor")
    focal_point("GA")
    with at(half - SECOND):
        assert services.remind_due() == 0
        say(procedure, focal_point("CH"))
    with at(half):
        assert (services.remind_due(), services.remind_due()) == (3, 0)
    silent = sorted(["head.ma@example.org", "head.sn@example.org", alternate.email])
    assert (recalled("half"), recalled("before")) == (silent, [])
    with at(HOUR - DAY - SECOND):
        assert services.remind_due() == 0
        say(procedure, focal_point("MA"))
    with at(HOUR - DAY):
        assert (services.remind_due(), services.remind_due()) == (2, 0)
    assert recalled("before") == sorted(["head.sn@example.org", alternate.email])
    assert contributor.email not in told("decisions.recalled")
    assert procedure.lines.filter(step="remind").count() == 2
    assert OutboxMail.objects.filter(message="decisions.recalled").count() == 5


def test_a_late_job_reminds_once_and_after_the_hour_never():
    running()
    with at(HOUR - SECOND):
        assert (services.remind_due(), services.remind_due()) == (3, 0)
    assert recalled("half") == []
    running()
    with at(HOUR):
        assert services.remind_due() == 0


def test_after_a_later_hour_the_silent_are_reminded_again():
    procedure = running()
    with at(HOUR - DAY):
        assert services.remind_due() == 3
        services.extend(procedure, by=the_office(), expires_at=HOUR + 7 * DAY, zone="Europe/Brussels")
        assert services.remind_due() == 0
    with at(HOUR + 6 * DAY):
        assert (services.remind_due(), services.remind_due()) == (3, 0)
    assert len(recalled("before")) == 6


def test_a_new_round_reminds_anew_and_what_was_stopped_does_not():
    procedure, office = running(), the_office()
    with at(HOUR - DAY):
        assert services.remind_due() == 3
        services.suspend(procedure, by=office, note="A word is wrong.")
        SilenceProcedure.objects.update(expires_at=HOUR + 14 * DAY)
        assert services.remind_due() == 0
        services.circulate_again(procedure, by=office)
        assert services.remind_due() == 0
    with at(HOUR + 7 * DAY):
        assert services.remind_due() == 3
    assert len(recalled("half")) == 3


def test_where_all_have_spoken_nobody_is_reminded():
    procedure = running()
    with at(BEGINNING + DAY):
        for code in ("CH", "MA", "SN"):
            say(procedure, focal_point(code))
    with at(HOUR - DAY):
        assert services.remind_due() == 0
    assert not procedure.lines.filter(step="remind").exists()
