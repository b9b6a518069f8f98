"""Production starts when its settings are safe, and else ends with what is wrong, in words, instead of serving."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.settings import base

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.prod",
    "SECRET_KEY": "s" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example.org,127.0.0.1",
    "SITE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp://127.0.0.1:2525",
    "BACKUP_PASSPHRASE": "another long text that opens backups",
    "SECURE_PROXY": "yes",
}

# The two tables that are asked, without the minute that all changes of all tables would take.
MADE_BY_DEMONSTRATION = """
import django
django.setup()
from django.db import connection
from apps.accounts.models import User
from apps.common.installation import mark_demonstration
from apps.common.models import Installation
with connection.schema_editor() as tables:
    tables.create_model(User)
    tables.create_model(Installation)
User.objects.create(email="somebody@example.org", is_invented=True)
mark_demonstration()
"""


@pytest.fixture
def environment(tmp_path):
    """The environment of a production that is safe, on an empty data folder."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    return {**kept, **SAFE, "PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}


def run(environment: dict, *command: str) -> subprocess.CompletedProcess:
    """One process in that environment, to its end."""
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_driver_that_is_not_used_is_not_loaded(environment):
    """PostgreSQL's takes 8 MB of each process; who asks for it later gets it."""
    asked = "import django, sys; django.setup(); print('psycopg' in sys.modules); import psycopg; print(psycopg.adapt)"

    done = run(environment, "-c", asked)

    assert done.stdout.startswith("False\n<module"), done.stderr


def test_check_for_deployment_has_nothing_to_say_of_safe_settings(environment):
    done = run(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing or shorter than 50 characters."),
        ({"SITE_URL": "http://portal.example.org"}, "SITE_URL is not a public https address"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is missing"),
        ({"CACHE_URL": "locmemcache://"}, "The cache is known to one process only"),
        ({"BACKUP_PASSPHRASE": SAFE["SECRET_KEY"]}, "the same as SECRET_KEY"),
    ],
)
def test_start_refuses_unsafe_settings_in_words(environment, changed, words):
    done = run({**environment, **changed}, "-c", "import portal.wsgi")

    assert done.returncode == 3
    assert "The portal does not start, because it would not be safe:" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_start_with_safe_settings_goes_on(environment):
    done = run(environment, "-c", "import portal.wsgi; print('serving')")

    assert (done.returncode, done.stdout.strip()) == (0, "serving")


def test_start_refuses_the_demonstration_s_database_and_accounts(environment):
    demo = {**environment, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    made = run(demo, "-c", MADE_BY_DEMONSTRATION)
    assert made.returncode == 0, made.stderr[-800:]

    done = run(environment, "-c", "import portal.wsgi")

    assert done.returncode == 3
    assert "made by the demonstration" in done.stderr
    assert "Accounts of the demonstration are in this database" in done.stderr


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def status_of(port: int) -> int:
    """What `/healthz` answers behind a web server that spoke https, as soon as anybody answers."""
    for _try in range(600):
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            asking.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
            return asking.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            asking.close()
    pytest.fail("the web server did not answer")


def gunicorn(environment: dict, port: int) -> subprocess.Popen:
    """The web server, as deployments start it."""
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--no-control-socket"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def test_web_server_ends_instead_of_serving_unsafely(environment):
    server = gunicorn({**environment, "SECRET_KEY": "short"}, free_port())
    try:
        _out, told = server.communicate(timeout=90)
    finally:
        server.kill()

    assert server.returncode != 0
    assert "SECRET_KEY is missing or shorter than 50 characters." in told


def test_web_server_serves_when_it_is_safe(environment):
    port = free_port()
    server = gunicorn(environment, port)
    try:
        assert status_of(port) == 200
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)


def test_visits_are_noted_in_production_and_left_out_of_the_tests(settings):
    noting = "apps.pages.middleware.VisitMiddleware"

    assert noting in base.MIDDLEWARE
    assert noting not in settings.MIDDLEWARE
