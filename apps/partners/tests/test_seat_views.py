"""The seat's own pages: the head manages the own seat and no other, and gives nobody more than the head has."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.partners import queries
from apps.partners.models import DirectoryEntry, Invitation, Mandate, SeatContact

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
INVITED = {"address": "new@example.org", "name": "New", "language": "fr", "role": "contributor"}


@pytest.fixture
def signed_in(client):
    """Signs a person in and hands back their browser."""

    def sign_in(person):
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


def place(name, *args):
    return reverse(f"seats:{name}", args=args)


def test_a_head_invites_changes_and_ends(signed_in):
    head, colleague = focal_point("GA"), focal_point("GA", "reader")
    browser, mandate = signed_in(head), colleague.mandates.get()

    invited = browser.post(place("invite", "ga", "nfp"), INVITED)
    changed = browser.post(place("role", mandate.pk), {"role": "alternate"})
    asked = browser.get(place("end", mandate.pk))
    still_there = Mandate.objects.standing().filter(pk=mandate.pk).exists()
    ended = browser.post(place("end", mandate.pk))

    mandate.refresh_from_db()
    assert [one.status_code for one in (invited, changed, asked, ended)] == [302, 302, 200, 302]
    assert still_there
    assert (mandate.role, mandate.is_standing) == ("alternate", False)
    assert Invitation.objects.get().role == "contributor"
    page = browser.get(place("seat")).content.decode()
    assert "new@example.org" in page
    assert "sent, not answered yet" in page


@pytest.mark.parametrize("role", ["head", "nonsense", ""])
def test_no_head_gives_the_headship_by_hand(signed_in, role):
    head, colleague = focal_point("GA"), focal_point("GA", "reader")
    browser, mandate = signed_in(head), colleague.mandates.get()

    assert browser.post(place("invite", "ga", "nfp"), {**INVITED, "role": role}).status_code == 422
    assert browser.post(place("role", mandate.pk), {"role": role}).status_code == 422
    mandate.refresh_from_db()
    assert mandate.role == "reader"
    assert not Invitation.objects.exists()


def test_a_head_neither_ends_nor_changes_a_head(signed_in):
    head = focal_point("GA")
    browser, own = signed_in(head), head.mandates.get()

    assert browser.post(place("end", own.pk)).status_code == 403
    assert browser.post(place("role", own.pk), {"role": "reader"}).status_code == 403


ACTS = {
    "invite": lambda browser, mandate, invitation: browser.post(place("invite", "ga", "nfp"), INVITED),
    "mailbox": lambda browser, mandate, invitation: browser.post(place("mailbox", "ga", "nfp"), {"mailbox": ""}),
    "role": lambda browser, mandate, invitation: browser.post(place("role", mandate.pk), {"role": "alternate"}),
    "end": lambda browser, mandate, invitation: browser.post(place("end", mandate.pk)),
    "hand over": lambda browser, mandate, invitation: browser.get(place("hand_over", mandate.pk)),
    "revoke": lambda browser, mandate, invitation: browser.post(place("invitation_step", invitation.pk, "revoke")),
    "resend": lambda browser, mandate, invitation: browser.post(place("invitation_step", invitation.pk, "resend")),
}
# Who acts on a contributor's mandate, an invitation and the mailbox of Gabon's seat, and what is answered.
WHO_MANAGES = {
    "own head": (lambda: focal_point("GA"), {"hand over": 200}, 302),
    "own alternate": (lambda: focal_point("GA", "alternate"), {}, 403),
    "own contributor": (lambda: focal_point("GA", "contributor", email="c@example.org"), {}, 403),
    "own reader": (lambda: focal_point("GA", "reader"), {}, 403),
    "other head": (lambda: focal_point("CH"), {}, 404),
    "head of another network": (lambda: _in_network("mmfp"), {}, 404),
}


def _in_network(code):
    return MandateFactory(partner=PartnerFactory(code="GA"), network=NetworkFactory(code=code)).user


@pytest.mark.parametrize("who", WHO_MANAGES)
@pytest.mark.parametrize("act", ACTS)
def test_who_manages_a_seat(signed_in, who, act):
    mandate = MandateFactory(partner=PartnerFactory(code="GA"), role="contributor")
    invitation = InvitationFactory(partner=mandate.partner)
    make, exceptions, otherwise = WHO_MANAGES[who]
    browser = signed_in(make())

    assert ACTS[act](browser, mandate, invitation).status_code == exceptions.get(act, otherwise)


def test_an_observers_head_reads(signed_in):
    PartnerFactory(code="OB", observer=True)
    browser = signed_in(focal_point("OB"))

    assert browser.get(place("seat")).status_code == 200
    assert browser.post(place("invite", "ob", "nfp"), INVITED).status_code == 403


def test_ended_in_another_tab_the_seat_is_shown_as_it_stands(signed_in):
    head, colleague = focal_point("GA"), focal_point("GA", "reader")
    browser, mandate = signed_in(head), colleague.mandates.get()
    browser.post(place("end", mandate.pk))

    assert browser.post(place("end", mandate.pk)).status_code == 404
    assert browser.post(place("role", mandate.pk), {"role": "alternate"}).status_code == 404


@pytest.mark.parametrize("name", ["delete", "accept", "revoke "])
def test_unknown_steps_are_404(signed_in, name):
    browser = signed_in(focal_point("GA"))
    invitation = InvitationFactory(partner=PartnerFactory(code="GA"))

    assert browser.post(f"/en/space/seat/invitations/{invitation.pk}/{name}/").status_code == 404


def test_revoked_twice_somebody_was_faster(signed_in):
    browser = signed_in(focal_point("GA"))
    invitation = InvitationFactory(partner=PartnerFactory(code="GA"))

    answers = [browser.post(place("invitation_step", invitation.pk, "revoke")).status_code for _press in range(2)]

    assert answers == [302, 409]


def test_the_mailbox_is_kept_and_refused_at_its_field(signed_in):
    browser = signed_in(focal_point("GA"))

    wrong = browser.post(place("mailbox", "ga", "nfp"), {"mailbox": "no address"})
    browser.post(place("mailbox", "ga", "nfp"), {"mailbox": "dgm@example.org"})

    assert wrong.status_code == 422
    assert "no address" in wrong.content.decode()
    assert SeatContact.objects.get().address == "dgm@example.org"


def test_first_sign_in_leads_to_the_welcome_once(signed_in, client):
    mandate = MandateFactory(user__language="fr", partner__code="GA", welcomed_at=None)
    MandateFactory(partner=mandate.partner, role="alternate", user__name="Colleague Ndong")
    browser = signed_in(mandate.user)

    first = browser.get(reverse("pages:dashboard"))
    second = browser.get(reverse("pages:dashboard"))
    page = browser.get(place("welcome"))

    assert (first.status_code, first.url) == (302, place("welcome"))
    assert second.status_code == 200
    assert "Colleague Ndong" in page.content.decode()
    client.logout()
    assert signed_in(mandate.user).get(reverse("pages:dashboard")).status_code == 200


def test_the_office_words_the_terms_and_else_they_are_neutral(signed_in):
    browser = signed_in(focal_point("GA"))
    neutral = browser.get(place("welcome")).content.decode()
    network = NetworkFactory()
    network.terms_en, network.terms_fr, network.terms_address = "Be kind.", "Soyez aimables.", "/en/about/"
    network.save()

    assert "speaks for a partner between the meetings" in neutral
    assert "Be kind." in browser.get(place("welcome")).content.decode()
    assert (
        "Soyez aimables."
        in browser.get(place("welcome").replace("/en/space/welcome/", "/fr/espace/bienvenue/")).content.decode()
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "http://x.example", "about"])
def test_terms_lead_to_safe_addresses_only(address):
    network = NetworkFactory()
    network.terms_address = address
    with pytest.raises(Exception, match="terms_address"):
        network.full_clean()


def test_pages_ask_as_often_for_many_colleagues_as_for_one(signed_in, django_assert_max_num_queries):
    head = focal_point("GA")
    browser = signed_in(head)
    for number in range(3):
        MandateFactory(partner=PartnerFactory(code="GA"), role="reader")
        InvitationFactory(partner=PartnerFactory(code="GA"), role="reader", person__email=f"i{number}@example.org")

    for name in ("seat", "welcome", "handover", "post", "entry"):
        with django_assert_max_num_queries(20):
            assert browser.get(place(name)).status_code == 200


def test_ones_entry_is_ones_own(signed_in):
    head = focal_point("GA")
    browser = signed_in(head)
    sent = {"shows_address": "on", "telephone": "+241 01 00 00 00", "speaks_fr": "on", "further_languages": "Fang"}

    browser.post(place("entry"), {**sent, "person": focal_point("CH").pk})

    entry = DirectoryEntry.objects.get()
    assert (entry.person, entry.languages_in_words()) == (head, "French, Fang")
    assert browser.post(place("entry"), {"telephone": "1" * 61}).status_code == 422


def test_nobody_without_a_mandate_is_shown_anything(signed_in):
    browser = signed_in(User.objects.create_user("nobody@example.org", name="Nobody"))

    for name in ("seat", "welcome", "handover", "entry", "directory", "post"):
        assert browser.get(place(name)).status_code == 403, name


def test_what_the_room_knows_of_a_person_is_told_in_plain_values():
    head, other = focal_point("GA"), focal_point("CH", name="Regina Muster")
    InvitationFactory(person=head, partner=PartnerFactory(code="ML"))
    DirectoryEntry.objects.create(person=other, telephone="+41 58")

    known = queries.known_of(head)

    assert [one["partner__code"] for one in known["mandates"]] == ["GA"]
    assert [one["partner__code"] for one in known["invitations"]] == ["ML"]
    assert known["directory"] == {}
    assert "+41 58" not in str(known)
    assert "token" not in str(known)


def test_the_office_sees_where_seats_are_managed(signed_in):
    browser = signed_in(secretariat_member())

    assert reverse("admin:partners_mandate_changelist") in browser.get(place("seat")).content.decode()


def test_the_office_invites_to_any_seat(signed_in):
    browser = signed_in(secretariat_member())
    gabon, network = PartnerFactory(code="GA"), NetworkFactory()
    address = reverse("admin:partners_invitation_invite")
    form = {**INVITED, "role": "head", "partner": gabon.pk, "network": network.pk}

    assert browser.get(address).status_code == 200
    assert browser.post(address, {**form, "partner": "x"}).status_code == 200
    assert browser.post(address, form).status_code == 302
    assert browser.get(reverse("admin:partners_invitation_changelist")).status_code == 200
    assert Invitation.objects.get().role == "head"
    assert (
        browser.get(reverse("admin:partners_invitation_change", args=[Invitation.objects.get().pk])).status_code == 200
    )
