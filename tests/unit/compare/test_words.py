"""Words, and what two runs of them have in common."""

from __future__ import annotations

import random

import pytest

from newswire.compare import words as module
from newswire.compare.words import common, difference, matches, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He’s here – now.", ("He's", "here", "now")),
        ("vice-president", ("vice", "president")),
        ("$3.5m, up 5%", ("$", "3.5", "m", "up", "5", "%")),
        ("-3 or 2-3 or 2–3", ("-3", "or", "2", "3", "or", "2", "3")),
        ("三人dead", ("三", "人", "dead")),
        ("कितनी", ("कितनी",)),
        ("cafe\u0301", ("café",)),
        ("co\u00adoperate", ("cooperate",)),
        ("* * *", ()),
        ("", ()),
    ],
)
def test_words_say_what_is_meant_not_how_it_is_set(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_common_is_the_longest_common_subsequence() -> None:
    random.seed(5)
    for _ in range(300):
        old = random.choices("abcd", k=random.randint(0, 12))  # noqa: S311
        new = random.choices("abcd", k=random.randint(0, 12))  # noqa: S311

        assert common(old, new) == common(new, old) == _by_the_book(old, new) == len(matches(old, new))
        assert [old[i] for i, _ in matches(old, new)] == [new[j] for _, j in matches(old, new)]


def _by_the_book(old: list[str], new: list[str]) -> int:
    row = [0] * (len(new) + 1)
    for before in old:
        last = row
        row = [0]
        for at, after in enumerate(new):
            row.append(last[at] + 1 if before == after else max(row[at], last[at + 1]))
    return row[-1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Three died.", "Five died.", [("-", "Three "), ("+", "Five "), ("=", "died.")]),
        ("He left.", "He has left.", [("=", "He "), ("+", "has "), ("=", "left.")]),
        ('She said "no" twice.', "She said “no”.", [("=", "She said “no”"), ("-", " twice"), ("=", ".")]),
        ("他来了。", "他走了。", [("=", "他"), ("-", "来"), ("+", "走"), ("=", "了。")]),
    ],
)
def test_difference_is_told_in_words(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    found = difference(old, new)

    assert [(sign, text.strip()) for sign, text in found] == [(sign, text.strip()) for sign, text in expected]
    assert "".join(text for sign, text in found if sign != "-") == new


def test_what_is_too_long_is_told_by_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 3)

    assert common("abcdz", "axcyz") == 2
    assert difference("a b c d z", "a x c y z") == (("=", "a "), ("-", "b c d "), ("+", "x c y "), ("=", "z"))
