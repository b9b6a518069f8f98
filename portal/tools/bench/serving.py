"""Starts the portal as `make run` does, asks it over HTTP on loopback, and looks at what its processes take."""

import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import brotli

from portal.tools.bench.subject import ROOT, BenchError, Installation, last_lines
from portal.tools.bootstrap import Environment

ENCODINGS = "br, gzip"
SECONDS_TO_START = 120
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What came over the wire: status, headers, the body as it travelled, and the bytes of all of it."""

    status: int
    headers: dict[str, str]
    body: bytes
    travelled: int
    seconds: float

    @property
    def text(self) -> str:
        """The body as it was before it was compressed."""
        encoding = self.headers.get("content-encoding", "")
        return decompressed(self.body, encoding).decode("utf-8", "replace")


def decompressed(body: bytes, encoding: str) -> bytes:
    """Undo what a server did for the journey."""
    if encoding == "gzip":
        return gzip.decompress(body)
    return brotli.decompress(body) if encoding == "br" else body


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def children_of(pid: int) -> list[int]:
    """All processes below one, on Linux; none elsewhere."""
    direct = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        direct += [int(child) for child in task.read_text().split()]
    return [*direct, *(below for child in direct for below in children_of(child))]


class Server:
    """The portal with its worker, started on an installation; use it as a context."""

    def __init__(self, installation: Installation) -> None:
        self.installation, self.port = installation, free_port()
        self.seconds_to_first_page = 0.0

    def __enter__(self) -> "Server":
        command = [sys.executable, "manage.py", "demo"]
        if Environment().is_ready(test=False):
            command = [sys.executable, "portal/tools/bootstrap.py", "--then", "manage.py", "demo"]
        begun = time.monotonic()
        self.log = self.log_path.open("w")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.installation.environment | {"PORT": str(self.port), "HOST": HOST},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while (status := self._status()) != 200:
            if status or self.process.poll() is not None or time.monotonic() - begun > SECONDS_TO_START:
                self.__exit__()
                raise BenchError(f"the portal did not start ({status}):\n{last_lines(self.log_path)}")
            time.sleep(0.02)
        self.seconds_to_first_page = time.monotonic() - begun
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.log.close()

    @property
    def log_path(self) -> Path:
        return self.installation.folder / "server.log"

    def _status(self) -> int:
        """How the first page is answered; 0 while nobody listens."""
        try:
            return self.get("/en/").status
        except (OSError, http.client.HTTPException):
            return 0

    def get(self, path: str, cookie: str = "") -> Answer:
        """One GET on a connection of its own."""
        return self._ask("GET", path, {"Cookie": cookie} if cookie else {})

    def post(self, path: str, cookie: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form, as the page that it stands on would."""
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Origin": f"http://{HOST}:{self.port}"}
        return self._ask("POST", path, headers, urlencode(fields))

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            begun = time.perf_counter()
            connection.request(method, path, body, {"Accept-Encoding": ENCODINGS, "Accept": "text/html,*/*", **headers})
            response = connection.getresponse()
            content = response.read()
            seconds = time.perf_counter() - begun
        finally:
            connection.close()
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + len(response.reason) + 17
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, content, head + len(content), seconds)

    def path_of(self, address: str) -> str | None:
        """The path of an address of this server; None for anybody else's."""
        parts = urlsplit(address)
        if parts.netloc != f"{HOST}:{self.port}":
            return None
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def processes(self) -> dict[int, str]:
        """The processes of the portal by what they are: `web`, `worker`, or `other` for those that only watch."""
        found = {}
        for pid in children_of(self.process.pid):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            if "run_huey" in words:
                found[pid] = "worker"
            elif any("gunicorn" in word for word in words):
                found[pid] = "other" if any(children_of(pid)) else "web"
        return found

    def resident(self, kind: str) -> float:
        """MiB that the processes of that kind hold in memory."""
        pages = [
            int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            for pid, what in self.processes().items()
            if what == kind
        ]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def cpu_seconds(self, kind: str) -> float:
        """User and system seconds that the processes of that kind have spent."""
        ticks = 0
        for pid, what in self.processes().items():
            if what == kind:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")
