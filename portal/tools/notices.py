"""Writes the tables of NOTICE.md from the installed requirements, so that no licence is forgotten or misquoted.

python -m portal.tools.notices
"""

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from portal.tools.sections import replaced

ROOT = Path(__file__).resolve().parents[2]
NOTICE = ROOT / "NOTICE.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==([^\s;]+)\s*(;[^\\]*)?")
NAMED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?(.*)$")

# What the package's own metadata leaves out or says vaguely, read from the licence file that it ships.
LICENCES_READ = {
    "axe-playwright-python": "MIT; contains axe-core, MPL-2.0",
    "django-csp": "BSD-3-Clause",
    "django-simple-history": "BSD-3-Clause",
    "faker": "MIT",
    "fido2": "BSD-2-Clause; parts Apache-2.0, MPL-2.0",
    "grimp": "BSD-2-Clause",
    "huey": "MIT",
    "import-linter": "BSD-2-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pathspec": "MPL-2.0",
    "pytest-django": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause; parts MIT",
    "sortedcontainers": "Apache-2.0",
    "sqlparse": "BSD-3-Clause",
}


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(path: Path) -> dict[str, str]:
    """Name and versions (by the age of Python) of every package of a locked file, without those of Windows."""
    versions: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = PINNED.match(line)
        if match and "win32" not in (match[3] or ""):
            versions.setdefault(canonical(match[1]), []).append(match[2])
    return {name: " or ".join(numbers) for name, numbers in versions.items()}


def asked_for() -> dict[str, str]:
    """Name and range of versions of each package that the project itself names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return {canonical(match[1]): match[2].strip() for line in lines if (match := NAMED.match(line))}


def licence_of(name: str) -> str:
    """The licence of an installed package; raises `LookupError` when nobody knows it, so that somebody reads it."""
    if name in LICENCES_READ:
        return LICENCES_READ[name]
    about = metadata.metadata(name)
    said = about["License-Expression"] or about["License"] or ""
    if not said or len(said) > 40:
        raise LookupError(f"The licence of {name} is not in its metadata: read it and add it to LICENCES_READ.")
    return said


def table(packages: dict[str, str], ranges: dict[str, str]) -> str:
    """A Markdown table of packages: range asked for (or needed by which other), version locked, licence."""
    asked = {name: ranges[name] or "any" if name in ranges else "needed by another" for name in packages}
    rows = [f"| {name} | {asked[name]} | {packages[name]} | {licence_of(name)} |" for name in sorted(packages)]
    return "\n".join(["| package | versions | locked | licence |", "|---|---|---|---|", *rows])


def fresh_notice(text: str) -> str:
    """NOTICE.md with both tables as the requirements are now."""
    run, ranges = locked(ROOT / "requirements.txt"), asked_for()
    tests = {name: version for name, version in locked(ROOT / "requirements-test.txt").items() if name not in run}
    text = replaced(text, "packages that the portal runs with", table(run, ranges))
    return replaced(text, "packages of the tests", table(tests, ranges))


def main() -> int:
    """Write the notices of the installed packages; returns the exit code."""
    NOTICE.write_text(fresh_notice(NOTICE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
