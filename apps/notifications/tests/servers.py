"""Mail servers for tests: one that keeps what it receives, others that refuse, stay silent, or are watched."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace

from aiosmtpd.controller import Controller
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class FaultyBackend(BaseEmailBackend):
    """Raises what the test put into `faults`, one a mail, then accepts; remembers what it accepted."""

    faults: list[Exception] = []
    accepted: list[EmailMessage] = []
    in_transaction: list[bool] = []

    def send_messages(self, messages) -> int:
        """Accept or raise."""
        self.in_transaction.append(connection.in_atomic_block)
        if self.faults:
            raise self.faults.pop(0)
        self.accepted.extend(messages)
        return len(messages)


class Box:
    """What a real server received: envelope and parsed mail."""

    def __init__(self, refused: frozenset[str] = frozenset()) -> None:
        self.mails: list[SimpleNamespace] = []
        self.refused = refused

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        """Refuse some."""
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keep the mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(SimpleNamespace(sender=envelope.mail_from, recipients=envelope.rcpt_tos, mail=mail))
        return "250 kept"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def smtp_server(settings, refused: frozenset[str] = frozenset()) -> Iterator[Box]:
    """A real SMTP server on this machine, to which the portal's settings lead while the block lasts."""
    box = Box(refused)
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", controller.port
    try:
        yield box
    finally:
        controller.stop()


@contextlib.contextmanager
def silent_server(settings) -> Iterator[None]:
    """Takes the connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP_BACKEND, "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = listener.getsockname()[1], 0.3
        guests: list[socket.socket] = []
        closing = threading.Event()

        def take() -> None:
            listener.settimeout(0.05)
            while not closing.is_set():
                with contextlib.suppress(TimeoutError):
                    guests.append(listener.accept()[0])

        host = threading.Thread(target=take)
        host.start()
        try:
            yield
        finally:
            closing.set()
            host.join()
            for guest in guests:
                guest.close()
