"""A backup made while others write comes back whole on an empty machine; anything else is refused in plain words."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from apps.accounts.tests.factories import UserFactory
from apps.common.backup import BackupFault, check_backup, restore, write_backup
from apps.common.backup import writing as writing_of_backups
from apps.common.registry import kept_files
from apps.documents.tests.factories import KeptFileFactory
from apps.lab.models import Attachment
from apps.lab.tests.factories import AttachmentFactory, ProposalFactory
from apps.pages.models import Identity
from apps.partners.models import Partner
from apps.partners.tests.factories import PartnerFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.walk]
ROOT = Path(__file__).resolve().parents[2]
WORDS = "a passphrase of the tests, long enough"
WRITERS = 20
ROUNDS = pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.long)])


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Passphrase, and storages of this test alone."""
    settings.BACKUP_PASSPHRASE = WORDS
    backend = "django.core.files.storage.FileSystemStorage"
    folders = {
        alias: {"BACKEND": backend, "OPTIONS": {"location": tmp_path / alias}} for alias in ("public", "private")
    }
    settings.STORAGES = {**settings.STORAGES, **folders, "default": folders["public"]}
    return tmp_path


def content_of_the_site() -> None:
    """Rows and files of every sort."""
    UserFactory(name="Zoë Ünal")
    AttachmentFactory(content=b"words of a seat")
    KeptFileFactory(content=b"%PDF-1.4 " + os.urandom(2_000_000))
    storages["public"].save("0123456789abcdef0123456789abcdef.png", ContentFile(b"picture"))
    Identity.objects.create(emblem="0123456789abcdef0123456789abcdef.png")


def silent(_line: str) -> None:
    """Nobody is told how far it is."""


