"""What production must have, asked by `manage.py check` and `migrate`; each answer says what to do."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from .installation import is_demonstration

SHORTEST_KEY = 50
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
    ]
    return [fault for fault, met in is_met if not met]


def _secret_key() -> str:
    """The key; empty where Django refuses to go on without one."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


@register(Tags.database)
def check_database(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Production never works on the demonstration's database: its accounts have passwords that everybody knows."""
    if not settings.PRODUCTION or not databases or not is_demonstration():
        return []
    return [DATABASE]
