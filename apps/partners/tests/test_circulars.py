"""Circulars: sent once to named people in their language, stopped within a minute, read by those addressed alone."""

import datetime

import pytest
import time_machine
from django.core import mail as locmem
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.backends import MailAddressBackend
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages, returns
from apps.notifications.mailings import stop_mailing
from apps.notifications.models import Mailing, OutboxMail
from apps.notifications.queries import notices_for
from apps.partners.models import Circular, CircularPaper, Mandate, Membership
from apps.partners.queries.circulars import people_addressed, reached

from .factories import MandateFactory, NetworkFactory, PartnerFactory, focal_point, secretariat_member
from .writing import PDF, arrived, browser_of, circular, paper, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def cast():
    """Two seats of the main network, one of which sits on the committee, one of another network, one that left."""
    people = {"ga": focal_point("GA"), "ch": focal_point("CH", language="fr")}
    Membership.objects.create(partner=PartnerFactory(code="CH"))
    people["other"] = UserFactory(email="mm@example.org")
    network = NetworkFactory(code="mmfp", name_en="Missing migrants", name_fr="Migrants disparus")
    MandateFactory(user=people["other"], partner=PartnerFactory(code="GA"), network=network)
    people["former"] = UserFactory(email="former@example.org")
    MandateFactory(user=people["former"], partner=PartnerFactory(code="GA"), role=Mandate.Role.READER, ended=True)
    return people


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"ga", "ch"}),
        ({"audience": "committee"}, {"ch"}),
        ({"audience": "partners", "named": ["GA"]}, {"ga"}),
        ({"audience": "partners", "named": []}, set()),
        ({"network": "mmfp"}, {"other"}),
    ],
)
def test_it_goes_to_whom_it_says_and_is_read_by_them_alone(fields, expected):
    people = cast()
    named = fields.pop("named", None)
    if "network" in fields:
        fields = fields | {"network": NetworkFactory(code=fields["network"])}
    row = circular(**fields)
    if named is not None:
        row.partners.set([PartnerFactory(code=code) for code in named])
    assert set(people_addressed(row)) == {people[name] for name in expected}
    if not expected:
        return

    later = arrived(row)

    assert {mail.to[0] for mail in locmem.outbox} == {people[name].email for name in expected}
    with time_machine.travel(later, tick=False):
        fresh = {name: User.objects.get(pk=person.pk) for name, person in people.items()}
        seen = {name for name, person in fresh.items() if Circular.objects.visible_to(person).exists()}
        allowed = {name for name, person in fresh.items() if person.has_perm("partners.view_circular", row)}
    assert seen == allowed == expected


def test_a_draft_and_what_still_waits_are_for_the_office_only():
    person, office = focal_point("GA"), secretariat_member()
    row = circular()
    browser = browser_of(person)
    assert browser.get(row.get_absolute_url()).status_code == 404

    send(row, office)

    assert browser.get(row.get_absolute_url()).status_code == 404
    assert browser_of(office).get(row.get_absolute_url()).status_code == 200


def test_the_successor_of_a_seat_reads_what_was_sent_to_it():
    focal_point("GA")
    row = circular()
    later = arrived(row)
    successor = focal_point("GA", "alternate")

    with time_machine.travel(later, tick=False):
        assert browser_of(successor).get(row.get_absolute_url()).status_code == 200


def test_each_mail_is_in_its_language_with_the_text_and_the_link():
    focal_point("GA")
    focal_point("CH", language="fr")

    arrived(circular())

    mails = {mail.to[0]: mail for mail in locmem.outbox}
    assert mails["head.ga@example.org"].subject == "[Info] Preparing the meeting"
    assert "the secret word is Zeltaro." in mails["head.ga@example.org"].body
    assert "le mot secret est Zeltaro." in mails["head.ch@example.org"].body
    assert "/fr/" in mails["head.ch@example.org"].body


def test_a_restricted_one_sends_a_link_and_no_word_of_the_text():
    focal_point("GA")
    row = circular(mark=Circular.Mark.RESTRICTED)

    arrived(row)

    (mail,) = locmem.outbox
    whole = mail.message().as_string() + mail.subject + mail.body
    assert "Zeltaro" not in whole
    assert "Preparing the meeting" not in whole
    assert row.get_absolute_url() in mail.body


def test_stopped_within_the_minute_it_reaches_nobody_and_is_a_draft_again():
    person, office = focal_point("GA"), secretariat_member()
    row = circular()
    mailing = send(row, office)
    assert not row.is_draft

    stop_mailing(mailing, by=office)
    row.refresh_from_db()
    with time_machine.travel(mailing.leaves_at + datetime.timedelta(minutes=5), tick=False):
        delivery.deliver_due()
        assert not Circular.objects.visible_to(User.objects.get(pk=person.pk)).exists()

    assert locmem.outbox == []
    assert row.is_draft
    arrived(row, office)
    assert len(locmem.outbox) == 1


