"""A seat passes on in one action: what is open stays with it, names stay, the leaver is out at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common import registry
from apps.common.registry import Handover, Waiting
from apps.notifications.models import OutboxMail
from apps.partners import services
from apps.partners.models import Mandate, SeatHandover
from apps.partners.services import Successor

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


@pytest.fixture
def moved(monkeypatch):
    """A room of the network that has one thing open and notes what it was asked to move."""
    calls = []
    room = Handover(
        open_things=lambda partner_id, leaver: [Waiting(f"Draft {partner_id}", "a draft", "Open", "/en/draft/")],
        move=lambda *facts: calls.append(facts),
        counts=lambda partner_id: [(3, "proposals")],
        network="nfp",
    )
    elsewhere = Handover(open_things=lambda *facts: 1 / 0, move=lambda *facts: 1 / 0, network="mmfp")
    found = registry.Registry()
    found.add("room", room)
    found.add("elsewhere", elsewhere)
    monkeypatch.setattr("apps.partners.models.seats.handovers", found)
    monkeypatch.setattr("apps.partners.services.moving.handovers", found)
    return calls


def test_a_colleague_takes_over_at_once(moved):
    head, colleague = focal_point("GA"), focal_point("GA", "contributor")
    mandate = head.mandates.get()

    handover = services.hand_over_seat(mandate, Successor(colleague=colleague), by=head, note="Speak to Ms Ndong.")

    mandate.refresh_from_db()
    theirs = colleague.mandates.get()
    assert (mandate.is_standing, mandate.ends_on) == (False, timezone.localdate())
    assert theirs.role == "head"
    assert [change.role for change in theirs.history.order_by("history_date")] == ["contributor", "head"]
    assert moved == [(head, colleague, mandate.partner_id, head)]
    assert (handover.successor, bool(handover.completed_at)) == (colleague, True)
    mail = OutboxMail.objects.get()
    assert (mail.recipient, mail.message) == (colleague, "partners.seat_taken_over")
    assert "Speak to Ms Ndong." in mail.text
    assert f"Draft {mandate.partner_id}" in mail.text


def test_somebody_new_takes_over_with_the_invitation(moved):
    head = focal_point("GA")
    handover = services.hand_over_seat(
        head.mandates.get(), Successor(address="new@example.org", name="New", language="fr"), by=head
    )

    assert (moved, handover.completed_at) == ([], None)
    assert OutboxMail.objects.get().message == "partners.invitation"
    invitation = handover.invitation
    services.invitations.renew(invitation)
    token = "known"
    invitation.token_digest = services.invitations.digest_of(token)
    invitation.save()
    services.accept(token, by=None)

    handover.refresh_from_db()
    assert handover.completed_at is not None
    assert [facts[1].email for facts in moved] == ["new@example.org"]
    assert invitation.person.mandates.get().role == "head"
    told = OutboxMail.objects.filter(recipient=invitation.person).exclude(message="partners.invitation")
    assert [mail.message for mail in told] == ["partners.seat_taken_over"]


def test_a_seat_may_stay_vacant_and_keeps_everything(moved):
    head = focal_point("GA")

    handover = services.hand_over_seat(head.mandates.get(), Successor(), by=secretariat_member())

    assert handover.successor is None
    assert [facts[:2] for facts in moved] == [(head, None)]
    assert not Mandate.objects.standing().exists()


def test_all_or_nothing(moved):
    head = focal_point("GA")
    stranger = focal_point("CH")

    for wrong in (Successor(colleague=stranger), Successor(address="HEAD.ga@example.org", name="Me")):
        with pytest.raises(ValidationError):
            services.hand_over_seat(head.mandates.get(), wrong, by=head)

    assert head.mandates.get().is_running
    assert not SeatHandover.objects.exists()
    assert moved == []


def test_ended_in_another_tab_it_is_too_late(moved):
    head, office = focal_point("GA"), secretariat_member()
    mandate = head.mandates.get()
    services.hand_over_seat(mandate, Successor(), by=office)

    with pytest.raises(services.SeatChanged):
        services.hand_over_seat(mandate, Successor(), by=office)
    assert SeatHandover.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "may"), [("head", True), ("alternate", False), ("contributor", False), ("reader", False)]
)
def test_only_the_head_and_the_office_hand_over(role, may):
    person = focal_point("GA", role)
    mandate = person.mandates.get()

    if may:
        services.hand_over_seat(mandate, Successor(), by=person)
    else:
        with pytest.raises(PermissionDenied):
            services.hand_over_seat(mandate, Successor(), by=person)


def test_sessions_of_the_leaver_end_at_once_and_the_others_stay():
    head, other = focal_point("GA"), focal_point("CH")
    browsers = [(person, Client()) for person in (head, head, other)]
    for person, browser in browsers:
        browser.force_login(person, backend=BACKEND)
        assert browser.get(reverse("seats:seat")).status_code == 200

    services.hand_over_seat(head.mandates.get(), Successor(), by=secretariat_member())

    answers = [browser.get(reverse("seats:seat")) for _person, browser in browsers]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "login" in answers[0].url


def test_who_keeps_another_mandate_stays_signed_in_without_the_seat(client):
    head = focal_point("GA")
    MandateFactory(user=head, partner=PartnerFactory(code="GA"), network=NetworkFactory(code="mmfp"))
    client.force_login(head, backend=BACKEND)

    services.end(head.mandates.get(network__code="nfp"), by=secretariat_member())

    assert client.get(reverse("lab:list")).status_code == 403
    assert client.get(reverse("seats:directory")).status_code == 200


def test_who_hands_over_in_the_browser_is_led_out_with_thanks(client):
    head, colleague = focal_point("GA"), focal_point("GA", "alternate")
    client.force_login(head, backend=BACKEND)
    address = reverse("seats:hand_over", args=[head.mandates.get().pk])

    empty = client.post(address, {})
    wrong = client.post(address, {"to": "invite", "address": "no address", "note": "A word"})
    done = client.post(address, {"to": "colleague", "colleague": colleague.pk, "note": "A word"}, follow=True)

    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert "A word" in wrong.content.decode()
    assert done.redirect_chain[-1][0] == reverse("seats:left")
    assert done.status_code == 200
    assert "_auth_user_id" not in client.session
    client.force_login(colleague, backend=BACKEND)
    page = client.get(reverse("seats:handover")).content.decode()
    assert "Head GA" in page
    assert "A word" in page


def test_the_office_hands_over_in_one_form(client):
    head, office = focal_point("GA"), secretariat_member()
    client.force_login(office, backend=BACKEND)
    address = reverse("admin:partners_mandate_hand_over", args=[head.mandates.get().pk])

    assert client.get(address).status_code == 200
    answer = client.post(address, {"to": "invite", "address": "n@example.org", "name": "N", "language": "en"})
    again = client.post(address, {"to": "seat"}, follow=True)

    assert answer.status_code == 302
    assert SeatHandover.objects.get().invitation.role == "head"
    assert "has ended meanwhile" in again.content.decode()


def test_history_keeps_the_names(moved):
    head, colleague = focal_point("GA"), focal_point("GA", "alternate")
    services.hand_over_seat(head.mandates.get(), Successor(colleague=colleague), by=head)

    handover = SeatHandover.objects.get()
    assert (handover.ended.user, handover.successor, handover.handed_over_by) == (head, colleague, head)
    assert User.objects.filter(pk=head.pk).exists()
    assert head.mandates.get().history.first().history_user == head


def test_handing_over_an_alternate_leaves_the_invitation_of_the_head_open(moved):
    alternate, office = focal_point("GA", "alternate"), secretariat_member()
    invited = InvitationFactory(partner=PartnerFactory(code="GA"), role="head")

    services.hand_over_seat(alternate.mandates.get(), Successor(address="new@example.org", name="New"), by=office)

    invited.refresh_from_db()
    assert invited.revoked_at is None
