from __future__ import annotations

import pytest

from newswire.search.suggested_names import LONGEST, NameKind, beginning, entries, plain, read, starts
from newswire.story import Organisation, Origin, Person, Place
from tests.unit.stories import make_story

FOUND = {"origin": Origin.RULE, "confidence": 1.0}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ada Sommer", ["ada sommer", "sommer"]),
        ("Seán O’Brien", ["sean o brien", "o brien", "brien", "sean obrien", "obrien"]),
        ("HARBOUR-Storm/2", ["harbour storm 2", "storm 2", "2"]),
        ("Łódź", ["lodz"]),
        ("北京", ["北京"]),
        ("a b c d e f g h", ["a b c d e f g h", "b c d e f g h", "c d e f g h", "d e f g h", "e f g h", "f g h"]),
        ("!?", []),
    ],
)
def test_a_name_is_found_from_each_of_its_words_on(name: str, found: list[str]) -> None:
    assert list(starts(name)) == found


def test_a_story_has_entries_for_people_organisations_places_countries_and_its_slug() -> None:
    story = make_story(
        people=(Person(name="Ada Sommer", **FOUND),),
        organisations=(Organisation(name="Harbour Union", **FOUND),),
        places=(Place(name="Kharkiv", country="UA", division="Kharkiv Oblast", **FOUND),),
        slug="STORM",
    )
    found = entries(story, {"Harbour Union": {"hu"}})
    assert found == {
        "person:ada sommer :Ada Sommer",
        "person:sommer :Ada Sommer",
        "organisation:harbour union :Harbour Union",
        "organisation:union :Harbour Union",
        "organisation:hu :Harbour Union",
        "place:kharkiv :Kharkiv",
        "place:kharkiv oblast :Kharkiv Oblast",
        "place:oblast :Kharkiv Oblast",
        "place:ukraine :Ukraine",
        "slug:storm :STORM",
    }


def test_a_name_that_a_story_writes_in_two_ways_counts_once() -> None:
    places = (Place(name="Istanbul", division="İstanbul", **FOUND), Place(name="Malmö", **FOUND))
    found = entries(make_story(places=(*places, Place(name="MALMO", **FOUND))), {})
    assert {read(entry) for entry in found} == {(NameKind.PLACE, "Istanbul"), (NameKind.PLACE, "Malmö")}


def test_names_that_are_too_long_and_too_many_are_not_suggested() -> None:
    people = [Person(name=f"Person {number}", **FOUND) for number in range(1000)]
    found = entries(make_story(people=(Person(name="x" * (LONGEST + 1), **FOUND), *people), slug="y" * 200), {})
    assert 0 < len(found) <= 200
    assert not any("xx" in entry or "yy" in entry for entry in found)


def test_an_entry_begins_as_typed_and_gives_its_name_back() -> None:
    [entry] = entries(make_story(slug="a:b"), {}) - {"slug:b :a:b"}
    assert entry.startswith(beginning(NameKind.SLUG, plain("A-b")))
    assert read(entry) == (NameKind.SLUG, "a:b")