def test_of_two_confirmations_the_second_finds_the_first():
    office = secretariat_member()
    focal_point("GA")
    row = circular()

    assert send(row, office) == send(row, office)
    assert (Mailing.objects.count(), OutboxMail.objects.count()) == (1, 1)


@pytest.mark.parametrize("lacking", ["title_fr", "body_en"])
def test_what_lacks_a_language_is_not_sent(lacking):
    focal_point("GA")
    row = circular(**{lacking: ""})

    with pytest.raises(ValidationError):
        send(row)
    assert not Mailing.objects.exists()


def test_only_the_office_sends():
    with pytest.raises(PermissionDenied):
        send(circular(), focal_point("GA"))


def test_what_is_sent_can_no_longer_be_changed():
    office = secretariat_member()
    focal_point("GA")
    row = circular()
    file = paper(row)
    may = ["partners.change_circular", "partners.add_circularpaper", "partners.delete_circularpaper"]
    assert all(office.has_perm(permission, row) for permission in may)
    send(row, office)

    assert not any(office.has_perm(permission, row) for permission in may)
    page = reverse("admin:partners_circular_change", args=[row.pk])
    answer = browser_of(office).post(
        page, {"title_en": "Other", "papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}
    )
    row.refresh_from_db()
    assert (answer.status_code, row.title_en) == (403, "Preparing the meeting")
    assert CircularPaper.objects.filter(pk=file.pk).exists()


def test_papers_are_handed_to_who_reads_the_circular_and_to_nobody_else():
    reader, stranger = focal_point("GA"), cast_stranger()
    row, other = circular(), circular()
    file = paper(row, "fr")
    later = arrived(row)
    address = file.get_absolute_url()
    crossed = reverse("circulars:paper", args=[other.reference, file.reference])

    with time_machine.travel(later, tick=False):
        page = browser_of(reader).get(row.get_absolute_url())
        assert "Agenda.pdf" in page.content.decode()
        answer = browser_of(reader).get(address)
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
        assert "attachment" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content) == PDF
        assert browser_of(stranger).get(address).status_code == 404
        assert browser_of(reader).get(crossed).status_code == 404


def cast_stranger():
    """Somebody of another network."""
    person = UserFactory(email="stranger@example.org")
    MandateFactory(user=person, partner=PartnerFactory(code="ML"), network=NetworkFactory(code="mmfp"))
    return person


def test_the_office_sees_which_seats_were_reached():
    people = [focal_point("GA"), focal_point("CH")]
    row = circular()
    arrived(row)
    bounced = OutboxMail.objects.get(recipient=people[0])
    returns.note(bounced, "hard", "5.1.1")

    seats = {seat.partner.code: (seat.people, seat.sent, seat.came_back, seat.is_reached) for seat in reached(row)}

    assert seats == {"GA": (1, 1, 1, False), "CH": (1, 1, 0, True)}
    page = browser_of(secretariat_member()).get(reverse("admin:partners_circular_change", args=[row.pk]))
    assert page.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_often_for_three_as_for_one(number, django_assert_max_num_queries):
    person, office = focal_point("GA"), secretariat_member()
    for _turn in range(number):
        later = arrived(circular(), office)
    with time_machine.travel(later, tick=False), translation.override("en"):
        browser = browser_of(person)
        with django_assert_max_num_queries(14):
            html = browser.get(reverse("circulars:list")).content.decode()
        assert html.count("Preparing the meeting") == number
    browser = browser_of(office)
    with django_assert_max_num_queries(14):
        assert browser.get(reverse("admin:partners_circular_changelist")).status_code == 200


def test_what_is_sent_after_the_first_look_is_in_the_inbox_too():
    people = cast()
    for days in range(2):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
            later = arrived(circular())
        with time_machine.travel(later, tick=False):
            assert len(notices_for(MailAddressBackend().get_user(people["ga"].pk))) == days + 1


def test_an_inbox_of_three_circulars_asks_as_much_as_of_one_and_holds_those_addressed_only():
    people = cast()
    numbers = []
    for shown in (1, 3):
        while Circular.objects.count() < shown:
            row = circular(audience="partners")
            row.partners.set([PartnerFactory(code="GA")])
            later = arrived(row)
        with time_machine.travel(later, tick=False), CaptureQueriesContext(connection) as asked:
            reader = MailAddressBackend().get_user(people["ga"].pk)
            assert len(notices_for(reader)) == shown
        numbers.append(len(asked))

    with time_machine.travel(later, tick=False):
        for mandate in people["ga"].mandates.all():
            Mandate.objects.filter(pk=mandate.pk).update(partner=PartnerFactory(code="ML"))
        assert notices_for(MailAddressBackend().get_user(people["ga"].pk)) == []
    assert numbers[0] == numbers[1]
