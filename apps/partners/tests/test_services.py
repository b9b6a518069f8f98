"""Letting people in: the holder of a running mandate is mailed once how to get in, by the office only."""

import datetime

import pytest
from django.core import mail as locmem
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery
from apps.notifications.models import Notice, OutboxMail
from apps.partners import services

from .factories import MandateFactory, NetworkFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def test_a_new_person_receives_a_link_in_their_language():
    mandate = MandateFactory(user__language="fr", partner=PartnerFactory(code="GA", name_en="Gabon", name_fr="Gabon"))

    assert services.invite(mandate, by=secretariat_member())

    mail = OutboxMail.objects.get()
    assert (mail.recipient, mail.language, mail.is_secret) == (mandate.user, "fr", True)
    assert mail.subject == "[Pour action] Votre invitation au portail du Processus de Rabat (Gabon)"
    assert "Rôle\u202f: point focal titulaire" in mail.text
    assert "http://testserver/fr/invitation/" in mail.text
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("mandate", "space", "writing"),
    [
        ({}, True, True),
        ({"role": "reader"}, True, False),
        ({"partner__observer": True}, True, False),
        ({"network__code": "mm", "network__name_en": "Missing Migrants"}, False, False),
    ],
)
def test_an_invitation_promises_what_the_mandate_opens(mandate, space, writing):
    services.invite(MandateFactory(**mandate), by=secretariat_member())

    mail = OutboxMail.objects.get()
    for part in (mail.text, mail.html):
        assert ("the proposals of all partners" in part) is space
        assert ("You can present proposals of your own" in part) is writing


def test_a_person_who_signs_in_already_is_told_of_the_mandate_without_a_secret():
    mandate = MandateFactory(user__last_login=timezone.now())

    assert services.invite(mandate, by=secretariat_member())

    mail = OutboxMail.objects.get()
    assert (mail.message, mail.is_secret) == ("partners.mandate_announced", False)
    assert "/welcome/" not in mail.text
    assert Notice.objects.filter(recipient=mandate.user).exists()


def test_pressed_twice_it_is_sent_once():
    mandate, colleague = MandateFactory(), secretariat_member()

    assert [services.invite(mandate, by=colleague) for _ in range(2)] == [True, False]

    assert OutboxMail.objects.count() == 1


def test_a_mandate_that_does_not_run_opens_nothing():
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    mandates = [
        MandateFactory(ended=True),
        MandateFactory(starts_on=tomorrow),
        MandateFactory(user__is_active=False),
        MandateFactory(partner=PartnerFactory(former=True)),
    ]
    colleague = secretariat_member()

    assert [services.invite(mandate, by=colleague) for mandate in mandates] == [False] * 4
    assert not OutboxMail.objects.exists()


def test_only_the_office_invites():
    mandate = MandateFactory()

    for person in (focal_point("GA"), mandate.user):
        with pytest.raises(PermissionDenied):
            services.invite(mandate, by=person)


def test_an_invitation_that_waits_is_withheld_when_the_mandate_ends():
    mandate = MandateFactory()
    services.invite(mandate, by=secretariat_member())
    mandate.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    mandate.save()

    delivery.deliver_due()

    mail = OutboxMail.objects.get()
    assert (mail.status, mail.text, locmem.outbox) == (OutboxMail.Status.WITHHELD, "", [])


def test_rights_end_with_the_mandate_at_the_next_request(client):
    person, space = focal_point("GA"), reverse("pages:dashboard")
    client.force_login(person)
    assert client.get(space).status_code == 200

    person.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))

    assert client.get(space).status_code == 403


def test_a_mandate_made_in_the_office_is_followed_by_its_mail(client):
    client.force_login(secretariat_member())
    person, partner, network = UserFactory(), PartnerFactory(), NetworkFactory()
    form = {"user": person.pk, "partner": partner.pk, "network": network.pk, "role": "head", "starts_on": "2020-01-01"}

    answer = client.post(reverse("admin:partners_mandate_add"), {**form, "ends_on": ""}, follow=True)

    assert "is told by e-mail" in answer.content.decode()
    assert OutboxMail.objects.get().recipient == person


def test_a_mandate_that_begins_later_says_that_nobody_was_told(client):
    client.force_login(secretariat_member())
    person, partner, network = UserFactory(), PartnerFactory(), NetworkFactory()
    form = {"user": person.pk, "partner": partner.pk, "network": network.pk, "role": "head", "starts_on": "2999-01-01"}

    answer = client.post(reverse("admin:partners_mandate_add"), {**form, "ends_on": ""}, follow=True)

    assert "Nothing was sent to" in answer.content.decode()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "runs"),
    [(None, None, True), (0, 0, True), (-1, None, True), (None, -1, False), (1, None, False), (-5, 5, True)],
)
def test_a_mandate_and_its_queryset_agree_on_whether_it_runs(starts, ends, runs):
    today = timezone.localdate()
    starts_on, ends_on = (None if days is None else today + datetime.timedelta(days=days) for days in (starts, ends))
    mandate = MandateFactory(starts_on=starts_on, ends_on=ends_on)

    assert mandate.is_running is runs
    assert type(mandate).objects.running().filter(pk=mandate.pk).exists() is runs
