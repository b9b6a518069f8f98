"""What the system checks refuse in production, and only there."""

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry

from apps.common import installation
from apps.common.checks import check_database, check_production

GOOD = {
    "PRODUCTION": True,
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": ["portal.example.org"],
    "SITE_URL": "https://portal.example.org",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_FILE_PATH": None,
    "EMAIL_PROVIDER": "",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "LANGUAGE_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}},
    "BACKUP_PASSPHRASE": "b" * 20,
}
SERVER = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example.org", "NAME": "portal"}


def files_in(private: str, public: str = "/srv/public") -> dict:
    """Storages in these folders."""
    backend = "django.core.files.storage.FileSystemStorage"
    return {
        "default": {"BACKEND": backend, "OPTIONS": {"location": public}},
        "private": {"BACKEND": backend, "OPTIONS": {"location": private}},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


@pytest.fixture
def production(settings):
    """Settings with everything that production must have."""
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def test_production_with_everything_is_accepted(production):
    assert check_production() == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SECRET_KEY", "", "portal.E001"),
        ("SECRET_KEY", "k" * 49, "portal.E001"),
        ("ALLOWED_HOSTS", [], "portal.E002"),
        ("ALLOWED_HOSTS", ["*"], "portal.E002"),
        ("SITE_URL", "http://portal.example.org", "portal.E003"),
        ("SITE_URL", "https://localhost", "portal.E003"),
        ("SITE_URL", "portal", "portal.E003"),
        ("EMAIL_FILE_PATH", "var/mail", "portal.E004"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "portal.E004"),
        ("DEMO", True, "portal.E005"),
        ("DEBUG", True, "portal.E005"),
        ("SESSION_COOKIE_SECURE", False, "portal.E007"),
        ("SESSION_COOKIE_HTTPONLY", False, "portal.E007"),
        ("SESSION_COOKIE_NAME", "session", "portal.E007"),
        ("CSRF_COOKIE_SECURE", False, "portal.E007"),
        ("CSRF_COOKIE_NAME", "csrf", "portal.E007"),
        ("LANGUAGE_COOKIE_SECURE", False, "portal.E007"),
        ("SECURE_HSTS_SECONDS", 0, "portal.E008"),
        ("SECURE_HSTS_SECONDS", 3600, "portal.E008"),
        ("SECURE_SSL_REDIRECT", False, "portal.E008"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, "portal.E010"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}, "portal.E010"),
        ("STORAGES", files_in("/srv/public"), "portal.E011"),
        ("STORAGES", files_in("/srv/public/private"), "portal.E011"),
        ("STORAGES", files_in("/srv", public="/srv/public"), "portal.E011"),
        ("STORAGES", files_in("/static/private"), "portal.E011"),
        ("BACKUP_PASSPHRASE", "b" * 19, "portal.E012"),
        ("BACKUP_PASSPHRASE", "k" * 50, "portal.E012"),
    ],
)
def test_production_is_told_what_it_lacks(production, name, value, fault):
    production.STATIC_ROOT = "/static"
    setattr(production, name, value)

    found = check_production()

    assert [error.id for error in found] == [fault]
    assert found[0].hint


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKUP_PASSPHRASE", ""),
        ("STORAGES", files_in("/srv/private")),
    ],
)
def test_production_may_be_so_too(production, name, value):
    setattr(production, name, value)

    assert check_production() == []


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, ["portal.E014"]),
        ({"OPTIONS": {"sslmode": "prefer"}}, ["portal.E014"]),
        ({"OPTIONS": {"sslmode": "require"}}, []),
        ({"OPTIONS": {"sslmode": "verify-full"}}, []),
        ({"OPTIONS": {"sslmode": "disable"}}, []),
        ({"HOST": ""}, []),
        ({"HOST": "/run/postgresql"}, []),
        ({"HOST": "localhost"}, []),
        ({"ENGINE": "django.db.backends.sqlite3", "HOST": ""}, []),
    ],
)
def test_way_to_a_database_elsewhere_is_encrypted_or_said_not_to_be(production, monkeypatch, changed, faults):
    monkeypatch.setitem(production.DATABASES, "default", {**SERVER, **changed})

    assert [error.id for error in check_production()] == faults


def test_nothing_is_asked_elsewhere(settings):
    settings.PRODUCTION, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, "", []

    assert check_production() == []


def test_production_refuses_the_demonstrations_database(production, db):
    assert check_database(databases=["default"]) == []

    installation.mark_demonstration()

    assert [error.id for error in check_database(databases=["default"])] == ["portal.E006"]
    assert check_database(databases=None) == []


def test_checks_are_registered():
    assert {check_production, check_database} <= set(registry.registered_checks)
    assert run_checks() == []
