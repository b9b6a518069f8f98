"""A forgotten password: a link to the account's own address, for an hour, once; the same answer for everybody."""

import time
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail as locmem

from apps.accounts.models import User
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.notifications import delivery
from apps.notifications.models import OutboxMail

from .links import link_in

NEW = "entirely new words today"
ASK = "/en/accounts/password/reset/"

pytestmark = pytest.mark.django_db


def ask(client, email, **extra):
    return client.post(ASK, {"email": email}, **extra)


def mailed_path():
    delivery.deliver_due()
    return urlsplit(link_in(locmem.outbox[-1])).path


def choose(client, path, password=NEW):
    """Follow the link and send the form."""
    page = client.get(path, follow=True)
    form_path = page.request["PATH_INFO"]
    return client.post(form_path, {"password1": password, "password2": password})


def test_the_whole_way(client):
    person = UserFactory(email="zoe@example.org", language="fr")

    asked = ask(client, "ZOE@example.org")
    path = mailed_path()
    chosen = choose(client, path)

    person.refresh_from_db()
    assert asked.status_code == chosen.status_code == 302
    assert person.check_password(NEW)
    assert locmem.outbox[0].to == ["zoe@example.org"]
    assert locmem.outbox[0].subject.startswith("[Pour action] Choisissez un nouveau mot de passe")
    assert path.startswith("/fr/accounts/password/reset/key/")
    assert client.session.get("_auth_user_id") is None


def test_the_person_is_told_that_it_happened(client):
    UserFactory(email="zoe@example.org")
    ask(client, "zoe@example.org")
    choose(client, mailed_path())

    delivery.deliver_due()

    assert locmem.outbox[-1].subject == "[Info] Your password has been replaced"


def test_the_link_works_once(client, django_user_model):
    person = UserFactory(email="zoe@example.org")
    ask(client, "zoe@example.org")
    path = mailed_path()
    choose(client, path)
    client.logout()

    choose(client, path, "a third password altogether")

    person.refresh_from_db()
    assert person.check_password(NEW)


def test_the_link_works_for_an_hour(client):
    person = UserFactory(email="zoe@example.org")
    ask(client, "zoe@example.org")
    path = mailed_path()

    for minutes, password in ((61, PASSWORD), (59, NEW)):
        with time_machine.travel(time.time() + minutes * 60):
            choose(client, path)
        person.refresh_from_db()
        assert person.check_password(password)


def test_loading_the_link_does_not_use_it_up(client):
    person = UserFactory(email="zoe@example.org")
    ask(client, "zoe@example.org")
    path = mailed_path()
    for method in (client.head, client.get, client.get):
        method(path, follow=True)

    choose(client, path)

    person.refresh_from_db()
    assert person.check_password(NEW)


def test_it_ends_all_other_sessions(client, django_user_model):
    person = UserFactory(email="zoe@example.org")
    elsewhere = type(client)()
    elsewhere.force_login(person)
    assert elsewhere.get("/en/accounts/password/change/").status_code == 200
    ask(client, "zoe@example.org")

    choose(client, mailed_path())

    answer = elsewhere.get("/en/accounts/password/change/")
    assert (answer.status_code, urlsplit(answer.url).path) == (302, "/en/accounts/login/")


@pytest.mark.parametrize("forged", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_links_begin_with_the_site_s_own_address_whatever_host_was_sent(client, settings, forged):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portal.example.org", ["*"]
    UserFactory(email="zoe@example.org")

    ask(client, "zoe@example.org", **{forged: "evil.example.net"})

    delivery.deliver_due()
    assert link_in(locmem.outbox[0]).startswith("https://portal.example.org/en/")
    assert "evil" not in locmem.outbox[0].message().as_string()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client):
    UserFactory(email="known@example.org")
    UserFactory(email="closed@example.org", is_active=False)

    answers = [ask(client, f"{name}@example.org") for name in ("known", "unknown", "closed")]
    pages = [client.get(answer.url) for answer in answers]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/en/accounts/password/reset/done/")}
    assert len({page.content for page in pages}) == 1
    assert set(OutboxMail.objects.values_list("address", flat=True)) == {"known@example.org"}


@pytest.mark.parametrize("name", ["known", "unknown"])
def test_nobody_s_mailbox_is_flooded(client, name):
    UserFactory(email="known@example.org")

    answers = [ask(client, f"{name}@example.org").status_code for _ in range(5)]

    assert answers[:3] == [302, 302, 302]
    assert set(answers[3:]) == {429}
    assert OutboxMail.objects.count() <= 3


def test_a_former_address_of_a_person_leads_nowhere(client):
    person = UserFactory(email="old@example.org")
    ask(client, "old@example.org")
    User.objects.filter(pk=person.pk).update(email="new@example.org")
    OutboxMail.objects.all().delete()

    ask(client, "old@example.org")

    assert not OutboxMail.objects.exists()


def test_a_changed_password_is_told_too(client):
    client.force_login(UserFactory(language="fr"))

    client.post("/en/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    delivery.deliver_due()
    assert locmem.outbox[-1].subject == "[Info] Votre mot de passe a été modifié"


def test_the_link_dies_with_the_account(client):
    person = UserFactory(email="zoe@example.org")
    ask(client, "zoe@example.org")
    path = mailed_path()
    User.objects.filter(pk=person.pk).update(is_active=False)

    choose(client, path)

    person.refresh_from_db()
    assert person.check_password(PASSWORD)
