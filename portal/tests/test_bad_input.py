"""Bad input at every public address: a proper page of refusal, or the filter said to be ignored; never a fault."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from .crawl import match_of, public_pages

pytestmark = [pytest.mark.usefixtures("delivered_content"), pytest.mark.django_db, pytest.mark.walk]

LONG = "a" * 10_000
VALUES = [
    "%00",
    "a%00b",
    LONG,
    "9" * 10_000,
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "9223372036854775808",
    "2147483648",
    "0000",
    "9999",
    "0",
    "2024-02-30",
    "%ff%fe",
    "%C0%AF",
    "%ED%A0%80",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "%27%20OR%201%3D1--",
    "%22",
    "%25",
    "{{7*7}}",
    "%0d%0aSet-Cookie:%20a=b",
    "../../etc/passwd",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "NaN",
    "Infinity",
    "true",
    "%D9%A1",
    "",
]
PARAMETERS = ["q", "year", "kind", "area", "partner", "status", "date", "lang", "next", "o", "pk__in", "_connector"]
FILTERS = ["year", "kind", "area", "partner", "status"]
SLUGS = [
    "nowhere",
    "%00",
    "a%00b",
    "%ff%fe",
    LONG,
    "-",
    "0",
    "..",
    "%2e%2e",
    "UPPER",
    "a_b",
    "%F0%9F%98%80",
    "a;x.css",
    "a.json",
]


@pytest.fixture(scope="module")
def addresses(delivered_content) -> list[str]:
    """One public page of each kind in each language."""
    kinds = {}
    for address, response in public_pages():
        if response.status_code == 200 and "?" not in address:
            kinds.setdefault((match_of(address).view_name, address[1:3]), address)
    return list(kinds.values())


def faults(requests: list[str], allowed: set[int], **headers) -> list[str]:
    """The requests that were answered by another status, each shortened."""
    browser = Client(raise_request_exception=False)
    answers = ((request, browser.get(request, **headers).status_code) for request in requests)
    return [f"{status} {request[:120]}" for request, status in answers if status not in allowed]


def test_any_value_of_any_parameter_is_answered(addresses):
    everywhere = [
        f"{address}?" + "&".join(f"{name}={value}" for name in PARAMETERS) for address in addresses for value in VALUES
    ]

    assert faults(everywhere, {200}) == []


def test_page_numbers_that_are_not_there_are_404(addresses):
    numbers = ["0", "-1", "x", "1e3", "99999999999999999999", "9" * 10_000, "%00", "2.0", "%D9%A1", "999999999"]
    activities = reverse("activities:list")

    assert faults([f"{activities}?page={number}" for number in numbers], {404}) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("parameter", FILTERS)
@pytest.mark.parametrize("value", ["abc", "%00", LONG, "99999", "%ff", "%3Cb%3E"])
def test_filters_that_mean_nothing_are_said_to_be_ignored(language, parameter, value):
    with translation.override(language):
        activities = reverse("activities:list")

    response = Client().get(f"{activities}?{parameter}={value}")

    html = response.content.decode()
    assert response.status_code == 200
    assert {"en": "was ignored", "fr": "n’a pas été appliqué"}[language] in html
    assert "<b>" not in html
    assert "\x00" not in html
    assert len(html) < len(Client().get(activities).content.decode()) + 5000


def test_unknown_slugs_are_404(addresses):
    parents = [address for address in addresses if address.count("/") == 3]
    requests = [f"{parent}{slug}/" for parent in parents for slug in SLUGS]

    assert len(parents) >= 6
    assert faults(requests, {404, 301, 302}) == []


@pytest.mark.parametrize("language", ["de", "en-GB", "fr-CA", "xx", "EN", "%00", "zh-hans", "e"])
def test_unknown_languages_are_404(language):
    assert faults([f"/{language}/", f"/{language}/activities/"], {404}) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "\x00"},
        {"accept-language": "fr" * 5000},
        {"accept-language": "*;q=é"},
        {"accept": "application/json"},
        {"cookie": "language=%00; sessionid=%00"},
        {"cookie": "language=../../x; sessionid=" + "a" * 4000},
        {"cookie": "a" * 60_000},
        {"if-none-match": '"\x00'},
        {"if-modified-since": "never"},
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "gopher"},
        {"range": "bytes=0-1,2-3"},
    ],
)
def test_hostile_headers_are_answered(headers):
    assert faults(["/", "/en/", "/fr/nowhere/"], {200, 302, 404}, headers=headers) == []


def test_many_parameters_are_refused_in_a_page(expected_errors):
    query = "&".join(f"year={number}&p{number}=x" for number in range(600))

    response = Client().get(f"/fr/activites/?{query}")

    assert response.status_code == 400
    assert "Erreur 400" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["//", "/en//", "/%2e/", "/en/%2e%2e/", "/en/activities;x.css", "/EN/", "/en/activities/.json"]
)
def test_odd_paths_are_404_or_lead_on(path):
    assert faults([path], {200, 301, 302, 404}) == []
