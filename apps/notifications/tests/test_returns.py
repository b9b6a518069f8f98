"""Mails that come back: noted once, by our own mark only; the address is in doubt until somebody has acted."""

import io
import sys
from email.message import EmailMessage

import pytest
from django.core import mail as locmem
from django.core.management import call_command
from django.db import transaction

from apps.accounts.tests.factories import UserFactory
from apps.common import office_settings
from apps.notifications import delivery, messages, outbox, returns
from apps.notifications.models import OutboxMail, ReturnedMail
from apps.notifications.overview import for_office
from apps.notifications.reports import read_report

from .many import Chooseable, make_known
from .messages import Greeting
from .servers import smtp_server

Status = OutboxMail.Status
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch, settings):
    monkeypatch.setattr(messages, "nudges", [])
    make_known(monkeypatch, Chooseable, Greeting)
    settings.RETURN_ADDRESS = "bounces@rabat.example"


def queued(person=None, message=Greeting):
    with transaction.atomic():
        message(UserFactory()).queue_for([person or UserFactory(email="gone@example.org")])
    return OutboxMail.objects.order_by("-pk").first()


def sent(person=None, message=Greeting):
    mail = queued(person, message)
    delivery.deliver_due()
    mail.refresh_from_db()
    assert mail.status == Status.SENT
    return mail


def report(
    to, action="failed", status="5.1.1", diagnostic="", message_id="<r1@mx.example>", content="multipart/report"
):
    """What a mail server sends back (RFC 3464)."""
    lines = [
        f"Delivered-To: {to}",
        "From: MAILER-DAEMON@mx.example",
        f"To: {to}",
        f"Message-ID: {message_id}",
        "Subject: Undelivered Mail Returned to Sender",
        f'Content-Type: {content}; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "Sorry.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        "Final-Recipient: rfc822; elsewhere@example.org",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {diagnostic}",
        "",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()


def test_the_envelope_names_the_mail_and_the_letterhead_stays(settings):
    settings.DEFAULT_FROM_EMAIL = "Rabat Process <portal@rabat.example>"
    mail = queued()

    with smtp_server(settings) as box:
        delivery.deliver_due()

    (received,) = box.mails
    assert received.sender == returns.return_address(mail)
    assert received.sender.startswith(f"bounces+{mail.pk}-")
    assert received.mail["From"] == "Rabat Process <portal@rabat.example>"
    assert returns.mail_of_token(received.sender) == mail
    assert len(received.sender.partition("@")[0]) <= 64


def test_without_a_mailbox_for_returns_the_sender_is_the_portal(settings):
    settings.RETURN_ADDRESS, settings.DEFAULT_FROM_EMAIL = "", "portal@rabat.example"
    queued()

    with smtp_server(settings) as box:
        delivery.deliver_due()

    assert box.mails[0].sender == "portal@rabat.example"


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "kind"),
    [
        ("failed", "5.1.1", "", "hard"),
        ("failed", "5.0.0", "550 5.7.1 rejected", "hard"),
        ("Failed (given up)", "", "550 5.4.1 no such user", "hard"),
        ("failed", "5.2.2", "552 mailbox full", "soft"),
        ("failed", "4.4.7", "", "soft"),
        ("failed", "", "", "soft"),
        ("delayed", "4.4.1", "", "soft"),
    ],
)
def test_a_report_is_read(action, status, diagnostic, kind):
    mail = sent()

    assert read_report(report(returns.return_address(mail), action, status, diagnostic))

    returned = ReturnedMail.objects.get()
    assert (returned.mail, returned.person, returned.address, returned.kind) == (
        mail,
        mail.recipient,
        "gone@example.org",
        kind,
    )
    assert returns.people_without_reachable_address().count() == (kind == "hard")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "whatever"])
def test_what_is_no_failure_is_not_noted(action):
    assert not read_report(report(returns.return_address(sent()), action))
    assert not ReturnedMail.objects.exists()


def test_a_report_counts_once_in_whatever_clothes():
    mail = sent()
    to = returns.return_address(mail)

    news = [read_report(report(to)), read_report(report(to)), read_report(report(to, message_id="<r2@mx.example>"))]

    assert news == [True, False, False]
    assert ReturnedMail.objects.count() == 1


@pytest.mark.parametrize(
    "forge",
    [
        lambda mail: "bounces@rabat.example",
        lambda mail: f"bounces+{mail.pk}@rabat.example",
        lambda mail: f"bounces+{mail.pk}-{'0' * 24}@rabat.example",
        lambda mail: returns.return_address(mail).replace(f"+{mail.pk}-", f"+{mail.pk + 1}-"),
        lambda mail: mail.message_id,
        lambda mail: "",
    ],
)
def test_a_forged_report_changes_nothing(forge):
    mail = sent()
    sent(UserFactory(email="next@example.org"))

    assert not read_report(report(forge(mail)))
    assert not ReturnedMail.objects.exists()


def test_a_report_about_a_mail_that_was_never_sent_changes_nothing():
    assert not read_report(report(returns.return_address(queued())))


