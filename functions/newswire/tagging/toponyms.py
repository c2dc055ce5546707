"""Toponyms: names of places under consideration, with what each can mean and how likely that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Entry, Kind
from newswire.tagging.name_lists import words
from newswire.tagging.toponym_context import Outer, after, is_area, is_county
from newswire.tagging.toponym_forms import candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswire.tagging.gazetteer import Gazetteer

_MOST_CANDIDATES = 60

_POWER = 0.7
"""How much the weight of a place counts: 1 says that a town ten times larger is named ten times as often."""
_WEIGHTS = {Kind.COUNTRY: 5.0, Kind.DIVISION: 0.4, Kind.DISTRICT: 0.15, Kind.CITY: 1.0}
"""How much the population of a place of each kind counts as weight."""
_PEOPLE = 50_000_000
"""People from which more make a place no better known."""
_KNOWN_DIVISIONS, _KNOWN_DIVISION = frozenset(("AU", "CA")), 10.0
"""Countries whose divisions are better known than their people are many, and how much better."""
_CAPITAL = 15.0
_FAME = 1_000_000
"""Population from which a city's name is known the world over, and more so the larger it is."""
_WRITTEN_OF = {"GB": 2.0, "US": 2.5}
"""How many times as often as others the cities of a country are in the news in English."""
_LARGE = 100_000
_SMALLEST = 300
_REGION = 2e7
"""Weight of a continent, region or sea."""
_ALTERNATE = 0.03
"""What is left of the weight under a name that the place does not go by in English."""

_AREAS = frozenset({Kind.COUNTRY, Kind.DIVISION})
_PART = 100.0
"""How many times likelier a country or state is than a town where the text speaks of its east."""
_AS_COUNTRY = {Kind.CITY: 0.5, Kind.DISTRICT: 0.5, Kind.DIVISION: 5.0}
"""How many times likelier the places of a country's name are: not its namesakes, but its parts (Wales)."""
_SEAT, _BESIDE_SEAT = 0.05, 0.2
"""Share of the people of a division from which its city is named more often, and what is left of the division then."""
_COUNTIES = 100.0
"""How many times likelier than all else any county is where the text says "counties"."""


@dataclass(slots=True, eq=False)
class Toponym:
    """A name, what it can mean, and how likely each of that is.

    `priors` are what the name and the words beside it say, `chances` what the whole story says: shares of 1. `weight`
    is how much the name tells of the others. `outer` is what the words beside it say that it lies in.
    """

    name: str
    candidates: tuple[Entry, ...]
    priors: list[float]
    chances: list[float]
    weight: float = 1.0
    outer: Outer | None = None

    @property
    def best(self) -> Entry:
        """The likeliest candidate."""
        return self.candidates[max(range(len(self.chances)), key=self.chances.__getitem__)]

    def weigh(self, factors: Sequence[float]) -> None:
        """Set the chances: the priors, each so many times likelier."""
        chances = [prior * factor for prior, factor in zip(self.priors, factors, strict=True)]
        total = math.fsum(chances)
        self.chances = [chance / total for chance in chances]

    def lies_in(self, outer: Outer) -> None:
        """Raise the candidates that lie in `outer`, if it tells between them."""
        held = [outer.holds(each) for each in self.candidates]
        if any(held):
            factors = [outer.likelier if inside else 1.0 for inside in held]
            self.priors = [prior * factor for prior, factor in zip(self.priors, factors, strict=True)]
            self.outer = self.outer or outer


def read(name: str, text: str, mentions: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> Toponym | None:
    """Return the toponym that a name with `mentions` (start, end) is, or None where no such place is known."""
    ends = [end for _, end in mentions]
    possible, priors = _possible(name, gazetteer)
    if any(is_county(text, end) for end in ends):
        counties = [each for each in gazetteer.candidates(f"{name} County") if each.kind is Kind.DISTRICT]
        possible = (*counties, *(each for each in possible if each not in counties))
        most = max(map(_prior, possible), default=1.0)
        priors = [most * _COUNTIES if each in counties else _prior(each) for each in possible]
    if any(is_area(text, start, end) for start, end in mentions):
        priors = [prior * (_PART if each.kind in _AREAS else 1.0) for each, prior in zip(possible, priors, strict=True)]
    if not possible:
        return None
    found = Toponym(name, possible, priors, [])
    is_body = name.removeprefix("the ") in words("places", "bodies")
    if len(possible) > 1 or is_body:
        may_be_area = any(each.kind in _AREAS for each in possible)
        within = after(name, name.index(","), gazetteer) if "," in name else ()
        for outer in (*within, *(outer for end in ends for outer in after(text, end, gazetteer, is_area=may_be_area))):
            found.lies_in(outer)
    if is_body and found.outer is None:
        return None
    found.weigh([1.0] * len(possible))
    return found


@lru_cache(5_000)
def _possible(name: str, gazetteer: Gazetteer) -> tuple[tuple[Entry, ...], list[float]]:
    """Return the candidates of a name and their priors; not to be changed."""
    possible = candidates(name, gazetteer)[:_MOST_CANDIDATES]
    if name in words("places", "cut_states"):
        possible = tuple(each for each in possible if each.kind is Kind.DIVISION)
    priors = [_prior(each) * _beside_its_seat(each, possible) for each in possible]
    if name in words("places", "countries"):
        priors = [prior * _AS_COUNTRY.get(each.kind, 1.0) for each, prior in zip(possible, priors, strict=True)]
    return possible, priors


def _beside_its_seat(entry: Entry, possible: tuple[Entry, ...]) -> float:
    """Return what is left of a division that has a city of its name in it: the city is meant more often."""
    has_seat = entry.kind is Kind.DIVISION and any(
        (each.kind, each.country, each.admin1) == (Kind.CITY, entry.country, entry.admin1)
        and not each.is_alternate
        and each.population > entry.population * _SEAT
        for each in possible
    )
    return _BESIDE_SEAT if has_seat else 1.0


def _prior(entry: Entry) -> float:
    """Return how likely a place is meant before the story is looked at, on a scale of its own."""
    people = min(max(entry.population, _SMALLEST), _PEOPLE)
    weight = people * _WEIGHTS[entry.kind] if entry.kind in _WEIGHTS else _REGION
    if entry.kind is Kind.DIVISION and entry.country in _KNOWN_DIVISIONS:
        weight *= _KNOWN_DIVISION
    if entry.kind is Kind.CITY:
        weight *= (_CAPITAL if entry.is_capital else 1) + entry.population / _FAME
        if entry.population >= _LARGE:
            weight *= _WRITTEN_OF.get(entry.country or "", 1)
    return float((weight * (_ALTERNATE if entry.is_alternate else 1)) ** _POWER)
