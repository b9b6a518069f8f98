"""Reads pages as a browser does, as far as needed to know what else it would fetch and where links lead."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SCRIPT_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^'"\n]*?['"]([^'"\n]+)['"]""", re.MULTILINE)
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload"}


@dataclass
class Script:
    """A script that a page names."""

    address: str
    is_deferred: bool


@dataclass
class Form:
    """A form with what its fields hold, as far as a click on one of its buttons sends it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page of HTML names, how many elements it has, its links and forms."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.elements, self.inline_scripts = 0, 0
        self.styles: list[str] = []
        self.pictures: list[str] = []
        self.scripts: list[Script] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        attributes = {name: value or "" for name, value in attrs}
        reader = getattr(self, f"_read_{tag}", None)
        if reader:
            reader(attributes)

    def _at(self, address: str) -> str:
        return urldefrag(urljoin(self.address, address)).url

    def _read_link(self, attributes: dict[str, str]) -> None:
        relations = set(attributes.get("rel", "").split())
        if relations & FETCHED_LINKS and attributes.get("href"):
            target = self.styles if "stylesheet" in relations else self.pictures
            target.append(self._at(attributes["href"]))

    def _read_script(self, attributes: dict[str, str]) -> None:
        if not attributes.get("src"):
            self.inline_scripts += attributes.get("type", "") not in ("application/json", "application/ld+json")
            return
        is_deferred = "defer" in attributes or "async" in attributes or attributes.get("type") == "module"
        self.scripts.append(Script(self._at(attributes["src"]), is_deferred))

    def _read_img(self, attributes: dict[str, str]) -> None:
        if attributes.get("src") and not attributes["src"].startswith("data:"):
            self.pictures.append(self._at(attributes["src"]))

    def _read_a(self, attributes: dict[str, str]) -> None:
        if attributes.get("href"):
            self.links.append(self._at(attributes["href"]))

    def _read_form(self, attributes: dict[str, str]) -> None:
        self.forms.append(Form(self._at(attributes.get("action", "")), attributes.get("method", "get").lower()))

    def _read_input(self, attributes: dict[str, str]) -> None:
        if not self.forms or not attributes.get("name"):
            return
        kind = attributes.get("type", "text")
        named = (attributes["name"], attributes.get("value", ""))
        if kind == "submit":
            self.forms[-1].buttons.append(named)
        elif kind not in ("checkbox", "radio", "file") or "checked" in attributes:
            self.forms[-1].fields.append(named)

    def _read_button(self, attributes: dict[str, str]) -> None:
        if self.forms and attributes.get("type", "submit") == "submit":
            self.forms[-1].buttons.append((attributes.get("name", ""), attributes.get("value", "")))

    @property
    def last_page(self) -> int:
        """The highest page number that the page links to; 1 where it is not one of several."""
        return max(
            (int(pages) for link in self.links if (pages := query_of(link).get("page", "")).isdigit()), default=1
        )


def query_of(address: str) -> dict[str, str]:
    """The query of an address, by name."""
    return dict(parse_qsl(urlsplit(address).query))


def named_by_style(text: str, address: str) -> list[str]:
    """What a style sheet names: other sheets, pictures, fonts."""
    found = (one or other for one, other in CSS_ADDRESS.findall(CSS_COMMENT.sub("", text)))
    return [urljoin(address, name) for name in found if not name.startswith(("data:", "#"))]


def named_by_script(text: str, address: str) -> list[str]:
    """What a module imports."""
    return [urljoin(address, name) for name in SCRIPT_IMPORT.findall(text)]
