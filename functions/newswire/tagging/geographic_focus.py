"""The geographic focus of a story: which countries and divisions it is set in, and which towns lie near each other."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Entry, Kind
from newswire.tagging.toponym_context import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from newswire.tagging.gazetteer import Gazetteer
    from newswire.tagging.toponyms import Toponym

Area = tuple[str, str | None]
"""A country, or a country and its first-level division."""

_COUNTRY, _DIVISION, _NEAR = 10.0, 200.0, 250.0
"""How many times likelier a place is in the country and the division of all others, and next to one of them."""
_AMONG = 3000.0
"""The same by the square of how many are close by: among its neighbours a village outdoes a metropolis."""
_CROWD, _LEAST_CROWD, _LARGEST_CROWD = 20.0, 3, 8
"""The same by the square of how many other names have a candidate near one, whichever it is that they mean."""
_NEARNESS, _CLOSENESS = 60.0, 25.0
"""Kilometres at which nearness has fallen to a third."""
_ENOUGH = 3.0
"""Neighbours after which more make no difference."""
_DOUBT = 1.0
"""Names that may be anywhere: with few names in a story, its focus says less."""
_MARKER = 0.5
"""How many names of towns a word like "Texan" is worth; each counts once."""
_LANDMARKS = 12
"""Names that nearness is measured to: the surest ones, but no capitals, which are named wherever the story is set."""
_SURE = 0.4
_SHOWN = 2

_CAPITALISED = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
_POSSESSIVE = re.compile(r"['’]s$")


class Focus:
    """Where a story is set, as far as its names tell; `look` again when they tell more."""

    def __init__(self, gazetteer: Gazetteer, marked: dict[Area, float]) -> None:
        self._gazetteer = gazetteer
        self._marked = marked
        self._own: dict[Toponym, dict[Area, float]] = {}
        self._votes: dict[Area, float] = {}
        self._total = 0.0
        self._landmarks: list[tuple[Toponym, Entry]] = []
        self._crowds = Crowds(())

    def look(self, names: list[Toponym], *, is_first: bool = False) -> None:
        """Take in what the names are most likely to mean by now.

        `is_first`: nothing is sure yet that others could lie near (Belfast and Bangor are near each other twice).
        """
        self._votes = dict(self._marked)
        self._total = sum(self._marked.values()) + _DOUBT + sum(name.weight for name in names)
        self._own = {name: _votes(name) for name in names}
        for own in self._own.values():
            for area, vote in own.items():
                self._votes[area] = self._votes.get(area, 0) + vote
        if is_first:
            self._crowds = Crowds([name.candidates for name in names])
        sure = [] if is_first else sorted(names, key=lambda name: -max(name.chances))[:_LANDMARKS]
        places = ((name, name.best) for name in sure if max(name.chances) > _SURE)
        self._landmarks = [(name, place) for name, place in places if place.kind in _SMALL and not place.is_capital]

    def favours(self, name: Toponym) -> list[float]:
        """Return how many times likelier the other names make each candidate of this one."""
        if len(name.candidates) == 1:
            return [1.0]
        votes, rest = self._others(name)
        near = [place for other, place in self._landmarks if other is not name]
        return [_favour(entry, votes, rest, near) + self._crowd(entry) for entry in name.candidates]

    def _crowd(self, entry: Entry) -> float:
        """Return how many times likelier a town or county is by the names that have a candidate near it."""
        others = min(self._crowds.around(entry) - 1, _LARGEST_CROWD) if entry.kind in _SMALL else 0
        return _CROWD * others**2 if others >= _LEAST_CROWD else 0.0

    def _others(self, name: Toponym) -> tuple[dict[Area, float], float]:
        """Return the votes of all names but one, and how many they are."""
        votes = self._votes.copy()
        for area, vote in self._own[name].items():
            votes[area] -= vote
        return votes, self._total - name.weight

    def knows(self, name: Toponym, entry: Entry) -> bool:
        """Tell whether anything else in the story is in the country of a candidate."""
        votes, _ = self._others(name)
        return entry.country is not None and votes.get((entry.country, None), 0.0) > _SURE

    def reason(self, name: Toponym, entry: Entry) -> str | None:
        """Return what of the story speaks for a candidate, in words, or None where nothing does."""
        if entry.country is None:
            return None
        if entry.kind in _SMALL:
            far = [(distance(entry, place), other.name) for other, place in self._landmarks if other is not name]
            if near := [place for kilometres, place in sorted(far) if kilometres < _NEARNESS * 2]:
                return f"near {' and '.join(near[:_SHOWN])}"
        votes, rest = self._others(name)
        if entry.admin1 and votes.get((entry.country, entry.admin1), 0.0) > rest * _SET:
            return f"the story is set in {self._gazetteer.division(entry.country, entry.admin1)}"
        if votes.get((entry.country, None), 0.0) > rest * _SET:
            return f"the story is set in {self._gazetteer.country(entry.country)}"
        return None


class Crowds:
    """How many names of a text can mean a place in an area, before it is known what any of them means.

    Names in local news are of many places each, but only where the story is set are all of them.
    """

    def __init__(self, names: Iterable[Iterable[Entry]]) -> None:
        self._cells: dict[tuple[int, int], set[int]] = {}
        for number, entries in enumerate(names):
            for entry in entries:
                if entry.kind in _SMALL:
                    self._cells.setdefault(_cell(entry), set()).add(number)

    def around(self, entry: Entry) -> int:
        """Return how many names have a candidate within some 50 kilometres of a place, its own name among them."""
        row, column = _cell(entry)
        near = (self._cells.get((row + down, column + right), ()) for down in _STEPS for right in _STEPS)
        return len(set().union(*near))


_CELLS = 2.5
"""Cells a degree."""
_STEPS = (-1, 0, 1)


def _cell(entry: Entry) -> tuple[int, int]:
    return int(entry.lat * _CELLS), int(entry.lon * _CELLS)


_SMALL = frozenset({Kind.CITY, Kind.DISTRICT})
_SET = 0.25
"""Share of a story's names from which it is set in an area."""


