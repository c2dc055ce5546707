"""Countries and large towns in texts that are not in English."""

from __future__ import annotations

import time

import pytest

from newswire.story import Dateline
from newswire.tagging import foreign_places, tagger


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Der Minister reist aus New York nach Berlin. Frankreich wartet.", ["New York", "Berlin", "Frankreich"]),
        ("de", "In München schneit es; München ist weiß.", ["München"]),
        ("fr", "À Marseille, la police a parlé. Depuis Moscou, rien.", ["Marseille", "Moscou"]),
        ("es", "Hubo protestas en Río de Janeiro y en Córdoba.", ["Río de Janeiro", "Córdoba"]),
        ("it", "Il premier è arrivato a Parigi. In Germania si vota.", ["Parigi", "Germania"]),
        ("nl", "Hij ging naar Brussel.", ["Brussel"]),
        ("pt", "Em Lisboa choveu.", ["Lisboa"]),
        ("sv", "I Stockholm regnar det.", ["Stockholm"]),
        ("nb", "Han kom fra Bergen.", ["Bergen"]),
    ],
)
def test_a_preposition_tells_of_a_town_and_its_name_of_a_country(language: str, text: str, found: list[str]) -> None:
    names = foreign_places.find(text, language)
    assert [name.name for name in names] == found
    assert all(text[start:end] == name.name for name in names for start, end in name.mentions)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Medina dijo que Salvador Allende murió."),  # towns in the Dominican Republic and Brazil too
        ("de", "Beim Essen sprach Paris Hilton."),
        ("de", "Jordan spielte stark."),
        ("de", "Er wohnt in Au."),
        ("de", "IN BERLIN"),
        ("fi", "Hän asuu in Berlin."),
        (None, "in Berlin"),
        ("de", ""),
    ],
)
def test_a_bare_word_a_longer_name_and_a_language_not_known_tell_of_none(language: str | None, text: str) -> None:
    assert foreign_places.find(text, language) == []


def test_they_are_resolved_with_the_dateline() -> None:
    text = tagger.Text("", "Der Kanzler flog nach Paris.", "de", dateline=Dateline(text="Rom", city="Rom"))
    [tags] = tagger.tag([text])
    assert {(place.name, place.country) for place in tags.places} == {("Paris", "FR"), ("Rom", "IT")}
    assert [(name.name, name.evidence) for name in tags.names] == [("Paris", "'nach' before it")]


def test_a_hostile_text_is_read_in_time() -> None:
    started = time.process_time()
    foreign_places.find(" ".join(f"In A{number}b" for number in range(50_000)), "de")
    foreign_places.find("A-" * 50_000, "de")
    assert time.process_time() - started < 5
