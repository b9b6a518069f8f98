"""What is due in the laboratory is recalled: the secretariat's look, a seat's answer to an offer."""

import datetime

import pytest
from django.utils import timezone

from apps.lab import services
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.notifications import messages, reminders
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def told():
    return sorted(OutboxMail.objects.values_list("message", "recipient__email"))


def test_the_secretariat_is_reminded_of_a_proposal_before_and_after_its_working_days():
    office = secretariat_member(email="office@example.org")
    ProposalFactory(state=State.SUBMITTED, submitted_at=ago(6), author=focal_point("GA"))

    reminders.remind_all()
    reminders.remind_all()
    assert told() == [("lab.look_recalled", "office@example.org")]
    assert OutboxMail.objects.get().seat is None

    reminders.remind_all(timezone.now() + datetime.timedelta(days=7))
    subjects = OutboxMail.objects.order_by("pk").values_list("subject", flat=True)
    assert [subject.partition(":")[0] for subject in subjects] == ["[Action] Reminder", "[Action] Overdue"]
    assert office.outbox.count() == 2


def test_those_who_speak_for_the_seat_are_reminded_of_an_offer_and_nobody_once_it_is_answered():
    head = focal_point("GA")
    focal_point("GA", "reader")
    offer = OfferFactory(
        proposal=ProposalFactory(state=State.OPEN, author=head), author=focal_point("CH"), made_at=ago(56)
    )

    assert reminders.remind_all() == 1
    mail = OutboxMail.objects.get()
    assert (mail.message, mail.recipient, mail.seat) == ("lab.answer_recalled", head, offer.proposal.partner_id)
    assert mail.is_reminder
    assert " – by " in mail.subject

    offer.state, offer.ended_at = OfferState.DECLINED, timezone.now()
    offer.save()
    assert reminders.remind_all(timezone.now() + datetime.timedelta(days=30)) == 0


def test_those_who_write_for_the_seat_are_reminded_of_a_question_until_it_is_answered():
    writer, office = focal_point("GA", "contributor"), secretariat_member()
    focal_point("GA", "reader")
    proposal = services.ask_author(ProposalFactory(state=State.SUBMITTED), by=office, note="Which towns?")
    OutboxMail.objects.all().delete()

    reminders.remind_all(timezone.now() + datetime.timedelta(days=30))

    mail = OutboxMail.objects.get(message="lab.question_recalled")
    assert (mail.recipient, mail.seat, mail.is_reminder) == (writer, proposal.partner_id, True)
    assert "Which towns?" in mail.text
    assert f"{proposal.get_absolute_url()}#question" in mail.text

    services.explain(proposal, by=writer, note="Two towns")
    proposal.refresh_from_db()
    assert not writer.has_perm(mail.permission, proposal)
    reminders.remind_all(timezone.now() + datetime.timedelta(days=60))
    assert OutboxMail.objects.filter(message="lab.question_recalled").count() == 1


def test_nobody_is_reminded_of_what_is_not_yet_near():
    secretariat_member()
    ProposalFactory(state=State.SUBMITTED, submitted_at=ago(0), author=focal_point("GA"))
    OfferFactory(proposal=ProposalFactory(state=State.OPEN), author=focal_point("CH"), made_at=ago(3))

    assert reminders.remind_all() == 0
