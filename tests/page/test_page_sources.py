"""The page's files and its map, without a browser."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

import newswire.tagging
from infra.page_map import simplified
from search import static

GAZETTEER = Path(newswire.tagging.__file__).with_name("gazetteer.sqlite")
SCRIPTS = sorted(static.FOLDER.glob("*.js"))
READ_AS_CODE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\b|new Function|"
    r"setAttribute\(.style|createContextualFragment|setHTML"
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_reads_text_as_html_or_code(script: Path) -> None:
    assert not READ_AS_CODE.findall(script.read_text())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_its_idea_and_is_short(script: Path) -> None:
    lines = script.read_text().splitlines()
    assert lines[0].startswith("// ")
    assert len(lines) <= 310


def test_every_module_that_is_imported_is_there() -> None:
    imported = {name for script in SCRIPTS for name in re.findall(r'from "\./([^"]+)"', script.read_text())}
    assert imported | {"main.js"} == {script.name for script in SCRIPTS}


def test_the_page_has_no_script_or_style_of_its_own_and_takes_nothing_from_elsewhere() -> None:
    html = static.site().files["index.html"]
    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src=\"/page/)", html)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", html)
    assert "VERSION" not in html
    assert "MODULES" not in html


def test_the_version_is_of_all_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    versions = []
    monkeypatch.setattr(static, "FOLDER", tmp_path)
    (tmp_path / "index.html").write_text("/page/VERSION/style.css")
    for style in ("a {}", "b {}"):
        (tmp_path / "style.css").write_text(style)
        site = static.site.__wrapped__()
        versions.append(site.version)
        assert site.files["index.html"] == f"/page/{site.version}/style.css"
    assert versions[0] != versions[1]


def test_the_map_has_a_point_for_every_country_of_the_gazetteer() -> None:
    countries = json.loads((static.FOLDER / "map.json").read_text())["countries"]
    with closing(sqlite3.connect(f"{GAZETTEER.as_uri()}?immutable=1", uri=True)) as gazetteer:
        codes = gazetteer.execute("SELECT country FROM places WHERE kind = 2 AND country IS NOT NULL").fetchall()
    assert set(countries) == {code for (code,) in codes}
    assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in countries.values())


def test_no_line_of_the_map_runs_across_it() -> None:
    land = json.loads((static.FOLDER / "map.json").read_text())["land"]
    assert re.fullmatch(r"(M-?[\d.]+,-?[\d.]+(L-?[\d.]+,-?[\d.]+)+Z)+", land)
    for ring in land.removesuffix("Z").split("Z"):
        xs = [float(point.split(",")[0]) for point in ring.removeprefix("M").split("L")]
        assert max(abs(x - following) for x, following in pairwise(xs)) < 90


def test_a_simplified_line_keeps_its_ends_and_its_corners() -> None:
    corner = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (2.1, 1.0), (2.0, 2.0)]
    assert simplified(corner) == [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]
