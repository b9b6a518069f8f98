"""Brings a backup back: everything is read and compared with its hash before anything is touched."""

import gzip
import hashlib
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages

from . import databases
from .databases import PIECE, vendor_name
from .faults import BackupFault
from .manifest import DATABASE, FILES, NAME, KeptFile, Manifest
from .sealing import SealedReader
from .writing import STORAGES, Say


def check_backup(path: Path, *, say: Say) -> Manifest:
    """Read the whole backup and compare every hash, and touch nothing; raises `BackupFault` where something differs."""
    with _opened(path, say) as (manifest, _folder):
        return manifest


def restore(path: Path, *, replacing: bool, say: Say) -> Manifest:
    """Bring database and files back: the files first, then the database in one step, so that no row lacks its file.

    Refuses (`BackupFault`) a database that has tables unless `replacing`, another sort of database, a backup of a newer
    version, and a backup that is not whole. Everything is compared again afterwards.
    """
    if not replacing and not databases.is_empty():
        raise BackupFault(
            "This database is not empty, and restoring would replace all that is in it. Choose an empty one with "
            "DATABASE_URL, or say --replace-everything."
        )
    with _opened(path, say) as (manifest, folder):
        manifest.check_version()
        databases.check_vendor(manifest.vendor)
        for kept in manifest.files:
            _put_back(kept, folder, replacing=replacing)
        say(f"files      {len(manifest.files)} in their places")
        databases.bring_back(folder / DATABASE / manifest.database)
    _compare(manifest)
    say(f"database   {vendor_name(manifest.vendor)}, {sum(manifest.tables.values())} rows in their places")
    return manifest


@contextmanager
def _opened(path: Path, say: Say) -> Iterator[tuple[Manifest, Path]]:
    """The contents of a backup in a folder that goes away afterwards, every hash compared."""
    if not path.is_file():
        raise BackupFault(f"There is no file {path}.")
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as name:
        folder = Path(name)
        found = _unpack(path, folder)
        if NAME not in found:
            raise BackupFault("This backup has no list of contents; it is not whole.")
        manifest = Manifest.from_bytes((folder / NAME).read_bytes())
        _check_contents(manifest, found)
        say(f"backup     of {manifest.made_at[:16]}, from {vendor_name(manifest.vendor)}: every hash is right")
        yield manifest, folder


def _unpack(path: Path, folder: Path) -> dict[str, str]:
    """Unpack everything into the folder; returns the SHA-256 of every member by name."""
    found: dict[str, str] = {}
    try:
        with path.open("rb") as file, SealedReader(file, settings.BACKUP_PASSPHRASE) as sealed:
            with gzip.GzipFile(fileobj=sealed, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
                for member in archive:
                    found[member.name] = _unpack_one(archive, member, folder)
                while packed.read(PIECE):
                    continue
            while sealed.read(PIECE):
                continue
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise BackupFault("This backup is not whole; nothing of it is restored.") from error
    return found


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    place = PurePosixPath(member.name)
    if not member.isreg() or place.is_absolute() or ".." in place.parts:
        raise BackupFault(f"This backup holds something that it may not: {member.name}.")
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = hashlib.sha256()
    with archive.extractfile(member) as content, target.open("wb") as file:
        while piece := content.read(PIECE):
            whole.update(piece)
            file.write(piece)
    return whole.hexdigest()


def _check_contents(manifest: Manifest, found: dict[str, str]) -> None:
    expected = {f"{FILES}/{one.storage}/{one.key}": one.sha256 for one in manifest.files}
    expected[f"{DATABASE}/{manifest.database}"] = manifest.database_sha256
    differing = [name for name, sha256 in expected.items() if found.get(name) != sha256]
    if differing or set(found) - set(expected) != {NAME}:
        raise BackupFault(f"This backup does not hold what its list says: {(differing or sorted(found))[0]}.")
    if {one.storage for one in manifest.files} - set(STORAGES):
        raise BackupFault("This backup holds files of a storage that is not known here.")


def _put_back(kept: KeptFile, folder: Path, *, replacing: bool) -> None:
    """One file under its own key; the same file that is there already stays."""
    storage, path = storages[kept.storage], folder / FILES / kept.storage / kept.key
    if storage.exists(kept.key):
        with storage.open(kept.key, "rb") as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == kept.sha256:
                return
        if not replacing:
            raise BackupFault(
                f"Another file stands where {kept.key} belongs. Choose an empty folder or bucket for files."
            )
        storage.delete(kept.key)
    with path.open("rb") as content:
        name = storage.save(kept.key, File(content))
    if name != kept.key:
        storage.delete(name)
        raise BackupFault(f"The storage would not keep {kept.key} under its own name.")


def _compare(manifest: Manifest) -> None:
    """Whether all that was brought back is what the backup lists."""
    if databases.count_rows() != manifest.tables:
        raise BackupFault("The restored database does not have the rows that the backup lists.")
    for kept in manifest.files:
        with storages[kept.storage].open(kept.key, "rb") as there:
            if hashlib.file_digest(there, "sha256").hexdigest() != kept.sha256:
                raise BackupFault(f"The restored file {kept.key} differs from the one in the backup.")
