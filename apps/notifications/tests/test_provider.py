"""A provider's reports: signed ones are noted once; unsigned, wrongly signed or repeated ones change nothing."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from django.core.checks import run_checks
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages, returns
from apps.notifications.models import OutboxMail, ReturnedMail

from .many import make_known
from .messages import Greeting
from .servers import FaultyBackend

SECRET = "events:a-long-random-password-for-tests"
SIGNING_KEY = "key-of-the-provider"


@pytest.fixture(autouse=True)
def provider(monkeypatch, settings):
    monkeypatch.setattr(messages, "nudges", [])
    make_known(monkeypatch, Greeting)
    settings.EMAIL_PROVIDER, settings.EMAIL_WEBHOOK_SECRET = "mailgun", SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY}
    settings.EMAIL_BACKEND = f"{FaultyBackend.__module__}.FaultyBackend"
    FaultyBackend.faults, FaultyBackend.accepted, FaultyBackend.in_transaction = [], [], []


@pytest.fixture
def mail(db):
    with transaction.atomic():
        Greeting(UserFactory()).queue_for([UserFactory(email="gone@example.org")])
    delivery.deliver_due()
    return OutboxMail.objects.get()


def event(mail, key=SIGNING_KEY, signed=True, **changes):
    """What the provider sends about a mail."""
    data = {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "id": "event-1",
        "timestamp": time.time(),
        "recipient": mail.address,
        "user-variables": {"mail": returns.token_of(mail)},
        "delivery-status": {"code": 550, "message": "550 5.1.1 no such user"},
    } | changes
    moment, token = str(int(time.time())), "t" * 50
    signature = hmac.new(key.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    sealed = {"signature": {"timestamp": moment, "token": token, "signature": signature}} if signed else {}
    return sealed | {"event-data": data}


def post(content, secret=SECRET, address="mail_events"):
    """The provider's request."""
    headers = {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    browser = Client(raise_request_exception=False)
    return browser.post(reverse(address), json.dumps(content), content_type="application/json", headers=headers)


def test_the_mail_carries_our_note_for_the_provider(mail):
    (handed_over,) = FaultyBackend.accepted

    assert handed_over.metadata == {"mail": returns.token_of(mail)}
    assert handed_over.from_email == handed_over.extra_headers.get("From", handed_over.from_email)


def test_a_signed_event_is_noted_once(mail):
    answers = [post(event(mail)).status_code for _time in range(2)]

    returned = ReturnedMail.objects.get()
    assert answers == [200, 200]
    assert (returned.mail, returned.kind, returned.status_code) == (mail, "hard", "5.1.1")


def test_a_complaint_makes_the_address_doubtful(mail):
    post(event(mail, event="complained"))

    assert ReturnedMail.objects.get().kind == "complaint"
    assert list(returns.people_without_reachable_address()) == [mail.recipient]


def test_a_passing_trouble_only_flags(mail):
    post(event(mail, severity="temporary"))

    assert ReturnedMail.objects.get().kind == "soft"
    assert not returns.people_without_reachable_address().exists()


@pytest.mark.parametrize(
    ("made", "secret"),
    [
        ({"signed": False}, SECRET),
        ({"key": "another key"}, SECRET),
        ({}, "events:another password of that length"),
        ({}, ""),
    ],
)
def test_unsigned_and_wrongly_signed_events_change_nothing(mail, made, secret, expected_errors):
    assert post(event(mail, **made), secret).status_code == 400
    assert not ReturnedMail.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"user-variables": {"mail": "1-" + "0" * 24}},
        {"user-variables": {}},
        {"recipient": "somebody.else@example.org"},
        {"event": "delivered"},
        {"event": "opened"},
    ],
)
def test_signed_events_about_nothing_of_ours_change_nothing(mail, changes):
    assert post(event(mail, **changes)).status_code == 200
    assert not ReturnedMail.objects.exists()


def test_a_replay_after_the_office_has_settled_changes_nothing(mail):
    content = event(mail)
    post(content)
    ReturnedMail.objects.update(settled_at=mail.created_at)

    post(content)

    assert not returns.people_without_reachable_address().exists()
    assert ReturnedMail.objects.count() == 1


@pytest.mark.parametrize("missing", ["EMAIL_PROVIDER", "EMAIL_WEBHOOK_SECRET"])
def test_without_provider_or_secret_there_is_nothing(mail, settings, missing):
    setattr(settings, missing, "")

    assert [post(event(mail), address=name).status_code for name in ("mail_events", "mail_inbound")] == [404, 404]
    assert not ReturnedMail.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("RETURN_ADDRESS", "bounces", "portal.E101"),
        ("RETURN_ADDRESS", "@rabat.example", "portal.E101"),
        ("EMAIL_PROVIDER", "no-such", "portal.E102"),
        ("EMAIL_PROVIDER", "os.path", "portal.E102"),
        ("EMAIL_WEBHOOK_SECRET", "", "portal.E103"),
        ("EMAIL_WEBHOOK_SECRET", "user:short", "portal.E103"),
        ("EMAIL_TIMEOUT", 0, "portal.E104"),
        ("EMAIL_TIMEOUT", 600, "portal.E104"),
    ],
)
def test_settings_of_mails_are_checked(settings, name, value, fault):
    assert not [found for found in run_checks() if found.id and found.id.startswith("portal.E10")]
    setattr(settings, name, value)

    assert [found.id for found in run_checks() if found.id and found.id.startswith("portal.E10")] == [fault]
