from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.search.limits import LIKENESS_WORDS, MAX_WORDS, words
from newswire.search.query import Query, parse
from newswire.search.tokens import MAX_DEPTH, MAX_LENGTH
from newswire.search.tree import Node, Not, Or, Phrase, Similar, Word

NOW = datetime(2026, 3, 4, 10, 17, tzinfo=UTC)
NAMES = [f"n{number}" for number in range(MAX_WORDS + 50)]


def understood(typed: str) -> Query:
    return parse(typed, UTC, NOW)


@pytest.mark.parametrize(
    ("node", "count"),
    [
        (Word("storm"), 1),
        (Word("fox-it"), 3),
        (Word("北京"), 2),
        (Phrase("public call"), 2),
        (Not(Word("a")), 1),
        (Or((Word("a"), Word("a-b"))), 4),
        (Similar("ena:1"), LIKENESS_WORDS),
    ],
)
def test_words_are_counted_as_the_engine_counts_them(node: Node, count: int) -> None:
    assert words(node) == count


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(NAMES),
        " OR ".join(NAMES),
        f"headline:({' '.join(NAMES)})",
        f"-({' OR '.join(NAMES)})",
        f'"{" ".join(NAMES)}"',
        "-".join(["ab"] * MAX_WORDS),
        "".join(map(chr, range(0x4E00, 0x4E00 + MAX_WORDS + 1))),
        f"person:({' OR '.join(NAMES)})",
    ],
)
def test_a_query_has_no_more_words(typed: str) -> None:
    query = understood(typed)
    assert MAX_WORDS - 2 <= words(query.tree) <= MAX_WORDS
    assert f"only the first {words(query.tree)} words were used: the query is too long" in query.warnings
    assert understood(str(query)) == Query(query.tree)


@pytest.mark.parametrize(("number", "kept"), [(150, 150), (151, 150)])
def test_as_many_words_as_may_be_are_kept(number: int, kept: int) -> None:
    query = understood(" ".join(NAMES[:number]))
    assert words(query.tree) == kept
    assert bool(query.warnings) == (number > kept)


def test_the_canonical_form_is_nested_no_deeper_than_a_query_may_be() -> None:
    # Written out, the range needs parentheses of its own.
    query = understood("-(a " * MAX_DEPTH + "-urgency:1..3" + ")" * MAX_DEPTH)
    assert str(query).count("(") <= MAX_DEPTH
    assert understood(str(query)).tree == query.tree


def test_the_canonical_form_is_no_longer_than_a_query_may_be() -> None:
    query = understood(" OR ".join(f"after:{hours}h" for hours in range(MAX_WORDS)))
    assert isinstance(query.tree, Or)
    assert MAX_LENGTH - 40 < len(str(query)) <= MAX_LENGTH
    assert understood(str(query)).tree == query.tree


def test_a_cut_word_stays_a_word() -> None:
    query = understood("OR~" + "-".join(["ab"] * (MAX_WORDS - 1)))
    assert understood(str(query)).tree == query.tree


def test_a_long_query_is_cut() -> None:
    assert understood("x" * 100_000).warnings == (f"the query was cut at {MAX_LENGTH} characters",)
