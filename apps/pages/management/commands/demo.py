"""`make run`: prepares the demonstration, says where to look, and keeps web and worker running until Ctrl-C."""

import hashlib
import ipaddress
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from apps.common import installation
from apps.pages import demonstration


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Command(BaseCommand):
    """Runs the demonstration; refuses a database it did not make, and known passwords on any address but loopback."""

    help = __doc__
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        """`--prepare-only` stops before the servers start."""
        parser.add_argument("--prepare-only", action="store_true", help="prepare and say where to look, start nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare what changed since the last start, print the accounts, run until stopped."""
        if not settings.DEMO:
            raise CommandError("The demonstration needs its own settings: DJANGO_SETTINGS_MODULE=portal.settings.demo")
        host, port = settings.LISTEN_HOST, settings.LISTEN_PORT
        public = not is_loopback(host)
        if public and not settings.DEMO_PUBLIC:
            raise CommandError(
                f"{host} can be reached from other machines. If the demonstration shall be seen there, "
                "set PORTAL_DEMO_PUBLIC=yes: it then makes random passwords."
            )
        if not installation.is_empty() and not installation.is_demonstration():
            raise CommandError(
                "This database was not made by the demonstration, which would change its content. "
                "Choose another DATABASE_URL or PORTAL_DATA_DIR."
            )
        with translation.override("en"):
            self._prepare()
            passwords = demonstration.set_passwords(known=not public)
        self._say_where(host, port, passwords)
        if not options["prepare_only"]:
            self._serve(host, port)

    def _prepare(self) -> None:
        """Bring database, content, static files and messages up to date; nothing is done that did not change."""
        stamp = settings.DATA_DIR / "prepared.json"
        done = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() and not installation.is_empty() else {}
        root = Path(settings.ROOT)
        steps: list[tuple[str, list[Path], Callable[[], Any]]] = [
            ("messages", sorted(root.glob("locale/*/LC_MESSAGES/*.po")), self._compile_messages),
            ("database", sorted(root.glob("apps/*/migrations/*.py")), self._migrate),
            ("content", sorted((root / "fixtures").rglob("*.toml")), lambda: call_command("load_content")),
            ("accounts and entries", [Path(demonstration.__file__)], lambda: demonstration.make(self.stdout.write)),
            ("static files", sorted(path for path in (root / "static").rglob("*") if path.is_file()), self._collect),
        ]
        for number, (name, files, run) in enumerate(steps, 1):
            digest = self._digest(files)
            if done.get(name) == digest and self._still_there(name):
                continue
            self.stdout.write(f"[{number}/{len(steps)}] {name} …")
            self.stdout.flush()
            started = time.monotonic()
            run()
            done[name] = digest
            self.stdout.write(f"      {name}: {time.monotonic() - started:.1f} s")
        stamp.write_text(json.dumps(done), encoding="utf-8")

    @staticmethod
    def _digest(files: list[Path]) -> str:
        """A fingerprint of the files' contents."""
        whole = hashlib.sha256()
        for file in files:
            whole.update(str(file.name).encode() + b"\0" + file.read_bytes())
        return whole.hexdigest()

    @staticmethod
    def _still_there(name: str) -> bool:
        """Whether the fruit of a step that left files behind is still there."""
        if name == "messages":
            return all((path / "fr/LC_MESSAGES/django.mo").exists() for path in map(Path, settings.LOCALE_PATHS))
        return name != "static files" or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()

    def _compile_messages(self) -> None:
        """Compile the French catalogue in a process of its own: this one has read the old one already."""
        subprocess.run([sys.executable, "-m", "portal.tools.messages", "compile"], cwd=settings.ROOT, check=True)

    def _migrate(self) -> None:
        """Make or upgrade the tables, and say once that the demonstration made this database."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        installation.mark_demonstration()

    def _collect(self) -> None:
        """Copy, hash and compress the static files."""
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)

    def _say_where(self, host: str, port: int, passwords: dict[str, str]) -> None:
        """Where to look, with which accounts."""
        address = f"http://{host}:{port}"
        lines = [
            "",
            f"  The portal            {address}/en/   {address}/fr/",
            f"  Focal-point space     {address}/fr/espace/",
            f"  Office                {address}/admin/",
            f"  Mails                 {settings.DATA_DIR / 'mail'}",
            "",
            *(f"  {account:<36} {password}" for account, password in passwords.items()),
            "",
            "  Every partner has such an account: focal.<code>@example.org, for instance focal.ch@example.org.",
            "  This is a demonstration, not the Dialogue’s official site. Stop it with Ctrl-C.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _serve(self, host: str, port: int) -> None:
        """Run the web server and the worker as children; both end with this process, whoever stops first."""
        web = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"{host}:{port}"]
        web += ["--worker-class", "gthread", "--workers", "1", "--threads", "4"]
        web += ["--log-level", "warning", "--no-control-socket"]
        worker = [sys.executable, "manage.py", "run_huey", "--quiet"]
        # The C library gives each thread a pool of memory of its own, which is not given back: two are enough.
        environment = {"MALLOC_ARENA_MAX": "2", **os.environ}
        children = [
            subprocess.Popen(command, cwd=settings.ROOT, env=environment, start_new_session=True)
            for command in (web, worker)
        ]

        def stop(*_ignored: Any) -> None:
            raise KeyboardInterrupt

        # Said for Ctrl-C too: a shell that starts this in the background has told it to be ignored.
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            self._stop(children)
        if any(child.returncode not in (0, -signal.SIGTERM, -signal.SIGINT) for child in children):
            raise CommandError("A part of the portal stopped by itself; what it said stands above.")

    @staticmethod
    def _stop(children: list[subprocess.Popen]) -> None:
        """Ask both to end, and insist after ten seconds."""
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + 10
        for child in children:
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