@dataclass(frozen=True)
class Machine:
    """Another machine: its data folder and its empty database."""

    folder: Path
    url: str

    def run(self, *arguments: str, **changed: str) -> subprocess.CompletedProcess:
        """One command there."""
        here = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "PORTAL_DATA_DIR": str(self.folder)}
        environment = {**os.environ, **here, "DATABASE_URL": self.url, "BACKUP_PASSPHRASE": WORDS, **changed}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def ask(self, code: str) -> str:
        """What a line of Python prints there."""
        done = self.run("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr[-800:]
        return done.stdout.strip()

    def files(self) -> dict[str, str]:
        """The SHA-256 of every file of both storages."""
        return {**digests(self.folder / "public"), **digests(self.folder / "private")}


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[Machine]:
    """An empty machine with the same sort of database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if connection.vendor == "sqlite":
        yield Machine(folder, f"sqlite:///{folder / 'portal.sqlite3'}")
        return
    name, settings = f"elsewhere_{uuid.uuid4().hex[:12]}", connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    secret = f"{settings['USER']}:{settings['PASSWORD']}@" if settings["USER"] else ""
    host = settings["HOST"].replace("/", "%2F") + (f":{settings['PORT']}" if settings["PORT"] else "")
    yield Machine(folder, f"postgres://{secret}{host}/{name}")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below the folder, by its key."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@contextlib.contextmanager
def writers(faults: list[str]) -> Iterator[None]:
    """Twenty people put files and rows into the site for as long as the block lasts."""
    proposal, person, stop = ProposalFactory(), UserFactory(), threading.Event()

    def write(number: int) -> None:
        try:
            # With a breath between, else they write faster than a slow disk can be read, and no backup ever ends.
            while not stop.wait(0.1):
                content = os.urandom(2000)
                key = storages["private"].save(f"{number}/{uuid.uuid4().hex}.txt", ContentFile(content))
                told = {"display_name": "a.txt", "content_type": "text/plain", "size": 2000}
                digest = hashlib.sha256(content).hexdigest()
                Attachment.objects.create(proposal=proposal, key=key, digest=digest, uploaded_by=person, **told)
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_backup_comes_back_on_an_empty_machine(files, elsewhere):
    content_of_the_site()
    write_backup(files / "site.backup", say=silent)

    done = elsewhere.run("restore", str(files / "site.backup"))

    assert done.returncode == 0, done.stderr[-800:]
    assert "every hash is right" in done.stdout
    assert elsewhere.files() == {**digests(files / "public"), **digests(files / "private")}
    names = "from apps.accounts.models import User; print(*User.objects.order_by('pk').values_list('name', flat=True))"
    assert "Zoë Ünal" in elsewhere.ask(names)


def test_numbers_go_on_where_they_were(files, elsewhere):
    """Sequences come back too: the next row gets the next number."""
    last = max(PartnerFactory(code=code).pk for code in ("GA", "CH", "ML"))
    write_backup(files / "site.backup", say=silent)
    elsewhere.run("restore", str(files / "site.backup"))

    made = "name_en='x', name_fr='x', sort_en='x', sort_fr='x', kind='state', standing='partner'"
    code = f"from apps.partners.models import Partner; print(Partner.objects.create(code='XX', {made}).pk)"

    assert int(elsewhere.ask(code)) > last
    assert Partner.objects.count() == 3


@ROUNDS
def test_backup_while_twenty_write_has_every_file_of_every_row(files, elsewhere, rounds):
    faults: list[str] = []
    with writers(faults):
        manifests = [write_backup(files / f"{number}.backup", say=silent) for number in range(rounds)]

    assert faults == []
    for number, manifest in enumerate(manifests):
        assert manifest.missing == []
        assert check_backup(files / f"{number}.backup", say=silent) == manifest
        assert manifest.tables["lab_attachment"] > 0
    assert len({manifest.tables["lab_attachment"] for manifest in manifests}) > 1
    done = elsewhere.run("restore", str(files / f"{rounds - 1}.backup"))
    assert done.returncode == 0, done.stderr[-800:]
    kept = elsewhere.ask(
        "import json; from apps.lab.models import Attachment; "
        "print(json.dumps(dict(Attachment.objects.values_list('key', 'digest'))))"
    )
    rows = json.loads(kept)
    assert len(rows) == manifests[-1].tables["lab_attachment"]
    there = elsewhere.files()
    assert {key: there[key] for key in rows} == rows


def test_writers_are_not_held_up(files):
    """Nobody waits for the backup longer than for another writer."""
    faults: list[str] = []
    content_of_the_site()
    with writers(faults):
        before = Attachment.objects.count()
        write_backup(files / "site.backup", say=silent)
        after = Attachment.objects.count()

    assert (faults, after > before) == ([], True)


def test_backup_tells_nothing_without_its_passphrase(files, settings):
    content_of_the_site()
    write_backup(files / "site.backup", say=silent)

    sealed = (files / "site.backup").read_bytes()
    assert b"words of a seat" not in sealed
    assert b"SQLite" not in sealed
    assert (files / "site.backup").stat().st_mode & 0o077 == 0
    settings.BACKUP_PASSPHRASE = "another passphrase, long enough"
    with pytest.raises(BackupFault, match="does not open this backup"):
        check_backup(files / "site.backup", say=silent)


@pytest.mark.parametrize("damage", ["changed", "cut off", "another file"])
def test_damaged_backup_is_refused_and_nothing_is_touched(files, damage):
    content_of_the_site()
    path = files / "site.backup"
    write_backup(path, say=silent)
    sealed = bytearray(path.read_bytes())
    if damage == "changed":
        sealed[len(sealed) // 2] ^= 1
    path.write_bytes({"changed": bytes(sealed), "cut off": bytes(sealed[:-500]), "another file": b"%PDF"}[damage])

    there = {**digests(files / "public"), **digests(files / "private")}
    later = PartnerFactory(code="XX")

    with pytest.raises(BackupFault, match=r"changed or cut off|not a backup"):
        restore(path, replacing=True, say=silent)

    assert {**digests(files / "public"), **digests(files / "private")} == there
    assert Partner.objects.filter(pk=later.pk).exists()


def test_database_with_tables_is_replaced_only_when_told_in_plain_words(files, elsewhere):
    PartnerFactory(code="GA")
    write_backup(files / "site.backup", say=silent)
    assert elsewhere.run("restore", str(files / "site.backup")).returncode == 0
    count = "from apps.partners.models import Partner; print(Partner.objects.count())"
    elsewhere.ask("from apps.partners.models import Partner; Partner.objects.all().delete()")

    refused = elsewhere.run("restore", str(files / "site.backup"))
    assert refused.returncode == 1
    assert "This database is not empty" in refused.stderr
    assert elsewhere.ask(count) == "0"

    assert elsewhere.run("restore", str(files / "site.backup"), "--replace-everything").returncode == 0
    assert elsewhere.ask(count) == "1"


def test_checking_changes_nothing(files, capsys):
    content_of_the_site()
    write_backup(files / "site.backup", say=silent)
    later = PartnerFactory(code="XX")

    call_command("restore", str(files / "site.backup"), "--only-check")

    assert "nothing was changed" in capsys.readouterr().out
    assert Partner.objects.filter(pk=later.pk).exists()


def test_a_backup_goes_back_to_the_sort_of_database_that_it_came_from(files, monkeypatch):
    write_backup(files / "site.backup", say=silent)
    monkeypatch.setattr("apps.common.backup.databases.is_empty", lambda: True)
    monkeypatch.setattr(connection, "vendor", "oracle")

    with pytest.raises(BackupFault, match=r"This backup was made from (SQLite|PostgreSQL), and DATABASE_URL names"):
        restore(files / "site.backup", replacing=False, say=silent)


def test_a_backup_of_a_newer_version_is_refused(files, monkeypatch):
    monkeypatch.setattr(writing_of_backups, "applied_migrations", lambda copy: ["lab.9999_from_the_future"])
    write_backup(files / "site.backup", say=silent)

    with pytest.raises(BackupFault, match="newer version"):
        restore(files / "site.backup", replacing=True, say=silent)


def test_missing_files_are_told(files, capsys):
    attachment = AttachmentFactory()
    storages["private"].delete(attachment.key)

    call_command("backup", str(files / "site.backup"))

    told = capsys.readouterr()
    assert f"1 files that the database names are not in the storage, such as private/{attachment.key}" in told.err


def test_a_backup_tells_how_far_it_is_and_where_it_is(files, capsys):
    content_of_the_site()

    call_command("backup", str(files / "site.backup"))

    told = capsys.readouterr().out
    for words in ("database ", "rows", "(100 %)", str(files / "site.backup"), "3 files"):
        assert words in told


@pytest.mark.parametrize("words", ["", "short"])
def test_no_backup_without_a_long_passphrase(files, settings, words):
    settings.BACKUP_PASSPHRASE = words

    with pytest.raises(CommandError, match="BACKUP_PASSPHRASE is missing or shorter"):
        call_command("backup", str(files / "site.backup"))
    assert list(files.glob("site*")) == []


def test_a_backup_takes_no_other_file_s_place(files):
    (files / "site.backup").write_text("mine")

    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(files / "site.backup"))
    assert (files / "site.backup").read_text() == "mine"


def test_a_full_disk_leaves_no_half_backup(files, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    content_of_the_site()
    monkeypatch.setattr("apps.common.backup.sealing.SealedWriter.finish", full)

    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", str(files / "site.backup"))
    assert list(files.glob("site*")) == []


def test_what_reaches_out_of_its_folder_is_refused(files, monkeypatch):
    plain = writing_of_backups._add_bytes

    def with_an_escape(archive: tarfile.TarFile, name: str, content: bytes) -> None:
        plain(archive, "files/private/../../escaped", b"x")
        plain(archive, name, content)

    monkeypatch.setattr(writing_of_backups, "_add_bytes", with_an_escape)
    write_backup(files / "site.backup", say=silent)

    with pytest.raises(BackupFault, match="may not"):
        check_backup(files / "site.backup", say=silent)


def test_every_column_that_names_a_file_is_known_to_the_backup():
    from django.apps import apps  # noqa: PLC0415 – app ready

    known = {(entry.model.lower(), entry.field) for entry in kept_files}
    columns = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("apps.") and not hasattr(model, "history_id")
        for field in model._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "FileField", "ImageField")
        and not field.editable
        and (field.name == "key" or field.name.endswith("_key") or field.name in Identity.PICTURES)
    }
    assert columns - known == set()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's programs")
def test_missing_programs_are_told(files, monkeypatch):
    monkeypatch.setattr("apps.common.backup.databases.shutil.which", lambda program: None)

    with pytest.raises(CommandError, match="pg_dump is not installed here"):
        call_command("backup", str(files / "site.backup"))
