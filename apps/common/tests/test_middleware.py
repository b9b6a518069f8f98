"""What every answer carries: private unless public, the office's own language, reads while somebody writes."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from apps.common.middleware import FaultMiddleware
from apps.common.pdf import NotSet

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.common.tests.faulty_urls")]


def signed_in(**fields) -> Client:
    person = get_user_model().objects.create_user("person@example.org", name="Person", **fields)
    browser = Client()
    browser.force_login(person, backend="apps.accounts.backends.MailAddressBackend")
    return browser


def test_public_page_may_be_kept_but_is_asked_about():
    response = Client().get("/en/activities/")

    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.headers["Content-Language"] == "en"
    assert "X-Robots-Tag" not in response.headers
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not response.cookies


def test_public_page_is_the_same_for_who_is_signed_in(django_assert_num_queries):
    browser = signed_in(language="fr")

    with django_assert_num_queries(0):
        response = browser.get("/en/activities/")

    assert response.content == Client().get("/en/activities/").content
    assert not response.cookies


def test_public_page_that_did_not_change_is_not_sent_again():
    first = Client().get("/en/activities/")

    again = Client().get("/en/activities/", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("path", ["/en/wrongly-shared/", "/en/wrongly-kept/"])
def test_public_page_that_turns_out_personal_is_kept_private_and_reported(path, expected_errors):
    response = Client().get(path)

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "touched the session or set a cookie" in expected_errors[0]


@pytest.mark.parametrize("cookie", ["", "%00", "short"])
def test_public_page_deletes_no_malformed_session_cookie(cookie):
    browser = Client()
    browser.cookies["sessionid"] = cookie

    response = browser.get("/en/activities/")

    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_private_page_is_neither_stored_nor_indexed():
    response = signed_in().get("/en/private/")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_private_page_asks_visitors_to_sign_in():
    response = Client().get("/fr/private/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/fr/accounts/login/")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_page_outside_the_languages_speaks_the_persons_own():
    response = signed_in(language="fr").get("/desk/", headers={"accept-language": "en"})

    assert response.content.decode() == "yours in fr"
    assert response.headers["Content-Language"] == "fr"


def test_page_within_a_language_keeps_it():
    response = signed_in(language="fr").get("/en/private/")

    assert response.content.decode() == "yours in en"


def test_pages_are_read_while_somebody_writes(writing):
    with writing():
        response = Client().get("/reading/")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("charset", "status"), [("utf-7", 400), ("utf-16", 400), ("latin-1", 400), ("UTF-8", 200), ('"utf-8"', 200)]
)
def test_forms_come_in_utf_8(charset, status):
    body = b"--B\r\nContent-Disposition: form-data; name=language\r\n\r\nfr\r\n--B--\r\n"
    kind = f"multipart/form-data; boundary=B; charset={charset}"

    assert signed_in().post("/en/private/", body, content_type=kind).status_code == status


def test_paper_that_cannot_be_set_is_said_to_come_later(rf, expected_errors):
    answer = FaultMiddleware(None).process_exception(rf.get("/fr/"), NotSet())

    assert (answer.status_code, answer["Content-Language"]) == (503, "fr")
    assert "as PDF" in expected_errors[0]
