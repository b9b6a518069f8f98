"""What visitors write to the secretariat: rows in its queue, few an hour, no account, no mail to anybody else."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from apps.accounts.models import User
from apps.notifications.models import OutboxMail
from apps.partners import services
from apps.partners.models import Enquiry

from .factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
NOON = datetime.datetime(2026, 11, 24, 12, 50, tzinfo=datetime.UTC)
WORDS = {"name": "Awa Sow", "address": "Awa@example.org", "words": "Bonjour <b>à tous</b>"}


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def visitor():
    """A browser that asks of the portal what a real one would: the check of forms is on."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_message_reaches_the_queue_without_a_cookie(visitor, language):
    office = secretariat_member()
    with translation.override(language):
        address = reverse("seats:contact")

    page = visitor.get(address)
    sent = visitor.post(address, WORDS)

    row = Enquiry.objects.get()
    assert not page.cookies
    assert not sent.cookies
    assert sent.status_code == 302
    assert (row.kind, row.address, row.language, row.words) == ("contact", "awa@example.org", language, WORDS["words"])
    mail = OutboxMail.objects.get()
    assert mail.recipient == office
    assert WORDS["words"] not in mail.text + mail.html
    assert User.objects.count() == 1
    assert visitor.get(sent.url).status_code == 200


def test_a_new_focal_point_names_the_partner_and_gets_no_account(visitor):
    secretariat_member()
    gabon = PartnerFactory(code="GA")
    address = reverse("seats:new_focal_point")

    wrong = visitor.post(address, {**WORDS, "words": ""})
    visitor.post(address, {**WORDS, "words": "", "partner": gabon.pk})

    assert wrong.status_code == 422
    assert "Awa Sow" in wrong.content.decode()
    assert Enquiry.objects.get().partner == gabon
    assert not User.objects.filter(email="awa@example.org").exists()


def test_former_and_invented_partners_are_not_offered(visitor):
    former, invented = PartnerFactory(code="XF", former=True), PartnerFactory(code="XI", is_invented=True)

    for partner in (former, invented):
        assert visitor.post(reverse("seats:new_focal_point"), {**WORDS, "partner": partner.pk}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"address": "nobody"}, "address"),
        ({"name": ""}, "name"),
        ({"words": ""}, "words"),
        ({"words": "a\x00b"}, "words"),
        ({"name": "x" * 151}, "name"),
        ({"words": "x" * 4001}, "words"),
    ],
)
def test_faults_stand_at_their_field_and_nothing_typed_is_lost(visitor, changed, field):
    answer = visitor.post(reverse("seats:contact"), {**WORDS, **changed})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Enquiry.objects.exists()


def test_the_field_that_only_machines_fill(visitor):
    answer = visitor.post(reverse("seats:contact"), {**WORDS, "website": "https://example.org"})

    assert (answer.status_code, Enquiry.objects.count()) == (302, 0)


def test_the_same_words_twice_are_one_row(visitor):
    for _press in range(2):
        visitor.post(reverse("seats:contact"), WORDS)

    assert Enquiry.objects.count() == 1


def test_few_an_hour_from_an_address(visitor):
    answers = [visitor.post(reverse("seats:contact"), {**WORDS, "words": f"No {n}"}).status_code for n in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert Enquiry.objects.count() == 3


def test_few_an_hour_from_a_sender_whatever_a_header_says(visitor):
    answers = [
        visitor.post(
            reverse("seats:contact"),
            {**WORDS, "address": f"a{n}@example.org"},
            headers={"x-forwarded-for": f"10.0.0.{n}"},
        ).status_code
        for n in range(24)
    ]

    assert answers == [302] * 20 + [429] * 4


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_a_form_on_another_site_is_refused(visitor, headers):
    assert visitor.post(reverse("seats:contact"), WORDS, headers=headers).status_code == 403
    assert not Enquiry.objects.exists()


def test_the_secretariat_settles_once(client):
    first, second = secretariat_member(), secretariat_member(email="second@example.org")
    enquiry = services.receive(kind="contact", name="A", address="a@example.org", words="W")
    client.force_login(first, backend=BACKEND)

    page = client.get(reverse("admin:partners_enquiry_change", args=[enquiry.pk]))
    client.post(reverse("admin:partners_enquiry_press", args=[enquiry.pk, "answered"]))

    enquiry.refresh_from_db()
    assert page.status_code == 200
    assert (enquiry.status, enquiry.handled_by) == ("answered", first)
    assert services.settle(enquiry, "closed", by=second) is False


def test_ways_in_are_linked(client):
    assert reverse("seats:new_focal_point") in client.get(reverse("account_login")).content.decode()
    assert reverse("seats:contact") in client.get(reverse("partners:list")).content.decode()


def test_enquiries_are_the_offices_only(client):
    enquiry = services.receive(kind="contact", name="A", address="a@example.org", words="W")
    client.force_login(focal_point("GA"), backend=BACKEND)

    assert client.get(reverse("admin:partners_enquiry_change", args=[enquiry.pk])).status_code in (302, 403)


def test_limits_last_for_an_hour(visitor):
    with time_machine.travel(NOON, tick=False) as clock:
        answers = []
        for number in range(3):
            answers.append(visitor.post(reverse("seats:contact"), {**WORDS, "words": f"No {number}"}).status_code)
        clock.shift(datetime.timedelta(minutes=20))
        answers.append(visitor.post(reverse("seats:contact"), {**WORDS, "words": "once more"}).status_code)
        clock.shift(datetime.timedelta(minutes=41))
        answers.append(visitor.post(reverse("seats:contact"), {**WORDS, "words": "later"}).status_code)

    assert answers == [302, 302, 302, 429, 302]


def test_an_address_that_is_too_long_is_told_at_its_field(visitor):
    long = f"a@{'.'.join(['b' * 62] * 4)}.org"

    answer = visitor.post(reverse("seats:contact"), {**WORDS, "address": long})

    assert answer.status_code == 422
    assert "address" in answer.context["form"].errors
    assert escape(WORDS["words"]) in answer.content.decode()
