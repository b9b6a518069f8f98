"""A process of the portal that the bench asks for pages, and the data folder that it stands on."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.settings.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = "portal.settings.demo"
SECONDS_TO_END = 60


class BenchError(Exception):
    """Why nothing can be measured."""


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """The environment of a portal with its own data folder, free of what the caller's says about theirs."""
    own = {variable.name for variable in VARIABLES} | {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    settings = {"PORTAL_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONWARNINGS": "ignore"}
    return inherited | settings | variables


def last_lines(path: Path, number: int = 20) -> str:
    """The end of a log."""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-number:])


class Installation:
    """A portal in a data folder of the bench's own, on the database that the variables name."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.variables = folder, variables
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.folder, **self.variables)

    def prepare(self) -> None:
        """Do what the first `make run` does before it serves."""
        done = subprocess.run(
            [sys.executable, "manage.py", "demo", "--prepare-only"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise BenchError(f"the demonstration could not be prepared:\n{done.stdout}")

    def copied_to(self, folder: Path, **variables: str) -> "Installation":
        """The same in another folder, on a database of its own."""
        shutil.copytree(self.folder, folder)
        return Installation(folder, **variables)


class Subject:
    """A running process inside the portal; use it as a context."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.sessions: dict[str, str] = {"": ""}
        self.failures: dict[str, str] = {}
        self.log_path = installation.folder / "subject.log"

    def __enter__(self) -> "Subject":
        self.log = self.log_path.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.tools.bench.inside"],
            cwd=ROOT,
            env=self.installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(self, *exception: object) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        if exception[0] is not None:  # it may be in the middle of something long
            self.process.terminate()
        self.process.wait(timeout=SECONDS_TO_END)
        self.log.close()

    def ask(self, command: str, **order: Any) -> Any:
        """Send one command and wait for its answer; raises `BenchError` when the process has died of it."""
        self.process.stdin.write(json.dumps({"command": command, **order}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            ended = self.process.wait(timeout=SECONDS_TO_END)
            raise BenchError(f"the portal broke off at {command} {order} ({ended}):\n{last_lines(self.log_path)}")
        return json.loads(line)

    def cookie(self, account: str) -> str:
        """The cookie of an account, signed in once; none for a visitor."""
        if account not in self.sessions:
            self.sessions[account] = self.ask("session", email=account)
        return self.sessions[account]

    def get(self, path: str, account: str = "", **options: Any) -> dict[str, Any]:
        """A page as that account sees it, with what it cost; where the portal fails it is kept in `failures`."""
        answer = self.ask("get", path=path, session=self.cookie(account), **options)
        if answer["status"] >= 500:
            self.failures[path] = f"{path} was answered with {answer['status']}:\n{last_lines(self.log_path)}"
        return answer


def queries_of(answer: dict[str, Any]) -> int:
    """Statements that ask or write rows, without those that only open or close a transaction."""
    return sum(not re.match(r"(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)", sql) for sql in answer["statements"])
