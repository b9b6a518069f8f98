"""Colleagues of the office are let in by mail, by those who may, once a moment."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.notifications.models import OutboxMail
from apps.notifications.services import invite_colleague

pytestmark = pytest.mark.django_db


def test_a_new_colleague_receives_a_link():
    colleague = UserFactory(secretariat=True, language="fr")

    assert invite_colleague(colleague, by=UserFactory(secretariat=True))

    mail = OutboxMail.objects.get()
    assert (mail.message, mail.language, mail.is_secret) == ("accounts.office_invitation", "fr", True)
    assert "/fr/accounts/welcome/" in mail.text


def test_a_colleague_who_signs_in_already_is_told():
    colleague = UserFactory(administrator=True, last_login=timezone.now())

    assert invite_colleague(colleague, by=UserFactory(administrator=True))

    assert OutboxMail.objects.get().message == "accounts.office_access"


def test_pressed_twice_it_is_sent_once():
    colleague, by = UserFactory(secretariat=True), UserFactory(secretariat=True)

    assert [invite_colleague(colleague, by=by) for _ in range(2)] == [True, False]


def test_who_belongs_to_no_group_is_refused():
    with pytest.raises(ValidationError):
        invite_colleague(UserFactory(), by=UserFactory(secretariat=True))


def test_only_the_office_invites():
    with pytest.raises(PermissionDenied):
        invite_colleague(UserFactory(secretariat=True), by=UserFactory())
