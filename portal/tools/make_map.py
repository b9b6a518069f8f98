"""Draws the land of the map as rows of dots, once, from Natural Earth's outlines, and prints `apps/common/land.py`.

Not run by the portal. `docs/map.md` says where the outlines come from and how to run it again:

    python -m portal.tools.make_map land-50m.json > land.py && mv land.py apps/common/land.py

Each row of dots is a few runs. A run is a horizontal line that the style sheet dashes with round caps, so that every
dash is one whole dot and a hundred dots cost no more to send than one.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from apps.common.map import VIEW_HEIGHT, VIEW_WIDTH, depth_in_fade, project

Place = tuple[float, float]
Span = tuple[float, float]
Run = tuple[int, int, int]

ANTARCTIC = -60
FAR_NORTH_WEST = 84  # x + 4y: beyond this line a corner of Greenland would hang alone
SAMPLES = (-0.35, 0.0, 0.35)
ENOUGH_SAMPLES = 5
LINE = 108


def read_rings(topology: dict) -> Iterator[list[Place]]:
    """Yield the outlines of a TopoJSON object `land` as rings of longitude and latitude, Antarctica left out."""
    arcs = [decode_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for indices in polygon:
                ring = join_arcs(arcs, indices)
                if max(latitude for _, latitude in ring) > ANTARCTIC:
                    yield ring


def decode_arc(arc: list[list[int]], transform: dict) -> list[Place]:
    """Turn the steps of a quantised arc into positions."""
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    positions, x, y = [], 0, 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        positions.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return positions


def join_arcs(arcs: list[list[Place]], indices: list[int]) -> list[Place]:
    """Join arcs end to end; a negative index means the arc `~index` from its end to its start."""
    ring: list[Place] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def spans_at(y: float, edges: list[tuple[Place, Place]]) -> list[Span]:
    """Return the stretches of land on a horizontal line, by the even-odd rule."""
    crossings = sorted(
        first_x + (y - first_y) * (second_x - first_x) / (second_y - first_y)
        for (first_x, first_y), (second_x, second_y) in edges
        if (first_y <= y) != (second_y <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def is_drawn(x: int, y: int) -> bool:
    """Say whether a dot may stand here: inside the fading ellipse, and not in the far north-west."""
    return depth_in_fade(x, y) < 1 and x + 4 * y > FAR_NORTH_WEST


def find_runs(edges: list[tuple[Place, Place]], step: int) -> Iterator[Run]:
    """Yield each run of dots as (first x, y, last x); every second row stands half a step aside."""
    for row in range(1, VIEW_HEIGHT // step):
        y = row * step
        lines = [spans_at(y + offset * step, edges) for offset in SAMPLES]
        start = None
        for column in range(row % 2 or 2, VIEW_WIDTH // step + 2, 2):
            x = column * step
            hits = sum(
                any(left <= x + offset * step < right for left, right in line) for line in lines for offset in SAMPLES
            )
            if hits >= ENOUGH_SAMPLES and x < VIEW_WIDTH and is_drawn(x, y):
                start = x if start is None else start
            elif start is not None:
                yield start, y, x - 2 * step
                start = None


def write_path(runs: Iterator[Run]) -> str:
    """Write runs as relative moves and lines, which compress best; one unit more makes sure of the last dot."""
    path, at_x, at_y = [], 0, 0
    for first, y, last in runs:
        path.append(f"m{first - at_x} {y - at_y}h{last - first + 1}".replace(" -", "-"))
        at_x, at_y = last + 1, y
    return "".join(path)


def write_constant(name: str, path: str) -> str:
    """Write one path as a Python constant in lines of bearable length."""
    lines = [path[start : start + LINE] for start in range(0, len(path), LINE)]
    return f"{name} = (\n" + "".join(f'    "{line}"\n' for line in lines) + ")\n"


def main() -> None:
    """Print the module with the fine and the coarse land."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topology", type=Path, help="land-50m.json of the package world-atlas")
    topology = json.loads(parser.parse_args().topology.read_text())
    rings = [[project(*position) for position in ring] for ring in read_rings(topology)]
    edges = [edge for ring in rings for edge in zip(ring, ring[1:] + ring[:1], strict=True)]
    sys.stdout.write(
        '"""The land as rows of dots, drawn by portal/tools/make_map.py: made, not written, so not to be edited."""\n\n'
    )
    sys.stdout.write(write_constant("FINE_LAND", write_path(find_runs(edges, 1))))
    sys.stdout.write("\n" + write_constant("COARSE_LAND", write_path(find_runs(edges, 2))))


if __name__ == "__main__":
    main()
