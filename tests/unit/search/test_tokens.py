from __future__ import annotations

import pytest

from newswire.search.tokens import MAX_LENGTH, Kind, normalised, plain, shown, tokenize, trimmed


def kinds(typed: str) -> str:
    return " ".join(token.kind.name for token in tokenize(normalised(typed), []))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("a b", "WORD WORD"),
        ("a -b", "WORD NOT WORD"),
        ("a - b", "WORD WORD"),
        ("a-b", "WORD"),
        ("-(a)", "NOT OPEN WORD CLOSE"),
        ('-"a"', "NOT QUOTED"),
        ('"a"-b', "QUOTED WORD"),
        ("(-a)", "OPEN NOT WORD CLOSE"),
        ("a|-b", "WORD OR NOT WORD"),
        ("--a", "WORD"),
        ("-by:a", "NOT FIELD WORD"),
        ("by:(a)", "FIELD OPEN WORD CLOSE"),
        ('by:"a"', "FIELD QUOTED"),
        (",by:a", "FIELD WORD"),
        ("by:OR", "FIELD WORD"),
        ("-OR", "NOT WORD"),
        ("a OR b", "WORD OR WORD"),
        ("(OR)", "OPEN OR CLOSE"),
        ("a Or b", "WORD WORD WORD"),
        ("a NEAR/7 b", "WORD NEAR WORD"),
        ("a NEAR/x b", "WORD WORD WORD"),
        ("by:a:b", "FIELD WORD"),
        ("source://x", "WORD"),
        ("10:30", "WORD"),
        ("(a", "WORD"),
        ("a)", "WORD"),
        ("(a))(", "OPEN WORD CLOSE"),
    ],
)
def test_a_query_has_the_tokens(typed: str, names: str) -> None:
    assert kinds(typed) == names


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Russia,", "Russia"),
        ("U.S.", "U.S."),
        ("U.S.,", "U.S."),
        ("end.", "end"),
        ("3.5.", "3.5"),
        ("a.b.c", "a.b.c"),
        (".NET", ".NET"),
        ("...and", "and"),
        ("C++", "C++"),
        ("+1", "1"),
        ("#tag", "#tag"),
        ("'90s", "90s"),
        ("{[x]}", "x"),
        ("...", ""),
        ("", ""),
    ],
)
def test_punctuation_around_a_word_goes(typed: str, word: str) -> None:
    assert trimmed(typed) == word
    assert trimmed(word) == word


@pytest.mark.parametrize(
    ("typed", "word"), [("a~2", "a"), ("a~~0.8~", "a"), ("a,~2", "a"), ("a~b", "a~b"), ("~2", "2")]
)
def test_a_likeness_goes(typed: str, word: str) -> None:
    assert plain(typed) == word


def test_what_is_quoted_keeps_its_suffix() -> None:
    (token,) = tokenize('"a b"~200km', [])
    assert (token.kind, token.text, token.suffix) == (Kind.QUOTED, "a b", "~200km")


def test_a_query_is_cut_before_it_is_read() -> None:
    assert normalised("a" * 100_000) == "a" * MAX_LENGTH
    # Composed again, some letters become two or three.
    assert len(normalised("\u0958" * 100_000)) <= MAX_LENGTH


def test_a_long_part_is_shown_cut() -> None:
    assert shown("a" * 50) == f"'{'a' * 39}…'"
    assert shown("a" * 40) == f"'{'a' * 40}'"
