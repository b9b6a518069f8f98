"""Mails in the office: the outbox, mailings, what came back, and every message as its reader sees it."""

from . import mailings, outbox, previews, returned

__all__ = ["mailings", "outbox", "previews", "returned"]
