from __future__ import annotations

import time

import pytest

from newswire.search.words import Words, is_one_token

WHOLE = [
    "harbour",
    "5G",
    "O'Brien",
    "o’brien",
    "U.S.",
    "U.S",
    "US",
    "Beyoncé",
    "harbour,",
    "(call",
    "café?",
    "2026",
    "Łódź",
]
SPLIT = [
    "F-16",
    "AT&T",
    "C++",
    "#tag",
    "@name",
    "a@b.com",
    "1,234",
    "3.5%",
    "e-mail",
    "地震",
    "a/b",
    "90's",
    "'",
    "-",
    "",
]


@pytest.mark.parametrize("word", WHOLE)
def test_a_plain_word_is_one_token(word: str) -> None:
    assert is_one_token(word)


@pytest.mark.parametrize("word", SPLIT)
def test_what_the_tokenizer_may_split_is_not(word: str) -> None:
    assert not is_one_token(word)


def test_words_are_sorted_by_what_becomes_of_them() -> None:
    words = Words.of(["The", "F-16", "crash", "who's", "Will", "WHO", "what?"], lower=False)
    assert words == Words(("The", "crash", "who's", "Will", "WHO", "what?"), ("F-16",))
    assert words.content == ("crash", "Will", "WHO", "F-16")
    assert words.text == "The crash who's Will WHO what? F-16"


def test_capitals_that_say_nothing_are_lowered() -> None:
    assert Words.of(["WHO", "CRASH"], lower=True).content == ("crash",)


@pytest.mark.parametrize("unit", ["a", "a'", "a.", ".", "'", "地", "a-", "#", "a.'"])
def test_a_hostile_word_takes_linear_time(unit: str) -> None:
    start = time.perf_counter()
    is_one_token(unit * 100_000)
    assert time.perf_counter() - start < 1
