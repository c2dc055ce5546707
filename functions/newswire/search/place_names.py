"""Where a place is that a reader names, by the gazetteer's file; tagging/README.md says where its places are from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from newswire.place_name_form import fold

_FILE = Path(__file__).parents[1] / "tagging" / "gazetteer.sqlite"
_COUNTRY, _CITY = 2, 5
"""Kinds in the file."""
_CITY_OF_ITS_OWN = 1 / 12
"""A city with this share of the people of a region of its name is meant, not the region: Washington has 1 in 11."""
_DEGREE = 10_000
"""The file holds degrees as whole numbers of this part."""
_BY_NAME = """
    SELECT id, kind, country, lat, lon, population
    FROM names JOIN places ON names.place = places.id WHERE names.name IN (?, ?)
    GROUP BY id ORDER BY population DESC, id
"""
_COUNTRIES = "SELECT country, name FROM places WHERE kind = ? AND country IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of a name: degrees in WGS 84 of the place that is meant by it.

    Parameters
    ----------
    lat, lon: of the middle.
    country: ISO 3166 alpha-2 where the name is a country's.
    geonames_id: of that place; None where GeoNames has none.
    """

    lat: float
    lon: float
    country: str | None
    geonames_id: int | None


@lru_cache(1000)
def find(name: str) -> Whereabouts | None:
    """Return where the place is, or None where no place of the gazetteer has that name.

    Case, accents, apostrophes and the dots of "St." make no difference. A country stands before towns of its name, a
    city before the region around it.
    """
    found = _file().execute(_BY_NAME, (name, fold(name))).fetchall()
    if not found:
        return None
    country = next((row for row in found if row[1] == _COUNTRY), None)
    city = next((row for row in found if row[1] == _CITY and row[5] >= found[0][5] * _CITY_OF_ITS_OWN), None)
    number, _, code, lat, lon, _ = country or city or found[0]
    return Whereabouts(lat / _DEGREE, lon / _DEGREE, code if country else None, number if number > 0 else None)


@cache
def countries() -> dict[str, str]:
    """Return the names of countries by their code, ISO 3166 alpha-2."""
    return dict(_file().execute(_COUNTRIES, (_COUNTRY,)).fetchall())


@cache
def _file() -> sqlite3.Connection:
    return sqlite3.connect(f"{_FILE.as_uri()}?immutable=1", uri=True, check_same_thread=False)
