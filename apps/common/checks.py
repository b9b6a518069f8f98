"""What production must have, asked by `manage.py check`, `migrate` and at each start; each answer says what to do."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError

from .backup.sealing import SHORTEST_PASSPHRASE
from .installation import is_demonstration

log = logging.getLogger(__name__)
SHORTEST_KEY = 50
SHORTEST_HSTS = 60 * 60 * 24 * 30
KNOWN_TO_ONE_PROCESS = (".locmem.LocMemCache", ".dummy.DummyCache")
ENCRYPTED = ("require", "verify-ca", "verify-full")
# What gunicorn understands as "do not try again": with another status it would start the worker anew for ever.
STATUS_OF_REFUSAL = 3
REACHING_NOBODY = (".console.EmailBackend", ".dummy.EmailBackend", ".locmem.EmailBackend")
NOT_PUBLIC = (None, "localhost", "127.0.0.1", "::1")


def _fault(number: int, what: str, hint: str) -> Error:
    return Error(what, hint=hint, id=f"portal.E{number:03}")


KEY = _fault(
    1,
    f"SECRET_KEY is missing or shorter than {SHORTEST_KEY} characters.",
    "Set it in the environment to a long random text, and keep that text secret and unchanged.",
)
HOSTS = _fault(
    2,
    "ALLOWED_HOSTS does not name the hosts that the portal answers to.",
    "Set it to the portal's host names, separated by commas; a star is not enough.",
)
ADDRESS = _fault(
    3,
    "SITE_URL is not a public https address, so links in mails would lead nowhere.",
    "Set it to the address that people type, such as https://portal.example.org.",
)
MAIL = _fault(
    4,
    "EMAIL_URL is missing, so mails would be written to a folder and reach nobody.",
    "Set it to your mail server, such as smtp+tls://user:password@mail.example.org:587.",
)
TRIAL = _fault(
    5,
    "The demonstration or the debugger is switched on.",
    "Start production with DJANGO_SETTINGS_MODULE=portal.settings.prod and nothing else.",
)
DATABASE = _fault(
    6,
    "This database was made by the demonstration, whose passwords are known to everybody.",
    "Set DATABASE_URL to a database of production's own, and run `migrate` there.",
)

COOKIES = _fault(
    7,
    "A cookie of the portal could travel unencrypted, be read by scripts, or be set by a neighbouring host.",
    "Leave SESSION_COOKIE_…, CSRF_COOKIE_… and LANGUAGE_COOKIE_SECURE as portal.settings.prod sets them.",
)
TRANSPORT = _fault(
    8,
    "Browsers are not told to use https alone.",
    "Leave SECURE_SSL_REDIRECT on and SECURE_HSTS_SECONDS at thirty days or more.",
)
FACTOR = _fault(
    9,
    "Members of the office could sign in with a password alone.",
    "Leave SECOND_FACTOR_REQUIRED on: only the demonstration may switch it off.",
)
CACHE = _fault(
    10,
    "The cache is known to one process only, so that guessing passwords would not be slowed down across processes.",
    "Set CACHE_URL to redis://…, or leave it empty: then a table of the database is used.",
)
FILES = _fault(
    11,
    "Private files lie where everybody could fetch them: inside the folder of public or of static files, or around it.",
    "Give private files a folder or a bucket of their own.",
)
BACKUP = _fault(
    12,
    f"BACKUP_PASSPHRASE is shorter than {SHORTEST_PASSPHRASE} characters, or the same as SECRET_KEY.",
    "Set it to another long random text: who has the one secret must not have the other.",
)
ENCRYPTION = _fault(
    14,
    "The database is on another machine, and nothing says that the way there is encrypted.",
    "Add ?sslmode=require (better: verify-full) to DATABASE_URL, or ?sslmode=disable where the network is your own.",
)


@register(Tags.security)
def check_production(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """What is missing or unsafe in the environment; nothing is asked of development, tests and the demonstration."""
    if not settings.PRODUCTION:
        return []
    address = urlsplit(settings.SITE_URL)
    is_met = [
        (KEY, len(_secret_key()) >= SHORTEST_KEY),
        (HOSTS, bool(settings.ALLOWED_HOSTS) and "*" not in settings.ALLOWED_HOSTS),
        (ADDRESS, address.scheme == "https" and address.hostname not in NOT_PUBLIC),
        (MAIL, not settings.EMAIL_FILE_PATH and not settings.EMAIL_BACKEND.endswith(REACHING_NOBODY)),
        (TRIAL, not settings.DEMO and not settings.DEBUG),
        (COOKIES, _cookies_are_guarded()),
        (TRANSPORT, settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS >= SHORTEST_HSTS),
        (CACHE, not settings.CACHES["default"]["BACKEND"].endswith(KNOWN_TO_ONE_PROCESS)),
        (FILES, _private_files_are_apart()),
        (BACKUP, _backup_is_apart()),
        (ENCRYPTION, _way_to_database_is_chosen()),
    ]
    return [fault for fault, met in is_met if not met]


def _cookies_are_guarded() -> bool:
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    flags = (
        settings.SESSION_COOKIE_SECURE,
        settings.CSRF_COOKIE_SECURE,
        settings.LANGUAGE_COOKIE_SECURE,
        settings.SESSION_COOKIE_HTTPONLY,
        settings.CSRF_COOKIE_HTTPONLY,
    )
    return all(flags) and all(name.startswith("__Host-") for name in names)


def _folders(alias: str) -> Iterator[Path]:
    """The folder of a storage; none for one that keeps its files elsewhere."""
    location = settings.STORAGES.get(alias, {}).get("OPTIONS", {}).get("location")
    is_folder = settings.STORAGES.get(alias, {}).get("BACKEND", "").endswith("FileSystemStorage")
    if is_folder and location:
        yield Path(location).resolve()


def _private_files_are_apart() -> bool:
    """Neither the private storage within what is served to all, nor the other way round, nor both the same bucket."""
    others = [alias for alias in settings.STORAGES if alias not in ("private", "staticfiles")]
    if any(settings.STORAGES[alias] == settings.STORAGES["private"] for alias in others):
        return False
    served = [folder for alias in others for folder in _folders(alias)]
    served += [Path(folder).resolve() for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS) if folder]
    return not any(
        private.is_relative_to(folder) or folder.is_relative_to(private)
        for private in _folders("private")
        for folder in served
    )


def _backup_is_apart() -> bool:
    """None at all is allowed: then no backup can be made."""
    passphrase = settings.BACKUP_PASSPHRASE
    return not passphrase or (len(passphrase) >= SHORTEST_PASSPHRASE and passphrase != _secret_key())


def _way_to_database_is_chosen() -> bool:
    database = settings.DATABASES[DEFAULT_DB_ALIAS]
    host = database.get("HOST", "")
    is_here = not host or host.startswith("/") or host in NOT_PUBLIC
    chosen = database.get("OPTIONS", {}).get("sslmode", "")
    return not database["ENGINE"].endswith("postgresql") or is_here or chosen in (*ENCRYPTED, "disable")


def _secret_key() -> str:
    """The key; empty where Django refuses to go on without one."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


