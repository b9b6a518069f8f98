"""The tag that draws the map without borders, server-rendered, with its words in the reader's language."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from apps.common import land
from apps.common.bilingual import active_language
from apps.common.map import (
    FADE_HALF_HEIGHT,
    FADE_HALF_WIDTH,
    FADE_TILT,
    FADE_X,
    FADE_Y,
    VIEW_HEIGHT,
    VIEW_WIDTH,
    MapLink,
    MapPoint,
    Shape,
    lay_out,
)

from .portal import words

register = template.Library()

VIEW_BOX = f"0 0 {VIEW_WIDTH} {VIEW_HEIGHT}"
DIAMOND = "m0-1.8 1.8 1.8-1.8 1.8-1.8-1.8z"
DIAMOND_SMALL = "m0-3 3 3-3 3-3-3z"
FADE = f"translate({FADE_X:g} {FADE_Y:g})rotate({FADE_TILT:g})scale({FADE_HALF_WIDTH:g} {FADE_HALF_HEIGHT:g})"


@register.simple_tag(takes_context=True)
def dot_map(
    context: template.Context,
    *,
    title: str,
    points: Sequence[MapPoint],
    links: Iterable[MapLink] = (),
    name: str = "map",
    small: bool = False,
) -> SafeString:
    """Draw points and links on the land of dots; `title` says what this map shows, in the reader's language.

    `name` starts every id in the drawing: give each map of a page its own. `small` is the variant for a few points:
    coarser dots, and the names of the points beside them. A list or table beside the map must hold the same facts.
    Below stands the site's text `map_note`, or our own sentence while the office has not written one.
    """
    texts = context.get("furniture")
    note = words(texts, "map_note") if texts else ""
    return _drawn(str(title), tuple(points), tuple(links), name, small, active_language(), conditional_escape(note))


@lru_cache(maxsize=128)
def _drawn(
    title: str,
    points: tuple[MapPoint, ...],
    links: tuple[MapLink, ...],
    name: str,
    small: bool,
    language: str,
    note: SafeString,
) -> SafeString:
    """The drawing, remembered: it is the same whenever its words, its points and the language are."""
    layout = lay_out(points, links, small=small)
    return render_to_string(
        "components/map.html",
        {
            "title": title,
            "note": note,
            "name": name,
            "small": small,
            "layout": layout,
            "chair": layout.chair,
            "land": land.COARSE_LAND if small else land.FINE_LAND,
            "view_box": VIEW_BOX,
            "fade": FADE,
            "radius": "2.3" if small else "1.4",
            "ring_radius": "4.6" if small else "2.8",
            "diamond": DIAMOND_SMALL if small else DIAMOND,
            "partners": layout.count(Shape.PARTNER),
            "observers": layout.count(Shape.OBSERVER),
            "organisations": layout.count(Shape.ORGANISATION),
        },
    )
