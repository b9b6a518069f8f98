"""Where things stand on the map without borders: one projection, and the arithmetic that the drawing needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import cos, degrees, hypot, radians, sin, sqrt

# The drawing's own units: two to a degree at the centre. The dots of the land stand on whole units.
UNITS_PER_DEGREE = 2
VIEW_WIDTH = 148
VIEW_HEIGHT = 216

# Lambert's azimuthal projection keeps areas equal: no shore is drawn larger than it is.
CENTRE_LONGITUDE = 8.0
CENTRE_LATITUDE = 20.0
CENTRE_X = 65.0
CENTRE_Y = 104.0

# The land fades towards the rim of this tilted ellipse, and nothing is drawn beyond it.
FADE_X = 70.0
FADE_Y = 102.0
FADE_TILT = -14
FADE_HALF_WIDTH = 82.0
FADE_HALF_HEIGHT = 126.0

# The width of the drawing, in CSS pixels, on a screen of 360; a point that is a link needs 24 of them to itself.
NARROW_WIDTH = 328
NARROW_WIDTH_SMALL = 224
TARGET_PIXELS = 24

LINK_BEND = 0.16
LABEL_SIZE = 8.0
LABEL_GLYPH = 0.56
LABEL_GAP = 4.4
LABEL_GAP_CHAIR = 6.4


class Shape(StrEnum):
    """What a point stands for, told by its shape as well as by its colour."""

    PARTNER = "partner"
    OBSERVER = "observer"
    ORGANISATION = "organisation"


@dataclass(frozen=True, kw_only=True)
class MapPoint:
    """A partner at its editable reference point; `url` may be empty, `current` says that it chairs the Dialogue now."""

    label: str
    longitude: float
    latitude: float
    shape: Shape = Shape.PARTNER
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class MapLink:
    """Two partners who met (a host and a co-chair, or two co-chairs); it has no direction."""

    first: MapPoint
    second: MapPoint


@dataclass(frozen=True, kw_only=True)
class PlacedPoint:
    """A point as the template draws it: coordinates are text, so that no language puts a comma in them."""

    point: MapPoint
    x: str
    y: str
    label_x: str = ""
    label_y: str = ""
    anchor: str = ""

    @property
    def is_diamond(self) -> bool:
        """An organisation has no territory, so its point is drawn as a diamond."""
        return self.point.shape == Shape.ORGANISATION


@dataclass(frozen=True, kw_only=True)
class MapLayout:
    """Everything that stands on the land: points, curves between them, and whether the points can be links."""

    points: list[PlacedPoint]
    curves: list[str]
    clickable: bool
    target_radius: str

    @property
    def chair(self) -> PlacedPoint | None:
        """The point of the partner in the chair, if it is on this map."""
        return next((placed for placed in self.points if placed.point.current), None)

    def count(self, shape: Shape) -> int:
        """How many points of this shape are drawn."""
        return sum(placed.point.shape == shape for placed in self.points)


Place = tuple[float, float]
Box = tuple[float, float, float, float]
Label = tuple[float, float, str]


def project(lon: float, lat: float) -> Place:
    """Return where a longitude and a latitude (degrees) fall in the view box, by Lambert's equal-area projection."""
    turn, latitude, centre = radians(lon - CENTRE_LONGITUDE), radians(lat), radians(CENTRE_LATITUDE)
    nearness = sin(centre) * sin(latitude) + cos(centre) * cos(latitude) * cos(turn)
    scale = degrees(sqrt(2 / max(1 + nearness, 1e-9))) * UNITS_PER_DEGREE
    east = scale * cos(latitude) * sin(turn)
    north = scale * (cos(centre) * sin(latitude) - sin(centre) * cos(latitude) * cos(turn))
    return CENTRE_X + east, CENTRE_Y - north


def depth_in_fade(x: float, y: float) -> float:
    """Return 0 at the centre of the fading ellipse, 1 on its rim, more beyond it."""
    tilt = radians(FADE_TILT)
    across = (x - FADE_X) * cos(tilt) + (y - FADE_Y) * sin(tilt)
    along = (y - FADE_Y) * cos(tilt) - (x - FADE_X) * sin(tilt)
    return hypot(across / FADE_HALF_WIDTH, along / FADE_HALF_HEIGHT)