@register(Tags.security)
def check_second_factor(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """Everywhere but in the demonstration, whose accounts hold nothing, the office signs in with two factors."""
    return [] if settings.SECOND_FACTOR_REQUIRED or settings.DEMO else [FACTOR]


@register(Tags.database)
def check_database(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Production never works on the demonstration's database: its accounts have passwords that everybody knows."""
    if not settings.PRODUCTION or not databases or not is_demonstration():
        return []
    return [DATABASE]


def faults_at_start() -> list[CheckMessage]:
    """What forbids to serve now: every fault of the settings, and of the database where it answers."""
    found = run_checks(tags=[Tags.security])
    try:
        found += run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
    except OperationalError:
        log.warning("The database does not answer, so what is in it was not asked; pages say so until it does.")
    return [fault for fault in found if fault.level >= ERROR]


def refuse_unsafe_start() -> None:
    """End a production process that would serve unsafely, with what is wrong and what to do on the error output."""
    if not settings.PRODUCTION or not (faults := faults_at_start()):
        return
    lines = ["The portal does not start, because it would not be safe:"]
    for fault in faults:
        lines += ["", f"  {fault.id}: {fault.msg}", f"  {fault.hint or ''}".rstrip()]
    sys.stderr.write("\n".join([*lines, "", ""]))
    sys.stderr.flush()
    raise SystemExit(STATUS_OF_REFUSAL)
