"""What travels over the line: first views, next pages, style sheets, scripts, mails."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

from portal.tools.bench.crawling import Found, heaviest
from portal.tools.bench.reading import Page, named_by_script, named_by_style
from portal.tools.bench.report import Figure, Report
from portal.tools.bench.serving import Answer, Server
from portal.tools.bench.subject import Subject

KIB = 1024
FONTS = (".woff", ".woff2", ".ttf", ".otf")
PUBLIC = {"first": 24, "next": 10}
SPACE = {"first": 50, "next": 20}
MOST_REQUESTS = 5
MOST_REQUESTS_NEXT = 2


@dataclass
class View:
    """All that a browser fetches to show a page for the first time."""

    found: Found
    page: Page
    answers: dict[str, Answer] = field(default_factory=dict)
    styles: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)

    def weight(self, addresses: set[str] | None = None) -> float:
        """KiB of these addresses, of all when none are named."""
        chosen = self.answers if addresses is None else addresses
        return sum(self.answers[address].travelled for address in chosen) / KIB

    @property
    def again(self) -> set[str]:
        """What is fetched or asked about again on the next page of the same kind: what caches may not keep."""
        return {name for name, answer in self.answers.items() if "max-age=" not in kept(answer)}


def kept(answer: Answer) -> str:
    """What the answer says to caches that they may keep without asking; empty when nothing."""
    said = answer.headers.get("cache-control", "")
    return "" if "no-store" in said or "max-age=0" in said else said


class Browser:
    """Fetches a page and what it names, each address once per server."""

    def __init__(self, server: Server, subject: Subject) -> None:
        self.server, self.subject = server, subject
        self.files: dict[str, Answer] = {}

    def view(self, found: Found) -> View:
        """The first view of a page, cache empty."""
        answer = self.server.get(found.path, self.subject.cookie(found.account))
        address = f"{self.server.address}{found.path}"
        view = View(found, Page(answer.text, address), {address: answer})
        page = view.page
        view.scripts.update(script.address for script in page.scripts)
        waiting = [*page.styles, *view.scripts, *page.pictures]
        view.styles.update(page.styles)
        while waiting:
            name = waiting.pop(0)
            if name in view.answers or name in view.strangers:
                continue
            file = self._file(name)
            if file is None:
                view.strangers.add(name)
                continue
            view.answers[name] = file
            waiting += self._named_by(view, name, file)
        return view

    def _file(self, address: str) -> Answer | None:
        path = self.server.path_of(address)
        if path is None:
            return None
        if address not in self.files:
            self.files[address] = self.server.get(path)
        return self.files[address]

    @staticmethod
    def _named_by(view: View, address: str, file: Answer) -> list[str]:
        kind = file.headers.get("content-type", "")
        if kind.startswith("text/css"):
            view.styles.add(address)
            return named_by_style(file.text, address)
        if "javascript" in kind:
            view.scripts.add(address)
            return named_by_script(file.text, address)
        return []


def measure(report: Report, server: Server, subject: Subject, public: list[Found], space: list[Found]) -> None:
    """Every page found, in both languages; per kind the heaviest is told."""
    browser = Browser(server, subject)
    styles: dict[str, float] = {}
    for title, pages, limits in (("public pages", public, PUBLIC), ("pages of the space", space, SPACE)):
        report.section(f"Weight of {title}, as it travels with headers, {' or '.join(('br', 'gzip'))}")
        views = [browser.view(found) for found in pages]
        for view in _heaviest(views):
            _tell(report, view, limits)
        for view in views:
            styles |= {name: view.weight({name}) for name in view.styles & view.answers.keys()}
        _tell_all(report, title, views, is_public=limits is PUBLIC)
    report.section("Weight of what pages share")
    report.add(Figure("style sheets together", sum(styles.values()), "KiB", 10, f"{len(styles)} files"))


def _heaviest(views: list[View]) -> list[View]:
    """Of each kind and language the view that weighs most; of the languages the heavier."""
    best: dict[str, View] = {}
    for view in views:
        name = view.found.name
        if name not in best or view.weight() > best[name].weight():
            best[name] = view
    return [best[name] for name in sorted(best)]


def _tell(report: Report, view: View, limits: dict[str, int]) -> None:
    again = view.again
    beside = f"{len(view.answers)} requests  {view.found.path}"
    report.add(Figure(f"first view, {view.found.name}", view.weight(), "KiB", limits["first"], beside))
    report.add(
        Figure(f"next page, {view.found.name}", view.weight(again), "KiB", limits["next"], f"{len(again)} requests")
    )


def _tell_all(report: Report, title: str, views: list[View], *, is_public: bool) -> None:
    """What holds for all of them together."""
    names = {name for view in views for name in view.answers}
    strangers = {name for view in views for name in view.strangers}
    fonts = {name for name in names if name.endswith(FONTS)}
    lost = {name for view in views for name, answer in view.answers.items() if answer.status != 200}
    report.add(
        Figure(f"third parties, {title}", len(strangers), "", 0, " ".join(sorted(strangers))),
        Figure(f"fonts, {title}", len(fonts), "", 0),
        Figure(f"files that are not there, {title}", len(lost), "", 0, " ".join(sorted(lost))),
    )
    if not is_public:
        return
    scripts = [view.weight(view.scripts & view.answers.keys()) for view in views]
    waiting = sum(not script.is_deferred for view in views for script in view.page.scripts)
    report.add(
        Figure("most requests of a first view", max(len(view.answers) for view in views), "", MOST_REQUESTS),
        Figure("most requests of a next page", max(len(view.again) for view in views), "", MOST_REQUESTS_NEXT),
        Figure("scripts of a public page, most", max(scripts), "KiB", 3),
        Figure(
            "scripts that are not deferred or stand in the page",
            waiting + sum(v.page.inline_scripts for v in views),
            "",
            0,
        ),
    )


def measure_elements(report: Report, pages: list[Found]) -> None:
    """The largest list of twenty by number of elements."""
    lists = [page for page in pages if page.is_list]
    if not lists:
        report.miss("elements of a list of 20: no page was found that is one of several")
        return
    for page in heaviest(lists):
        report.add(Figure(f"elements of a list, {page.name}", page.elements, "", 900, page.path))


def mails_in(folder: Path) -> list[bytes]:
    """The mails that the worker wrote into the folder."""
    return [file.read_bytes() for file in sorted(folder.glob("*.eml"))]


def measure_mails(report: Report, folder: Path) -> None:
    """Every mail that was sent."""
    mails = mails_in(folder)
    if not mails:
        report.miss("weight of mails: none was sent")
        return
    pictures = sum(_pictures(mail) for mail in mails)
    report.add(
        Figure("an e-mail, the largest", max(len(mail) for mail in mails) / KIB, "KiB", 30, f"{len(mails)} mails"),
        Figure("remote pictures in e-mails", pictures, "", 0),
    )


def _pictures(mail: bytes) -> int:
    """How many pictures of a mail would be fetched from elsewhere."""
    message = message_from_bytes(mail, policy=policy.default)
    parts = [part.get_content() for part in message.walk() if part.get_content_type() == "text/html"]
    return sum(picture.startswith("http") for part in parts for picture in Page(part, "http://mail/").pictures)
