"""Every error page in the language of the path, also when the database, the session or the template is broken."""

import pytest
from django.db import OperationalError
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory, override_settings

from apps.common import errors
from apps.common.context import furniture

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.common.tests.faulty_urls")]

NUMBER = {"en": "Error {}", "fr": "Erreur {}"}


@pytest.fixture
def visitor() -> Client:
    """A browser that shows fault pages as visitors see them."""
    return Client(raise_request_exception=False)


def assert_is_error_page(response, status: int, language: str) -> None:
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}"' in html
    assert NUMBER[language].format(status) in html
    assert response.headers["Content-Language"] == language
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("status", [403, 404, 409, 429])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_refusals_speak_the_language_of_the_path(visitor, status, language):
    response = visitor.get(f"/{language}/fault/{status}/", headers={"accept-language": "de, fr;q=0.5"})

    assert_is_error_page(response, status, language)


@pytest.mark.parametrize("status", [400, 500, 503])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_faults_speak_the_language_of_the_path(visitor, status, language, expected_errors):
    response = visitor.get(f"/{language}/fault/{status}/")

    assert_is_error_page(response, status, language)


def test_unprefixed_paths_follow_the_cookie_then_accept_language(visitor):
    by_header = visitor.get("/fault/403/", headers={"accept-language": "fr"})
    visitor.cookies["language"] = "en"
    by_cookie = visitor.get("/fault/403/", headers={"accept-language": "fr"})

    assert_is_error_page(by_header, 403, "fr")
    assert_is_error_page(by_cookie, 403, "en")


@pytest.mark.parametrize("path", ["/fr/nulle-part/", "/fr/nulle-part/?q=%00", "/fr/%ff%fe/", "/fr/a%00b/"])
def test_unknown_addresses_are_404_with_a_switch_to_the_other_home_page(visitor, path):
    response = visitor.get(path)

    assert_is_error_page(response, 404, "fr")
    assert 'href="/en/"' in response.content.decode()


def test_unknown_language_is_404(visitor):
    assert_is_error_page(visitor.get("/de/", headers={"accept-language": "fr"}), 404, "fr")


def test_conflict_says_how_it_stands_and_leads_back(visitor):
    html = visitor.get("/en/fault/409/").content.decode()

    assert "wound up" in html
    assert html.count("timeline__line") == 1
    assert "closed by the quickest" in html
    assert "Gabon" in html
    assert 'href="/en/there/"' in html


def test_unavailable_asks_to_come_back(visitor, expected_errors):
    assert visitor.get("/en/fault/503/").headers["Retry-After"] == "30"


def test_a_wrong_query_is_a_fault_of_the_program(visitor, expected_errors):
    assert_is_error_page(visitor.get("/en/fault/wrong-query/"), 500, "en")


@pytest.mark.parametrize("status", [500, 503])
def test_faults_are_told_without_a_single_query(visitor, status, expected_errors, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get(f"/en/fault/{status}/")

    assert_is_error_page(response, status, "en")


def test_session_that_cannot_be_loaded_is_an_outage(visitor, monkeypatch, expected_errors):
    def refuse(self):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", refuse)
    visitor.cookies["sessionid"] = "a" * 32

    assert_is_error_page(visitor.get("/fr/private/"), 503, "fr")


def test_refusals_are_told_although_the_texts_of_the_frame_cannot_be_read(visitor, monkeypatch, expected_errors):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(furniture, "read", refuse)

    assert_is_error_page(visitor.get("/fr/nulle-part/"), 404, "fr")


def test_broken_templates_leave_a_page_in_both_languages(visitor, monkeypatch, expected_errors):
    def refuse(*args, **kwargs):
        raise TemplateDoesNotExist("errors/404.html")

    monkeypatch.setattr(errors.loader, "render_to_string", refuse)

    html = visitor.get("/en/nowhere/").content.decode()

    assert "We are sorry" in html
    assert '<p lang="fr">Nous sommes désolés' in html


def test_stale_form_is_told_apart_from_a_refusal():
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/fr/fault/404/", {"a": "b"})

    assert response.status_code == 403
    assert Client().get("/fr/fault/403/").content != response.content


@override_settings(ALLOWED_HOSTS=["portal.example.org"])
def test_foreign_host_is_400_in_the_language_of_the_path(visitor, expected_errors):
    response = visitor.get("/fr/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_language_of_a_request_needs_no_middleware():
    assert errors.language_of(RequestFactory().get("/fr/x/")) == "fr"
    assert errors.language_of(RequestFactory().get("/x/", headers={"accept-language": "fr"})) == "fr"
    assert errors.language_of(RequestFactory().get("/x/", headers={"accept-language": "de"})) == "en"


def test_outages_are_told_apart_from_mistakes():
    assert errors.is_outage(OperationalError("database is locked"))
    assert not errors.is_outage(OperationalError("no such table: x"))
    assert not errors.is_outage(ValueError("database is locked"))
    assert not errors.is_outage(None)
