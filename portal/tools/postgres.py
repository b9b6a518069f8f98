"""Finds a PostgreSQL for the tests: the one that is named, the one of this machine, or a throw-away cluster."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

LOCAL_URL = "postgres:///portal"
PLACES_OF_PROGRAMS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
UNPRIVILEGED_USERS = ("postgres", "nobody")
LOCALES = ("C.UTF-8", "en_US.UTF-8")
SERVER_OPTIONS = (
    "listen_addresses=''",
    "port=5432",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
)


class NoPostgres(Exception):
    """Why there is no PostgreSQL to test on, in one line."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL to test on: what it is, and the variables of the environment that lead to it."""

    description: str
    variables: Mapping[str, str]


def named_server(environment: Mapping[str, str]) -> Server | None:
    """The server of TEST_DATABASE_URL, as it stands."""
    url = environment.get("TEST_DATABASE_URL")
    return Server("PostgreSQL (TEST_DATABASE_URL)", {"DATABASE_URL": url}) if url else None


def version_of(connection: psycopg.Connection) -> str:
    """The server's version as people write it: 15.20."""
    return connection.info.parameter_status("server_version").split()[0]


def local_server(environment: Mapping[str, str]) -> Server | None:
    """The server of the usual socket, if it lets the current user create databases."""
    host = environment.get("PGHOST", "")
    try:
        with psycopg.connect("postgres:///postgres", host=host, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            version = version_of(connection)
    except psycopg.Error:
        return None
    if not row or not row[0]:
        return None
    return Server(f"PostgreSQL {version} (local server)", {"DATABASE_URL": LOCAL_URL})


def find_programs(path: str | None = None, places: tuple[str, ...] = PLACES_OF_PROGRAMS) -> Path | None:
    """The folder with initdb and pg_ctl: on the PATH, else the newest of the usual places."""
    on_path = shutil.which("initdb", path=path)
    if on_path:
        return Path(on_path).resolve().parent
    folders = [
        folder for place in places for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()
    ]
    return max(folders, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()], default=None)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses root. None for the current user."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED_USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres(f"As root, a throw-away PostgreSQL needs one of these users: {', '.join(UNPRIVILEGED_USERS)}")


class Cluster:
    """A cluster in a temporary folder that listens on a socket there, and is gone afterwards."""

    def __init__(self, programs: Path, folder: Path, user: pwd.struct_passwd | None):
        self.programs, self.folder, self.user = programs, folder, user
        self.log = folder / "server.log"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs on the cluster, as the user who owns it."""
        identity = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        return subprocess.run(
            [self.programs / program, "-D", self.folder / "cluster", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            **identity,
        )

    def create(self) -> None:
        """Make the cluster, with a locale that knows capital letters beyond ASCII."""
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        for locale in LOCALES:
            made = self.run(
                "initdb", "-U", "portal", "--auth=trust", "--encoding=UTF8", f"--locale={locale}", "--no-sync"
            )
            if made.returncode == 0:
                return
            shutil.rmtree(self.folder / "cluster", ignore_errors=True)
        raise NoPostgres(f"initdb failed: {made.stdout.strip().splitlines()[-1]}")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [f"-c {option}" for option in (*SERVER_OPTIONS, f"unix_socket_directories='{self.folder}'")]
        # The server keeps the output it inherits: a pipe would never close, so the log goes to a file.
        started = self.run("pg_ctl", "-w", "-s", "-l", str(self.log), "-o", " ".join(options), "start")
        if started.returncode != 0:
            log = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else started.stdout
            raise NoPostgres(f"The throw-away PostgreSQL did not start: {log.strip()[-500:]}")

    def stop(self) -> None:
        """Stop the server at once: nothing of it is kept."""
        self.run("pg_ctl", "-s", "-m", "immediate", "stop")


@contextlib.contextmanager
def throw_away_server() -> Iterator[Server]:
    """A server of our own for as long as the block lasts, stopped and removed whatever happens in it."""
    programs = find_programs()
    if programs is None:
        raise NoPostgres("No PostgreSQL answers and its programs (initdb, pg_ctl) are not here. Set TEST_DATABASE_URL.")
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    cluster = Cluster(programs, folder, user)
    try:
        cluster.create()
        cluster.start()
        with psycopg.connect("postgres:///postgres", host=str(folder), user="portal", port=5432) as connection:
            version = version_of(connection)
        variables = {"DATABASE_URL": LOCAL_URL, "PGHOST": str(folder), "PGUSER": "portal", "PGPORT": "5432"}
        yield Server(f"PostgreSQL {version} (throw-away cluster)", variables)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def server_for_tests(environment: Mapping[str, str]) -> Iterator[Server]:
    """The first that there is: named by TEST_DATABASE_URL, on the usual local socket, of our own."""
    found = named_server(environment) or local_server(environment)
    if found:
        yield found
        return
    with throw_away_server() as own:
        yield own
