"""The way in, the language switch and the machines' addresses; what makes a view public."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.views import View

from apps.common.views import is_public, own_path, public

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/en/",
    "/%09//evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "evil.example/en/",
    "http://testserver@evil.example/",
    "/\n/evil.example",
    "//evil.example:80/en/",
    "//[evil",
    "/\x00/evil.example",
]


@pytest.mark.parametrize(
    ("cookie", "header", "home"),
    [
        (None, None, "/en/"),
        (None, "fr-CA, en;q=0.5", "/fr/"),
        (None, "de, pt;q=0.5", "/en/"),
        ("fr", "en", "/fr/"),
        ("xx", "fr", "/fr/"),
    ],
)
def test_way_in_follows_cookie_then_header_then_english(cookie, header, home):
    browser = Client()
    if cookie:
        browser.cookies["language"] = cookie

    response = browser.get("/", headers={"accept-language": header} if header else {})

    assert (response.status_code, response.headers["Location"]) == (302, home)
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in response.headers["Vary"].split(",")}
    assert "no-store" in response.headers["Cache-Control"]


def test_switch_writes_the_cookie_and_leads_to_the_same_page_in_the_language():
    response = Client().get("/language/fr/", {"next": "/en/activities/?year=2024&page=2"})

    assert response.headers["Location"] == "/fr/activites/?year=2024&page=2"
    assert response.cookies["language"].value == "fr"
    assert response.cookies["language"]["samesite"] == "Lax"
    assert "no-store" in response.headers["Cache-Control"]


def test_switch_without_a_page_leads_home():
    assert Client().get("/language/fr/").headers["Location"] == "/fr/"


@pytest.mark.parametrize("address", HOSTILE)
def test_switch_leads_to_own_paths_only(address):
    response = Client().get("/language/fr/", {"next": address})

    assert response.status_code == 302
    assert own_path(response.headers["Location"])
    assert "evil" not in response.headers["Location"] or response.headers["Location"].startswith("/%09")


@pytest.mark.parametrize("address", ["/en/", "/fr/activites/?annee=2024", "/admin/", "/en/x%20y/#part"])
def test_own_paths_are_known(address):
    assert own_path(address) == address


def test_switch_to_an_unknown_language_is_404(db):
    assert Client().get("/language/de/").status_code == 404


def test_healthz_answers_without_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_readyz_asks_the_database(db):
    response = Client().get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_readyz_says_503_and_no_cause_when_the_database_is_away(monkeypatch, expected_errors):
    def refuse(*args):
        raise OperationalError("host of the database refused")

    monkeypatch.setattr("apps.common.views.connection.cursor", refuse)

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert "refused" not in response.content.decode()


def test_robots_name_no_private_path():
    response = Client().get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain"
    assert [line for line in response.content.decode().splitlines() if line.startswith("Disallow")] == [
        "Disallow: /language/"
    ]


def test_favicon_leads_to_the_drawing():
    assert Client().get("/favicon.ico").headers["Location"] == "/static/img/mark.svg"


@pytest.mark.parametrize("path", ["/", "/healthz", "/robots.txt", "/language/fr/"])
def test_machine_addresses_only_answer_reads(path, db):
    assert Client().post(path).status_code == 405


def test_public_marks_functions_and_classes():
    @public
    class Page(View):
        def get(self, request):
            return HttpResponse("shown")

    class Changed(Page):
        def dispatch(self, request, *args, **kwargs):
            return super().dispatch(request, *args, **kwargs)

    class Same(Page):
        pass

    view = public(lambda request: HttpResponse("shown"))
    assert is_public(view)
    assert view.login_required is False
    assert is_public(Page.as_view())
    assert Page.as_view().login_required is False
    assert is_public(Same.as_view())
    assert not is_public(Changed.as_view())
    assert not is_public(View.as_view())
