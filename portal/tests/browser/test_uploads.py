"""A large file on a bad line: it arrives in pieces, a lost one is sent again, and the form keeps it."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from apps.lab.models import Attachment

from .stage import GABON, Stage
from .visitor import OpenVisitor

pytestmark = pytest.mark.browser
CONTENT = b"%PDF-1.4\n" + os.urandom(3_500_000) + b"\n%%EOF\n"
LOST = (3, 4)


def write(visitor, path: Path) -> None:
    """A new proposal with this file chosen."""
    visitor.go(reverse("lab:new"))
    visitor.page.check("[name=language][value=fr]")
    visitor.page.fill("[name=title]", "Un guide")
    visitor.page.locator("details", has=visitor.page.locator("[name=attachment]")).locator("summary").click()
    visitor.page.set_input_files("[name=attachment]", path)


@pytest.fixture
def paper(tmp_path) -> Path:
    """A file of several pieces."""
    path = tmp_path / "guide.pdf"
    path.write_bytes(CONTENT)
    return path


def kept() -> bytes:
    """What the portal has of the one file of a proposal."""
    with storages["private"].open(Attachment.objects.get().key) as file:
        return file.read()


def test_file_survives_a_line_that_is_lost(open_visitor: OpenVisitor, stage: Stage, paper: Path):
    visitor = open_visitor(GABON)
    asked = []

    def lose_some(route) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) in LOST else route.continue_()

    visitor.page.route("**/uploads/**", lose_some)
    write(visitor, paper)
    visitor.page.get_by_text("guide.pdf").wait_for()

    assert visitor.page.locator("[name=attachment-sent]").input_value()
    assert visitor.page.locator("[name=attachment]").input_value() == ""
    with visitor.page.expect_navigation():
        visitor.page.click("button[name=save]")
    assert len(asked) > len(LOST) + 4
    assert kept() == CONTENT


def test_file_too_large_is_said_before_it_is_sent(open_visitor: OpenVisitor, stage: Stage, tmp_path, settings):
    settings.UPLOAD_LIMIT = 1_000_000
    visitor = open_visitor(GABON)
    large = tmp_path / "large.pdf"
    large.write_bytes(CONTENT)
    visitor.page.route("**/uploads/**", lambda route: pytest.fail("something was sent"))

    write(visitor, large)

    told = visitor.page.locator(".upload").inner_text()
    assert told == visitor.page.locator("[name=attachment]").get_attribute("data-too-large")
    visitor.page.click("button[name=save]")
    assert visitor.page.locator("[name=title]").input_value() == "Un guide"
    assert visitor.path == reverse("lab:new")


def test_file_goes_with_the_form_where_no_script_runs(open_visitor: OpenVisitor, stage: Stage, paper: Path):
    visitor = open_visitor(GABON, javascript=False)

    write(visitor, paper)
    with visitor.page.expect_navigation():
        visitor.page.click("button[name=save]")

    assert kept() == CONTENT
