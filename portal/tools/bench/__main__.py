"""`make bench`: every figure of weight, speed and growth, beside the floors of the same run, and what falls short.

python -m portal.tools.bench [--only SECTION …]
"""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal.tools.bench import growth, promises, speed, weights
from portal.tools.bench.crawling import Found, crawl
from portal.tools.bench.postgres import database
from portal.tools.bench.report import Report
from portal.tools.bench.serving import Server
from portal.tools.bench.subject import BenchError, Installation, Subject
from portal.tools.bootstrap import interruptible
from portal.tools.postgres import NoPostgres, server_for_tests

SECTIONS = ("weight", "running", "speed", "growth", "postgres")
FOCAL_POINT = "focal.ga@example.org"
PUBLIC_STARTS = ["/en/", "/fr/"]
SPACE_STARTS = ["/en/space/", "/fr/espace/"]
LATER = (
    "a public page from the cache of the application server, beside a constant",
    "a public page behind the web server of deploy/, beside a static file",
    "search among 100,000 texts",
)


def is_public(path: str) -> bool:
    """Pages of the public site, sign-in included."""
    return path.startswith(("/en/", "/fr/")) and not is_of_space(path)


def is_of_space(path: str) -> bool:
    """Whether a path belongs to the space, for which one signs in."""
    return path.startswith(tuple(SPACE_STARTS))


def is_office_list(path: str) -> bool:
    """A list of the office: /admin/<room>/<table>/."""
    return path.startswith("/admin/") and path.count("/") == 4 and "?" not in path


def public_pages(subject: Subject) -> list[Found]:
    """Every public page that is reached from the starts, in both languages."""
    return crawl(subject, PUBLIC_STARTS, is_public)


def space_pages(subject: Subject) -> list[Found]:
    """Every page of the space that a focal point reaches."""
    return crawl(subject, SPACE_STARTS, is_of_space, FOCAL_POINT)


def office_lists(subject: Subject) -> list[Found]:
    """The lists of the office as the secretariat sees them, but those that are nearly empty."""
    found = crawl(subject, ["/admin/"], is_office_list, promises.SECRETARIAT)
    return [page for page in found if is_office_list(page.path)]


def together(*several: list[Found]) -> list[Found]:
    """Pages of several crawls, each path once, the later crawl's size kept."""
    return list({(page.path, page.account): page for pages in several for page in pages}.values())


def measure_small(report: Report, chosen: set[str], real: Installation, small: Installation) -> None:
    """Everything but growth, on a site of ordinary size with the real content in it."""
    with Subject(real) as subject:
        paths = [page.path for page in public_pages(subject)], [page.path for page in space_pages(subject)]
    with Subject(small) as subject, failures_told(report, subject):
        subject.ask("fill", **growth.SMALL)
        public = together(crawl(subject, paths[0], lambda path: False), public_pages(subject))
        space = together(crawl(subject, paths[1], lambda path: False, FOCAL_POINT), space_pages(subject))
        if {"weight", "running"} & chosen:
            with Server(small) as server:
                measure_over_the_wire(report, chosen, server, subject, public, space)
        if "speed" in chosen:
            speed.measure_floors(report, subject)
            for kind, pages in ((speed.PUBLIC, public), (speed.SPACE, space), (speed.OFFICE, office_lists(subject))):
                speed.measure(report, subject, kind, pages)


def measure_over_the_wire(
    report: Report, chosen: set[str], server: Server, subject: Subject, public: list[Found], space: list[Found]
) -> None:
    """What needs the real web server and its worker."""
    if "weight" in chosen:
        weights.measure(report, server, subject, public, space)
        weights.measure_elements(report, [*public, *space])
    if "running" in chosen:
        promises.measure_start(report, server)
        promises.measure_edit(report, server, subject)
        promises.measure_notice(report, server, subject)
        promises.measure_memory(report, server)
        weights.measure_mails(report, server.installation.folder / "mail")


def measure_growth(report: Report, small: Installation, large: Installation, name: str, *, filled: bool) -> None:
    """The small site, filled already or now, against the large one, which begins as its copy."""
    with Subject(small) as one, Subject(large) as other, failures_told(report, other):
        if not filled:
            one.ask("fill", **growth.SMALL)
            other.ask("fill", **growth.SMALL)
        other.ask("fill", **growth.MORE)
        pages = [*public_pages(one), *space_pages(one), *office_lists(one)]
        growth.measure(report, one, other, pages, name)


def measure_growth_on_postgres(report: Report, folder: Path) -> None:
    """The same on PostgreSQL, where there is one."""
    with server_for_tests(os.environ) as server, database(server, "small") as near:
        small = Installation(folder / "postgres-small", **near)
        small.prepare()
        with database(server, "large") as far:
            large = Installation(folder / "postgres-large", **far)
            large.prepare()
            measure_growth(report, small, large, server.description, filled=False)


@contextlib.contextmanager
def failures_told(report: Report, subject: Subject) -> Iterator[None]:
    """A page that fails cannot be measured, and is told at the end."""
    yield
    for failure in subject.failures.values():
        report.miss(failure)


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder that is gone afterwards; the user's own data are never touched."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(report: Report, chosen: set[str]) -> None:
    """All sections asked for, in their order."""
    with workplace() as folder:
        print("Preparing the demonstration in a folder of its own …", flush=True)
        real = Installation(folder / "real")
        real.prepare()
        small = real.copied_to(folder / "small")
        measure_small(report, chosen, real, small)
        if "growth" in chosen:
            large = real.copied_to(folder / "large")
            with Subject(large) as subject:
                subject.ask("fill", **growth.SMALL)
            measure_growth(report, small, large, "SQLite", filled=True)
        if "postgres" in chosen:
            try:
                measure_growth_on_postgres(report, folder)
            except NoPostgres as reason:
                report.say(f"Growth on PostgreSQL was left out: {reason}")


def main() -> int:
    """Measure everything, print it beside its floors, and return 1 when a figure falls short."""
    parser = argparse.ArgumentParser(prog="bench", description="Weight, speed and growth beside their floors.")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="sections to measure")
    chosen = set(parser.parse_args().only)
    report = Report()
    for what in LATER:
        report.postpone(what)
    try:
        measure(report, chosen)
    except BenchError as reason:
        report.miss(str(reason))
    return report.close()


if __name__ == "__main__":
    sys.exit(interruptible(main))
