"""Every kind of page in both languages: no barrier that axe finds, no scrolling sideways, no word to another server."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test.signals import template_rendered

from apps.common.templatetags import map as map_tags
from apps.common.templatetags.components import forget_drawings
from portal.tests.house import ROOT, is_mail, templates

from .places import PLACES, Place
from .stage import Stage
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser

NARROW, WIDE = 320, 1280
# A run sees both widths and both schemes; their whole product is `long`.
AS_RUN = {"en": (WIDE, "light"), "fr": (NARROW, "dark")}
# allauth asks for it by this name, and it only extends the page that the walk has met.
NOT_PAGES = {"429.html"}


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """The names of our templates that were rendered so far."""
    names: set[str] = set()

    def note(sender, template, **kwargs) -> None:
        if template.origin and str(template.origin.name).startswith(str(settings.ROOT / "templates")):
            names.add(str(template.origin.name).removeprefix(f"{settings.ROOT / 'templates'}/"))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


class Walk:
    """Goes to places one after another, one window for each person, and gathers what is wrong by place."""

    def __init__(self, open_visitor: OpenVisitor, stage: Stage, language: str, width: int, scheme: str) -> None:
        self.stage, self.language, self.width = stage, language, width
        self._open = lambda who: open_visitor(who, width=width, scheme=scheme)
        self._windows: dict[str, Visitor] = {}
        self.wrong: list[str] = []

    def visit(self, place: Place, *, axe: bool = True) -> None:
        """Look at one place: what `axe` says at this width, what scrolls at 320 px, what the browser heard."""
        who = place.reader(self.language)
        if who not in self._windows:
            self._windows[who] = self._open(who)
        visitor = self._windows[who]
        visitor.faults.clear()
        visitor.page.set_viewport_size({"width": self.width, "height": 900})
        try:
            place.visit(visitor, self.stage, self.language)
        except AssertionError as wrong:
            self.wrong.append(f"{place.name}: {wrong}")
            return
        if axe:
            self._note(place, visitor.violations())
        self._note(place, visitor.sideways(NARROW))
        self._note(place, visitor.faults)

    def _note(self, place: Place, found: list[str]) -> None:
        self.wrong += [f"{place.name}: {fault}" for fault in found]


def pages_of_ours() -> set[str]:
    """The templates that a browser can meet: all but those of mails."""
    return {str(path.relative_to(ROOT / "templates")) for path in templates() if not is_mail(path)} - NOT_PAGES


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_is_open_to_everybody(
    open_visitor: OpenVisitor, stage: Stage, rendered: set[str], expected_errors: list[str], language: str
):
    """The whole walk is one test, because at its end every template must have been met.

    Axe looks at every place on SQLite, turn by turn in one language and the other: at all of them in both, at every
    width and in both schemes it looks in the walks that are `long`. What it sees does not depend on the database, so on
    another one it does not look again.
    """
    forget_drawings()
    map_tags._drawn.cache_clear()
    width, scheme = AS_RUN[language]
    walk = Walk(open_visitor, stage, language, width, scheme)
    for number, place in enumerate(PLACES):
        walk.visit(place, axe=connection.vendor == "sqlite" and number % 2 == (language == "fr"))
    assert not walk.wrong, "\n".join(walk.wrong)
    assert pages_of_ours() - rendered == set()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, 768, WIDE])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_at_every_width_in_both_schemes(
    open_visitor: OpenVisitor, stage: Stage, expected_errors: list[str], language: str, width: int, scheme: str
):
    """What axe sees does not depend on the database: on another than SQLite it does not look again."""
    walk = Walk(open_visitor, stage, language, width, scheme)
    for place in PLACES:
        walk.visit(place, axe=connection.vendor == "sqlite")
    assert not walk.wrong, "\n".join(walk.wrong)
