"""What the values of facets are called by people, where a code stands for something."""

from __future__ import annotations

from newswire.search import place_names, topic_names
from newswire.search.parameters import Facet


def label(facet: Facet, value: str) -> str:
    """Return the name of a value; the value itself where it is one, or where no name is known."""
    match facet:
        case Facet.TOPIC:
            return topic_names.name(value) or value
        case Facet.COUNTRY:
            return place_names.countries().get(value, value)
        case _:
            return value
