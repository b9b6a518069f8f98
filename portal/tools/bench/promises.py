"""What the portal promises while it runs: a quick start, edits seen soon, notices that arrive once, little memory."""

import time
from collections import Counter
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

from portal.tools.bench.reading import Page
from portal.tools.bench.report import Figure, Report
from portal.tools.bench.serving import Server
from portal.tools.bench.subject import BenchError, Subject
from portal.tools.bench.weights import mails_in

SECRETARIAT = "secretariat@example.org"
SECONDS_TO_SEE = 2
SECONDS_TO_SEND = 300
PEOPLE = 500


def measure_start(report: Report, server: Server) -> None:
    """How long the second start took, to the first page."""
    report.section("The running portal")
    report.add(Figure("second start, to the first page", server.seconds_to_first_page, "s", 5))


def measure_memory(report: Report, server: Server) -> None:
    """What one web process and the worker hold, after all that the bench asked of them."""
    if not Path("/proc/self/statm").exists():
        report.miss("memory: this system has no /proc")
        return
    web, worker = server.resident("web"), server.resident("worker")
    report.add(
        Figure("resident memory of web process and worker", web + worker, "MiB", 250, f"{web:.0f} + {worker:.0f}")
    )


def measure_edit(report: Report, server: Server, subject: Subject) -> None:
    """How long after saving visitors see an edit on every page that had shown the old words, in both languages."""
    shown = {
        path
        for change in subject.ask("edit", save=False)["changes"]
        for path in change["paths"]
        if change["before"] in unescape(server.get(path).text)
    }
    changes = subject.ask("edit", save=True)["changes"]
    begun = time.monotonic()
    waiting = {(path, change["after"]) for change in changes for path in change["paths"] if path in shown}
    while waiting and time.monotonic() - begun < 10 * SECONDS_TO_SEE:
        waiting = {(path, title) for path, title in waiting if title not in server.get(path).text}
    seconds = time.monotonic() - begun if not waiting else float("inf")
    report.add(Figure("an edit is seen by visitors", seconds, "s", SECONDS_TO_SEE, f"on {len(shown)} pages"))


def measure_notice(report: Report, server: Server, subject: Subject) -> None:
    """The secretariat publishes a proposal: how long the click takes, when all mails are out, whether each is once."""
    place = subject.ask("proposal_waiting")
    cookie = subject.cookie(SECRETARIAT)
    page = server.get(place["page"], cookie)
    form = next(
        form for form in Page(page.text, server.address + place["page"]).forms if form.action.endswith(place["step"])
    )
    csrf = page.headers["set-cookie"].split(";")[0] if "set-cookie" in page.headers else ""
    known = Counter(_recipients(server))
    cpu, begun = server.cpu_seconds("web"), time.monotonic()
    click = server.post(place["step"], "; ".join(filter(None, (cookie, csrf))), form.fields)
    cpu = server.cpu_seconds("web") - cpu
    if click.status != 302:
        raise BenchError(f"the click on “publish” was answered with {click.status}")
    seconds, outbox = _until_sent(subject, place["since"], begun)
    sent = Counter(_recipients(server)) - known
    report.add(
        Figure("a notice to many: the click, wall", click.seconds, "s", 0.5, f"to {outbox['people']} people"),
        Figure("a notice to many: the click, CPU", cpu, "s", 0.5),
        Figure("a notice to many: all mails are out", seconds, "s", SECONDS_TO_SEND, f"{outbox['states']}"),
        Figure("people who did not receive exactly one mail", outbox["people"] - _once(sent), "", 0),
        Figure(f"people short of {PEOPLE}", max(0, PEOPLE - outbox["people"]), "", 0),
    )


def _until_sent(subject: Subject, since: int, begun: float) -> tuple[float, dict]:
    """Seconds until no mail of the event waits, and what the outbox then says."""
    while True:
        outbox = subject.ask("outbox", since=since)
        seconds = time.monotonic() - begun
        if outbox["states"].get("sent", 0) == outbox["mails"] or seconds > SECONDS_TO_SEND:
            return seconds, outbox
        time.sleep(0.5)


def _recipients(server: Server) -> list[str]:
    folder = server.installation.folder / "mail"
    return [str(message_from_bytes(mail, policy=policy.default)["To"]) for mail in mails_in(folder)]


def _once(sent: Counter) -> int:
    """How many people received one mail, less those who received more."""
    return sum(1 if times == 1 else -1 for times in sent.values())
