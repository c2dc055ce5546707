"""The gazetteer: what places a name can mean."""

from __future__ import annotations

import sqlite3
import time

import pytest

from infra.tagging import make_gazetteer
from newswire.tagging.gazetteer import FILE, Gazetteer, Kind

GAZETTEER = Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "kind", "country", "admin1", "geonames_id"),
    [
        ("Paris", Kind.CITY, "FR", "11", 2988507),
        ("PARIS", Kind.CITY, "US", "TX", 4717560),
        ("Georgia", Kind.COUNTRY, "GE", None, 614540),
        ("Georgia", Kind.DIVISION, "US", "GA", 4197000),
        ("São Paulo", Kind.CITY, "BR", "27", 3448439),
        ("Sao Paulo", Kind.CITY, "BR", "27", 3448439),
        ("Saint Louis", Kind.CITY, "US", "MO", 4407066),
        ("St. Louis", Kind.CITY, "US", "MO", 4407066),
        ("Fort Worth", Kind.CITY, "US", "TX", 4691930),
        ("Ft. Worth", Kind.CITY, "US", "TX", 4691930),
        ("N’Djamena", Kind.CITY, "TD", "21", 2427123),
        ("Bombay", Kind.CITY, "IN", "16", 1275339),
        ("Peking", Kind.CITY, "CN", "22", 1816670),
        ("Burma", Kind.COUNTRY, "MM", None, 1327865),
        ("U.S.", Kind.COUNTRY, "US", None, 6252001),
        ("UK", Kind.COUNTRY, "GB", None, 2635167),
        ("Deutschland", Kind.COUNTRY, "DE", None, 2921044),
        ("Kosovo", Kind.COUNTRY, "XK", None, 831053),
        ("Ala.", Kind.DIVISION, "US", "AL", 4829764),
        ("OR", Kind.DIVISION, "US", "OR", 5744337),
        ("Ont.", Kind.DIVISION, "CA", "08", 6093943),
        ("NSW", Kind.DIVISION, "AU", "02", 2155400),
        ("Bavaria", Kind.DIVISION, "DE", "02", 2951839),
        ("Scotland", Kind.DIVISION, "GB", "SCT", 2638360),
        ("Tamil Nadu", Kind.DIVISION, "IN", "25", 1255053),
        ("Cook County", Kind.DISTRICT, "US", "IL", 4888671),
        ("Kent", Kind.DISTRICT, "GB", "ENG", 3333158),
        ("Europe", Kind.CONTINENT, None, None, 6255148),
        ("Middle East", Kind.REGION, None, None, None),
        ("Sinai", Kind.REGION, "EG", None, None),
    ],
)
def test_a_name_is_known(name: str, kind: Kind, country: str | None, admin1: str | None, geonames_id: int) -> None:
    found = {(each.geonames_id, each.kind, each.country, each.admin1) for each in GAZETTEER.candidates(name)}
    assert (geonames_id, kind, country, admin1) in found


@pytest.mark.parametrize(
    "name", ["", " ", "-", "'", "Xyzzyville", "\0", "💥", "a" * 100_000, "(DROP TABLE", "%", "ï¿½"]
)
def test_no_name_is_no_place(name: str) -> None:
    assert GAZETTEER.candidates(name) == ()


def test_the_most_populous_comes_first() -> None:
    populations = [each.population for each in GAZETTEER.candidates("Springfield")]
    assert len(populations) > 20
    assert populations == sorted(populations, reverse=True)


def test_a_name_in_another_language_is_marked() -> None:
    named = {each.geonames_id: each.is_alternate for each in GAZETTEER.candidates("Londres")}
    assert named[2643743] is True
    assert {each.geonames_id: each.is_alternate for each in GAZETTEER.candidates("London")}[2643743] is False


@pytest.mark.parametrize(("name", "is_capital"), [("Ottawa", True), ("Toronto", False), ("Cairo", True)])
def test_capitals(name: str, is_capital: bool) -> None:
    city = next(each for each in GAZETTEER.candidates(name) if each.kind is Kind.CITY)
    assert city.is_capital is is_capital


@pytest.mark.parametrize("name", ["Salisbury", "Smyrna"])
def test_a_former_name_that_other_places_have_is_left_to_them(name: str) -> None:
    assert {each.country for each in GAZETTEER.candidates(name)}.isdisjoint({"ZW", "TR"})


def test_divisions_and_counties_lie_in_the_middle_of_their_towns() -> None:
    texas = GAZETTEER.candidates("Tex.")[0]
    assert texas.lat == pytest.approx(30.5, abs=2)
    assert texas.lon == pytest.approx(-97, abs=2)


def test_names_of_divisions_and_countries() -> None:
    assert GAZETTEER.division("US", "TX") == "Texas"
    assert GAZETTEER.division("PS", "WE") == "West Bank"
    assert GAZETTEER.division("US", "?") is None
    assert GAZETTEER.country("XK") == "Kosovo"
    assert GAZETTEER.country("ZZ") is None


@pytest.mark.parametrize(
    ("word", "country", "admin1"),
    [("Texan", "US", "TX"), ("Ill.", "US", "IL"), ("Scots", "GB", "SCT"), ("Burmese", "MM", None)],
)
def test_words_that_tell_of_an_area(word: str, country: str, admin1: str | None) -> None:
    assert [(each.country, each.admin1) for each in GAZETTEER.markers()[word]] == [(country, admin1)]


@pytest.mark.parametrize("word", ["IN", "OR", "Jordan", "Washington", "Col.", "Miss."])
def test_words_that_mean_other_things_tell_of_no_area(word: str) -> None:
    assert word not in GAZETTEER.markers()


def test_it_opens_at_once() -> None:
    started = time.process_time()
    Gazetteer(sqlite3.connect(f"{FILE.as_uri()}?immutable=1", uri=True)).candidates("Paris")
    assert time.process_time() - started < 0.02


def test_the_file_cannot_be_written() -> None:
    database = sqlite3.connect(f"{FILE.as_uri()}?immutable=1", uri=True)
    try:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.execute("DELETE FROM places")
    finally:
        database.close()


def test_the_file_is_small_enough_to_ship() -> None:
    assert FILE.stat().st_size < 13_000_000


@pytest.mark.parametrize("table", ["names", "regions", "abbreviations"])
def test_the_file_is_made_from_the_tables(table: str) -> None:
    names = [row[0] if table == "regions" else row[1] for row in make_gazetteer.table(table)]
    missing = [
        name
        for each in names
        for name in each.split("|")
        if not name.startswith(make_gazetteer.NO_LONGER) and not GAZETTEER.candidates(name)
    ]
    assert not missing


def test_the_file_knows_all_demonyms() -> None:
    words = {word for _, words in make_gazetteer.table("demonyms") for word in words.split("|")}
    assert words <= GAZETTEER.markers().keys()
