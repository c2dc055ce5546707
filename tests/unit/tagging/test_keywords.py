from __future__ import annotations

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


def test_verbs_are_none() -> None:
    text = "It suspended work. Seed, suspended; seed, again. United won. United!"
    assert {word.casefold() for word in keywords.find("", text)} == {"seed", "united"}


def test_at_most_a_handful() -> None:
    text = " ".join(f"Word{chr(97 + n)}x appears. Word{chr(97 + n)}x again." for n in range(26))
    assert len(keywords.find("", text)) == keywords.MOST


@pytest.mark.parametrize(
    "body", ["", "a", "🌊 " * 1000, "word" * 100_000, "word " * 200_000, "<p>x</p>" * 1000, "漢字" * 5000]
)
def test_bad_input_gives_few_or_none_and_ends_soon(body: str) -> None:
    start = time.process_time()
    assert len(keywords.find("", body)) <= keywords.MOST
    assert time.process_time() - start < 2
