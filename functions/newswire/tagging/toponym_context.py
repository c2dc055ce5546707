"""What the words beside a name of a place say of it: "Paris, Texas", "Lebanon in southern Ohio"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from newswire.tagging.gazetteer import Entry, Kind
from newswire.tagging.toponym_forms import candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.gazetteer import Gazetteer

_AREAS = frozenset({Kind.COUNTRY, Kind.DIVISION, Kind.DISTRICT})

_REACH = 80
"""Characters after a name in which what it lies in is looked for."""
_CHAIN = 3
"""Places that a name can be said to lie in: "Sugar Land, Fort Bend County, Texas" has two."""

_AFTER_COMMA, _BY_IN, _LISTED = 10_000.0, 30.0, 2.0
"""How many times likelier a place is by "Paris, Texas", "Paris in Texas" and "Jordan, Syria and Iraq"."""

_WORD = r"[A-Z][\w.'’-]*"
_AFTER = re.compile(rf"\ ?[,(]\ ?((?:[a-z]+ern\ )?{_WORD}(?:\ {_WORD}){{0,3}})")
_IN = re.compile(
    rf"\ in\ (?:the\ )?(?:(?:\w+\ )?(?:state|province|region|district)\ of\ )?"
    rf"((?:[a-z]+ern\ )?{_WORD}(?:\ {_WORD}){{0,2}})"
)
_GOES_ON = re.compile(r"(?:,? (?:and|or|&) |, )[A-Z]")
_COUNTIES = re.compile(rf"(?:,? (?:and|or) {_WORD}|, {_WORD}){{0,6}} [Cc]ount(?:y|ies)\b")

_PART_BEFORE = re.compile(r"\b(?:[A-Za-z]+ern|upstate|rural|mainland)\ $")
_AREA_BEHIND = re.compile(r"['’]?s? (?:state|province|region|prefecture|governorate|oblast)\b", re.IGNORECASE)


class Located(Protocol):
    """What has a position, in degrees."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def lon(self) -> float:
        """Degrees east."""


@dataclass(frozen=True, slots=True)
class Outer:
    """What a name is said to lie in: the words, what they can mean, and how many times likelier that makes a place."""

    text: str
    entries: tuple[Entry, ...]
    likelier: float

    def holds(self, inner: Entry) -> bool:
        """Tell whether `inner` lies in one of the entries."""
        return any(_holds(outer, inner) for outer in self.entries)


def after(text: str, end: int, gazetteer: Gazetteer, *, is_area: bool = False) -> Iterator[Outer]:
    """Yield what the name that ends at `end` is said to lie in by a comma, a bracket or "in".

    `is_area`: the name may be a country or state itself, so that "Jordan, Syria and Iraq" is a list of such.
    """
    at, limit = end, end + _REACH
    for _ in range(_CHAIN):
        match = _AFTER.match(text, at, limit)
        outer = _outer(match[1], gazetteer) if match else None
        if match is None or outer is None:
            break
        at = match.start(1) + len(outer[0])
        yield Outer(*outer, _LISTED if is_area and _GOES_ON.match(text, at) else _AFTER_COMMA)
    if at == end and (match := _IN.match(text, end, limit)) and (outer := _outer(match[1], gazetteer)):
        yield Outer(*outer, _BY_IN)


def is_county(text: str, end: int) -> bool:
    """Tell whether the name that ends at `end` is one in "Adams and Brown counties"."""
    return _COUNTIES.match(text, end, end + _REACH) is not None


def is_area(text: str, start: int, end: int) -> bool:
    """Tell whether the name at `start` to `end` is a country or state by the words beside it.

    It has an east ("eastern Washington", "upstate New York"), or is called so ("Cordoba province"); towns have theirs
    too, which go by other words ("downtown", "the east side").
    """
    has_part = _PART_BEFORE.search(text, max(0, start - _REACH), start) is not None
    return has_part or _AREA_BEHIND.match(text, end, end + _REACH) is not None


def _outer(phrase: str, gazetteer: Gazetteer) -> tuple[str, tuple[Entry, ...]] | None:
    """Return the longest beginning of a phrase that is the name of a country, division or district."""
    words = phrase.split(" ")
    for count in range(len(words), 0, -1):
        whole = " ".join(words[:count])
        bare = whole.rstrip(".,'’")
        known = _areas(bare, gazetteer)
        if entries := known if bare == whole else (*known, *_areas(whole, gazetteer)):
            return bare if known else whole, entries
    return None


@lru_cache(5_000)
def _areas(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    return tuple(entry for entry in candidates(name, gazetteer) if entry.kind in _AREAS)


def _holds(outer: Entry, inner: Entry) -> bool:
    if outer.country != inner.country or inner.kind is Kind.COUNTRY:
        return False
    if outer.kind is Kind.COUNTRY:
        return True
    if outer.admin1 != inner.admin1 or inner.kind is Kind.DIVISION:
        return False
    return outer.kind is Kind.DIVISION or (inner.kind is Kind.CITY and distance(outer, inner) < _DISTRICT)


_DISTRICT = 60.0
"""Kilometres from the middle of a district within which a town may lie in it."""


def distance(one: Located, other: Located) -> float:
    """Return the kilometres between two places, near enough for comparing (the earth is rolled out flat)."""
    x = (one.lon - other.lon + 180) % 360 - 180
    y = one.lat - other.lat
    return DEGREE * math.hypot(x * math.cos(math.radians((one.lat + other.lat) / 2)), y)


DEGREE = 111.2
"""Kilometres of a degree of latitude."""
