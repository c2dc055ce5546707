"""Which place a name means in a story: the candidates of all its names, weighed by each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from newswire.place_name_form import fold
from newswire.tagging import toponyms
from newswire.tagging.gazetteer import Gazetteer, Kind
from newswire.tagging.geographic_focus import Focus, marked_areas
from newswire.tagging.name_lists import is_known_place
from newswire.tagging.name_recase import PRINTED_DATELINE
from newswire.tagging.toponym_context import after, distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newswire.story import Dateline
    from newswire.tagging.toponyms import Toponym

_LEAST_CONFIDENCE = 0.2
"""Below it a place is one of many of its name, and nothing in the story tells which: it is left open."""
_ROUNDS = 3
"""How often the candidates are weighed: each time with the story's focus as the last one left it."""
_IN_DATELINE = 2.0
"""How many other names a name in the dateline is worth."""

_SURE = 0.98
_ALONE, _ASTRAY = 0.6, 0.1
"""How sure a small place is that nothing else in the story is near: a street or a person is a village somewhere.

The second where the story names so many other places that they would have told of its country."""
_MANY = 4
_WELL_KNOWN, _SMALL = 100_000, 50_000
_SAME = 50.0
"""Kilometres within which two places of a name are as good as the same (a city and its district)."""


class PlaceName(Protocol):
    """A name of a place as found in a text: its full form and where it stands, as (start, end)."""

    @property
    def name(self) -> str:
        """The full form."""

    @property
    def mentions(self) -> Sequence[tuple[int, int]]:
        """Where it stands in the text."""


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """The place that a name means.

    `name` is the name in the story. `geonames_id` is None for regions and seas; degrees in WGS 84. `country` is ISO
    3166 alpha-2, None of what lies in several countries; `country_name` and `division` (the state or province) say in
    words where it is.
    """

    name: str
    geonames_id: int | None
    lat: float
    lon: float
    country: str | None
    country_name: str | None
    division: str | None
    confidence: float
    evidence: str
    mentions: tuple[tuple[int, int], ...]


def resolve(names: Iterable[PlaceName], text: str, dateline: Dateline | None = None) -> list[ResolvedPlace]:
    """Return what the names of places in `text` mean, in the order of the names; what is not known is left out.

    A name means one place throughout a story. It is found by the words after it ("Paris, Texas"), the dateline, the
    other places of the story, and how large it is.
    """
    gazetteer = Gazetteer.open()
    names = list(names)
    if not names:
        return []
    mentions: dict[str, list[tuple[int, int]]] = {}
    for name in names:
        mentions.setdefault(fold(name.name), []).extend(name.mentions)
    read = {fold(name.name): toponyms.read(name.name, text, mentions[fold(name.name)], gazetteer) for name in names}
    found = {form: toponym for form, toponym in read.items() if toponym}
    focus = Focus(gazetteer, marked_areas(text, {name.name for name in names}, gazetteer))
    if (printed := PRINTED_DATELINE.search(text)) and (head := found.get(fold(printed["place"]))):
        head.weight = _IN_DATELINE
    considered = list(found.values())
    if dateline and dateline.city and (filed := _filed(dateline, found, gazetteer)):
        considered.append(filed)
    for number in range(_ROUNDS):
        focus.look(considered, is_first=number == 0)
        for toponym in considered:
            toponym.weigh(focus.favours(toponym))
    alone = _ALONE if len(considered) < _MANY else _ASTRAY
    meant = (
        _resolved(name, found[form], focus, gazetteer, alone) for name in names if (form := fold(name.name)) in found
    )
    return [place for place in meant if place.confidence >= _LEAST_CONFIDENCE]


def _filed(dateline: Dateline, found: dict[str, Toponym], gazetteer: Gazetteer) -> Toponym | None:
    """Give the dateline its weight, and return its city where it is not among the names found."""
    city, text = dateline.city or "", dateline.text or ""
    known = found.get(fold(city))
    filed = known or toponyms.read(city, "", [], gazetteer)
    if filed is None:
        return None
    filed.weight = _IN_DATELINE
    at = text.casefold().find(city.casefold())
    for inside in (f", {dateline.country}" if dateline.country else "", text[at + len(city) :] if at >= 0 else ""):
        for outer in after(inside, 0, gazetteer):
            filed.lies_in(outer)
    filed.weigh([1.0] * len(filed.candidates))
    return None if known else filed


def _resolved(name: PlaceName, found: Toponym, focus: Focus, gazetteer: Gazetteer, alone: float) -> ResolvedPlace:
    entry = found.best
    return ResolvedPlace(
        name=name.name,
        geonames_id=entry.geonames_id,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        country_name=gazetteer.country(entry.country) if entry.country else None,
        division=gazetteer.division(entry.country, entry.admin1) if entry.country and entry.admin1 else None,
        confidence=_confidence(found, focus, alone),
        evidence=_evidence(found, focus),
        mentions=tuple(name.mentions),
    )


def _confidence(found: Toponym, focus: Focus, alone: float) -> float:
    entry = found.best
    same = (
        chance
        for place, chance in zip(found.candidates, found.chances, strict=True)
        if place is entry or (place.country == entry.country and distance(place, entry) < _SAME)
    )
    is_large = entry.kind is not Kind.CITY or entry.population >= _WELL_KNOWN or is_known_place(found.name)
    known = is_large or found.outer or focus.knows(found, entry)
    most = _SURE if known else alone if entry.population < _SMALL else _ALONE
    return round(min(most, math.fsum(same)), 2)


def _evidence(found: Toponym, focus: Focus) -> str:
    entry = found.best
    if found.outer and found.outer.holds(entry):
        return f"{found.outer.text} follows"
    if len(found.candidates) == 1:
        return "the only place of this name"
    if reason := focus.reason(found, entry):
        return reason
    if entry.kind in {Kind.COUNTRY, Kind.CONTINENT, Kind.REGION}:
        return f"the name of a {entry.kind}"
    return f"largest of {len(found.candidates)} by population"
