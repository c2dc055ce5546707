"""The name of a place as it stands in a text, and the forms in which the gazetteer may know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.tagging.gazetteer import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newswire.tagging.gazetteer import Entry, Gazetteer

_NO_PLACES = frozenset(
    {
        "capitol", "capitol hill", "downing street", "ground zero", "kremlin", "main street", "pentagon",
        "supreme court", "wall street", "white house", "whitehall",
        "north east", "north west", "south east", "south west", "the north", "the south", "the east", "the west",
    }
)  # fmt: skip
"""Buildings and streets that stand for those who work there, and quarters: towns somewhere, but never resolved."""

_LONGEST = 80
_POSSESSIVE = re.compile(r"['’]s?$")
_PART = re.compile(
    r"^(?:(?:the|greater|metropolitan|metro|downtown|uptown|midtown|suburban|rural|inner|outer|mainland|upstate|coastal|"
    r"occupied|far|old|(?:north|south)?-?(?:north|south|east|west|central)(?:ern)?|mid|upper|lower)[ -])+",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?:the )?(?:city|town|township|village|borough|county|state|province|district|region|republic|municipality|"
    r"commonwealth|island|governorate|emirate|kingdom|port) of (?:the )?",
    re.IGNORECASE,
)
_SORT = re.compile(
    r" (?:city|town|township|twp\.?|village|borough|district|province|state|region|oblast|krai|"
    r"prefecture|governorate|municipality|area|metro|suburbs|islands?|peninsula|territory|republic|valley|proper)$",
    re.IGNORECASE,
)


_COUNTY = re.compile(r" (?:county|co\.|parish)$", re.IGNORECASE)


def candidates(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Return the places that a name as printed can mean, none where we know of no such place.

    What is no part of the name is left out when the whole is not known: "northern Iraq", "the city of Lyon", "Kent
    county", "Portland, Ore." is looked up as "Portland".
    """
    for form in _forms(name):
        if form.lower() in _NO_PLACES:
            return ()
        if found := gazetteer.candidates(form):
            return found
        if _COUNTY.search(form):
            return tuple(entry for entry in gazetteer.candidates(_COUNTY.sub("", form)) if entry.kind is Kind.DISTRICT)
    return ()


def _forms(name: str) -> Iterator[str]:
    name = _POSSESSIVE.sub("", name[:_LONGEST].strip(' ,;:"“”'))
    yield name
    name = name.partition(",")[0]
    yield name
    for less in (_OF, _PART, _SORT):
        shorter = less.sub("", name)
        if shorter and shorter != name:
            yield shorter
            name = shorter
