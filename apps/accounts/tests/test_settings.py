"""One's own settings: open to whoever is signed in, in both languages; the file of one's data."""

import datetime
import json

import pytest
import time_machine

from apps.accounts.models import AccountLine
from apps.common.dates import moment, moment_here

from .factories import PASSWORD, UserFactory, sign_in_now

HOME = "/en/space/settings/"
PAGES = {
    "en": ["", "security/", "devices/", "data/", "address/"],
    "fr": ["", "securite/", "appareils/", "donnees/", "adresse/"],
}
ROOTS = {"en": "/en/space/settings/", "fr": "/fr/espace/parametres/"}

pytestmark = pytest.mark.django_db


def sign_in(client, person):
    client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})


@pytest.mark.parametrize(("language", "path"), [(code, path) for code, paths in PAGES.items() for path in paths])
def test_pages_open_without_a_mandate_in_both_languages(client, language, path):
    sign_in(client, UserFactory())

    page = client.get(f"{ROOTS[language]}{path}")

    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
    assert page["Cache-Control"] == "no-store, private" or "no-store" in page["Cache-Control"]


def test_the_tab_that_is_read_is_marked(client):
    sign_in(client, UserFactory())

    page = client.get(f"{HOME}devices/").content.decode()

    assert page.count('aria-current="page"') == 1
    assert f'<a href="{HOME}devices/" aria-current="page">' in page


def test_language_and_zone_are_kept_and_the_page_comes_back_in_the_language(client):
    person = UserFactory()
    sign_in(client, person)

    answer = client.post(HOME, {"language": "fr", "time_zone": "Africa/Dakar"})

    person.refresh_from_db()
    assert (person.language, person.time_zone) == ("fr", "Africa/Dakar")
    assert answer.url == ROOTS["fr"]


@pytest.mark.parametrize(
    "typed", [{"language": "de", "time_zone": "Africa/Dakar"}, {"language": "en", "time_zone": "Mars/Base"}, {}]
)
def test_what_is_not_offered_is_refused(client, typed):
    person = UserFactory()
    sign_in(client, person)

    page = client.post(HOME, typed)

    person.refresh_from_db()
    assert page.status_code == 200
    assert page.context["form"].errors
    assert (person.language, person.time_zone) == ("en", "Europe/Brussels")


def test_moments_are_told_in_the_chosen_zone_and_deadlines_in_that_of_brussels(client):
    person = UserFactory(time_zone="Africa/Dakar")
    noon = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)
    with time_machine.travel(noon):
        sign_in(client, person)

        page = client.get(f"{HOME}devices/").content.decode()

    assert "12:00 (Dakar)" in page
    assert moment(noon) == moment_here(noon)
    assert moment(noon).endswith("2026, 13:00 (Brussels)")


def test_the_file_holds_what_rooms_know_and_nothing_that_opens_the_account(client):
    person = UserFactory(name="Zoé", second_factor=True)
    sign_in_now(client, person)

    answer = client.post(f"{HOME}data/file/")

    content = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert content["accounts"]["name"] == "Zoé"
    assert content["accounts"]["what_happened"][0]["kind"] == "export"
    assert content["accounts"]["second_factors"][0]["type"] == "Authenticator app"
    for secret in (person.password, "secret", client.session.session_key):
        assert secret not in answer.content.decode()
    assert AccountLine.objects.filter(person=person, kind="export").count() == 1


def test_the_file_asks_for_the_password_again_and_then_comes(client):
    client.force_login(UserFactory())

    asked = client.post(f"{HOME}data/file/")
    assert asked.url.startswith("/en/accounts/reauthenticate/")
    assert not AccountLine.objects.exists()
    answer = client.post(asked.url, {"password": PASSWORD})

    assert answer["Content-Type"].startswith("application/json")
    assert AccountLine.objects.count() == 1


def test_the_file_is_made_by_a_button_only(client):
    client.force_login(UserFactory())

    assert client.get(f"{HOME}data/file/").status_code == 405
