"""What holds of every public page, found by crawling: the same for everybody, in its own language, with its twin."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.accounts.tests.factories import UserFactory

from .crawl import match_of, public_pages

pytestmark = [pytest.mark.usefixtures("delivered_content"), pytest.mark.django_db]

ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"')
SWITCH = re.compile(r'<a class="language" href="([^"]+)"')


@pytest.fixture(scope="module")
def crawled(delivered_content) -> list[tuple[str, HttpResponse]]:
    """Every public page as a visitor gets it."""
    return list(public_pages())


@pytest.fixture(scope="module")
def pages(crawled) -> dict[str, str]:
    """Those of them that are not redirects, as text."""
    return {address: response.content.decode() for address, response in crawled if response.status_code == 200}


def test_public_pages_are_anybodys_and_set_no_cookie(crawled):
    wrong = []
    for address, response in crawled:
        headers = response.headers
        is_shared = headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        is_personal = bool(response.cookies) or "cookie" in headers.get("Vary", "").lower()
        if response.status_code not in (200, 302) or not is_shared or is_personal:
            wrong.append(f"{address}: {response.status_code} {dict(headers)}")
    assert wrong == []


def test_public_pages_are_the_same_for_who_is_signed_in(crawled):
    browser = Client()
    browser.force_login(UserFactory(language="fr"), backend="apps.accounts.backends.MailAddressBackend")

    for address, seen_by_visitor in crawled:
        response = browser.get(address)
        assert response.content == seen_by_visitor.content, address
        assert not response.cookies, address


def test_public_pages_say_their_language_everywhere(crawled):
    for address, response in crawled:
        language = address[1:3]
        assert response.headers["Content-Language"] == language, address
        if response.status_code == 200:
            assert f'<html lang="{language}"' in response.content.decode(), address


def test_public_pages_name_their_twin_and_the_twin_names_them(pages):
    pairs = {
        address: {code: unescape(there).removeprefix("http://testserver") for code, there in ALTERNATE.findall(html)}
        for address, html in pages.items()
    }

    for address, named in pairs.items():
        assert set(named) == {"en", "fr", "x-default"}, address
        assert named[address[1:3]] == address
        assert named["x-default"] == named["en"]
        twin = named["fr" if address.startswith("/en/") else "en"]
        html = pages.get(twin) or Client().get(twin).content.decode()
        assert dict(ALTERNATE.findall(html)) == dict(ALTERNATE.findall(pages[address])), address


def test_public_pages_switch_to_their_twin_and_keep_the_query(pages):
    for address, html in pages.items():
        (there,) = SWITCH.findall(html)
        response = Client().get(unescape(there))
        assert response.status_code == 200, address
        assert unescape(there).partition("?")[2] == address.partition("?")[2]
        assert unescape(there)[1:3] != address[1:3]


def test_crawl_reaches_every_kind_of_public_page(crawled):
    names = {match_of(address).view_name for address, _response in crawled}

    assert {"pages:home", "pages:about", "pages:page", "activities:list", "activities:activity"} <= names
    assert {"framework:plan", "partners:list", "partners:partner"} <= names
