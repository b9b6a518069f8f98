"""Pages travel compressed: public ones as small as can be, personal ones so that their length betrays nothing."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from apps.common.compression import CompressionMiddleware, accepted
from apps.common.views import public

TEXT = "Réunion thématique. " * 100


def answer(response, accept="gzip, deflate, br", view=None):
    """What leaves the middleware for a browser that accepts these encodings."""
    request = RequestFactory().get("/en/", headers={"Accept-Encoding": accept} if accept else {})
    request.resolver_match = ResolverMatch(view or page, (), {})
    return CompressionMiddleware(lambda _: response)(request)


def page(request):
    """A page of somebody."""
    return HttpResponse(TEXT)


@public
def open_page(request):
    """A page of everybody."""
    return HttpResponse(TEXT)


def test_public_page_travels_as_brotli():
    response = answer(HttpResponse(TEXT), view=open_page)

    assert response["Content-Encoding"] == "br"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"
    assert brotli.decompress(response.content).decode() == TEXT


def test_personal_page_travels_as_gzip_of_a_length_that_varies():
    responses = [answer(HttpResponse(TEXT)) for _ in range(20)]

    assert {response["Content-Encoding"] for response in responses} == {"gzip"}
    assert {gzip.decompress(response.content).decode() for response in responses} == {TEXT}
    assert len({len(response.content) for response in responses}) > 1


def test_public_page_travels_as_gzip_where_brotli_is_not_accepted():
    assert answer(HttpResponse(TEXT), "gzip, br;q=0", open_page)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("short"),
        HttpResponse(TEXT, content_type="application/pdf"),
        HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        HttpResponse(status=304),
    ],
    ids=["short", "not text", "compressed already", "no content"],
)
def test_what_would_gain_nothing_is_left_alone(response):
    before = response.content

    assert answer(response).content == before


def test_file_on_its_way_is_left_alone():
    assert not answer(StreamingHttpResponse([TEXT.encode()])).has_header("Content-Encoding")


def test_browser_that_accepts_nothing_gets_the_page_as_it_is_and_caches_are_told():
    response = answer(HttpResponse(TEXT), "")

    assert response.content.decode() == TEXT
    assert response["Vary"] == "Accept-Encoding"


def test_etag_becomes_weak():
    response = answer(HttpResponse(TEXT, headers={"ETag": '"abc"'}))

    assert response["ETag"] == 'W/"abc"'


def test_accepted_encodings_are_those_not_refused():
    assert accepted("gzip;q=0.5, br;q=0, deflate") == {"gzip", "deflate"}
    assert accepted("") == {""}
