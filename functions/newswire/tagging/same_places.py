"""One entity a real place: "U.S." and "United States" are one once both are known to be the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newswire.tagging.names import Name
    from newswire.tagging.places import ResolvedPlace


def merge(names: Iterable[Name], places: Iterable[ResolvedPlace]) -> tuple[list[Name], list[ResolvedPlace]]:
    """Return the names and places with those that mean one GeoNames place made one, in the order given.

    It has all their mentions in order, the longest of their names, and the evidence of the one first given.
    """
    names, places = list(names), list(places)
    same: dict[int, list[ResolvedPlace]] = {}
    for place in places:
        if place.geonames_id is not None and place.mentions:
            same.setdefault(place.geonames_id, []).append(place)
    names_of = {name.mentions: name for name in names if name.type == "place"}
    for group in same.values():
        if len(group) == 1:
            continue
        mentions = tuple(sorted(mention for place in group for mention in place.mentions))
        longest = max(group, key=lambda place: len(place.name)).name
        first = names_of[group[0].mentions]
        others = {place.mentions for place in group[1:]}
        confidence = max(names_of[place.mentions].confidence for place in group)
        one = replace(first, name=longest, mentions=mentions, confidence=confidence)
        names = [
            one if name is first else name for name in names if name.type != "place" or name.mentions not in others
        ]
        known = replace(group[0], name=longest, mentions=mentions)
        places = [known if place is group[0] else place for place in places if place not in group[1:]]
    return names, places
