"""Make the page's map: the outlines of the land and a point a country.

    python -m infra.page_map

The land is Natural Earth's (public domain), as the npm package `world-atlas` has it; `npm` has to be there. The points
of the countries are those of the gazetteer (GeoNames, CC BY 4.0). Run it again when one of the two changes, and commit
what it writes.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ATLAS = "world-atlas@2.0.2"
_MEMBER = "package/land-110m.json"
_TOLERANCE = 0.25
"""Degrees by which an outline may be off: less than a pixel of a map that is 1,000 wide."""
_SMALLEST = 1.0
"""Square degrees of the box around an island that is still shown."""
_SOUTH = -60.0
"""Degrees of latitude below which nothing is shown: no stories come from the Antarctic."""
_HALF_WAY = 180.0
_FUNCTIONS = Path(__file__).parents[1] / "functions"
_OUTPUT = _FUNCTIONS / "search" / "page" / "map.json"
_GAZETTEER = _FUNCTIONS / "newswire" / "tagging" / "gazetteer.sqlite"
_COUNTRIES = "SELECT country, lon, lat FROM places WHERE kind = 2 AND country IS NOT NULL ORDER BY country"
_GAZETTEER_DEGREE = 10_000

Point = tuple[float, float]


def main() -> None:
    """Write map.json: `land` as the path of an SVG in degrees, south positive; `countries` as [lon, lat] by code."""
    rings = [simplified(_unwrapped(ring)) for ring in _rings(_atlas())]
    land = "".join(_path(side) for ring in rings if _is_shown(ring) for side in _sides(ring))
    with closing(sqlite3.connect(f"{_GAZETTEER.as_uri()}?immutable=1", uri=True)) as gazetteer:
        countries = {
            code: [round(lon / _GAZETTEER_DEGREE, 1), round(lat / _GAZETTEER_DEGREE, 1)]
            for code, lon, lat in gazetteer.execute(_COUNTRIES)
        }
    data = {"land": land, "countries": countries}
    _OUTPUT.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def simplified(line: list[Point]) -> list[Point]:
    """Return a line with fewer points, none of those left out further than _TOLERANCE from it (Douglas-Peucker)."""
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        furthest = max(inner, key=lambda at: _distance(line[at], line[first], line[last]), default=None)
        if furthest is not None and _distance(line[furthest], line[first], line[last]) > _TOLERANCE:
            kept.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return [line[at] for at in sorted(kept)]


def _atlas() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        packed = subprocess.run(  # noqa: S603
            ["npm", "pack", "--silent", ATLAS],  # noqa: S607
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(Path(folder) / packed.stdout.strip()) as archive:
            member = archive.extractfile(_MEMBER)
            if member is None:
                raise FileNotFoundError(f"{ATLAS} has no {_MEMBER}: name another version in infra/page_map.py")
            atlas: dict[str, Any] = json.load(member)
            return atlas


def _rings(atlas: dict[str, Any]) -> list[list[Point]]:
    """Return the outer outlines of the land, as TopoJSON writes them: arcs in steps from point to point."""
    arcs = [_arc(steps, **atlas["transform"]) for steps in atlas["arcs"]]
    polygons = [polygon for shape in atlas["objects"]["land"]["geometries"] for polygon in shape["arcs"]]
    rings = []
    for outer, *_ in polygons:
        ring: list[Point] = []
        for number in outer:
            ring += arcs[number] if number >= 0 else arcs[~number][::-1]
        rings.append(ring)
    return rings


def _arc(steps: list[list[int]], scale: list[float], translate: list[float]) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return points


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
    distance: float = ((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5
    return distance


def _unwrapped(ring: list[Point]) -> list[Point]:
    """Return a ring without the jump from 180 degrees east to 180 degrees west: it goes on beyond."""
    shift, before = 0.0, ring[0][0]
    points = []
    for x, y in ring:
        if abs(x - before) > _HALF_WAY:
            shift += 2 * _HALF_WAY if x < before else -2 * _HALF_WAY
        before = x
        points.append((x + shift, y))
    return points


def _sides(ring: list[Point]) -> list[list[Point]]:
    """Return a ring, and where it leaves the map at one side, again where that comes in at the other."""
    xs = [x for x, _ in ring]
    shifts = [
        0.0,
        *([-2 * _HALF_WAY] if max(xs) > _HALF_WAY else []),
        *([2 * _HALF_WAY] if min(xs) < -_HALF_WAY else []),
    ]
    return [[(x + shift, y) for x, y in ring] for shift in shifts]


def _is_shown(ring: list[Point]) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return len(ring) > 3 and (max(xs) - min(xs)) * (max(ys) - min(ys)) >= _SMALLEST and max(ys) > _SOUTH


def _path(ring: list[Point]) -> str:
    return f"M{'L'.join(f'{x:.1f},{-y:.1f}' for x, y in ring)}Z".replace(".0", "")


if __name__ == "__main__":
    main()
