"""Reads the reports of mail servers about mails that did not arrive."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.notifications.reports import LARGEST_REPORT, read_report


class Command(BaseCommand):
    """Notes what is reported; a report that is read twice is noted once."""

    help = (
        "Reads mails that came back to RETURN_ADDRESS: one from standard input, as a mail server pipes it, "
        "or every file of a folder, each of which is then moved to the folder's own folder “read”."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the mails are, and to which address the one from standard input was sent."""
        parser.add_argument("--folder", type=Path, help="folder with one mail a file, such as a Maildir's “new”")
        parser.add_argument("--sent-to", default="", help="the recipient in the envelope, where the mail server tells")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and say how much was news."""
        if options["folder"] is None:
            content = getattr(sys.stdin, "buffer", sys.stdin).read(LARGEST_REPORT)
            self._say([read_report(content, options["sent_to"])])
            return
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        self._say([self._read(path) for path in sorted(folder.iterdir()) if path.is_file()])

    def _read(self, path: Path) -> bool:
        with path.open("rb") as file:
            is_news = read_report(file.read(LARGEST_REPORT))
        done = path.parent / "read"
        done.mkdir(exist_ok=True)
        path.replace(done / path.name)
        return is_news

    def _say(self, news: list[bool]) -> None:
        self.stdout.write(f"{len(news)} mails read, {sum(news)} reports noted.")
