"""The demonstration: every state occurs, no real state is shown in a bad light, known passwords stay at home."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.accounts.models import User
from apps.common import installation
from apps.decisions.models import AskedSeat, Decision, Mark, Position, SilenceProcedure
from apps.decisions.queries import unreached
from apps.decisions.workflow import BREAKING, PositionKind
from apps.decisions.workflow import State as ProcedureState
from apps.lab.models import Answer, Offer, Proposal, ProposalLine, Query, Question
from apps.lab.workflow import OfferState, QueryState, State
from apps.notifications.models import OutboxMail
from apps.pages import demonstration
from apps.pages.management.commands.demo import is_loopback
from apps.partners.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(delivered_content):
    said = []
    demonstration.make(said.append)
    return said


def test_every_state_occurs_and_a_second_time_adds_nothing(demo):
    assert set(Proposal.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Query.objects.values_list("state", flat=True)) == set(QueryState.values)
    assert set(Offer.objects.values_list("state", flat=True)) == set(OfferState.values)
    assert set(Question.objects.values_list("kind", flat=True)) == set(Question.Kind.values)
    assert set(Answer.objects.values_list("audience", flat=True)) == set(Answer.Audience.values)
    assert {"news", "merge", "sequel", "reply"} <= set(ProposalLine.objects.values_list("step", flat=True))
    kept = (Proposal, Offer, SilenceProcedure, Position, User, OutboxMail)
    before = [model.objects.count() for model in kept]
    demonstration.make(lambda words: None)
    assert [model.objects.count() for model in kept] == before


def test_no_real_state_declines_withdraws_waits_or_is_late(demo):
    real = Offer.objects.filter(partner__is_invented=False) | Offer.objects.filter(proposal__partner__is_invented=False)
    assert set(real.values_list("state", flat=True)) == {OfferState.ACCEPTED}
    assert not Offer.objects.filter(is_example=False).exists()
    real_proposals = Proposal.objects.filter(partner__is_invented=False)
    assert set(real_proposals.values_list("state", flat=True)) == {State.OPEN}
    assert set(real_proposals.values_list("partner__code", flat=True)) == {"CI", "GA", "ML"}
    assert not Proposal.objects.filter(partner__is_invented=True, is_example=False).exists()


def test_every_state_of_a_silence_procedure_occurs(demo):
    procedures = SilenceProcedure.objects.all()
    assert set(procedures.values_list("state", flat=True)) == set(ProcedureState.values)
    assert set(Decision.objects.values_list("mark", flat=True)) == set(Mark.values)
    assert set(Position.objects.values_list("kind", flat=True)) == set(PositionKind.values)
    assert Position.objects.in_doubt().count() == 1
    assert not procedures.filter(is_example=False).exists()
    running = procedures.running().filter(expires_at__gt=timezone.now()).get()
    assert running.papers.count() == 2
    assert unreached(procedures.get(held_at__isnull=False))


def test_no_real_state_objects_is_unreached_or_misheard(demo):
    real = Position.objects.filter(partner__is_invented=False)
    assert not real.filter(kind__in=BREAKING).exists()
    assert not real.exclude(channel="web").exists()
    assert not AskedSeat.objects.filter(partner__is_invented=False, reached_at__isnull=False).exists()
    held = SilenceProcedure.objects.get(held_at__isnull=False)
    assert all(seat.partner.is_invented for seat in unreached(held))
    assert not SilenceProcedure.objects.filter(applicant__is_invented=False).exists()


def test_what_silence_procedures_tell_lies_in_the_past_in_its_order(demo):
    now = timezone.now()
    assert not Decision.objects.filter(confirmed_at__gt=now).exists()
    for procedure in SilenceProcedure.objects.all():
        lines = list(procedure.lines.order_by("pk").values_list("at", flat=True))
        assert lines == sorted(lines)
        assert not lines or lines[-1] < now
    assert all(one.year == timezone.localtime(one.confirmed_at).year for one in Decision.objects.all())


def test_nobody_but_those_who_act_is_mailed_about_examples(demo):
    mailed = set(OutboxMail.objects.values_list("address", flat=True))
    actors = {f"focal.{code}@example.org" for code in ("xa", "xb", "ch", "ci", "eu", "fr", "ga", "ml")}
    assert mailed <= actors | {demonstration.SECRETARIAT_ADDRESS}


def test_every_seat_has_an_account(demo):
    addresses = set(User.objects.values_list("email", flat=True))
    assert {demonstration.address_of(partner) for partner in Partner.objects.taking_part()} <= addresses


def test_known_passwords_give_way_to_random_ones_and_come_back(demo):
    known = demonstration.set_passwords(known=True)
    assert set(known.values()) == {"demo"}
    assert User.objects.get(email="focal.ga@example.org").check_password("demo")
    random = demonstration.set_passwords(known=False)
    assert "demo" not in random.values()
    gabon = User.objects.get(email="focal.ga@example.org")
    assert not gabon.check_password("demo")
    assert gabon.check_password(random["focal.ga@example.org"])
    assert not User.objects.get(email="focal.se@example.org").check_password("demo")
    demonstration.set_passwords(known=True)
    assert User.objects.get(email="admin@example.org").check_password("demo")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9"])
def test_loopback_is_known(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "portal.example.org", ""])
def test_other_addresses_are_not_taken_for_loopback(host):
    assert not is_loopback(host)


def test_other_addresses_need_a_second_word(settings):
    settings.DEMO, settings.LISTEN_HOST, settings.DEMO_PUBLIC = True, "0.0.0.0", False
    with pytest.raises(CommandError, match="PORTAL_DEMO_PUBLIC"):
        call_command("demo", "--prepare-only")


def test_database_of_somebody_else_is_refused(settings):
    settings.DEMO, settings.LISTEN_HOST = True, "127.0.0.1"
    with pytest.raises(CommandError, match="not made by the demonstration"):
        call_command("demo", "--prepare-only")
    assert not installation.is_demonstration()


def test_other_settings_are_refused(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="own settings"):
        call_command("demo", "--prepare-only")


def test_examples_lie_in_the_past(demo):
    assert not Proposal.objects.filter(opened_at__gt=timezone.now()).exists()
