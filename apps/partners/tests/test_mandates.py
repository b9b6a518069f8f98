"""Mandates: one head at a time, no two of a person, rights from those that run, and an end that counts at once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.partners import services
from apps.partners.models import Mandate, Membership, Seat
from apps.partners.rules import networks_of

from .factories import (
    ChairmanshipFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
BACKEND = "apps.accounts.backends.MailAddressBackend"


def span(starts, ends):
    return {
        "starts_on": None if starts is None else TODAY + starts * DAY,
        "ends_on": None if ends is None else TODAY + ends * DAY,
    }


# The days of the first mandate, of the second, and whether they share one.
SPANS = [
    ((0, 10), (11, 20), False),
    ((0, 10), (10, 20), True),
    ((0, None), (5, 6), True),
    ((None, 10), (None, None), True),
    ((None, 10), (11, None), False),
    ((5, 6), (0, None), True),
    ((11, 20), (0, 10), False),
]


@pytest.mark.parametrize(("first", "second", "clash"), SPANS)
@pytest.mark.parametrize("what", ["head", "person"])
def test_two_heads_and_two_mandates_of_a_person_share_no_day(first, second, clash, what):
    there = MandateFactory(**span(*first), role="head" if what == "head" else "reader")
    role, user = ("head", focal_point("CH")) if what == "head" else ("alternate", there.user)
    other = Mandate(user=user, role=role, partner=there.partner, network=there.network, **span(*second))

    field = {"head": "role", "person": "starts_on"}[what]
    if clash:
        with pytest.raises(ValidationError) as refusal:
            other.full_clean()
        assert set(refusal.value.error_dict) == {field}
        assert str(there.user) in refusal.value.error_dict[field][0].messages[0]
    else:
        other.full_clean()


def test_another_network_or_partner_is_another_seat():
    there = MandateFactory()
    elsewhere = Mandate(user=there.user, role="head", partner=there.partner, network=NetworkFactory(code="mmfp"))
    abroad = Mandate(user=there.user, role="head", partner=PartnerFactory(code="CH"), network=there.network)

    elsewhere.full_clean()
    abroad.full_clean()


@pytest.mark.parametrize("row", [{"role": "head"}, {"role": "reader", "same": True}])
def test_the_database_itself_refuses_what_no_form_saw(row):
    there = MandateFactory()
    user = there.user if row.pop("same", False) else focal_point("CH")

    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(user=user, partner=there.partner, network=there.network, **row)


def test_who_comes_after_one_that_was_ended_by_hand_begins_on_the_same_day():
    head, office = MandateFactory(), secretariat_member()
    services.end(head, by=office)

    for user in (focal_point("CH"), head.user):
        seat = {"partner": head.partner, "network": head.network}
        Mandate(user=user, role="head", starts_on=timezone.localdate(), **seat).full_clean()


@pytest.mark.parametrize(
    ("fields", "stands", "runs"),
    [
        ({}, True, True),
        ({"paused_at": timezone.now()}, True, False),
        ({"ended_at": timezone.now(), "ends_on": timezone.localdate()}, False, False),
        ({"ended_at": timezone.now(), "ends_on": timezone.localdate() - DAY}, False, False),
        ({"ends_on": timezone.localdate()}, True, True),
    ],
)
def test_row_and_queryset_agree_on_what_counts(fields, stands, runs):
    mandate = MandateFactory(**fields)

    assert (mandate.is_standing, mandate.is_running) == (stands, runs)
    assert Mandate.objects.standing().filter(pk=mandate.pk).exists() is stands
    assert Mandate.objects.running().filter(pk=mandate.pk).exists() is runs
    assert bool(User.objects.get(pk=mandate.user.pk).roles.all) is runs


def test_forms_of_the_office_say_the_clash_at_its_field(client):
    head = MandateFactory(user__name="Awa Sow")
    client.force_login(secretariat_member(), backend=BACKEND)
    form = {"user": focal_point("CH").pk, "partner": head.partner.pk, "network": head.network.pk, "role": "head"}

    answer = client.post(reverse("admin:partners_mandate_add"), {**form, "starts_on": "2026-01-01", "ends_on": ""})

    assert answer.status_code == 200
    assert "Awa Sow" in answer.context_data["adminform"].form.errors["role"][0]
    assert Mandate.objects.filter(partner=head.partner).count() == 1


LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_the_letter_is_private_and_read_by_the_office_only(client):
    head, office = focal_point("GA"), secretariat_member()
    mandate = head.mandates.get()
    client.force_login(office, backend=BACKEND)
    words = {"role": "head", "starts_on": "2020-01-01", "ends_on": ""}
    file = SimpleUploadedFile("../lettre.txt", "Nous désignons.".encode(), content_type="text/plain")

    sent = client.post(reverse("admin:partners_mandate_change", args=[mandate.pk]), {**words, "letter": file})

    mandate.refresh_from_db()
    address = reverse("admin:partners_mandate_letter", args=[mandate.pk])
    read = client.get(address)
    assert (sent.status_code, mandate.letter_name) == (302, "lettre.txt")
    assert "désignons" in b"".join(read.streaming_content).decode()
    assert read["Content-Disposition"].startswith("attachment")
    client.force_login(head, backend=BACKEND)
    assert client.get(address).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        services.letter_of(mandate, by=head)


def test_an_executable_is_no_letter(client):
    mandate = focal_point("GA").mandates.get()
    client.force_login(secretariat_member(), backend=BACKEND)
    words = {"role": "head", "starts_on": "2020-01-01", "ends_on": ""}
    file = SimpleUploadedFile("letter.pdf", b"MZ\x90\x00 program")

    answer = client.post(reverse("admin:partners_mandate_change", args=[mandate.pk]), {**words, "letter": file})

    assert "letter" in answer.context_data["adminform"].form.errors


def test_rights_come_from_running_mandates_and_dated_memberships_only():
    person = focal_point("GA")
    gabon = person.mandates.get().partner
    Membership.objects.create(partner=gabon, starts_on=TODAY - 9 * DAY, ends_on=TODAY)
    ChairmanshipFactory(partner=gabon, starts_on=timezone.localdate() - DAY)

    assert {role.name for role in person.roles.all} == {"head", "committee", "chair"}
    Membership.objects.update(ends_on=timezone.localdate() - DAY)
    assert {role.name for role in User.objects.get(pk=person.pk).roles.all} == {"head", "chair"}
    services.end(person.mandates.get(), by=secretariat_member())
    assert User.objects.get(pk=person.pk).roles.all == ()


def test_roles_are_assembled_once_a_request(client, django_assert_num_queries):
    person = User.objects.get(pk=focal_point("GA").pk)
    assert person.has_perm("partners.enter_space")
    with django_assert_num_queries(0):
        assert person.has_perm("partners.enter_space")
        assert person.has_perm("lab.enter")
        assert networks_of(person) == {"nfp"}


def test_a_seat_is_told_by_partner_and_network():
    assert str(Seat(PartnerFactory(code="GA", name_en="Gabon"), NetworkFactory())) == "Gabon · National Focal Points"


def test_a_mandate_that_was_ended_keeps_a_last_day(client):
    mandate, office = focal_point("GA").mandates.get(), secretariat_member()
    services.end(mandate, by=office)
    client.force_login(office, backend=BACKEND)
    words = {"role": "head", "starts_on": "2020-01-01", "ends_on": ""}

    answer = client.post(reverse("admin:partners_mandate_change", args=[mandate.pk]), words)

    assert answer.status_code == 200
    assert "ends_on" in answer.context_data["adminform"].form.errors


def test_a_welcome_does_not_bring_back_what_was_ended_meanwhile():
    head = focal_point("GA")
    head.mandates.update(welcomed_at=None)
    stale = head.mandates.get()
    services.end(stale, by=secretariat_member())

    services.note_welcome(head)

    assert not head.mandates.get().is_standing
