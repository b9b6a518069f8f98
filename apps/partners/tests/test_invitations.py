"""Invitations: expiring, once, sent again, taken back, accepted by whom they were sent to; nothing happens on GET."""

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail as locmem
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.common.office_settings import decide
from apps.notifications import delivery
from apps.notifications.models import OutboxMail
from apps.notifications.tests.links import link_in
from apps.partners import services
from apps.partners.models import Enquiry, Invitation, Mandate, Seat

from .factories import (
    InvitationFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)


def invite(by, **words):
    seat = Seat(PartnerFactory(code="GA"), NetworkFactory())
    given = {"address": "Awa.Sow@example.org", "name": "Awa Sow", "language": "fr", "role": "alternate"} | words
    return services.invite_to_seat(seat, by=by, **given)


def path_in_mail():
    delivery.deliver_due()
    path = urlsplit(link_in(locmem.outbox[-1])).path
    return path


def test_the_invitee_is_written_to_in_their_language_and_enters():
    invitation = invite(focal_point("GA"))

    delivery.deliver_due()

    (mail,) = locmem.outbox
    assert mail.to == ["awa.sow@example.org"]
    assert mail.extra_headers["Content-Language"] == "fr"
    assert "/fr/invitation/" in mail.body
    assert OutboxMail.objects.get().text == ""
    assert invitation.person.name == "Awa Sow"
    assert invitation.token_digest not in mail.body


def test_from_the_mail_to_the_welcome(client):
    invite(focal_point("GA"))
    path = path_in_mail()

    for _look in range(3):
        assert client.get(path).status_code == 200
    assert not Mandate.objects.filter(user__email="awa.sow@example.org").exists()
    accepted = client.post(path)
    password = {"password": "quatre mots pour entrer", "again": "quatre mots pour entrer"}
    entered = client.post(accepted.url, password, follow=True)

    person = User.objects.get(email="awa.sow@example.org")
    mandate = person.mandates.get()
    assert (mandate.role, mandate.starts_on, mandate.is_running) == ("alternate", timezone.localdate(), True)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert entered.status_code == 200
    assert client.session.get("welcome_is_due") or "Awa Sow" in entered.content.decode()
    assert OutboxMail.objects.filter(recipient=person, message="partners.welcome").count() == 1


def test_it_opens_once(client):
    InvitationFactory(token="once")
    path = reverse("seats:invitation", args=["once"])

    assert client.post(path).status_code == 302
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert Mandate.objects.count() == 1


def test_it_expires_when_the_office_says(client):
    decide("partners.invitation_days", 3, by=secretariat_member())
    invite(focal_point("GA"))
    path = path_in_mail()

    with time_machine.travel(timezone.now() + 3 * DAY - MINUTE):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + 3 * DAY + MINUTE):
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410
    assert not Mandate.objects.filter(user__email="awa.sow@example.org").exists()


def test_sent_again_the_old_link_dies():
    head = focal_point("GA")
    invitation = invite(head)
    old = path_in_mail()

    assert services.resend(invitation, by=head) is False
    with time_machine.travel(timezone.now() + 11 * MINUTE):
        assert services.resend(invitation, by=head) is True
        new = path_in_mail()

    invitation.refresh_from_db()
    assert old != new
    assert invitation.times_sent == 2
    with pytest.raises(services.InvitationClosed):
        services.invitation_of(old.split("/")[-2])
    assert services.invitation_of(new.split("/")[-2]) == invitation


def test_taken_back_it_opens_nothing_and_a_waiting_mail_stays():
    head = focal_point("GA")
    invitation = invite(head)

    services.revoke(invitation, by=head)

    delivery.deliver_due()
    assert locmem.outbox == []
    assert OutboxMail.objects.get().status == OutboxMail.Status.WITHHELD
    with pytest.raises(services.SeatChanged):
        services.revoke(invitation, by=head)
    with pytest.raises(services.SeatChanged):
        services.resend(invitation, by=head)


@pytest.mark.parametrize("state", ["unknown", "used", "revoked", "expired", "closed account", "other address"])
def test_links_that_open_nothing_reveal_nothing(client, state):
    invitation = InvitationFactory(token="token", person__name="Awa Sow", partner__name_en="Gabon")
    now = timezone.now()
    if state == "used":
        services.accept("token", by=None)
    elif state == "closed account":
        User.objects.filter(pk=invitation.person_id).update(is_active=False)
    elif state == "other address":
        User.objects.filter(pk=invitation.person_id).update(email="new@example.org")
    elif state != "unknown":
        field = {"revoked": {"revoked_at": now}, "expired": {"expires_at": now - DAY}}[state]
        Invitation.objects.filter(pk=invitation.pk).update(**field)
    path = reverse("seats:invitation", args=["nonsense" if state == "unknown" else "token"])

    for answer in (client.get(path), client.post(path)):
        html = answer.content.decode()
        assert answer.status_code == 410
        assert not any(word in html for word in ("Awa Sow", "Gabon", invitation.address, "new@example.org"))


def test_an_expired_one_is_sent_again_to_its_address_only(client):
    invitation = InvitationFactory(token="token", expires_at=timezone.now() - DAY, sent_at=timezone.now() - 15 * DAY)
    path = reverse("seats:ask_again", args=["token"])

    assert client.get(path).status_code == 405
    answers = [client.post(path, {"address": "thief@example.org"}) for _press in range(5)]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("seats:asked_again"))}
    (mail,) = OutboxMail.objects.filter(message="partners.invitation")
    assert mail.address == invitation.address


