"""Makes a backup: first the database as of one moment, then the files, so that no row comes without its file."""

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from .databases import Snapshot, digest, snapshot, vendor_name
from .faults import BackupFault
from .manifest import DATABASE, FILES, NAME, KeptFile, Manifest, applied_migrations, named_files
from .sealing import SealedWriter, check_passphrase

STORAGES = ("public", "private")
LEVEL = 4
TOLD_EVERY = 10
Say = Callable[[str], object]


def write_backup(path: Path, *, say: Say) -> Manifest:
    """Write database and files into `path`, which must not exist; it stands there when it is whole, and never before.

    `say` is told how far it is. Raises `BackupFault`, in words, and leaves nothing behind.
    """
    check_passphrase(settings.BACKUP_PASSPHRASE)
    if path.exists():
        raise BackupFault(f"{path} exists already; a backup never takes the place of another file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "xb", opener=_only_for_us) as file:
            manifest = _write(file, say)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except FileExistsError:
        raise BackupFault(
            f"{part} exists: another backup is being made, or one was broken off. Remove it first."
        ) from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest


def _only_for_us(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _write(file: BinaryIO, say: Say) -> Manifest:
    sealed = SealedWriter(file, settings.BACKUP_PASSPHRASE)
    with (
        gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=LEVEL, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
        tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as folder,
    ):
        with snapshot(Path(folder)) as copy:
            manifest = _describe(copy, say)
            named = named_files(copy)
        manifest.database, manifest.database_sha256 = copy.path.name, digest(copy.path)
        archive.add(copy.path, f"{DATABASE}/{copy.path.name}", filter=_nameless)
        _add_files(archive, manifest, named, say)
        _add_bytes(archive, NAME, manifest.as_bytes())
    sealed.finish()
    return manifest


def _describe(copy: Snapshot, say: Say) -> Manifest:
    manifest = Manifest(
        made_at=timezone.now().isoformat(),
        vendor=copy.vendor,
        tables=copy.tables(),
        migrations=applied_migrations(copy),
    )
    size = copy.path.stat().st_size / 1e6
    say(f"database   {vendor_name(copy.vendor)}, {sum(manifest.tables.values())} rows, {size:.1f} MB")
    return manifest


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(_nameless(member), io.BytesIO(content))


def keys_of(alias: str, folder: str = "") -> Iterator[str]:
    """The keys of all files of a storage, in their order; a storage that was never used has none."""
    try:
        folders, names = storages[alias].listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from keys_of(alias, f"{folder}{inner}/")


def _add_files(archive: tarfile.TarFile, manifest: Manifest, named: set[tuple[str, str]], say: Say) -> None:
    """All files of both storages: those that a row names, and all others. A file never changes under its key."""
    found = [(alias, key) for alias in STORAGES for key in keys_of(alias)]
    told = 0
    for number, (alias, key) in enumerate(found, start=1):
        kept = _add_file(archive, alias, key)
        if kept is not None:
            manifest.files.append(kept)
        if (done := number * 100 // len(found)) >= told + TOLD_EVERY:
            told = done
            say(f"files      {number} of {len(found)} ({done} %)")
    kept_now = {(one.storage, one.key) for one in manifest.files}
    manifest.missing = sorted(f"{alias}/{key}" for alias, key in named - kept_now)


def _add_file(archive: tarfile.TarFile, alias: str, key: str) -> KeptFile | None:
    """Add one file; None for one that was taken away meanwhile, which is told if a row names it."""
    try:
        size = storages[alias].size(key)
        with storages[alias].open(key, "rb") as content:
            member = tarfile.TarInfo(f"{FILES}/{alias}/{key}")
            member.size = size
            reader = _Hashing(content)
            archive.addfile(_nameless(member), reader)
    except FileNotFoundError:
        return None
    return KeptFile(alias, key, size, reader.whole.hexdigest())


class _Hashing:
    """Reads a file and keeps the SHA-256 of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.whole = file, hashlib.sha256()

    def read(self, number: int = -1) -> bytes:
        """Some bytes."""
        piece = self._file.read(number)
        self.whole.update(piece)
        return piece
