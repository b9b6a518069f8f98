"""allauth sends nothing of its own: what we have no words for is a fault, not a foreign mail."""

import pytest

from apps.accounts.models import AccountLine
from apps.accounts.tests.factories import UserFactory
from apps.notifications.adapter import HAPPENINGS, AccountAdapter
from apps.notifications.models import OutboxMail
from apps.notifications.notifications import FACTOR_MAILS

pytestmark = pytest.mark.django_db


def test_a_mail_that_we_have_no_words_for_is_not_sent(rf):
    with pytest.raises(KeyError, match="email_confirmation"):
        AccountAdapter(rf.get("/")).send_mail("account/email/email_confirmation", "a@example.org", {})

    assert not OutboxMail.objects.exists()


def test_an_account_s_mail_goes_to_the_account_s_own_address(rf):
    person = UserFactory()

    AccountAdapter(rf.get("/")).send_notification_mail("account/email/password_changed", person, email="b@example.org")

    assert OutboxMail.objects.get().address == person.email


def test_nobody_signs_up(rf):
    assert AccountAdapter(rf.get("/")).is_open_for_signup(rf.get("/")) is False


@pytest.mark.parametrize("what", FACTOR_MAILS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_change_of_the_second_factor_is_told_and_written_down(rf, what, language):
    person = UserFactory(language=language)

    AccountAdapter(rf.get("/")).send_notification_mail(f"mfa/email/{what}", person)

    mail = OutboxMail.objects.get()
    assert (mail.message, mail.language, mail.status) == ("accounts.factor_changed", language, "queued")
    assert AccountLine.objects.get(person=person).kind == HAPPENINGS[f"mfa/email/{what}"]