def test_of_a_revoked_one_the_secretariat_is_asked_once(client):
    secretariat_member()
    InvitationFactory(token="token", revoked_at=timezone.now())

    for _press in range(3):
        client.post(reverse("seats:ask_again", args=["token"]))

    assert Enquiry.objects.get().kind == Enquiry.Kind.INVITATION
    assert not OutboxMail.objects.filter(message="partners.invitation").exists()


def test_an_expired_one_of_a_head_who_left_goes_to_the_secretariat(client):
    head = focal_point("GA")
    InvitationFactory(token="token", partner__code="GA", invited_by=head, expires_at=timezone.now() - DAY)
    services.end(head.mandates.get(), by=secretariat_member())

    client.post(reverse("seats:ask_again", args=["token"]))

    assert Enquiry.objects.get().kind == Enquiry.Kind.INVITATION


def test_an_unknown_token_is_answered_alike_and_does_nothing(client):
    assert client.post(reverse("seats:ask_again", args=["nonsense"])).url == reverse("seats:asked_again")
    assert not Enquiry.objects.exists()
    assert not OutboxMail.objects.exists()


def test_an_existing_account_accepts_by_signing_in(client):
    person = UserFactory(last_login=timezone.now())
    InvitationFactory(token="token", person=person)
    path = reverse("seats:invitation", args=["token"])

    assert client.post(path).url == f"{reverse('account_login')}?next={path}"
    assert not person.mandates.exists()
    client.force_login(person, backend=BACKEND)
    assert client.post(path).url == reverse("seats:welcome")
    assert person.mandates.get().is_running


def test_somebody_else_cannot_accept(client):
    InvitationFactory(token="token", person__last_login=timezone.now())
    thief = focal_point("CH")
    client.force_login(thief, backend=BACKEND)
    path = reverse("seats:invitation", args=["token"])

    page = client.get(path)
    assert "sent to another person" in page.content.decode()
    assert client.post(path).status_code == 403
    with pytest.raises(PermissionDenied):
        services.accept("token", by=thief)
    assert thief.mandates.count() == 1


def test_a_seat_that_has_a_head_meanwhile_tells_the_secretariat(client):
    invitation = InvitationFactory(token="token", role="head")
    MandateFactory(partner=invitation.partner)

    answer = client.post(reverse("seats:invitation", args=["token"]))

    assert answer.status_code == 409
    assert Enquiry.objects.get().kind == Enquiry.Kind.INVITATION
    assert not invitation.person.mandates.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "head"}, "role"),
        ({"address": "head.ga@example.org"}, "address"),
        ({"address": "waits@example.org"}, "address"),
        ({"address": "closed@example.org"}, "address"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(given, field):
    head = focal_point("GA")
    invite(head, address="waits@example.org")
    UserFactory(email="closed@example.org", is_active=False)

    with pytest.raises(ValidationError) as refusal:
        invite(head, **given)

    assert set(refusal.value.error_dict) == {field}


def test_the_office_names_a_head_where_there_is_none():
    assert invite(secretariat_member(), role="head").role == "head"
    focal_point("CH")
    with pytest.raises(ValidationError):
        services.invite_to_seat(
            Seat(PartnerFactory(code="CH"), NetworkFactory()),
            by=secretariat_member(),
            address="x@example.org",
            name="X",
            language="en",
            role="head",
        )


def test_no_address_is_mailed_more_than_three_times_an_hour():
    office = secretariat_member()
    for number in range(5):
        seat = Seat(PartnerFactory(code=f"P{number}"), NetworkFactory())
        try:
            services.invite_to_seat(seat, by=office, address="a@example.org", name="A", language="en", role="reader")
        except ValidationError:
            continue

    assert OutboxMail.objects.filter(message="partners.invitation").count() == 3


def test_the_status_can_be_read_in_both_languages():
    now = timezone.now()
    one = InvitationFactory()
    states = {
        "sent, not answered yet": {},
        "expired": {"expires_at": now - DAY},
        "revoked": {"revoked_at": now},
        "accepted": {"accepted_at": now},
    }
    for words, fields in states.items():
        row = Invitation(expires_at=one.expires_at)
        for name, value in fields.items():
            setattr(row, name, value)
        assert str(row.status_words) == words
        with translation.override("fr"):
            assert str(row.status_words) != words


def test_who_never_signed_in_is_written_to_in_the_language_chosen_last():
    office, address = secretariat_member(), "twice@example.org"
    for code, language in (("CH", "en"), ("GA", "fr")):
        seat = Seat(PartnerFactory(code=code), NetworkFactory())
        services.invite_to_seat(seat, by=office, address=address, name="Twice", language=language, role="alternate")

    assert list(OutboxMail.objects.order_by("pk").values_list("language", flat=True)) == ["en", "fr"]
    assert User.objects.get(email=address).language == "fr"


def test_the_language_of_who_uses_the_portal_is_their_own():
    person = focal_point("CH", language="en")
    seat = Seat(PartnerFactory(code="GA"), NetworkFactory())

    services.invite_to_seat(
        seat, by=secretariat_member(), address=person.email, name="x", language="fr", role="alternate"
    )

    person.refresh_from_db()
    assert (person.language, OutboxMail.objects.get().language) == ("en", "en")
