"""Runs every check of the project in order, then the tests; `make test` and the continuous integration call it.

DB=postgres in the environment runs the tests on PostgreSQL; without it they run on SQLite.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.tools.bootstrap import interruptible
from portal.tools.browser import find_chromium, is_required
from portal.tools.postgres import NoPostgres, Server, server_for_tests

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
MESSAGES = (sys.executable, "-m", "portal.tools.messages")
STATIC_SETTINGS = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
SQLITE = Server("SQLite", {})


@dataclass(frozen=True)
class Check:
    """One check: what it is called on the screen, and the command that fails when it does not hold."""

    name: str
    command: tuple[str, ...]


def templates() -> tuple[str, ...]:
    """Every HTML template, by its path from the root."""
    return tuple(str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html")))


def checks() -> list[Check]:
    """The checks before the tests, the quickest first."""
    pages = templates()
    return [
        Check("format", (f"{BIN}/ruff", "format", "--check", ".")),
        Check("lint", (f"{BIN}/ruff", "check", "--quiet", ".")),
        Check("imports", (f"{BIN}/lint-imports", "--no-cache")),
        Check("templates, format", (f"{BIN}/djade", "--target-version", "5.2", "--check", *pages)),
        Check("templates, lint", (f"{BIN}/djlint", "--lint", "--quiet", "templates", "--allow-empty-input")),
        Check("system check", (*MANAGE, "check", "--fail-level", "WARNING")),
        Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Check("messages", (*MESSAGES, "check")),
        Check("messages, compiled", (*MESSAGES, "compile")),
    ]


def formatters() -> list[Check]:
    """What `make format` runs: they change files."""
    return [
        Check("lint, mended", (f"{BIN}/ruff", "check", "--fix", "--exit-zero", "--quiet", ".")),
        Check("format", (f"{BIN}/ruff", "format", ".")),
        Check("templates, format", (f"{BIN}/djade", "--target-version", "5.2", *templates())),
    ]


def run_check(check: Check) -> bool:
    """Run one check and say on one line how it went; its output is shown when it failed."""
    print(f"{check.name:<20}", end=" ", flush=True)
    started = time.monotonic()
    environment = os.environ | STATIC_SETTINGS
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    holds = done.returncode == 0
    print(f"{'ok' if holds else 'FAILED':<6} {time.monotonic() - started:5.1f} s", flush=True)
    if not holds:
        print(done.stdout.rstrip(), flush=True)
    return holds


def run_checks(chosen: list[Check]) -> list[str]:
    """Run all of them, so that one run tells everything; returns the names of those that failed."""
    return [check.name for check in chosen if not run_check(check)]


def selection(*, long: bool, browser: bool) -> str:
    """The expression of markers that says which tests run."""
    return " and ".join(["long" if long else "not long", *([] if browser else ["not browser"])])


@contextlib.contextmanager
def database(environment: Mapping[str, str]) -> Iterator[Server]:
    """The database that DB asks for, for as long as the tests run."""
    kind = environment.get("DB", "sqlite")
    if kind == "sqlite":
        yield SQLITE
    elif kind == "postgres":
        with server_for_tests(environment) as server:
            yield server
    else:
        raise NoPostgres(f"DB is {kind!r}; it may be `sqlite` or `postgres`.")


def run_tests(server: Server, *, long: bool, arguments: list[str]) -> int:
    """Run the test runner on `server`, its output as it comes; Ctrl-C reaches it too, and is waited for."""
    chromium = find_chromium()
    command = [sys.executable, "-m", "pytest", "-p", "portal.tools.browser", "-n", "auto", "--dist", "worksteal"]
    command += ["-m", selection(long=long, browser=bool(chromium)), *arguments]
    environment = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    environment |= server.variables | ({"PORTAL_CHROMIUM": chromium} if chromium else {})
    print(f"database: {server.description}", flush=True)
    print(f"browser tests: {chromium or 'not run, no Chromium found'}", flush=True)
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:  # the terminal has told the runner too: let it close its account
        process.wait()
        raise
    finally:
        process.terminate()
        process.wait()


def refuse(reason: str) -> int:
    """Say last why the tests did not run; the exit status of a failure."""
    print(f"\nThe tests did not run. {reason}", file=sys.stderr)
    return 1


def main() -> int:
    """Run the checks and, when all hold, the tests on the chosen database; returns the exit status."""
    parser = argparse.ArgumentParser(prog="check", description="Every check of the project, then the tests.")
    parser.add_argument("--format", action="store_true", help="put files into their format instead of checking")
    parser.add_argument("--long", action="store_true", help="only the tests with the full figures")
    chosen, arguments = parser.parse_known_args()
    if chosen.format:
        return 1 if run_checks(formatters()) else 0
    if is_required() and not find_chromium():
        return refuse("Browser tests are required, and no Chromium was found.")
    failed = run_checks(checks())
    if failed:
        return refuse(f"Failed: {'; '.join(failed)}.")
    try:
        with database(os.environ) as server:
            return run_tests(server, long=chosen.long, arguments=arguments)
    except NoPostgres as reason:
        return refuse(str(reason))


if __name__ == "__main__":
    sys.exit(interruptible(main))
