"""Makes .venv from the locked requirements, with nothing but the standard library; a second start finds it made.

python3 portal/tools/bootstrap.py [--test]
"""

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST = (3, 11)
LINES_OF_PIP_SHOWN = 15
PIP_OPTIONS = ("--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")


class BootstrapError(Exception):
    """Why there is no environment, in one line that says what to do."""


class Environment:
    """The virtual environment of the project, and the stamp that says what was installed into it."""

    def __init__(self, root: Path = ROOT):
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / ".installed"

    def requirements(self, *, test: bool) -> Path:
        """The file that is installed: with what the tests need, or without."""
        return self.root / ("requirements-test.txt" if test else "requirements.txt")

    def stamp_lines(self, *, test: bool) -> list[str]:
        """What the stamp says once these requirements are in; those of the tests contain the others."""
        files = (
            [self.requirements(test=False), self.requirements(test=True)] if test else [self.requirements(test=False)]
        )
        hashes = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in files]
        return [f"made in {self.folder}", *hashes]

    def stamped(self) -> list[str]:
        """The lines of the stamp; none before anything was installed."""
        return self.stamp.read_text(encoding="utf-8").splitlines() if self.stamp.exists() else []

    def is_ready(self, *, test: bool) -> bool:
        """The environment runs, was made in this place, and holds what the requirement files say now."""
        return self.is_usable() and set(self.stamp_lines(test=test)) <= set(self.stamped())

    def is_usable(self) -> bool:
        """There is an interpreter, new enough, and the folder was not moved since (its scripts name their place)."""
        made_in = [line for line in self.stamped() if line.startswith("made in ")]
        return self.python.exists() and self.version() >= OLDEST and made_in in ([], [f"made in {self.folder}"])

    def version(self) -> tuple[int, ...]:
        """The version of Python that the environment was made with; empty when it cannot be told."""
        settings = self.folder / "pyvenv.cfg"
        text = settings.read_text(encoding="utf-8") if settings.exists() else ""
        found = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", text, re.MULTILINE)
        return tuple(int(number) for number in found.groups()) if found else ()


def say(text: str) -> None:
    """Print at once: who waits for an installation wants to see it move."""
    print(text, flush=True)


def make_with_venv(environment: Environment) -> None:
    """A fresh environment from the standard library; says which package is missing where a system splits it off."""
    if importlib.util.find_spec("ensurepip") is None:
        major, minor = sys.version_info[:2]
        raise BootstrapError(
            f"Python's venv module is not complete here. Install it first, on Debian or Ubuntu: "
            f"apt install python{major}.{minor}-venv"
        )
    try:
        venv.create(environment.folder, clear=True, symlinks=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BootstrapError(
            f"The virtual environment could not be made ({error}). On Debian or Ubuntu: apt install python3-venv"
        ) from error


def counted(lines: Iterator[str], total: int) -> Iterator[str]:
    """Pass lines of pip on; show every tenth package as it comes."""
    number = 0
    for line in lines:
        if line.startswith("Collecting "):
            number += 1
            if number % 10 == 0:
                say(f"  {number} of about {total} packages")
        elif line.startswith("Installing collected"):
            say("  unpacking")
        yield line


def run_pip(environment: Environment, requirements: Path) -> None:
    """Install with pip, checking hashes; on failure show the end of what pip said."""
    total = len(re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", requirements.read_text(encoding="utf-8"), re.MULTILINE))
    command = [str(environment.python), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(requirements)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    try:
        lines = list(counted(iter(process.stdout.readline, ""), total))
        failed = process.wait() != 0
    finally:
        process.kill()
        process.wait()
    if failed:
        say("".join(lines[-LINES_OF_PIP_SHOWN:]))
        raise BootstrapError(f"The packages of {requirements.name} could not be installed; pip says why above.")


def has_pip(environment: Environment) -> bool:
    """Whether pip runs there; environments made by uv come without."""
    return subprocess.run([environment.python, "-m", "pip", "--version"], capture_output=True).returncode == 0


def install_with_pip(environment: Environment, requirements: Path) -> None:
    """Install with pip, into a fresh environment where there is none that can be used."""
    if not environment.is_usable() or not has_pip(environment):
        say("Making the virtual environment in .venv …")
        make_with_venv(environment)
    say(f"Installing {requirements.name} with pip; the first time takes about a minute …")
    run_pip(environment, requirements)


def install_with_uv(environment: Environment, requirements: Path) -> bool:
    """Install with uv where it is present; False, having said so, when it did not work out."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    say(f"Installing {requirements.name} with uv …")
    commands = [[uv, "pip", "install", "--python", environment.python, "--require-hashes", "-r", requirements]]
    if not environment.is_usable():
        commands.insert(0, [uv, "venv", "--clear", "--python", sys.executable, environment.folder])
    for command in commands:
        if subprocess.run([*command, "--quiet"], cwd=environment.root).returncode != 0:
            say("uv did not succeed; trying venv and pip.")
            return False
    return True


def bootstrap(environment: Environment, *, test: bool) -> bool:
    """Make sure that the environment holds what the requirement file says; returns whether there was anything to do."""
    if environment.is_ready(test=test):
        return False
    if sys.version_info < OLDEST:
        raise BootstrapError(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    requirements = environment.requirements(test=test)
    if environment.is_usable():
        environment.stamp.unlink(missing_ok=True)  # an installation that is interrupted leaves no stamp
    if not install_with_uv(environment, requirements):
        install_with_pip(environment, requirements)
    environment.stamp.write_text("\n".join(environment.stamp_lines(test=test)) + "\n", encoding="utf-8")
    say("The environment is ready.")
    return True


def interruptible(action: Callable[[], int]) -> int:
    """Run `action`; Ctrl-C and a termination signal end it, and what it started, without a traceback."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    # Said for Ctrl-C too: a shell that starts this in the background has told it to be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return action()
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130


def main(arguments: list[str] | None = None) -> int:
    """Make the environment ready, then go on as its interpreter when asked to; returns the exit status."""
    parser = argparse.ArgumentParser(prog="bootstrap", description="Make .venv from the locked requirements.")
    parser.add_argument("--test", action="store_true", help="with what the tests need")
    parser.add_argument("--then", nargs=argparse.REMAINDER, help="arguments of the interpreter to go on with")
    chosen = parser.parse_args(arguments)
    environment = Environment()
    try:
        bootstrap(environment, test=chosen.test)
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    if chosen.then:
        os.execv(environment.python, [str(environment.python), *chosen.then])
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(interruptible(main))