def lay_out(points: Sequence[MapPoint], links: Iterable[MapLink] = (), *, small: bool = False) -> MapLayout:
    """Place points and links in the view box; `small` also names the points beside them.

    A point outside the view box is left out, and so is a link to it: the list beside the map has them. Points are
    links only if every one of them keeps a target of 24 pixels to itself on a phone; otherwise none of them is.
    """
    places = {point: project(float(point.longitude), float(point.latitude)) for point in points}
    places = {point: place for point, place in places.items() if _is_inside((*place, *place))}
    target = TARGET_PIXELS * VIEW_WIDTH / (NARROW_WIDTH_SMALL if small else NARROW_WIDTH)
    labels = _place_labels(places) if small else {}
    return MapLayout(
        points=[_placed(point, places[point], labels.get(point)) for point in _in_drawing_order(places)],
        curves=_curves(links, places),
        clickable=any(point.url for point in places) and _keep_apart(places.values(), target),
        target_radius=_text(target / 2),
    )


def _text(number: float) -> str:
    return f"{round(number, 1):g}"


def _is_inside(box: Box) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= VIEW_WIDTH and bottom <= VIEW_HEIGHT


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _in_drawing_order(points: Iterable[MapPoint]) -> list[MapPoint]:
    """Organisations first, so that a country near their seat lies above them; the order is kept otherwise."""
    return sorted(points, key=lambda point: point.shape != Shape.ORGANISATION)


def _keep_apart(places: Iterable[Place], distance: float) -> bool:
    return all(hypot(x - u, y - v) >= distance for (x, y), (u, v) in combinations(places, 2))


def _placed(point: MapPoint, place: Place, label: Label | None) -> PlacedPoint:
    x, y = place
    if label is None:
        return PlacedPoint(point=point, x=_text(x), y=_text(y))
    label_x, label_y, anchor = label
    return PlacedPoint(
        point=point, x=_text(x), y=_text(y), label_x=_text(label_x), label_y=_text(label_y), anchor=anchor
    )


def _curves(links: Iterable[MapLink], places: Mapping[MapPoint, Place]) -> list[str]:
    """One curve for each pair that is on the map, whichever way round and however often the pair is given."""
    pairs = {frozenset((link.first, link.second)): link for link in links if link.first != link.second}
    return [
        _curve(places[link.first], places[link.second])
        for link in pairs.values()
        if link.first in places and link.second in places
    ]


def _curve(first: Place, second: Place) -> str:
    """Return path data from the northern to the southern place, bent away from the middle of the map."""
    (x, y), (u, v) = sorted((first, second), key=lambda place: (place[1], place[0]))
    side = -1 if (x + u) / 2 < CENTRE_X else 1
    bend_x = (x + u) / 2 + side * LINK_BEND * (v - y)
    bend_y = (y + v) / 2 - side * LINK_BEND * (u - x)
    return f"M{_text(x)} {_text(y)}Q{_text(bend_x)} {_text(bend_y)} {_text(u)} {_text(v)}"


def _place_labels(places: Mapping[MapPoint, Place]) -> dict[MapPoint, Label]:
    """Give each point the first free place for its name: right, left, above or below; none if all four are taken."""
    taken: list[Box] = [(x - 2, y - 2, x + 2, y + 2) for x, y in places.values()]
    labels = {}
    for point, (x, y) in sorted(places.items(), key=lambda item: item[1]):
        for label, box in _label_choices(point, x, y):
            if _is_inside(box) and not any(_overlap(box, other) for other in taken):
                labels[point] = label
                taken.append(box)
                break
    return labels


def _label_choices(point: MapPoint, x: float, y: float) -> list[tuple[Label, Box]]:
    width, rise = len(point.label) * LABEL_SIZE * LABEL_GLYPH, LABEL_SIZE * 0.35
    gap = LABEL_GAP_CHAIR if point.current else LABEL_GAP
    right, left, above, below = x + gap, x - gap, y - gap, y + gap
    return [
        ((right, y + rise, "start"), (right, y - LABEL_SIZE / 2, right + width, y + LABEL_SIZE / 2)),
        ((left, y + rise, "end"), (left - width, y - LABEL_SIZE / 2, left, y + LABEL_SIZE / 2)),
        ((x, above, "middle"), (x - width / 2, above - LABEL_SIZE, x + width / 2, above)),
        ((x, below + 2 * rise, "middle"), (x - width / 2, below, x + width / 2, below + LABEL_SIZE)),
    ]
