"""What a story is also found by and no reader sees: computed when it is written, and never given back by the engine."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from newswire.search.folding import fold
from newswire.search.place_names import find
from newswire.search.suggested_names import entries
from newswire.search.topic_names import with_broader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newswire.story import Place, Story

FIELD = "index_only"
"""The object of these fields; the mapping keeps it out of `_source`."""
ID_HASH = f"{FIELD}.id_hash"
TOPICS = f"{FIELD}.topics"
ACRONYMS = f"{FIELD}.acronyms"
POINTS = f"{FIELD}.points"
NAMES = f"{FIELD}.names"

_SMALL_WORDS = frozenset("a and at de del der des di du et for in la las le les of on or the to und van von".split())
_LONGEST_NAME = 200
"""Characters of a name from which an acronym is made."""


def index_only(story: Story) -> dict[str, Any]:
    """Return the fields of a story that only searches use."""
    acronyms = {organisation.name: acronyms_of(organisation.name) for organisation in story.organisations}
    topics = {code for topic in story.topics for code in with_broader(topic.code)}
    return {
        "id_hash": id_hash(story.id),
        "topics": sorted(topics),
        "acronyms": sorted({each for found in acronyms.values() for each in found}),
        "points": _points(story.places),
        "names": sorted(entries(story, acronyms)),
    }


def id_hash(story_id: str) -> int:
    """Return a number of 32 bits, signed, for an id; two ids may have the same one."""
    number = zlib.crc32(story_id.encode())
    return number - 2**32 if number >= 2**31 else number


def acronyms_of(name: str) -> set[str]:
    """Return what a name is called by its first letters, folded: with and without small words ("mod", "md").

    A single word in capitals is one itself ("UN", "U.N.").
    """
    words = re.findall(r"\w+", re.sub(r"(?<=\b\w)\.(?=\w\b)|[’']s\b", "", name[:_LONGEST_NAME]))
    if len(words) == 1:
        return {fold(words[0])} if words[0].isupper() and len(words[0]) > 1 else set()
    content = [word for word in words if word.lower() not in _SMALL_WORDS]
    return {fold("".join(word[0] for word in each)) for each in (words, content) if len(each) > 1}


def _points(places: Iterable[Place]) -> list[dict[str, float]]:
    """Return where the places are; a country is not in its middle."""
    found = {
        (place.lat, place.lon)
        for place in places
        if place.lat is not None and place.lon is not None and not _is_country(place)
    }
    return [{"lat": lat, "lon": lon} for lat, lon in sorted(found)]


def _is_country(place: Place) -> bool:
    whereabouts = find(place.name)
    return whereabouts is not None and whereabouts.country is not None and whereabouts.country == place.country
