"""Fills the database from the content files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.common.content import tables
from apps.common.loading import ContentError, Report, load

BAR = 40


class Bar:
    """How far the loading is, redrawn in one line of a terminal; nothing where there is none."""

    def __init__(self, terminal: Any) -> None:
        self.terminal, self.drawn = terminal, ""

    def draw(self, done: int, total: int) -> None:
        """So many of all rows are done."""
        full = BAR * done // max(total, 1)
        line = f"[{'#' * full}{'.' * (BAR - full)}] {done}/{total}"
        if self.terminal is not None and line != self.drawn:
            self.terminal.write(f"\r{line}", ending="")
            self.terminal.flush()
            self.drawn = line

    def wipe(self) -> None:
        """Make room for a line of text."""
        if self.drawn:
            self.terminal.write(f"\r{' ' * len(self.drawn)}\r", ending="")
            self.drawn = ""


class Command(BaseCommand):
    """`load_content`: idempotent; what an editor changed is kept; a wrong row changes nothing."""

    help = "Loads the content files. What was changed in the office since is kept, unless --overwrite."

    def add_arguments(self, parser) -> None:
        """Which folder, and whether editors' changes are replaced."""
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.ROOT / "fixtures", help="default: fixtures/"
        )
        parser.add_argument("--overwrite", action="store_true", help="replace what was changed in the office")

    def handle(self, *args, folder: Path, overwrite: bool, verbosity: int, **options) -> None:
        """Load, and say for each table what became of its rows."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")

        longest = max(len(table.name) for table in tables)
        bar = Bar(self.stdout if verbosity > 0 and self.stdout.isatty() else None)

        def tell(report: Report) -> None:
            bar.wipe()
            if verbosity > 0:
                self.stdout.write(
                    f"{report.table:<{longest}} {report.created:>5} created {report.updated:>5} updated "
                    f"{report.unchanged:>5} unchanged {len(report.kept):>5} kept"
                )
            if verbosity > 1:
                self.stdout.writelines(f"  kept as changed in the office: {line}" for line in report.kept)

        try:
            load(folder, overwrite=overwrite, told=tell, seen=bar.draw)
        except ContentError as error:
            lines = "\n".join(f"  {line}" for line in error.lines)
            raise CommandError(f"The content files were not loaded, and nothing was changed:\n{lines}") from None
