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
    ],
)
def test_production_is_told_what_it_lacks(production, name, value, fault):
    setattr(production, name, value)

    found = check_production()

    assert [error.id for error in found] == [fault]
    assert found[0].hint


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
