"""Rings for the worker when mails are queued, and lets it look into the outbox each minute in case nobody rang."""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task
from huey.exceptions import HueyException

from apps.accounts import keeping
from apps.accounts.services import forget_ended_sessions

from . import delivery, digests, reminders, services

log = logging.getLogger(__name__)


@db_task()
def deliver() -> None:
    """Send what is due."""
    delivery.deliver_all()


@db_periodic_task(crontab(minute="*"))
def sweep() -> None:
    """Send what is due: mails to try again, of workers that died, and those nobody rang for."""
    delivery.deliver_all()


@db_periodic_task(crontab(minute="17", hour="3"))
def tidy() -> None:
    """Erase the words of old mails, and of forms that nobody came back for."""
    delivery.erase_old_bodies()
    keeping.forget_old()
    forget_ended_sessions()


@db_periodic_task(crontab(minute="7"))
def tell_digests() -> None:
    """Queue the digests whose hour has come somewhere."""
    digests.queue_due()


@db_periodic_task(crontab(minute="37", hour="5"))
def remind() -> None:
    """Queue the reminders of the day."""
    reminders.remind_all()


@db_task()
def send_reset_link(email: str) -> None:
    """Queue a link for the account with this address, if there is one."""
    services.send_reset_link(email)


@db_task()
def send_login_code(email: str, code: str) -> None:
    """Queue a code to sign in with for the account with this address, if there is one."""
    services.send_login_code(email, code)


@db_task()
def send_address_links(change_id: int) -> None:
    """Queue the links by which both mailboxes confirm a change of address."""
    services.send_address_links(change_id)


def deliver_soon() -> None:
    """Ask the worker to look now; where the queue cannot be opened, its next minute's look finds the mails."""
    _call(deliver)


def send_reset_link_soon(email: str) -> None:
    """Ask the worker for the link; where the queue cannot be opened, see to it at once."""
    if not _call(send_reset_link, email):
        services.send_reset_link(email)


def send_login_code_soon(email: str, code: str) -> None:
    """Ask the worker for the mail with the code; where the queue cannot be opened, see to it at once."""
    if not _call(send_login_code, email, code):
        services.send_login_code(email, code)


def send_address_links_soon(change_id: int) -> None:
    """Ask the worker for the links; where the queue cannot be opened, see to it at once."""
    if not _call(send_address_links, change_id):
        services.send_address_links(change_id)


def _call(task: Callable, *arguments: Any) -> bool:
    """Put a task into the worker's queue; returns whether it is there."""
    try:
        task(*arguments)
    except (HueyException, sqlite3.Error, OSError) as error:
        log.warning("The worker was not called: %s", type(error).__name__)
        return False
    return True
