"""Fills the database from the content files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.common.loading import ContentError, Report, load


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

        def tell(report: Report) -> None:
            if verbosity > 0:
                self.stdout.write(
                    f"{report.table:<14} {report.created:>5} created {report.updated:>5} updated "
                    f"{report.unchanged:>5} unchanged {len(report.kept):>5} kept"
                )
            if verbosity > 1:
                self.stdout.writelines(f"  kept as changed in the office: {line}" for line in report.kept)

        try:
            load(folder, overwrite=overwrite, told=tell)
        except ContentError as error:
            lines = "\n".join(f"  {line}" for line in error.lines)
            raise CommandError(f"The content files were not loaded, and nothing was changed:\n{lines}") from None
