"""What the values of facets are called by people, where a code stands for something."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from newswire.search import topic_names
from newswire.search.parameters import Facet

_GAZETTEER = Path(__file__).parents[1] / "tagging" / "gazetteer.sqlite"
_COUNTRIES = "SELECT country, name FROM places WHERE kind = 2 AND country IS NOT NULL"


def label(facet: Facet, value: str) -> str:
    """Return the name of a value; the value itself where it is one, or where no name is known."""
    match facet:
        case Facet.TOPIC:
            return topic_names.name(value) or value
        case Facet.COUNTRY:
            return _countries().get(value, value)
        case _:
            return value


@cache
def _countries() -> dict[str, str]:
    with closing(sqlite3.connect(f"{_GAZETTEER.as_uri()}?immutable=1", uri=True)) as gazetteer:
        return dict(gazetteer.execute(_COUNTRIES).fetchall())
