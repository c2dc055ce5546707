"""The gazetteer: what places a name can mean. An SQLite file beside it, opened read-only, made by infra/tagging."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from newswire.place_name_form import fold

FILE = Path(__file__).with_name("gazetteer.sqlite")

DEGREE = 10_000
"""The file holds degrees as whole numbers of this part, which is some 11 metres."""


class Kind(StrEnum):
    """What a place is. A division is of the first level (state, province), a district of the second (county)."""

    CONTINENT = "continent"
    REGION = "region"
    COUNTRY = "country"
    DIVISION = "division"
    DISTRICT = "district"
    CITY = "city"


KINDS = tuple(Kind)
"""The file has the place of a kind in here."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that a name can mean.

    `geonames_id` is None for a region that we have no id of. Degrees in WGS 84; those of divisions and districts are
    the middle of their towns. `country` is ISO 3166 alpha-2, None of what lies in several; `admin1` GeoNames' code of
    the first-level division. `is_alternate`: the name asked for is not the one that the place goes by in English.
    """

    geonames_id: int | None
    name: str
    kind: Kind
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    population: int
    is_capital: bool
    is_alternate: bool


class Gazetteer:
    """The places of the world by name; one a process is enough (`Gazetteer.open`)."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    @cache
    def open(cls) -> Gazetteer:
        """Return the gazetteer that ships with the library; without its file, sqlite3.OperationalError."""
        return cls(sqlite3.connect(f"{FILE.as_uri()}?immutable=1", uri=True, check_same_thread=False))

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Return the places that a name can mean, the most populous first; none for a name that is not known.

        Case, accents, apostrophes and the dots of "St." make no difference; abbreviations of divisions are known as
        they are printed ("Ala.", "AL", "Ont.", "NSW").
        """
        rows = self._database.execute(_CANDIDATES, (name, fold(name)))
        return tuple(_entry(*row) for row in rows)

    def markers(self) -> dict[str, list[Entry]]:
        """Return the words that tell of a country or division without naming a town, with the places they tell of.

        Names as printed ("New South Wales"), abbreviations with a dot or in capitals ("Ala.", "NSW") and demonyms
        ("Georgian", "Scots").
        """
        found: dict[str, list[Entry]] = {}
        for word, *row in self._database.execute(_MARKERS):
            found.setdefault(word, []).append(_entry(*row))
        return found

    def division(self, country: str, admin1: str) -> str | None:
        """Return the name of a first-level division, or None where its code is not known."""
        return self._divisions().get((country, admin1))

    def country(self, code: str) -> str | None:
        """Return the English name of the country with this ISO 3166 alpha-2 code, or None."""
        return self._countries().get(code)

    @cache  # noqa: B019 one gazetteer a process
    def _divisions(self) -> dict[tuple[str, str], str]:
        rows = self._database.execute("SELECT country, admin1, name FROM places WHERE kind = ?", _DIVISION)
        return {(country, admin1): name for country, admin1, name in rows}

    @cache  # noqa: B019 one gazetteer a process
    def _countries(self) -> dict[str, str]:
        return dict(self._database.execute("SELECT country, name FROM places WHERE kind = ?", _COUNTRY).fetchall())


_COUNTRY, _DIVISION = ([KINDS.index(kind)] for kind in (Kind.COUNTRY, Kind.DIVISION))
_COLUMNS = "id, places.name, kind, lat, lon, country, admin1, population, capital"
_CANDIDATES = f"""
    SELECT {_COLUMNS}, min(alternate) FROM names JOIN places ON names.place = places.id WHERE names.name IN (?, ?)
    GROUP BY id ORDER BY population DESC, id
"""  # noqa: S608 no value in it
_MARKERS = f"SELECT word, {_COLUMNS}, 0 FROM markers JOIN places ON markers.place = places.id"  # noqa: S608


def _entry(
    number: int, name: str, kind: int, lat: int, lon: int, country: str | None, admin1: str | None,
    population: int, capital: int, alternate: int,
) -> Entry:  # fmt: skip
    return Entry(
        geonames_id=number if number > 0 else None,
        name=name,
        kind=KINDS[kind],
        lat=lat / DEGREE,
        lon=lon / DEGREE,
        country=country,
        admin1=admin1,
        population=population,
        is_capital=bool(capital),
        is_alternate=bool(alternate),
    )
