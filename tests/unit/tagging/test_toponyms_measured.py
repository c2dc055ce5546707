"""Places found and resolved in whole stories: towns in local news of the United States, world news, disasters.

A toponym is right within 161 km (100 miles) of where it lies, or where a country or state is meant as such; one that
is not found is wrong. Figures of the stories when they were new to the rules, in four lots: local 0.76, 0.87, 0.74 and
0.95, world news 0.88, 0.89, 0.87 and 0.96, disasters 0.89, 0.88, 0.91 and 0.80.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from newswire.tagging import tagger
from newswire.tagging.gazetteer import Gazetteer, Kind
from newswire.tagging.places import ResolvedPlace
from newswire.tagging.tagger import Tags, Text
from newswire.tagging.toponym_context import distance

_DATA = Path(__file__).parent / "data" / "toponyms.txt"
_MARKED = re.compile(r"\[([^\]]+)\](?:\(([^,)]+),([^,)]+),([^)]+)\))?")
_RIGHT, _AREA = 161.0, 1200.0
"""Kilometres within which a town, and the middle of a country or state, is right."""


@dataclass(frozen=True)
class Gold:
    """Where a name stands, and where it lies; `country` is "-" where it lies in several."""

    start: int
    end: int
    lat: float
    lon: float
    country: str


def _read() -> Iterator[tuple[str, str, list[Gold]]]:
    """Yield kind, text and toponyms of each story: "[Paris](33.7,-95.6,US)", later "[Paris]"."""
    for block in _DATA.read_text(encoding="utf-8").strip().split("\n\n"):
        kind, _, marked = block.partition("\n")
        text, at = "", 0
        gold: list[Gold] = []
        known: dict[str, tuple[float, float, str]] = {}
        for match in _MARKED.finditer(marked):
            text += marked[at : match.start()]
            if match[2]:
                known[match[1].casefold()] = (float(match[2]), float(match[3]), match[4])
            gold.append(Gold(len(text), len(text) + len(match[1]), *known[match[1].casefold()]))
            text += match[1]
            at = match.end()
        yield kind.removeprefix("#"), text + marked[at:], gold


def _is_right(meant: Gold, found: ResolvedPlace) -> bool:
    kilometres = distance(found, meant)
    return kilometres < _RIGHT or (kilometres < _AREA and found.country == meant.country and _is_area(found))


def _is_area(found: ResolvedPlace) -> bool:
    entries = Gazetteer.open().candidates(found.name)
    return any(each.geonames_id == found.geonames_id and each.kind in (Kind.COUNTRY, Kind.DIVISION) for each in entries)


@cache
def _tagged() -> list[tuple[str, list[Gold], Tags]]:
    read = list(_read())
    tags = tagger.tag([Text("", text, "en") for _, text, _ in read])
    return [(kind, gold, found) for (kind, _, gold), found in zip(read, tags, strict=True)]


@pytest.mark.parametrize(
    ("kind", "least", "countries"),
    [("local", 0.93, 0.96), ("international", 0.92, 0.97), ("outbreak", 0.92, 0.97)],
)
def test_toponyms_of_whole_stories(kind: str, least: float, countries: float) -> None:
    right = total = both = either = 0
    for _, gold, tags in (each for each in _tagged() if each[0] == kind):
        spans = [(start, end, place) for place in tags.places for start, end in place.mentions]
        for meant in gold:
            over = [place for start, end, place in spans if start < meant.end and meant.start < end]
            right += any(_is_right(meant, place) for place in over)
        total += len(gold)
        wanted = {meant.country for meant in gold} - {"-"}
        found = {place.country for place in tags.places} - {None}
        both, either = both + len(wanted & found), either + len(wanted) + len(found)

    assert right / total >= least
    assert 2 * both / either >= countries
