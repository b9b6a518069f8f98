"""The land is drawn from outlines as its tool says: rows of whole dots, written in few characters."""

from portal.tools.make_map import find_runs, is_drawn, join_arcs, read_rings, spans_at, write_constant, write_path

SQUARE = [(60.0, 100.0), (80.0, 100.0), (80.0, 106.0), (60.0, 106.0)]
HOLE = [(68.0, 98.0), (72.0, 98.0), (72.0, 110.0), (68.0, 110.0)]


def edges(*rings):
    return [edge for ring in rings for edge in zip(ring, ring[1:] + ring[:1], strict=True)]


def topology(*arcs):
    return {
        "transform": {"scale": [0.5, 0.25], "translate": [-10, 20]},
        "arcs": list(arcs),
        "objects": {"land": {"geometries": [{"arcs": [[[index]] for index in range(len(arcs))]}]}},
    }


def test_a_quantised_outline_becomes_positions():
    [ring] = read_rings(topology([[0, 0], [2, 0], [0, 4], [-2, -4]]))
    assert ring == [(-10, 20), (-9, 20), (-9, 21), (-10, 20)]


def test_antarctica_is_left_out():
    assert list(read_rings(topology([[0, -400], [2, 0], [0, 40], [-2, -40]]))) == []


def test_arcs_are_joined_without_their_common_end_and_backwards_when_negative():
    arcs = [[(0, 0), (1, 0)], [(0, 0), (1, 1), (1, 0)]]
    assert join_arcs(arcs, [0, ~1]) == [(0, 0), (1, 0), (1, 1), (0, 0)]


def test_a_hole_parts_a_row():
    assert spans_at(103, edges(SQUARE)) == [(60, 80)]
    assert spans_at(103, edges(SQUARE, HOLE)) == [(60, 68), (72, 80)]


def test_rows_are_staggered_and_stay_on_the_land():
    runs = list(find_runs(edges(SQUARE), 1))
    assert {y for _, y, _ in runs} <= set(range(100, 107))
    assert all(60 <= first <= last <= 80 for first, _, last in runs)
    assert all((first - y) % 2 == 0 and (last - y) % 2 == 0 for first, y, last in runs)


def test_nothing_is_drawn_beyond_the_fade_nor_in_the_far_north_west():
    assert is_drawn(70, 100)
    assert not is_drawn(147, 20)
    assert not is_drawn(30, 5)


def test_a_path_is_relative_and_short():
    assert write_path(iter([(60, 100, 80), (62, 101, 62), (61, 102, 63)])) == "m60 100h21m-19 1h1m-2 1h3"


def test_a_long_path_is_cut_into_lines():
    constant = write_constant("LAND", "m1 1h3" * 40)
    assert max(map(len, constant.splitlines())) <= 120
    namespace = {}
    exec(constant, namespace)
    assert namespace["LAND"] == "m1 1h3" * 40
