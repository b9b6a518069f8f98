"""Brings the database and all files of a backup back, after comparing every hash; BACKUP_PASSPHRASE opens it."""

import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from apps.common.backup import BackupFault, check_backup, restore


class Command(BaseCommand):
    """Restores a backup on an empty machine; refuses to replace anything unless told so."""

    help = __doc__
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        """The backup, and what may be done with it."""
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--only-check", action="store_true", help="compare every hash and change nothing")
        parser.add_argument(
            "--replace-everything",
            action="store_true",
            help="replace the database that is there, with all that is in it; stop the portal before",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it; a fault is told in one sentence."""
        try:
            if options["only_check"]:
                check_backup(options["file"], say=self._say)
            else:
                restore(options["file"], replacing=options["replace_everything"], say=self._say)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        except (OSError, DatabaseError, sqlite3.Error) as fault:
            raise CommandError(f"The backup could not be restored: {fault}.") from fault
        self._say(
            "done       nothing was changed" if options["only_check"] else "done       now run: manage.py migrate"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
