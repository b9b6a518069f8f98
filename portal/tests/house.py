"""Reads the project's own files for the guards: which there are, and what stands in them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RANK = {
    room: rank
    for rank, row in enumerate(
        (
            ("common",),
            ("accounts",),
            ("notifications",),
            ("partners",),
            ("framework",),
            ("documents",),
            ("activities",),
            ("recommendations", "lab", "decisions"),
            ("labels", "roadmaps"),
            ("consultations",),
            ("insights", "search", "pages"),
        )
    )
    for room in row
}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project: those git tracks and new ones it does not ignore; outside git, all."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())
    outside = {".venv", "var", ".git"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not outside & set(path.relative_to(ROOT).parts))


def python_files(*, tests: bool = False, migrations: bool = False) -> list[Path]:
    """The project's modules, without tests and migrations unless asked for."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py"
        and (tests or not ("tests" in path.parts or path.name == "conftest.py"))
        and (migrations or "migrations" not in path.parts)
    ]


def templates(suffix: str = ".html") -> list[Path]:
    """The project's templates with that ending."""
    return [path for path in project_files() if path.is_relative_to(ROOT / "templates") and path.suffix == suffix]


def is_mail(path: Path) -> bool:
    """Whether a template is a mail's, where style attributes are the only way."""
    return "email" in path.parts


def name_of(path: Path) -> str:
    """A path as a reader of a failed test wants it."""
    return str(path.relative_to(ROOT))


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Each module of the project with its syntax tree."""
    for path in python_files():
        yield path, ast.parse(path.read_text(encoding="utf-8"))
