from __future__ import annotations

import re
import time

import pytest

from newswire.story import Origin
from newswire.tagging import keywords
from newswire.tagging.names import Name

BODY = (
    "The harbour wall at Oslo broke on Sunday. The harbour wall was built in 1911, and the city meant to mend it.\n\n"
    "Engineers said the storm surge was the highest in years. A storm surge of two metres had not been foreseen.\n\n"
    "The harbour wall will be mended by June, the mayor said. She thanked the engineers."
)


def test_phrases_that_come_again_are_found_as_they_are_written() -> None:
    found = keywords.find("Harbour wall breaks in storm surge", BODY)
    assert {"harbour wall", "storm surge"} <= {word.casefold() for word in found[:3]}


def test_a_part_of_a_phrase_is_no_second_keyword() -> None:
    found = [word.casefold() for word in keywords.find("Harbour wall breaks", BODY)]
    assert "harbour" not in found


def test_small_words_and_numbers_are_none() -> None:
    found = {word.casefold() for word in keywords.find("", BODY)}
    assert not found & {"the", "said", "on", "sunday", "1911", "was"}


def test_names_are_written_in_full() -> None:
    text = "Ada Example left. Nobody thanked Example. The mayor met Example at noon."
    name = Name("person", "Ada Example", ((0, 11), (33, 40), (56, 63)), 0.9, "known", Origin.RULE)
    assert keywords.find("", text, [name]) == ["Ada Example"]


def test_a_name_is_in_full_without_its_small_words_too() -> None:
    text = "NEW YORK (AP) - Rain. New York is wet."
    name = Name("place", "New York", ((0, 8), (21, 29)), 0.9, "a known city", Origin.RULE)
    assert keywords.find("", text, [name]) == ["New York"]

    text = "Pier & Sons is shut. Nobody thanked Pier & Sons."
    name = Name("organisation", "Pier & Sons", ((0, 11), (36, 47)), 0.9, "known", Origin.RULE)
    assert keywords.find("", text, [name]) == ["Pier & Sons"]


def _lowered(text: str, names: list[Name] | None = None) -> set[str]:
    return {word.casefold() for word in keywords.find("", text, names or [])}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They mended the pier. Few liked the pier. He saw the pier and left the pier.", {"pier"}),
        ("They mended. He mended it and she mended it. We mended and they mended.", set()),
        ("They dredge. He will dredge it and she may dredge it. We dredge and they dredge.", set()),
        ("It rose sharply. It fell sharply on the sharply. It grew sharply and sharply.", set()),
        ("He likes a tidal pier, a tidal bridge, a tidal wall, a tidal lock, a tidal weir.", set()),
        ("The company left. Nobody likes the company. A law is for the company and the company.", set()),
        ("By Sunday, on Sunday, for Sunday, in 2019, of 2019, the 2019. Mr of Mr. The Mr with Mr.", set()),
        ("He didn’t see the pier; she didn’t, they didn’t, of didn’t.", set()),
        ("It is five miles. The miles, for miles, of 20 miles, in miles.", set()),
        ("A ship in the South Quay Sea. The South Quay Sea is calm. He likes the South Quay Sea.", {"south quay sea"}),
        ("After the storm surge it left. Behind the storm surge nothing is.", {"storm surge"}),
        ("It said storm surge. It said storm surge.", set()),
    ],
)
def test_a_keyword_stands_as_a_noun_does(text: str, found: set[str]) -> None:
    assert _lowered(text) == found


def test_no_part_of_a_name_is_one_nor_the_people_of_a_country() -> None:
    text = "Ruritania is wet. The Ruritanian left Ruritania with a Ruritanian and the Ruritanian of the Ruritanian."
    spans = tuple((match.start(), match.end()) for match in re.finditer(r"Ruritania\b", text))
    assert keywords.find("", text, [Name("place", "Ruritania", spans, 1.0, "known", Origin.RULE)]) == ["Ruritania"]

    text = "Ada Example left the Harbour Board. The Harbour Board sued Ada Example. The board of the Harbour Board."
    spans = tuple((match.start(), match.end()) for match in re.finditer("Harbour Board", text))
    name = Name("organisation", "Harbour Board", spans, 1.0, "known", Origin.RULE)
    assert keywords.find("", text, [name]) == ["Harbour Board"]


def test_a_heading_that_was_taken_for_a_name_is_none() -> None:
    text = "Why The New Pier Is Only For Boats. Why The New Pier Is Only For Boats."
    name = Name("organisation", text[:34], ((0, 34), (36, 70)), 0.5, "the model", Origin.MODEL)
    assert keywords.find("", text, [name]) == []


def test_at_most_a_handful() -> None:
    text = " ".join(f"The word{chr(97 + n)}x. " * 4 for n in range(26))
    assert len(keywords.find("", text)) == keywords.MOST


@pytest.mark.parametrize(
    "body", ["", "a", "🌊 " * 1000, "word" * 100_000, "word " * 200_000, "<p>x</p>" * 1000, "漢字" * 5000]
)
def test_bad_input_gives_few_or_none_and_ends_soon(body: str) -> None:
    start = time.process_time()
    assert len(keywords.find("", body)) <= keywords.MOST
    assert time.process_time() - start < 2
