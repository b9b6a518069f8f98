"""Reads mails as their recipients do."""

import re

from django.core.mail import EmailMessage

ADDRESS = re.compile(r"https?://\S+")


def link_in(mail: EmailMessage) -> str:
    """The one link of a mail."""
    (link,) = set(ADDRESS.findall(mail.body))
    return link
