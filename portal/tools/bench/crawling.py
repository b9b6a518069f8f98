"""Finds the pages that there are by following links as a reader does, a few of each kind in each language."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from portal.tools.bench.reading import Page, query_of
from portal.tools.bench.subject import Subject

HERE = "http://127.0.0.1:8000"
OF_EACH_KIND = 6
REDIRECTS = (301, 302, 303, 307, 308)
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Found:
    """A page: its path with query, which view shows it, for whom, how big it is and how many pages its list has."""

    path: str
    view: str
    account: str
    length: int
    elements: int
    last_page: int

    @property
    def language(self) -> str:
        return language_of(self.path)

    @property
    def name(self) -> str:
        """How the report calls it: the view, and what is asked of it."""
        asked = ",".join(sorted(query_of(self.path)))
        return f"{self.view}{f' ?{asked}' if asked else ''}"

    @property
    def is_list(self) -> bool:
        """Whether it is the beginning of a list of several pages."""
        return self.last_page > 1 and "page" not in query_of(self.path)


def language_of(path: str) -> str:
    """The language of an address; empty outside both."""
    first = path.split("/")[1] if path.count("/") > 1 else ""
    return first if first in LANGUAGES else ""


def within(links: list[str], wanted: Callable[[str], bool]) -> list[str]:
    """The own paths among links, each once."""
    parts = [urlsplit(link) for link in links if link.startswith(f"{HERE}/")]
    paths = [f"{part.path}?{part.query}" if part.query else part.path for part in parts]
    return [path for path in dict.fromkeys(paths) if wanted(path)]


def crawl(
    subject: Subject, starts: list[str], wanted: Callable[[str], bool], account: str = "", each: int = OF_EACH_KIND
) -> list[Found]:
    """Pages of HTML reached from `starts`: at most `each` of a kind (view, names in the query, language)."""
    waiting, seen, kinds, found = deque(starts), set(starts), Counter(), []
    while waiting:
        path = waiting.popleft()
        answer = subject.get(path, account)
        if answer["status"] in REDIRECTS:
            waiting.extendleft(follow(answer["location"], path, seen, wanted))
            continue
        if answer["status"] != 200 or not answer["type"].startswith("text/html"):
            continue
        kind = (answer["view"], tuple(sorted(query_of(path))), language_of(path))
        kinds[kind] += 1
        if kinds[kind] > each:
            continue
        page = Page(answer["body"], f"{HERE}{path}")
        size = len(answer["body"].encode())
        found.append(Found(path, answer["view"], account, size, page.elements, page.last_page))
        fresh = [link for link in within(page.links, wanted) if link not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return found


def follow(location: str, path: str, seen: set[str], wanted: Callable[[str], bool]) -> list[str]:
    """Where a redirect leads, when it is wanted and new; it is then marked as seen."""
    fresh = [target for target in within([urljoin(f"{HERE}{path}", location)], wanted) if target not in seen]
    seen.update(fresh)
    return fresh


def heaviest(pages: list[Found]) -> list[Found]:
    """Of each kind and language the page with most bytes, in the order of names."""
    best: dict[tuple[str, str], Found] = {}
    for page in pages:
        key = (page.name, page.language)
        if key not in best or page.length > best[key].length:
            best[key] = page
    return [best[key] for key in sorted(best)]
