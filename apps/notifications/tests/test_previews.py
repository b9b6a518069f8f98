"""Every message can be looked at in the office, in both languages, with nothing in it that exists."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.notifications import previews
from apps.notifications.messages import KINDS
from apps.notifications.models import OutboxMail

BACKEND = "apps.accounts.backends.MailAddressBackend"
ROOMS = sorted(name for name in KINDS if not name.startswith("tests."))
pytestmark = pytest.mark.django_db


def browser_of(person):
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


def test_every_message_has_an_example():
    assert set(ROOMS) - set(previews.kinds()) == set()


@pytest.mark.parametrize("name", ROOMS)
def test_an_example_is_worded_in_both_languages_and_leaves_nothing(name):
    english, french = previews.worded_example(name)

    assert (english.language, french.language) == ("en", "fr")
    assert "Dear Name of the reader" in english.text
    assert "Bonjour Nom du lecteur" in french.text.replace("\u202f", " ")
    assert '<html lang="fr">' in french.html
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("name", ROOMS)
def test_the_page_of_an_example_shows_both_side_by_side(name):
    html = browser_of(UserFactory(secretariat=True)).get(reverse("admin:notifications_message", args=[name]))

    text = html.content.decode()
    assert html.status_code == 200
    assert "frame-src 'self'" in html["Content-Security-Policy"]
    for worded in previews.worded_example(name):
        assert reverse("admin:notifications_message_html", args=[name, worded.language]) in text
    assert "sandbox" in re.search(r"<iframe[^>]+>", text)[0]


def test_the_html_of_an_example_comes_alone_and_runs_nothing():
    browser = browser_of(UserFactory(secretariat=True))

    answer = browser.get(reverse("admin:notifications_message_html", args=["lab.published", "fr"]))

    policy = answer["Content-Security-Policy"]
    assert (answer.status_code, answer["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_names_every_message(language):
    person = UserFactory(secretariat=True, language=language)

    html = browser_of(person).get(reverse("admin:notifications_messages")).content.decode()

    assert all(reverse("admin:notifications_message", args=[name]) in html for name in ROOMS)


@pytest.mark.parametrize("arguments", [["nothing.known"], ["lab.published", "de"], ["nothing.known", "en"]])
def test_what_is_not_known_is_404(arguments):
    name = "notifications_message" if len(arguments) == 1 else "notifications_message_html"

    browser = browser_of(UserFactory(secretariat=True))
    assert browser.get(reverse(f"admin:{name}", args=arguments)).status_code == 404


def test_no_example_opens_anything(client):
    for name in ROOMS:
        for worded in previews.worded_example(name):
            for path in re.findall(r"http://testserver(/\S+)", worded.text):
                if "accounts" in path or "invitation" in path:
                    assert client.get(path).status_code in (200, 302, 404, 410), (name, path)
