"""Writes the database and all files into one encrypted file, while the portal runs; BACKUP_PASSPHRASE opens it."""

import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from apps.common.backup import BackupFault, write_backup


class Command(BaseCommand):
    """Makes a backup and says where it is and what is in it."""

    help = __doc__
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        """Where to: a file, by default one named after the moment in the data folder."""
        parser.add_argument("file", nargs="?", type=Path, help="file to write; default: backups/ in the data folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; a fault is told in one sentence, and nothing half is left."""
        name = f"portal-{timezone.now():%Y%m%dT%H%M%SZ}.backup"
        path = (options["file"] or settings.DATA_DIR / "backups" / name).resolve()
        try:
            manifest = write_backup(path, say=self._say)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        except (OSError, DatabaseError, sqlite3.Error) as fault:
            raise CommandError(f"The backup could not be written: {fault}.") from fault
        if manifest.missing:
            self.stderr.write(
                f"{len(manifest.missing)} files that the database names are not in the storage, "
                f"such as {manifest.missing[0]}. The backup holds all others."
            )
        self._say(f"done       {path}, {path.stat().st_size / 1e6:.1f} MB, {len(manifest.files)} files")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
