"""Takes pictures of the portal for people to look at: `python -m portal.tests.browser.tour FOLDER [--base ADDRESS]`.

The demonstration must be running at the address (`make run`). Every page is taken in both languages, at the width of a
phone and of a desk, in light and dark; a picture of the whole page, not of the window.
"""

import argparse
import os
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import django
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Page, sync_playwright

from portal.tools.browser import find_chromium

WIDTHS, SCHEMES, LANGUAGES = (360, 1280), ("light", "dark"), ("en", "fr")
PASSWORD = "demo"
GABON, SWITZERLAND = "focal.ga@example.org", "focal.ch@example.org"
OFFICE = "secretariat@example.org"
NOBODY = ""
Way = Callable[[Page], None]


def go(name: str, *args: str) -> Way:
    """To the page of that name, in the language of the window."""

    def walk(page: Page) -> None:
        page.goto(reverse(name, args=args))

    return walk


def first(way: Way, selector: str) -> Way:
    """Along a way, then by the first link that matches."""

    def walk(page: Page) -> None:
        way(page)
        page.goto(page.locator(selector).first.get_attribute("href"))

    return walk


def sent_empty(way: Way) -> Way:
    """Along a way, then send the form as it is."""

    def walk(page: Page) -> None:
        way(page)
        with page.expect_navigation():
            page.locator("main form[method=post] button").last.click()

    return walk


def lost(page: Page) -> None:
    """To an address that leads nowhere."""
    page.goto(f"{reverse('activities:list')}no-such-activity/")


ACTIVITY = "voluntary-return-reintegration-yaounde-2023"
VIEWS: list[tuple[str, str, Way]] = [
    ("home", NOBODY, go("pages:home")),
    ("about", NOBODY, go("pages:about")),
    ("activities", NOBODY, go("activities:list")),
    ("activity", NOBODY, go("activities:activity", ACTIVITY)),
    ("plan", NOBODY, go("framework:plan", "cadiz-2023-2027")),
    ("partners", NOBODY, go("partners:list")),
    ("partner", NOBODY, go("partners:partner", "ci")),
    ("sign-in", NOBODY, go("account_login")),
    ("not-found", NOBODY, lost),
    ("dashboard", GABON, go("pages:dashboard")),
    ("lab", SWITZERLAND, go("lab:list")),
    ("own-proposals", GABON, go("lab:ours")),
    ("proposal", GABON, first(go("lab:ours"), "main .rows a")),
    ("proposal-of-another", SWITZERLAND, first(go("lab:list"), "main .rows a")),
    ("offer", SWITZERLAND, first(first(go("lab:list"), "main .rows a"), "main a.button[href*=off]")),
    ("new-proposal", GABON, go("lab:new")),
    ("new-proposal-wrong", GABON, sent_empty(go("lab:new"))),
    ("queue", OFFICE, go("admin:index")),
    ("office-proposals", OFFICE, go("admin:lab_proposal_changelist")),
    ("office-proposal", OFFICE, first(go("admin:index"), ".office-queue td a")),
    ("office-activity", OFFICE, first(go("admin:activities_activity_changelist"), "#result_list tbody th a")),
]


def sign_in(page: Page, who: str) -> None:
    """With the password of the demonstration."""
    go("account_login")(page)
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def take(browser: Browser, base: str, folder: Path, chosen: list[tuple[str, str, Way]]) -> int:
    """Take all pictures of these views; returns how many were taken."""
    taken = 0
    for who, language in product(sorted({who for _name, who, _way in chosen}), LANGUAGES):
        context = browser.new_context(base_url=base)
        page = context.new_page()
        with override(language):
            if who:
                sign_in(page, who)
            for name, _who, way in (view for view in chosen if view[1] == who):
                for width, scheme in product(WIDTHS, SCHEMES):
                    page.set_viewport_size({"width": width, "height": 800})
                    page.emulate_media(color_scheme=scheme)
                    way(page)
                    page.screenshot(path=folder / f"{name}-{language}-{width}-{scheme}.png", full_page=True)
                    taken += 1
        context.close()
    return taken


def main() -> int:
    """Read the command line, take the pictures, say how many there are."""
    parser = argparse.ArgumentParser(prog="tour", description="Takes pictures of the running demonstration.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--base", default="http://127.0.0.1:8000", help="where the demonstration runs")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this view; may be said several times")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    django.setup()
    chosen = [view for view in VIEWS if not asked.only or view[0] in asked.only]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        taken = take(browser, asked.base, asked.folder, chosen)
        browser.close()
    print(f"{taken} pictures in {asked.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
