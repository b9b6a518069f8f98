"""What sending mails needs of the environment, asked by `manage.py check`; each answer says what to do."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

LONGEST_TIMEOUT = 20
SHORTEST_SECRET = 20
RETURN_ADDRESS = Error(
    "RETURN_ADDRESS is not an e-mail address.",
    hint="Set it to a mailbox that the portal reads, such as bounces@example.org, or leave it empty.",
    id="portal.E101",
)
PROVIDER = Error(
    "EMAIL_PROVIDER does not name a provider that we know.",
    hint="Set it to a name such as brevo, mailgun or postmark, or leave it empty and set EMAIL_URL.",
    id="portal.E102",
)
SECRET = Error(
    f"EMAIL_WEBHOOK_SECRET is missing, has no colon, or its password is shorter than {SHORTEST_SECRET} characters.",
    hint="Set it to user:password with a long random password, and give the provider the same two.",
    id="portal.E103",
)
TIMEOUT = Error(
    f"EMAIL_TIMEOUT is not a number of seconds from 1 to {LONGEST_TIMEOUT}.",
    hint="Set it to 10: a mail server that answers later is tried again.",
    id="portal.E104",
)


@register(Tags.security)
def check_mail(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """What is wrong with the settings of mails."""
    mailbox, at, domain = settings.RETURN_ADDRESS.partition("@")
    provider = settings.EMAIL_PROVIDER
    is_met = [
        (RETURN_ADDRESS, not settings.RETURN_ADDRESS or bool(mailbox and at and domain and "@" not in domain)),
        (PROVIDER, not provider or _is_known(provider)),
        (SECRET, not provider or len(settings.EMAIL_WEBHOOK_SECRET.partition(":")[2]) >= SHORTEST_SECRET),
        (TIMEOUT, 0 < settings.EMAIL_TIMEOUT <= LONGEST_TIMEOUT),
    ]
    return [fault for fault, met in is_met if not met]


def _is_known(provider: str) -> bool:
    return provider.isidentifier() and find_spec(f"anymail.backends.{provider}") is not None
