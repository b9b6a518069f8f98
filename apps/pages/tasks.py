"""Lets the worker note who was here, so that no page waits for a write."""

import datetime
import logging
import sqlite3

from django.utils import timezone
from huey.contrib.djhuey import db_task
from huey.exceptions import HueyException

from . import services

log = logging.getLogger(__name__)


@db_task()
def note_visit(person_id: int, at: str) -> None:
    """Note that the person was seen at that moment."""
    services.note_visit(person_id, datetime.datetime.fromisoformat(at))


def note_visit_soon(person_id: int) -> None:
    """Ask the worker to note that the person is here; where the queue cannot be opened, nothing is noted."""
    try:
        note_visit(person_id, timezone.now().isoformat())
    except (HueyException, sqlite3.Error, OSError) as error:
        log.warning("A visit was not noted: %s", type(error).__name__)