def _favour(entry: Entry, votes: dict[Area, float], rest: float, landmarks: list[Entry]) -> float:
    """Return how many times likelier the votes and landmarks of the other names make a candidate."""
    if entry.country is None:
        return 1.0
    country = votes.get((entry.country, None), 0.0) / rest
    if entry.kind is Kind.COUNTRY:
        return 1 + (_COUNTRY + _DIVISION) * country
    favour = 1 + _COUNTRY * country + _DIVISION * votes.get((entry.country, entry.admin1), 0.0) / rest
    if entry.kind not in _SMALL:
        return favour
    near = among = 0.0
    for place in landmarks:
        if place.geonames_id == entry.geonames_id:
            continue
        if -_HORIZON < place.lat - entry.lat < _HORIZON and -_HORIZON < place.lon - entry.lon < _HORIZON:
            kilometres = distance(entry, place)
            near += math.exp(-kilometres / _NEARNESS)
            among += math.exp(-kilometres / _CLOSENESS)
    return favour + _NEAR * min(near, _ENOUGH) + _AMONG * min(among, _ENOUGH) ** 2


_HORIZON = 3.0
"""Degrees beyond which nothing is near."""


def _votes(name: Toponym) -> dict[Area, float]:
    """Return for each area how surely a name lies there, times its weight."""
    votes: dict[Area, float] = {}
    for entry, chance in zip(name.candidates, name.chances, strict=True):
        if entry.country is not None and chance > _NO_VOTE:
            vote = chance * name.weight
            area = (entry.country, None)
            votes[area] = votes.get(area, 0.0) + vote
            if entry.admin1 is not None:
                division = (entry.country, entry.admin1)
                votes[division] = votes.get(division, 0.0) + vote
    return votes


_NO_VOTE = 0.001


def marked_areas(text: str, names: Set[str], gazetteer: Gazetteer) -> dict[Area, float]:
    """Return the countries and divisions that words of a text other than `names` tell of ("Texan", "Ill.")."""
    markers = _markers(gazetteer)
    found: dict[Area, float] = {}
    for word in (_phrases(text) & markers.keys()) - names:
        entries = markers[word]
        for entry in entries:
            for area in _areas(entry):
                found[area] = found.get(area, 0) + _MARKER / len(entries)
    return found


def _phrases(text: str) -> set[str]:
    """Return all that stands in capitalised words, one to three of them; with and without a dot at the end."""
    found: set[str] = set()
    for run in set(_CAPITALISED.findall(text)):
        words = run.split(" ")
        for count in (1, 2, 3):
            found.update(" ".join(words[at : at + count]) for at in range(len(words) - count + 1))
    return found | {_POSSESSIVE.sub("", each).rstrip(".'’-") for each in found}


def _areas(entry: Entry) -> list[Area]:
    if entry.country is None:
        return []
    return [(entry.country, None), *([(entry.country, entry.admin1)] if entry.admin1 else [])]


@cache
def _markers(gazetteer: Gazetteer) -> dict[str, list[Entry]]:
    return gazetteer.markers()
