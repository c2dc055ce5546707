"""Patterns of many words."""

from __future__ import annotations

import re

import pytest

from newswire.normalise.word_tree import any_of


@pytest.mark.parametrize("words", [["may", "mayo", "mar", "a.b"], ["one"], ["été", "ét"]])
def test_each_word_matches_whole_and_nothing_else(words: list[str]) -> None:
    pattern = re.compile(any_of(words))

    assert all(pattern.fullmatch(word) for word in words)
    assert not any(pattern.fullmatch(text) for text in ("", "m", "aXb", "ma", "mayor", "é"))


def test_the_longest_word_is_found() -> None:
    assert re.findall(any_of(["may", "mayo"]), "may mayo") == ["may", "mayo"]
