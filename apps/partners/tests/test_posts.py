""" "Are you still in post?": asked once a quarter, reminded thrice, paused after half a year; answered by buttons."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.office_settings import decide
from apps.notifications.models import OutboxMail, ReturnedMail
from apps.partners import queries, services
from apps.partners.models import Enquiry, Mandate

from .factories import MandateFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
BEGIN = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
# The day after the last answer, and what was told on it; on all others nothing is.
TOLD = {90: "Are you still in post?", 150: "Reminder", 173: "Reminder", 179: "Reminder", 180: "Your access is paused"}


@pytest.fixture
def head():
    with time_machine.travel(BEGIN, tick=False):
        person = focal_point("GA")
    Mandate.objects.filter(user=person).update(confirmed_at=BEGIN)
    return person


def on_day(days):
    return time_machine.travel(BEGIN + datetime.timedelta(days=days), tick=False)


def test_the_whole_calendar_each_told_once(head):
    told, seen = {}, 0
    for day in (*range(85, 95), *range(145, 185)):
        with on_day(day):
            services.ask_who_is_due()
            services.ask_who_is_due()
        subjects = list(OutboxMail.objects.order_by("pk").values_list("subject", flat=True))
        if len(subjects) > seen:
            told[day] = subjects[seen:]
        seen = len(subjects)

    assert {day: len(subjects) for day, subjects in told.items()} == dict.fromkeys(TOLD, 1)
    for day, words in TOLD.items():
        assert words in told[day][0]


def test_a_paused_mandate_gives_no_role_and_stands_on_the_list(client, head):
    office = secretariat_member()
    for day in (90, 120, 180):
        with on_day(day):
            services.ask_who_is_due()

    with on_day(181):
        assert User.objects.get(pk=head.pk).roles.all == ()
        assert "paused" in queries.for_office(office)[0].detail
        client.force_login(head, backend=BACKEND)
        assert client.get(reverse("lab:list")).status_code == 403
        page = client.get(reverse("seats:post"))
        assert "Your access is paused" in page.content.decode()


def test_who_is_paused_asks_and_the_office_opens_again(client, head):
    mandate = head.mandates.get()
    Mandate.objects.filter(pk=mandate.pk).update(paused_at=timezone.now(), asked_at=BEGIN)
    client.force_login(head, backend=BACKEND)

    for _press in range(2):
        client.post(reverse("seats:post"), {"mandate": mandate.pk, "answer": "yes"})

    mandate.refresh_from_db()
    assert mandate.paused_at is not None
    assert Enquiry.objects.get().kind == Enquiry.Kind.PAUSED
    office = secretariat_member()
    client.force_login(office, backend=BACKEND)
    client.post(reverse("admin:partners_mandate_press", args=[mandate.pk, "in-post"]))
    mandate.refresh_from_db()
    assert (mandate.paused_at, mandate.asked_at, mandate.is_running) == (None, None, True)


def test_nobody_is_paused_who_was_not_asked_a_month_before(head):
    with on_day(400):
        services.ask_who_is_due()
        assert head.mandates.get().is_running
    with on_day(429):
        services.ask_who_is_due()
        assert head.mandates.get().is_running
    with on_day(431):
        services.ask_who_is_due()
        assert not head.mandates.get().is_running


def test_the_office_sets_the_days(head):
    office = secretariat_member()
    decide("partners.ask_after_days", 30, by=office)
    decide("partners.pause_after_days", 60, by=office)
    with on_day(31):
        services.ask_who_is_due()
    with on_day(62):
        services.ask_who_is_due()
        assert head.mandates.get().paused_at is not None


def test_looking_answers_nothing_and_each_button_does(client, head):
    mandate = head.mandates.get()
    with on_day(91):
        services.ask_who_is_due()
        client.force_login(head, backend=BACKEND)
        address = reverse("seats:post")
        for method in (client.get, client.head, client.get):
            method(address)
        client.get(f"{address}?answer=yes&mandate={mandate.pk}")
        mandate.refresh_from_db()
        assert mandate.asked_at is not None

        client.post(address, {"mandate": mandate.pk, "answer": "yes"})
        mandate.refresh_from_db()
        assert (mandate.asked_at, mandate.confirmed_at) == (None, timezone.now())

        passed = client.post(address, {"mandate": mandate.pk, "answer": "pass_on"})
        assert passed.url == reverse("seats:hand_over", args=[mandate.pk])

        client.post(address, {"mandate": mandate.pk, "answer": "ask"})
        assert Enquiry.objects.get().kind == Enquiry.Kind.POST


def test_a_colleague_who_passes_on_asks_the_secretariat(client):
    reader = focal_point("GA", "reader")
    client.force_login(reader, backend=BACKEND)

    client.post(reverse("seats:post"), {"mandate": reader.mandates.get().pk, "answer": "pass_on"})

    assert Enquiry.objects.get().kind == Enquiry.Kind.PASS_ON


@pytest.mark.parametrize(
    "sent", [{}, {"mandate": "x"}, {"mandate": "1", "answer": "no"}, {"mandate": "9" * 50, "answer": "yes"}]
)
def test_nonsense_and_other_peoples_mandates_answer_nothing(client, sent):
    other = focal_point("CH").mandates.get()
    Mandate.objects.filter(pk=other.pk).update(asked_at=BEGIN)
    client.force_login(focal_point("GA"), backend=BACKEND)
    sent = {"mandate": str(other.pk), "answer": "yes"} if sent.get("mandate") == "1" else sent

    assert client.post(reverse("seats:post"), sent).status_code == 302
    other.refresh_from_db()
    assert other.asked_at == BEGIN


def test_the_question_stands_on_the_desk_until_it_is_answered(head):
    with on_day(95):
        services.ask_who_is_due()
        (row,) = queries.for_person(head)
        assert row.url == reverse("seats:post")
        assert row.due == BEGIN + datetime.timedelta(days=180)
        services.confirm(head.mandates.get(), by=head)
        assert queries.for_person(User.objects.get(pk=head.pk)) == []


def test_seats_that_do_not_answer_or_bounce_come_to_the_secretariat(head):
    office = secretariat_member()
    with on_day(90):
        services.ask_who_is_due()
        assert queries.for_office(office) == []
    with on_day(121):
        (row,) = queries.for_office(office)
        assert row.title == str(head)
        services.confirm(head.mandates.get(), by=head)
        assert queries.for_office(office) == []
        mail = OutboxMail.objects.filter(recipient=head).first()
        ReturnedMail.objects.create(person=head, mail=mail, address=head.email, kind="hard", report="1")
        (row,) = queries.for_office(office)
        assert "nobody of this seat is reached" in row.detail
        MandateFactory(partner=head.mandates.get().partner, role="alternate")
        assert queries.for_office(office) == []


def test_the_desk_of_the_office_is_the_offices(head):
    assert queries.for_office(head) == []
