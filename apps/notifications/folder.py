"""Delivers mails into a folder where no mail server is configured: one file a mail, which mail programs open."""

import hashlib
import os
from collections.abc import Sequence
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import get_valid_filename


class EmailBackend(BaseEmailBackend):
    """Writes `<date>-<recipient>-<mark>.eml` into EMAIL_FILE_PATH, readable by the portal's own account only.

    Names sort by the mail's date; the mark is made from its Message-ID, so that a mail handed over again after a crash
    is the same file. A file appears whole or not at all.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; returns how many, or raises `OSError`."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            travelling = message.message()
            path = folder / self._name(travelling, message.to[0])
            draft = path.with_suffix(".part")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(travelling.as_bytes())
            draft.replace(path)
        return len(email_messages)

    @staticmethod
    def _name(travelling: Message, recipient: str) -> str:
        date = timezone.localtime(parsedate_to_datetime(travelling["Date"])).strftime("%Y%m%d-%H%M%S")
        mark = hashlib.sha256(travelling["Message-ID"].encode()).hexdigest()[:8]
        return f"{date}-{get_valid_filename(recipient.replace('@', '-at-'))}-{mark}.eml"
