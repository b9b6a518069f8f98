"""Writes what the README takes from code: the diagrams of the workflows and the table of the configuration.

python -m portal.tools.diagrams
"""

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.utils.module_loading import module_has_submodule

from portal.settings.environment import VARIABLES
from portal.tools.sections import replaced

README = Path(__file__).resolve().parents[2] / "README.md"


def workflows() -> Iterator[type]:
    """Every workflow of the installed rooms, in the order of the rooms and of their modules."""
    workflow_class = importlib.import_module("apps.common.workflow").Workflow
    for room in apps.get_app_configs():
        if room.name.startswith("apps.") and module_has_submodule(room.module, "workflow"):
            module = importlib.import_module(f"{room.name}.workflow")
            for value in vars(module).values():
                is_class = isinstance(value, type) and value.__module__ == module.__name__
                if is_class and issubclass(value, workflow_class) and value is not workflow_class:
                    yield value


def diagrams() -> str:
    """Each workflow with its name, what it says of itself and its diagram."""
    return "\n\n".join(f"{heading(flow)}\n\n```mermaid\n{flow.mermaid()}\n```" for flow in workflows())


def heading(flow: type) -> str:
    """The name of a workflow and the first line of what it says of itself."""
    return f"**`{flow.app_label}.{flow.__name__}`** {flow.__doc__.strip().splitlines()[0]}"


def configuration() -> str:
    """The variables of the environment as a Markdown table."""
    rows = [
        f"| `{variable.name}` | {variable.default or '(empty)'} | {variable.purpose[0].upper()}{variable.purpose[1:]} |"
        for variable in VARIABLES
    ]
    rows = [row.replace("<", "&lt;") for row in rows]
    return "\n".join(["| variable | default | what it decides |", "|---|---|---|", *rows])


def fresh_readme(text: str) -> str:
    """The README with its made sections as code is now; the applications must be loaded."""
    return replaced(replaced(text, "workflows", diagrams()), "configuration", configuration())


def main() -> int:
    """Write the diagrams into the README; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    django.setup()
    README.write_text(fresh_readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
