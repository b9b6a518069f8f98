"""A moved, postponed or cancelled activity: one mail with old date, new date, reason and an entry for calendars."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from apps.accounts.tests.factories import UserFactory
from apps.activities.calendar import entry
from apps.activities.dates_mail import dates_before
from apps.activities.models import Activity, DateChange, Kind
from apps.notifications import delivery, messages
from apps.notifications.mailings import stop_mailing
from apps.notifications.models import Mailing, OutboxMail
from apps.notifications.tests.servers import smtp_server
from apps.partners.tests.factories import (
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

BACKEND = "apps.accounts.backends.MailAddressBackend"
OLD, NEW = datetime.date(2027, 3, 9), datetime.date(2027, 4, 13)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def activity(**fields):
    texts = {"title_en": "Thematic meeting", "title_fr": "Réunion thématique", "city": "Banjul"}
    seen = {"publication": "published", "published_at": timezone.now()}
    known = {"slug": "meeting", "kind": Kind.THEMATIC, "starts_on": OLD, "ends_on": OLD + datetime.timedelta(days=1)}
    return Activity.objects.create(**texts | seen | known | fields)


def moved(row, first=NEW, last=None, **fields):
    for name, value in {"starts_on": first, "ends_on": last or first, **fields}.items():
        setattr(row, name, value)
    row.save()
    return row


def browser_of(person):
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


def page(row):
    return reverse("admin:activities_activity_mailing", args=[row.pk])


CHOSEN = {
    "audience": "all",
    "starts_on": OLD.isoformat(),
    "ends_on": "",
    "precision": "day",
    "reason_en": "The hall is not free.",
    "reason_fr": "La salle n’est pas libre.",
}


def confirmed(browser, row, number, **changes):
    """Look, then confirm with the number."""
    chosen = CHOSEN | changes
    html = browser.get(page(row), chosen).content.decode()
    hidden = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', html))
    answer = browser.post(page(row), {**chosen, **hidden, "number": str(number)})
    assert answer.status_code == 302
    return Mailing.objects.latest("pk")


def event_of(text):
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_the_dates_before_are_those_of_the_history():
    row = activity()
    assert dates_before(row)[0] == OLD
    moved(row)
    moved(row, NEW, city="Dakar")

    assert dates_before(row) == (OLD, OLD + datetime.timedelta(days=1), "day")


def test_the_form_knows_old_dates_and_reason():
    row = moved(activity())
    DateChange.objects.create(activity=row, step="postponed", reason_en="Floods.", reason_fr="Inondations.")

    html = browser_of(secretariat_member()).get(page(row)).content.decode()

    assert f'value="{OLD.isoformat()}"' in html
    assert all(words in html for words in ("Floods.", "Inondations."))


@pytest.mark.parametrize(("audience", "expected"), [("all", {"ga", "ch", "ml"}), ("taking_part", {"ga", "ch"})])
def test_it_goes_to_all_seats_or_to_those_that_take_part(audience, expected):
    for code in ("GA", "CH", "ML"):
        focal_point(code)
    row = moved(activity(country=PartnerFactory(code="GA")))
    row.co_chairs.add(PartnerFactory(code="CH"))

    mailing = confirmed(browser_of(secretariat_member()), row, len(expected), audience=audience)

    told = set(mailing.mails.values_list("address", flat=True))
    assert told == {f"head.{code}@example.org" for code in expected}


@pytest.mark.parametrize("audience", ["all", "taking_part"])
def test_the_meeting_of_another_network_is_told_to_that_network(audience):
    focal_point("GA")
    other = MandateFactory(partner=PartnerFactory(code="GA"), network=NetworkFactory(code="missing-migrants"))
    row = moved(activity(country=PartnerFactory(code="GA"), network=other.network))

    mailing = confirmed(browser_of(secretariat_member()), row, 1, audience=audience)

    assert list(mailing.mails.values_list("address", flat=True)) == [other.user.email]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["“Thematic meeting” has new dates.", "9 March 2027", "13 April 2027", "The hall is not free."]),
        ("fr", ["Réunion thématique", "9 mars 2027", "13 avril 2027", "La salle n’est pas libre."]),
    ],
)
def test_the_mail_arrives_with_dates_reason_and_calendar(settings, language, said):
    focal_point("GA", language=language)
    row = moved(activity())
    mailing = confirmed(browser_of(secretariat_member()), row, 1)

    with smtp_server(settings) as box, time_machine.travel(mailing.leaves_at + datetime.timedelta(seconds=1)):
        delivery.deliver_due()

    mail = box.mails[0].mail
    text = mail.get_body(("plain",)).get_content().replace("\xa0", " ")
    assert [words for words in said if words not in text] == []
    assert mail.get_body(("html",)) is not None
    (attached,) = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "activity.ics")
    assert attached["Content-Type"].params["method"] == "PUBLISH"
    event = event_of(attached.get_content())
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (NEW, NEW + datetime.timedelta(days=1))
    assert event["SUMMARY"] == "Thematic meeting / Réunion thématique"


def test_later_entries_keep_the_identifier_and_raise_the_number():
    focal_point("GA")
    row, browser = moved(activity()), browser_of(secretariat_member())
    events = []
    for day in (NEW, NEW + datetime.timedelta(days=7)):
        moved(row, day)
        mailing = confirmed(browser, row, 1)
        events.append(event_of(mailing.mails.get().attachments[0]["text"]))

    assert events[0]["UID"] == events[1]["UID"]
    assert [event["SEQUENCE"] for event in events] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "status", "first"),
    [
        ({}, "CONFIRMED", NEW),
        ({"status": "cancelled"}, "CANCELLED", OLD),
        ({"status": "postponed"}, "CANCELLED", OLD),
        ({"precision": "month"}, "CANCELLED", OLD),
    ],
)
def test_what_has_no_day_takes_the_old_one_out_of_calendars(fields, status, first):
    row = moved(activity(), **fields)

    event = event_of(entry(row, (OLD, None))["text"])

    assert (event["STATUS"], event["DTSTART"].dt) == (status, first)


@pytest.mark.parametrize(
    ("status", "said"),
    [("cancelled", "is cancelled."), ("postponed", "is postponed."), ("announced", "has new dates.")],
)
def test_the_mail_says_what_happened(status, said):
    focal_point("GA")
    row = moved(activity(), status=status)

    mailing = confirmed(browser_of(secretariat_member()), row, 1)

    text = mailing.mails.get().text
    assert said in text
    assert ("none for now" in text) == (status != "announced")


def test_it_is_stopped_within_the_minute():
    focal_point("GA")
    office, row = secretariat_member(), moved(activity())
    mailing = confirmed(browser_of(office), row, 1)

    stop_mailing(mailing, by=office)
    with time_machine.travel(mailing.leaves_at + datetime.timedelta(minutes=5)):
        assert delivery.deliver_due().sent == 0
    assert OutboxMail.objects.get().status == OutboxMail.Status.STOPPED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason_fr": ""}, "reason_fr"),
        ({"reason_en": "", "reason_fr": "Oui"}, "reason_en"),
        ({"starts_on": "9999999"}, "starts_on"),
        ({"ends_on": "2027-03-01"}, "ends_on"),
        ({"audience": "everybody"}, "audience"),
        ({"precision": "century"}, "precision"),
        ({"reason_en": "a" * 301}, "reason_en"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_typed_words_stay(changes, field):
    focal_point("GA")

    answer = browser_of(secretariat_member()).get(page(moved(activity())), CHOSEN | changes)

    assert field in answer.context_data["form"].errors
    assert "La salle" in answer.content.decode() or "reason_fr" in changes
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("fields", [{"publication": "draft", "published_at": None}, {"status": "held"}])
def test_drafts_and_what_is_over_offer_no_mail(fields):
    row = activity(**fields)

    answer = browser_of(secretariat_member()).get(page(row))

    assert answer["Location"] == reverse("admin:activities_activity_change", args=[row.pk])


def test_saving_other_dates_offers_the_mail_and_other_changes_do_not():
    row, browser = activity(), browser_of(secretariat_member())
    change = reverse("admin:activities_activity_change", args=[row.pk])
    form = browser.get(change).context_data["adminform"].form
    values = {name: value for name, value in form.initial.items() if value not in (None, []) and name in form.fields}
    values |= {"published_at_0": "01/01/2026", "published_at_1": "10:00"}
    for prefix in ("outcomes", "date_changes"):
        values |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    values |= {"starts_on": OLD.strftime("%d/%m/%Y"), "ends_on": row.ends_on.strftime("%d/%m/%Y")}

    same = browser.post(change, values | {"city": "Dakar"}, follow=True)
    other = browser.post(change, values | {"ends_on": "12/03/2027"}, follow=True)

    assert page(row) not in [str(message) for message in same.context["messages"]]
    assert any(page(row) in str(message) for message in other.context["messages"])


def test_others_do_not_see_the_page():
    row = activity()

    assert browser_of(UserFactory()).get(page(row)).status_code in (302, 403)
