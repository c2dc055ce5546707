"""The names of a story as they are suggested while a reader types: each under every word that it can begin with.

`person:putin :Vladimir Putin` and `person:vladimir putin :Vladimir Putin` are entries of the index, which it finds by
how they begin. What follows the last colon is the name as it is written.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from newswire.search.folding import fold
from newswire.search.labels import label
from newswire.search.parameters import Facet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswire.story import Story

LONGEST = 100
"""Characters of a name that is suggested, and of what is typed."""
_MOST_NAMES = 100
"""Names of a kind that are suggested of one story."""
_MOST_STARTS = 6
"""Words of a name that it can begin with."""
_DIVIDER = ":"


class NameKind(StrEnum):
    """What a suggested name is the name of."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    TOPIC = "topic"
    SLUG = "slug"


def entries(story: Story, acronyms: dict[str, set[str]]) -> set[str]:
    """Return the entries of a story's people, organisations, places and slug.

    Parameters
    ----------
    story: any.
    acronyms: by the name of an organisation, what it is called by its first letters.
    """
    countries = (label(Facet.COUNTRY, place.country) for place in story.places if place.country)
    places = (name for place in story.places for name in (place.name, place.country_name, place.division) if name)
    names: dict[NameKind, Iterable[str]] = {
        NameKind.PERSON: (person.name for person in story.people),
        NameKind.ORGANISATION: (organisation.name for organisation in story.organisations),
        NameKind.PLACE: (*places, *countries),
        NameKind.SLUG: [story.slug] if story.slug else [],
    }
    return {
        f"{kind}{_DIVIDER}{start} {_DIVIDER}{name}"
        for kind, each in names.items()
        for name in islice(_once(each), _MOST_NAMES)
        if len(name) <= LONGEST
        for start in (*starts(name), *(acronyms.get(name, ()) if kind is NameKind.ORGANISATION else ()))
    }


def _once(names: Iterable[str]) -> Iterable[str]:
    """Return names as first written; a story that writes one in two ways (Istanbul, İstanbul) would count twice."""
    written: dict[str, str] = {}
    for name in names:
        written.setdefault(plain(name[:LONGEST]), name)
    return written.values()


def starts(name: str) -> Iterator[str]:
    """Yield what a name is found by: itself, folded, from each of its words on ("o brien" and "obrien" of O'Brien)."""
    for text in dict.fromkeys((plain(name), plain(re.sub(r"['’]", "", name)))):
        words = text.split()
        for number in range(min(len(words), _MOST_STARTS)):
            yield " ".join(words[number:])


def plain(text: str) -> str:
    """Return the words of a text, folded, with spaces between them."""
    return " ".join(re.findall(r"\w+", fold(text)))


def beginning(kind: NameKind, typed: str) -> str:
    """Return how the entries begin of names of this kind that begin as typed; `typed` is plain."""
    return f"{kind}{_DIVIDER}{typed}"


def read(entry: str) -> tuple[NameKind, str]:
    """Return the kind and the name of an entry."""
    kind, _, name = entry.split(_DIVIDER, 2)
    return NameKind(kind), name
