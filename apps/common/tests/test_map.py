"""The map without borders keeps its promises: weight, place, shape, words in both languages, nothing inline."""

import gzip
import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.common import land
from apps.common.map import VIEW_HEIGHT, VIEW_WIDTH, MapLink, MapPoint, Shape, depth_in_fade, lay_out, project

CABO_VERDE = MapPoint(label="Cabo Verde", longitude=-23.7, latitude=15.6)
FINLAND = MapPoint(label="Finland", longitude=26.3, latitude=64.4)
GAMBIA = MapPoint(label="The Gambia", longitude=-15.6, latitude=13.4, url="/en/partners/gambia/")
LIBYA = MapPoint(label="Libya", longitude=18, latitude=27, shape=Shape.OBSERVER)
ECOWAS = MapPoint(label="ECOWAS", longitude=7.4, latitude=9, shape=Shape.ORGANISATION)
SWITZERLAND = MapPoint(label="Switzerland", longitude=8.2, latitude=46.8, url="/en/partners/switzerland/", current=True)
AUSTRIA = MapPoint(label="Austria", longitude=14.2, latitude=47.6, url="/en/partners/austria/")
CONGO = MapPoint(label="Democratic Republic of the Congo", longitude=23.6, latitude=-2.9)
EVERYBODY = [CABO_VERDE, FINLAND, GAMBIA, LIBYA, ECOWAS, SWITZERLAND, AUSTRIA, CONGO]

EDGES = {"north": (25.8, 71.1), "south": (20.0, -34.8), "west": (-25.3, 17.0), "east": (34.6, 35.7)}
TAG = Template("{% load map %}{% dot_map points=points links=links title=title name=name small=small %}")


def draw(points, *, links=(), title="Partners", name="map", small=False, language="en"):
    with translation.override(language):
        return TAG.render(Context({"points": points, "links": links, "title": title, "name": name, "small": small}))


def figure(**options) -> ElementTree.Element:
    """The drawing as a tree; that it parses as XML is itself a check."""
    return ElementTree.fromstring(draw(**options).strip())


def classes_of(tree: ElementTree.Element) -> list[str]:
    return [element.get("class", "") for element in tree.find("svg").iter()]


def runs_of(path: str) -> list[tuple[int, int, int]]:
    """Each run of dots as (x, y, length), from the relative moves of the path."""
    runs, x, y = [], 0, 0
    for step_x, step_y, length in re.findall(r"m(-?\d+) ?(-?\d+)h(\d+)", path):
        x, y = x + int(step_x), y + int(step_y)
        runs.append((x, y, int(length)))
        x += int(length)
    return runs


@given(st.floats(-28, 40), st.floats(-34, 68))
def test_east_lies_right_and_north_lies_up(lon, lat):
    x, y = project(lon, lat)
    assert project(lon + 1, lat)[0] > x
    assert project(lon, lat + 1)[1] < y


@pytest.mark.parametrize("place", EDGES.values(), ids=EDGES)
def test_the_edges_of_the_two_continents_are_inside_the_view(place):
    x, y = project(*place)
    assert 0 < x < VIEW_WIDTH
    assert 0 < y < VIEW_HEIGHT


def test_areas_are_equal():
    """One degree by one degree, weighed by the cosine of its latitude, covers as much at 60° as at the equator."""

    def area(lon, lat):
        (x, y), (u, v), (w, z) = project(lon, lat), project(lon + 0.01, lat), project(lon, lat + 0.01)
        return abs((u - x) * (z - y) - (w - x) * (v - y))

    assert area(10, 60) / area(10, 0) == pytest.approx(0.5, abs=0.001)


def test_the_land_travels_in_few_bytes():
    assert len(gzip.compress(land.FINE_LAND.encode())) <= 1.5 * 1024
    assert len(gzip.compress(land.COARSE_LAND.encode())) <= 1024
    assert len(gzip.compress(draw(EVERYBODY).encode())) <= 2.5 * 1024


@pytest.mark.parametrize("path", [land.FINE_LAND, land.COARSE_LAND], ids=["fine", "coarse"])
def test_the_land_stays_inside_the_view_and_the_fade(path):
    runs = runs_of(path)
    assert "".join(re.findall(r"m-?\d+ ?-?\d+h\d+", path)) == path
    assert len(runs) > 100
    for x, y, length in runs:
        assert 0 < x < x + length <= VIEW_WIDTH
        assert 0 < y < VIEW_HEIGHT
        assert depth_in_fade(x, y) < 1


def test_there_is_land_under_the_congo_and_none_under_cabo_verde_s_ocean():
    def dots_near(lon, lat):
        x, y = project(lon, lat)
        return [run for run in runs_of(land.FINE_LAND) if run[0] <= x <= run[0] + run[2] and abs(run[1] - y) < 2]

    assert dots_near(CONGO.longitude, CONGO.latitude)
    assert not dots_near(-20, 5)


def test_every_shape_is_drawn_and_the_chair_has_a_second_ring():
    classes = classes_of(figure(points=EVERYBODY))
    assert classes.count("map-observer") == 1
    assert classes.count("map-organisation") == 1
    assert classes.count("map-partner") == len(EVERYBODY) - 2
    assert classes.count("map-chair") == 1
    assert "map-chair" not in classes_of(figure(points=[FINLAND]))


