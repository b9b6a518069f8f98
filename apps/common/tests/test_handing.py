"""How a private file leaves: by the portal, by the web server, or by an address that the storage signs."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404

from apps.common import files, handing

NAME = "Résumé.pdf"
DISPOSITION = "attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf"


class SigningStorage:
    """A storage that signs addresses, as those of object stores do."""

    def exists(self, key):
        return key != "gone.pdf"

    def url(self, key, parameters, expire):
        told = "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))
        return f"https://store.example.org/{key}?{told}&expires={expire}"


@pytest.fixture
def key():
    """A file in the private storage."""
    return storages["private"].save("2026/11/a b.pdf", ContentFile(b"%PDF-1.4"))


def test_portal_sends_the_file_itself(key):
    response = files.serve_private(key, NAME)

    assert b"".join(response.streaming_content) == b"%PDF-1.4"
    response.file_to_stream.close()
    assert response.headers["Content-Disposition"] == DISPOSITION


def test_web_server_is_told_where_the_file_lies(settings, key):
    settings.PRIVATE_FILES = "x-accel:/protected/"

    response = files.serve_private(key, NAME)

    assert response.content == b""
    assert response.headers["X-Accel-Redirect"] == f"/protected/{key.replace(' ', '%20')}"
    assert response.headers["Content-Disposition"] == DISPOSITION
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_storage_signs_an_address_for_five_minutes_at_most(settings, monkeypatch):
    settings.PRIVATE_FILES = "signed-url"
    monkeypatch.setattr(handing, "storages", {"private": SigningStorage()})

    response = handing.hand_over("one.pdf", NAME, "application/pdf")

    assert response.status_code == 302
    address = response.headers["Location"]
    assert address.startswith("https://store.example.org/one.pdf?")
    assert "expires=300" in address
    assert "attachment" in address
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("way", ["portal", "x-accel:/protected/", "signed-url"])
def test_file_that_is_gone_is_reported_and_not_found(settings, expected_errors, way):
    settings.PRIVATE_FILES = way

    with pytest.raises(Http404):
        files.serve_private("2026/11/gone.pdf", NAME)

    assert "missing in the storage" in expected_errors[0]


def test_unknown_way_is_refused(settings, key):
    settings.PRIVATE_FILES = "somehow"

    with pytest.raises(ImproperlyConfigured):
        files.serve_private(key, NAME)
