"""The frame of a page: the same page in each language, addresses for search engines, texts read once in two seconds."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils.translation import override

from apps.common import context
from apps.common.context import Site, furniture

pytestmark = pytest.mark.urls("apps.common.tests.faulty_urls")


def site(path: str, language: str = "en") -> Site:
    with override(language):
        made = Site(RequestFactory().get(path))
        assert made.switch_links
        return made


def test_links_lead_to_the_same_page_and_query():
    english, french = site("/en/activities/?year=2024&q=d%C3%A9j%C3%A0&year=2023").switch_links

    assert (english.code, english.name, english.is_active) == ("en", "English", True)
    assert (french.code, french.name, french.is_active) == ("fr", "Français", False)
    assert french.url == "/fr/activites/?year=2024&year=2023&q=d%C3%A9j%C3%A0"
    assert french.absolute_url == f"http://testserver{french.url}"
    assert Client().get(french.remember_url).headers["Location"] == french.url


@pytest.mark.parametrize("path", ["/en/nowhere/", "/nowhere/", "/en/nowhere/?q=1"])
def test_links_lead_home_where_the_page_leads_nowhere(path):
    assert [link.url for link in site(path).switch_links] == ["/en/", "/fr/"]


def test_links_work_without_a_request():
    assert [link.url for link in Site(None).switch_links] == ["/en/", "/fr/"]


def test_query_that_is_no_filter_is_dropped(monkeypatch):
    long = site("/en/activities/?q=" + "a" * 3000)
    many = Site(RequestFactory().get("/en/activities/"))
    monkeypatch.setattr(
        type(many._request), "GET", property(lambda request: (_ for _ in ()).throw(SuspiciousOperation))
    )

    assert long.switch_links[1].url == "/fr/activites/"
    assert many.switch_links[1].url == "/fr/activites/"


def test_alternates_are_absolute_and_default_to_english():
    assert site("/fr/activites/?page=2", "fr").alternates == [
        ("en", "http://testserver/en/activities/?page=2"),
        ("fr", "http://testserver/fr/activites/?page=2"),
        ("x-default", "http://testserver/en/activities/?page=2"),
    ]


@pytest.mark.parametrize("path", ["/en/private/", "/en/nowhere/", "/healthz"])
def test_alternates_name_no_page_that_is_private_or_in_no_language(path):
    assert site(path).alternates == []


def test_site_knows_its_page():
    page = site("/en/activities/?a=b")

    assert (page.is_public, page.view_name, page.section) == (True, "shared", "")
    assert page.canonical_url == "http://testserver/en/activities/?a=b"
    assert site("/en/nowhere/").view_name == ""
    assert site("/admin/login/").section == "admin"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_texts_of_the_frame_are_read_once_in_two_seconds(monkeypatch, language):
    asked = []

    def provide():
        asked.append(1)
        return {"funding": {"en": "Paid by", "fr": ""}}

    moment = [100.0]
    monkeypatch.setattr(context, "providers", [provide])
    monkeypatch.setattr(context.time, "monotonic", lambda: moment[0])

    assert furniture.read().funding_en == "Paid by"
    assert furniture.read().funding_fr == ""
    assert furniture.read().unknown_en == ""
    assert len(asked) == 1
    moment[0] += 2.1
    assert furniture.read()
    assert len(asked) == 2
    assert furniture.last_known().funding_en == "Paid by"
    assert len(asked) == 2
    with pytest.raises(AttributeError):
        assert furniture.read()._nothing
