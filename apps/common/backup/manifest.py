"""What a backup says of itself: from where, when, every file with its hash, every table with its rows."""

import json
from dataclasses import asdict, dataclass, field

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ..registry import kept_files
from .databases import Snapshot
from .faults import BackupFault

NAME, FORMAT = "manifest.json", 1
DATABASE, FILES = "database", "files"


@dataclass(frozen=True)
class KeptFile:
    """A file of one of the storages: which, under which key, how long, and the SHA-256 of its bytes."""

    storage: str
    key: str
    size: int
    sha256: str


@dataclass
class Manifest:
    """The list of contents, which is the last member of a backup. `missing` are files that rows name and nobody has."""

    made_at: str
    vendor: str
    tables: dict[str, int]
    migrations: list[str]
    database: str = ""
    database_sha256: str = ""
    files: list[KeptFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """As it stands in the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, text: bytes) -> "Manifest":
        """Read back; raises `BackupFault` for another format."""
        told = json.loads(text)
        if told.get("format") != FORMAT:
            raise BackupFault("This backup was made by another version of the portal, whose format is not known here.")
        return cls(**{**told, "files": [KeptFile(**one) for one in told["files"]]})

    def check_version(self) -> None:
        """Raise where the backup knows changes of the tables that this version of the portal does not."""
        known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
        ours = {config.label for config in apps.get_app_configs()}
        ahead = [one for one in self.migrations if one not in known and one.partition(".")[0] in ours]
        if ahead:
            raise BackupFault(
                f"This backup was made by a newer version of the portal (it knows {ahead[0]}). "
                "Install that version first."
            )


def applied_migrations(of: Snapshot) -> list[str]:
    """The changes of the tables that the snapshot has seen."""
    table = MigrationRecorder.Migration._meta.db_table
    return [f"{app}.{name}" for app, name in of.ask(f"SELECT app, name FROM {table} ORDER BY app, name")]


def named_files(of: Snapshot) -> set[tuple[str, str]]:
    """Storage and key of every file that a row of the snapshot names."""
    found: set[tuple[str, str]] = set()
    quote = connection.ops.quote_name
    for entry in kept_files:
        options = apps.get_model(entry.model)._meta
        column, table = quote(options.get_field(entry.field).column), quote(options.db_table)
        found |= {(entry.storage, key) for (key,) in of.ask(f"SELECT {column} FROM {table} WHERE {column} <> ''")}
    return found
