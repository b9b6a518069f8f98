"""What the README and the notices say of the code is what the code says."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from portal.tools import diagrams, notices, sections

ROOT = diagrams.README.parent
LARGEST_PICTURE = 150 * 1024


def documents() -> list[Path]:
    """The pages that people read in the repository."""
    return [ROOT / "README.md", ROOT / "NOTICE.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_readme_shows_workflows_and_configuration_as_they_are():
    text = diagrams.README.read_text(encoding="utf-8")

    assert diagrams.fresh_readme(text) == text, "run: python -m portal.tools.diagrams"


def test_every_workflow_has_a_diagram():
    text = diagrams.README.read_text(encoding="utf-8")

    missing = [flow.__name__ for flow in diagrams.workflows() if flow.mermaid() not in text]

    assert missing == []


def test_notice_names_every_package_with_its_licence():
    text = notices.NOTICE.read_text(encoding="utf-8")

    assert notices.fresh_notice(text) == text, "run: python -m portal.tools.notices"


@pytest.mark.parametrize("page", documents(), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    within = [target for target in targets if "://" not in target and not target.startswith("mailto:")]

    assert [target for target in within if not (page.parent / target).exists()] == []


def test_paths_that_the_readme_names_exist():
    named = set(
        re.findall(
            r"`((?:apps|portal|templates|static|docs|fixtures)/[\w/.-]+)`", diagrams.README.read_text(encoding="utf-8")
        )
    )

    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_map_of_the_rooms_names_every_room_and_no_other():
    text = diagrams.README.read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "apps").glob("*/apps.py")}

    assert set(re.findall(r"^\| `apps/(\w+)` \|", text, re.MULTILINE)) == rooms


def test_words_that_are_yet_to_come_are_no_models_and_the_others_are():
    """A word marked · belongs to a room that does not exist yet."""
    text = diagrams.README.read_text(encoding="utf-8")
    names = {model.__name__ for model in apps.get_models()}
    glossary = re.findall(r"^\| ([A-Z][\w ,›]*?)( ·)? \| [a-z]", text, re.MULTILINE)
    words = {word: bool(mark) for words, mark in glossary for word in re.split(r"[ ,›]+", words)}

    assert {"Document", "ReferenceCountry", "Topic"} <= words.keys()
    to_come = {word for word, is_marked in words.items() if is_marked}
    assert to_come & names == set()
    assert words.keys() - to_come - names == {"Seat"}


def test_pictures_of_the_readme_are_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*")}

    assert sizes
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}


def test_sections_are_replaced_and_nothing_else():
    text = "before\n<!-- made from code: x -->\nold\n<!-- end -->\nafter"

    assert sections.replaced(text, "x", r"new \1") == (
        "before\n<!-- made from code: x -->\nnew \\1\n<!-- end -->\nafter"
    )


def test_sections_that_are_missing_are_an_error():
    with pytest.raises(LookupError):
        sections.replaced("no comments here", "x", "new")
