"""The colours of the look, read from the style sheets: enough contrast, light and dark, and the same in the office."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.ROOT) / "static" / "css"
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
SURFACES = ("paper", "sand")
TEXTS = ("ink", "soft", "sea", "deep", "ochre", "green", "red")
LARGE_OR_CONTROL, TEXT = 3.0, 4.5


def _block(sheet: str, start: str) -> dict[str, str]:
    """The tokens of the block that begins with `start`."""
    rest = sheet[sheet.index(start) + len(start) :]
    return dict(TOKEN.findall(rest[: rest.index("}")]))


def _schemes(name: str) -> dict[str, dict[str, str]]:
    sheet = (CSS / name).read_text(encoding="utf-8")
    dark = sheet.index("(prefers-color-scheme: dark)")
    return {
        "light": _block(sheet[:dark], "{" if name == "office.css" else ":root {"),
        "dark": _block(sheet[dark:], ":root {"),
    }


SCHEMES = _schemes("portal.css")


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio by WCAG 2.2."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _pairs() -> list[tuple[str, str, float]]:
    texts = [(text, surface, TEXT) for text in TEXTS for surface in SURFACES]
    lit = [("ink", "sea-1", TEXT), ("ink", "sea-2", TEXT), ("sea", "sea-1", TEXT)]
    reversed_out = [("on-sea", ground, TEXT) for ground in ("sea", "deep", "red")]
    controls = [("edge", surface, LARGE_OR_CONTROL) for surface in SURFACES]
    return [*texts, *lit, *reversed_out, *controls]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), _pairs())
def test_every_pair_has_enough_contrast(scheme, text, ground, least):
    colours = SCHEMES[scheme]

    assert contrast(colours[text], colours[ground]) >= least


def test_black_on_white_is_the_greatest_contrast():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0


def test_both_schemes_name_the_same_colours():
    assert sorted(SCHEMES["light"]) == sorted(SCHEMES["dark"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_office_has_the_colours_of_the_portal(scheme):
    office = _schemes("office.css")[scheme]

    assert {name: office[name] for name in SCHEMES[scheme]} == SCHEMES[scheme]


def test_the_office_is_as_dark_by_choice_as_by_itself():
    sheet = (CSS / "office.css").read_text(encoding="utf-8")

    assert _block(sheet, 'html[data-theme="dark"] {') == _schemes("office.css")["dark"]


def test_the_head_of_the_office_can_be_read():
    sheet = (CSS / "office.css").read_text(encoding="utf-8")
    colours = dict(TOKEN.findall(sheet))

    assert contrast(colours["header"], colours["header-text"]) >= TEXT