def test_a_decimal_position_and_a_french_reader_change_nothing_in_the_numbers():
    exact = MapPoint(label="Bénin", longitude=Decimal("2.3"), latitude=Decimal("9.8"))
    tree = figure(points=[exact], language="fr")
    circle = next(element for element in tree.iter("circle") if element.get("class") == "map-partner")
    assert re.fullmatch(r"\d+(\.\d)?", circle.get("cx"))
    assert re.fullmatch(r"\d+(\.\d)?", circle.get("cy"))


def test_a_point_outside_the_view_is_left_to_the_list():
    far = MapPoint(label="Far", longitude=150, latitude=-30)
    layout = lay_out([FINLAND, far], [MapLink(FINLAND, far)])
    assert [placed.point for placed in layout.points] == [FINLAND]
    assert layout.curves == []


def test_a_link_has_no_direction_is_drawn_once_and_ends_at_its_points():
    there, back = lay_out([GAMBIA, SWITZERLAND], [MapLink(GAMBIA, SWITZERLAND)]), MapLink(SWITZERLAND, GAMBIA)
    both = lay_out([GAMBIA, SWITZERLAND], [MapLink(GAMBIA, SWITZERLAND), back, MapLink(GAMBIA, GAMBIA)])
    assert both.curves == there.curves
    gambia, switzerland = there.points
    assert there.curves[0].startswith(f"M{switzerland.x} {switzerland.y}Q")
    assert there.curves[0].endswith(f" {gambia.x} {gambia.y}")


def test_points_are_links_only_when_each_has_a_target_to_itself():
    apart = figure(points=[GAMBIA, SWITZERLAND, LIBYA])
    assert [link.get("aria-label") for link in apart.iter("a")] == ["The Gambia", "Switzerland"]
    assert [link.get("href") for link in apart.iter("a")] == [GAMBIA.url, SWITZERLAND.url]
    assert apart.find("svg").get("role") == "group"
    close = figure(points=[GAMBIA, SWITZERLAND, AUSTRIA])
    assert not list(close.iter("a"))
    assert close.find("svg").get("role") == "img"


@pytest.mark.parametrize(("small", "width"), [(False, 328), (True, 224)])
def test_a_target_is_at_least_24_pixels_wide_on_a_phone(small, width):
    layout = lay_out([GAMBIA, SWITZERLAND], small=small)
    assert 2 * float(layout.target_radius) * width / VIEW_WIDTH == pytest.approx(24, abs=0.2)


def test_the_small_map_names_its_points_without_overlap():
    tree = figure(points=[GAMBIA, SWITZERLAND, CONGO], small=True)
    assert [text.text for text in tree.iter("text")] == ["The Gambia", "Switzerland"]
    assert CONGO.label in [title.text for title in tree.iter("title")]
    assert not list(figure(points=EVERYBODY).iter("text"))


def test_ids_start_with_the_name_and_are_referred_to():
    tree = figure(points=[FINLAND], name="where")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert ids == ["where-title", "where-desc", "where-fade"]
    drawing = tree.find("svg")
    assert drawing.get("aria-labelledby") == "where-title"
    assert drawing.get("aria-describedby") == "where-desc"
    assert 'url(#where-fade)"' in draw([FINLAND], name="where")


def test_nothing_is_styled_or_scripted_inline():
    for small in (False, True):
        page = draw(EVERYBODY, links=[MapLink(GAMBIA, SWITZERLAND)], small=small)
        assert "style=" not in page
        assert "<script" not in page
        assert "marker" not in page


def test_a_hostile_name_is_only_text():
    hostile = MapPoint(label='<b onload="x">&', longitude=0, latitude=10)
    page = draw([hostile], title="<i>", small=True)
    assert "<b" not in page
    assert "<i>" not in page
    assert "&lt;b onload=" in page


@pytest.mark.parametrize(
    ("language", "title", "note", "chair", "observers"),
    [
        (
            "en",
            "The partners of the Dialogue",
            "Schematic; no position on any territory, frontier or name",
            "A second ring marks the chair: Switzerland.",
            "1 observer is an open ring.",
        ),
        (
            "fr",
            "Les partenaires du Dialogue",
            "Carte schématique\u202f; aucune prise de position sur un territoire, une frontière ou un nom",
            "Un second anneau désigne la présidence\u202f: Switzerland.",
            "1 observateur est représenté par un anneau ouvert.",
        ),
    ],
)
def test_title_and_words_are_in_the_reader_s_language(language, title, note, chair, observers):
    tree = figure(points=EVERYBODY, title=title, language=language)
    described = re.sub(r"[ \n]+", " ", tree.find("svg/desc").text)
    assert tree.find("svg/title").text == title
    assert tree.find("figcaption/p").text == note
    assert chair in described
    assert observers in described


def test_only_what_is_drawn_stands_in_the_key():
    assert len(figure(points=[FINLAND]).findall("figcaption/ul/li")) == 1
    everything = figure(points=EVERYBODY, links=[MapLink(GAMBIA, SWITZERLAND)])
    assert len(everything.findall("figcaption/ul/li")) == 5


def test_every_class_in_the_template_has_a_rule():
    sheet = Path(finders.find("css/components/map.css")).read_text()
    page = draw(EVERYBODY, links=[MapLink(GAMBIA, SWITZERLAND)]) + draw([GAMBIA, SWITZERLAND], small=True)
    used = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    assert {name for name in used if f".{name}" not in sheet} == set()
