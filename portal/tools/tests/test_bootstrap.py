"""The environment is made once, from hashes alone, with an interpreter that is new enough."""

import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal.tools import bootstrap as module
from portal.tools.bootstrap import ROOT, BootstrapError, Environment, bootstrap, counted

PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", re.MULTILINE)
REQUIREMENT_FILES = ("requirements.txt", "requirements-test.txt")


@pytest.fixture
def environment(tmp_path):
    """A project folder with requirement files and an environment that looks made."""
    for name in REQUIREMENT_FILES:
        (tmp_path / name).write_text(f"django==5.2.19  # {name}\n")
    made = Environment(tmp_path)
    made.python.parent.mkdir(parents=True)
    made.python.write_text("")
    (made.folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.7\n")
    return made


@pytest.fixture
def installations(monkeypatch):
    """The outside world: what would have been installed."""
    installed = []
    monkeypatch.setattr(module, "install_with_uv", lambda environment, requirements: False)
    monkeypatch.setattr(module, "install_with_pip", lambda environment, file: installed.append(file.name))
    return installed


def test_bootstrap_installs_once(environment, installations):
    assert [bootstrap(environment, test=False), bootstrap(environment, test=False)] == [True, False]
    assert installations == ["requirements.txt"]


def test_the_requirements_of_the_tests_contain_the_others(environment, installations):
    bootstrap(environment, test=True)

    assert bootstrap(environment, test=False) is False
    assert installations == ["requirements-test.txt"]


def test_bootstrap_adds_what_the_tests_need(environment, installations):
    bootstrap(environment, test=False)
    bootstrap(environment, test=True)

    assert installations == ["requirements.txt", "requirements-test.txt"]


def test_bootstrap_installs_again_when_a_requirement_changed(environment, installations):
    bootstrap(environment, test=False)
    environment.requirements(test=False).write_text("django==5.2.20\n")

    assert bootstrap(environment, test=False) is True


def test_an_interrupted_installation_leaves_no_stamp(environment, installations, monkeypatch):
    bootstrap(environment, test=False)
    environment.requirements(test=False).write_text("django==5.2.20\n")

    def interrupted(environment, file):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "install_with_pip", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bootstrap(environment, test=False)
    assert not environment.stamp.exists()


def test_an_environment_that_was_moved_is_not_usable(environment, installations):
    bootstrap(environment, test=False)
    moved = environment.root.rename(environment.root.with_name("elsewhere"))

    assert Environment(moved).is_usable() is False


@pytest.mark.parametrize(
    ("settings", "usable"),
    [("version = 3.10.4\n", False), ("version_info = 3.13.0\n", True), ("version = 3.9.1\n", False), ("", False)],
)
def test_an_environment_of_an_old_python_is_not_usable(environment, settings, usable):
    (environment.folder / "pyvenv.cfg").write_text(settings)

    assert environment.is_usable() is usable


def test_a_python_without_venv_is_told_what_to_install(environment, monkeypatch):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(BootstrapError, match=r"apt install python3\.\d+-venv$"):
        module.make_with_venv(environment)


def test_progress_is_shown_for_every_tenth_package(capsys):
    lines = [*(f"Collecting package{number}\n" for number in range(25)), "Installing collected packages: …\n"]

    assert list(counted(iter(lines), total=25)) == lines
    assert capsys.readouterr().out.splitlines() == [
        "  10 of about 25 packages",
        "  20 of about 25 packages",
        "  unpacking",
    ]


def test_a_ready_environment_costs_little_time():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", "from portal.tools import bootstrap as b; b.Environment().is_ready(test=True)"],
        cwd=ROOT,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_an_interrupt_ends_without_a_traceback():
    script = (
        "import sys, time; from portal.tools.bootstrap import interruptible, say\n"
        "def wait():\n    say('waiting')\n    time.sleep(60)\n"
        "sys.exit(interruptible(wait))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)

    assert process.communicate(timeout=60)[1] == "\nInterrupted.\n"
    assert process.returncode == 130


def fake_interpreters(folder: Path, versions: dict[str, str]) -> None:
    for name, version in versions.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{version}\n")
        program.chmod(0o755)


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        ({"python3": "echo Python 3.11.2"}, "python3"),
        ({"python3": "echo Python 3.12.1", "python3.11": "echo Python 3.11.7"}, "python3.11"),
        ({"python3.13": "echo not here >&2; exit 127", "python3": "echo Python 3.11.7"}, "python3"),
        ({"python3": "echo Python 3.9.18", "python": "echo Python 3.14.0"}, "python"),
        ({"python3": "echo Python 3.10.13", "python": "echo Python 2.7.18 >&2"}, ""),
        ({"python3": "echo Python 3.1.5"}, ""),
        ({}, ""),
    ],
)
def test_make_takes_the_first_interpreter_that_is_new_enough(tmp_path, versions, chosen):
    fake_interpreters(tmp_path, versions)
    for program in ("make", "echo"):
        found = next(Path(place, program) for place in os.defpath.split(":") if Path(place, program).exists())
        (tmp_path / program).symlink_to(found)
    command = ["make", "--no-print-directory", "-f", ROOT / "Makefile", "-C", tmp_path, "python"]
    answer = subprocess.run(
        command, env={"PATH": str(tmp_path)}, executable=tmp_path / "make", capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == chosen


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_requirements_name_no_address_and_lock_every_hash(name):
    text = (ROOT / name).read_text()

    assert re.findall(r"://|--index-url|--extra-index-url|--find-links|--trusted-host", text) == []
    blocks = [block for block in re.split(r"\n(?=\S)", text) if PIN.match(block)]
    assert blocks
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_both_requirement_files_lock_the_same_versions():
    run, test = (dict(PIN.findall((ROOT / name).read_text())) for name in REQUIREMENT_FILES)

    assert {name: version for name, version in run.items() if test.get(name) != version} == {}
