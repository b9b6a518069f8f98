"""The outbox in the office: queue again, send once more, give up; its desk; nothing shown that is not for it."""

import datetime
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail as locmem
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages, outbox, returns
from apps.notifications.mailings import confirm_mailing, stop_mailing
from apps.notifications.models import OutboxMail, ReturnedMail
from apps.notifications.overview import for_office

from .many import Chooseable, ToAll, make_known
from .messages import Greeting, Secret
from .servers import FaultyBackend, smtp_server

Status = OutboxMail.Status
BACKEND = "apps.accounts.backends.MailAddressBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])
    make_known(monkeypatch, Chooseable, Greeting, Secret, ToAll)


def queued(message=Greeting, **fields):
    with transaction.atomic():
        message(UserFactory()).queue_for([UserFactory(language="fr")])
    mail = OutboxMail.objects.order_by("-pk").first()
    OutboxMail.objects.filter(pk=mail.pk).update(**fields)
    mail.refresh_from_db()
    return mail


def office():
    return UserFactory(secretariat=True)


@pytest.mark.parametrize("status", [Status.DEAD, Status.STOPPED])
def test_what_never_went_out_is_queued_as_the_same_mail(status):
    mail = queued(status=status, attempts=8, last_error="OSError")

    outbox.resend(mail, by=office())
    delivery.deliver_due()

    kept = OutboxMail.objects.get()
    assert (kept.status, kept.attempts, kept.message_id) == (Status.SENT, 1, mail.message_id)
    assert locmem.outbox[0].extra_headers["Message-ID"] == mail.message_id


def test_what_was_lost_is_sent_as_another_mail_to_the_present_address():
    mail, by = queued(), office()
    delivery.deliver_due()
    mail.recipient.email = "new@example.org"
    mail.recipient.save()
    OutboxMail.objects.update(created_at=timezone.now() - datetime.timedelta(hours=1))
    mail.refresh_from_db()

    copy = outbox.send_again(mail, by=by)
    with pytest.raises(ValidationError):
        outbox.send_again(mail, by=by)
    delivery.deliver_due()

    copy.refresh_from_db()
    assert copy.message_id != mail.message_id
    assert (copy.status, copy.address, copy.text, copy.thread_id) == (
        Status.SENT,
        "new@example.org",
        mail.text,
        mail.thread_id,
    )
    assert len(locmem.outbox) == 2


@pytest.mark.parametrize("status", [Status.QUEUED, Status.HELD, Status.DEAD])
def test_what_is_given_up_is_never_sent(status):
    mail = queued(status=status)

    outbox.give_up(mail, by=office())
    delivery.deliver_due()

    assert OutboxMail.objects.get().status == Status.STOPPED
    assert locmem.outbox == []


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (outbox.resend, Status.QUEUED),
        (outbox.resend, Status.WITHHELD),
        (outbox.send_again, Status.QUEUED),
        (outbox.send_again, Status.DEAD),
        (outbox.give_up, Status.STOPPED),
        (outbox.give_up, Status.WITHHELD),
    ],
)
def test_what_does_not_fit_is_refused_in_words(act, status):
    with pytest.raises(ValidationError):
        act(queued(status=status), by=office())


def test_what_opens_an_account_and_what_has_no_words_is_not_sent_anew():
    by = office()
    with pytest.raises(ValidationError, match="words of this mail are erased"):
        outbox.resend(queued(Secret, status=Status.DEAD, text="", html=""), by=by)
    with pytest.raises(ValidationError, match="words of this mail are erased"):
        outbox.send_again(queued(Greeting, status=Status.SENT, sent_at=timezone.now(), text="", html=""), by=by)


def test_a_mail_of_a_stopped_mailing_is_not_brought_back_alone():
    by = office()
    mailing = confirm_mailing(ToAll(UserFactory()), [UserFactory()], by=by, once="form")
    stop_mailing(mailing, by=by)

    with pytest.raises(ValidationError):
        outbox.resend(mailing.mails.get(), by=by)


@pytest.mark.parametrize("act", [outbox.resend, outbox.send_again, outbox.give_up])
def test_only_the_office_may(act):
    with pytest.raises(PermissionDenied):
        act(queued(), by=UserFactory())


def test_an_address_that_is_refused_to_the_last_is_given_up_and_doubted(settings):
    mail = queued(attempts=delivery.MOST_ATTEMPTS - 1)

    with smtp_server(settings, refused=frozenset({mail.address})):
        delivery.deliver_due()

    mail.refresh_from_db()
    assert mail.status == Status.DEAD
    assert ReturnedMail.objects.get().status_code == "550"
    assert list(returns.people_without_reachable_address()) == [mail.recipient]


