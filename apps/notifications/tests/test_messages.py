"""Queueing: in the recipient's language, with the cause or not at all, both rows together, told to the worker after."""

import pytest
from django.db import transaction

from apps.accounts.tests.factories import UserFactory
from apps.notifications import messages
from apps.notifications.models import Notice, OutboxMail

from .messages import Greeting, Once, Secret


def queue(message, *people):
    with transaction.atomic():
        return message.queue_for(people)


@pytest.fixture
def bell(monkeypatch):
    rung = []
    monkeypatch.setattr(messages, "nudges", [lambda: rung.append(OutboxMail.objects.count())])
    return rung


@pytest.mark.django_db
def test_each_person_gets_their_language_whatever_language_is_active():
    english, french = UserFactory(language="en"), UserFactory(language="fr")

    queue(Greeting(), english, french)

    subjects = dict(OutboxMail.objects.values_list("recipient_id", "subject"))
    assert subjects == {
        english.pk: "[Info] Your password has been changed",
        french.pk: "[Info] Votre mot de passe a été modifié",
    }


@pytest.mark.django_db
def test_a_message_that_asks_says_so_first(monkeypatch):
    monkeypatch.setattr(Greeting, "asks", True)

    queue(Greeting(), UserFactory(language="en"), UserFactory(language="fr"))

    subjects = OutboxMail.objects.order_by("recipient_id").values_list("subject", flat=True)
    assert [subject.partition("]")[0] for subject in subjects] == ["[Action", "[Pour action"]


@pytest.mark.django_db
def test_text_and_title_are_not_escaped_and_html_is():
    person = UserFactory(name="Zoé d'<Arc> & fils")

    queue(Greeting(), person)

    mail = OutboxMail.objects.get()
    assert "Dear Zoé d'<Arc> & fils," in mail.text
    assert "Dear Zoé d&#x27;&lt;Arc&gt; &amp; fils," in mail.html


@pytest.mark.django_db
def test_a_message_that_is_the_same_for_all_is_composed_once_a_language(monkeypatch):
    people = [UserFactory(language=language, name=f"Zoé <{language}>") for language in ("en", "fr", "en", "fr")]
    queue(Greeting(), *people)
    singly = list(OutboxMail.objects.order_by("pk").values_list("subject", "text", "html"))
    OutboxMail.objects.all().delete()
    composed, compose = [], Greeting.compose
    monkeypatch.setattr(Greeting, "is_same_for_all", True)
    monkeypatch.setattr(Greeting, "compose", lambda self, person: composed.append(person) or compose(self, person))

    queue(Greeting(), *people)

    assert list(OutboxMail.objects.order_by("pk").values_list("subject", "text", "html")) == singly
    assert sorted(person.language for person in composed) == ["en", "fr"]


@pytest.mark.django_db
def test_characters_of_private_use_stay_what_they_are_in_a_message_for_all(monkeypatch):
    monkeypatch.setattr(Greeting, "is_same_for_all", True)

    queue(Greeting(), UserFactory(name="Zoé \ue000"))

    assert "Dear Zoé \ue000," in OutboxMail.objects.get().text


@pytest.mark.django_db
def test_people_who_may_not_sign_in_are_left_out():
    assert queue(Greeting(), UserFactory(is_active=False)) == 0

    assert not OutboxMail.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_kept_message_stands_in_the_inbox_as_facts():
    person = UserFactory()

    queue(Greeting(number=3), person)

    notice = Notice.objects.get(recipient=person)
    assert (notice.message, notice.facts) == ("tests.greeting", {"number": 3})


@pytest.mark.django_db
def test_what_is_meant_once_is_queued_once():
    first, second = UserFactory(), UserFactory()
    assert queue(Once(topic="a"), first) == 1

    assert queue(Once(topic="a"), first, second) == 1
    assert queue(Once(topic="b"), first) == 1

    assert OutboxMail.objects.count() == 3


@pytest.mark.django_db
def test_a_secret_is_marked():
    queue(Secret(), UserFactory())

    assert OutboxMail.objects.get().is_secret


@pytest.mark.django_db
def test_identifiers_name_the_sender_and_never_the_machine(settings):
    settings.DEFAULT_FROM_EMAIL = "Rabat Process <portal@rabat.example>"

    queue(Greeting(UserFactory()), UserFactory())

    mail = OutboxMail.objects.get()
    assert mail.message_id.endswith("@rabat.example>")
    assert mail.thread_id.endswith("@rabat.example>")


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_called_after_the_commit(bell):
    with transaction.atomic():
        Greeting().queue_for([UserFactory()])
        assert bell == []

    assert bell == [1]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_nothing_and_calls_nobody(bell):
    person = UserFactory()

    with transaction.atomic():
        Greeting().queue_for([person])
        transaction.set_rollback(True)

    assert not OutboxMail.objects.exists()
    assert not Notice.objects.exists()
    assert bell == []


def test_two_messages_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"partners\.invitation"):
        type("Impostor", (Greeting,), {"name": "partners.invitation"})