def test_automatic_answers_and_broken_mails_change_nothing():
    mail = sent()
    away = EmailMessage()
    away["To"], away["Auto-Submitted"], away["Subject"] = returns.return_address(mail), "auto-replied", "Out of office"
    away.set_content("Status: 5.1.1\nAction: failed")

    for content in (away.as_bytes(), b"", b"\x00\xff" * 50, report(returns.return_address(mail), content="text/plain")):
        assert not read_report(content)
    assert not ReturnedMail.objects.exists()


def test_a_doubtful_address_is_told_to_the_office_once_and_stands_on_its_desk():
    office = UserFactory(secretariat=True)
    person = UserFactory(email="gone@example.org", name="Zoé")
    mails = [sent(person), sent(person)]

    for mail in mails:
        read_report(report(returns.return_address(mail)))

    told = OutboxMail.objects.filter(message="notifications.address_in_doubt")
    (waiting,) = for_office(office)
    assert [mail.recipient for mail in told] == [office]
    assert "Zoé" in told.get().subject
    assert (waiting.title, waiting.detail) == ("Mails to Zoé come back", "gone@example.org")
    assert list(returns.people_without_reachable_address()) == [person]


def test_soft_returns_only_flag():
    office = UserFactory(secretariat=True)

    read_report(report(returns.return_address(sent()), "delayed", "4.4.1"))

    assert ReturnedMail.objects.count() == 1
    assert for_office(office) == []
    assert not OutboxMail.objects.filter(message="notifications.address_in_doubt").exists()


def doubted(person, times=3):
    """Somebody whose address returned so many mails."""
    for _time in range(times):
        returns.note(sent(person), "hard", "5.1.1")


def test_after_a_few_returns_what_can_wait_is_held_and_what_cannot_goes_on():
    person = UserFactory(email="gone@example.org")
    doubted(person, 2)
    assert sent(person, Chooseable).status == Status.SENT
    doubted(person, 1)

    held, at_once = queued(person, Chooseable), queued(person, Greeting)
    delivery.deliver_due()

    held.refresh_from_db()
    at_once.refresh_from_db()
    assert (held.status, at_once.status) == (Status.HELD, Status.SENT)


def test_the_office_decides_after_how_many():
    office_settings.decide("notifications.returns_before_holding", 1, by=UserFactory(administrator=True))
    person = UserFactory(email="gone@example.org")
    doubted(person, 1)
    mail = queued(person, Chooseable)

    delivery.deliver_due()

    mail.refresh_from_db()
    assert mail.status == Status.HELD


def test_settling_sends_what_was_held_once():
    office, person = UserFactory(secretariat=True), UserFactory(email="gone@example.org")
    doubted(person)
    held = queued(person, Chooseable)
    delivery.deliver_due()
    locmem.outbox.clear()

    assert outbox.settle(ReturnedMail.objects.first(), by=office)
    assert not outbox.settle(ReturnedMail.objects.first(), by=office)
    delivery.deliver_due()
    delivery.deliver_due()

    held.refresh_from_db()
    assert (held.status, len(locmem.outbox)) == (Status.SENT, 1)
    assert locmem.outbox[0].extra_headers["Message-ID"] == held.message_id
    assert for_office(office) == []


def test_another_address_ends_the_doubt_and_sends_what_was_held_there():
    person = UserFactory(email="gone@example.org")
    doubted(person)
    queued(person, Chooseable)
    delivery.deliver_due()
    locmem.outbox.clear()
    person.email = "here@example.org"
    person.save()

    delivery.deliver_due()

    assert [mail.to for mail in locmem.outbox] == [["here@example.org"]]
    assert not returns.people_without_reachable_address().exists()


def test_a_late_report_about_a_former_address_leaves_the_new_one_alone():
    person = UserFactory(email="gone@example.org")
    mail = sent(person)
    person.email = "here@example.org"
    person.save()

    read_report(report(returns.return_address(mail)))

    assert ReturnedMail.objects.get().address == "gone@example.org"
    assert not returns.people_without_reachable_address().exists()


def test_the_command_reads_a_mail_from_standard_input(monkeypatch, capsys):
    mail = sent()
    stdin = io.TextIOWrapper(io.BytesIO(report("bounces@rabat.example")))
    monkeypatch.setattr(sys, "stdin", stdin)

    call_command("read_returned_mail", sent_to=returns.return_address(mail))

    assert ReturnedMail.objects.get().mail == mail
    assert "1 mails read, 1 reports noted." in capsys.readouterr().out


def test_the_command_reads_a_folder_and_moves_what_it_read(tmp_path, capsys):
    for number, mail in enumerate([sent(), sent(UserFactory(email="two@example.org"))]):
        (tmp_path / f"{number}.eml").write_bytes(report(returns.return_address(mail)))
    (tmp_path / "other.eml").write_bytes(b"hello")

    call_command("read_returned_mail", folder=tmp_path)

    assert ReturnedMail.objects.count() == 2
    assert "3 mails read, 2 reports noted." in capsys.readouterr().out
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["read"]
    assert len(list((tmp_path / "read").iterdir())) == 3