def test_a_server_that_fails_to_the_last_doubts_no_address(settings):
    settings.EMAIL_BACKEND = f"{FaultyBackend.__module__}.FaultyBackend"
    mail = queued(attempts=delivery.MOST_ATTEMPTS - 1)
    FaultyBackend.faults = [SMTPRecipientsRefused({mail.address: (450, b"later")})]

    delivery.deliver_due()

    mail.refresh_from_db()
    assert mail.status == Status.DEAD
    assert not ReturnedMail.objects.exists()


def test_the_desk_tells_of_what_was_given_up_and_of_what_waits_long():
    by = office()
    assert for_office(by) == []
    queued(status=Status.DEAD)
    queued(status=Status.DEAD)
    queued(attempts=2, created_at=timezone.now() - datetime.timedelta(hours=2))

    titles = [waiting.title for waiting in for_office(by)]

    assert titles == ["2 mails were given up", "1 mail cannot be sent for now"]
    assert for_office(UserFactory()) == []


def browser_of(person):
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


@pytest.mark.parametrize("language", ["en", "fr"])
def test_buttons_of_the_page_act_and_say_so(language):
    person = UserFactory(secretariat=True, language=language)
    browser, mail = browser_of(person), queued(status=Status.DEAD)
    page = reverse("admin:notifications_outboxmail_change", args=[mail.pk])
    assert mail.text not in browser.get(page).content.decode()

    press = reverse("admin:notifications_outboxmail_press", args=[mail.pk, "resend"])
    assert browser.get(press).status_code == 405
    answer = browser.post(press, follow=True)

    mail.refresh_from_db()
    words = {"en": "queued again, as the same mail", "fr": "remis en file"}[language]
    assert mail.status == Status.QUEUED
    assert words in answer.content.decode()


def test_actions_of_the_list_act_on_each_chosen_mail():
    browser, mails = browser_of(office()), [queued(status=Status.DEAD), queued(status=Status.WITHHELD)]
    chosen = {"action": "resend", "_selected_action": [mail.pk for mail in mails]}

    answer = browser.post(reverse("admin:notifications_outboxmail_changelist"), chosen, follow=True)

    assert sorted(OutboxMail.objects.values_list("status", flat=True)) == ["queued", "withheld"]
    assert "This mail is sent, on its way" in answer.content.decode()


@pytest.mark.parametrize("query", ["topic=tests", "mailing=1", "mailing=x", "status__exact=held", "q=example"])
def test_filters_of_the_list(query):
    queued(Chooseable)

    address = f"{reverse('admin:notifications_outboxmail_changelist')}?{query}"
    assert browser_of(office()).get(address).status_code == 200


def test_a_mailing_is_stopped_with_a_button_and_too_late_says_so():
    by = office()
    browser = browser_of(by)
    mailing = confirm_mailing(ToAll(UserFactory()), [UserFactory(name="Zoé")], by=by, once="form")
    page = reverse("admin:notifications_mailing_change", args=[mailing.pk])
    press = reverse("admin:notifications_mailing_press", args=[mailing.pk, "stop"])

    html = browser.get(page).content.decode()
    assert f"{timezone.localtime(mailing.leaves_at):%H:%M:%S}" in html
    assert "Zoé" in html
    assert "It was stopped" in browser.post(press, follow=True).content.decode()
    assert "too late" in browser.post(press, follow=True).content.decode()
    with time_machine.travel(mailing.leaves_at + datetime.timedelta(minutes=2)):
        assert press not in browser.get(page).content.decode()


def test_an_address_is_settled_with_a_button():
    browser, mail = browser_of(office()), queued(status=Status.SENT, sent_at=timezone.now(), attempts=1)
    returns.note(mail, "hard")
    returned = ReturnedMail.objects.get()

    assert browser.get(f"{reverse('admin:notifications_returnedmail_changelist')}?doubt=yes").status_code == 200
    browser.post(reverse("admin:notifications_returnedmail_press", args=[returned.pk, "settle"]))

    returned.refresh_from_db()
    assert returned.settled_at is not None


@pytest.mark.parametrize("name", ["outboxmail", "mailing", "returnedmail"])
@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_often_for_three_as_for_one(name, number, django_assert_max_num_queries):
    by = office()
    browser = browser_of(by)
    for turn in range(number):
        mailing = confirm_mailing(ToAll(UserFactory()), [UserFactory()], by=by, once=f"form-{turn}")
        mailing.mails.update(attempts=1)
        returns.note(mailing.mails.get(), "hard")

    with django_assert_max_num_queries(14):
        assert browser.get(reverse(f"admin:notifications_{name}_changelist")).status_code == 200
