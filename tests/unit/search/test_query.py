from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.search.query import MAX_LENGTH, MAX_TOKENS, Phrase, Word, parse


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", ""),
        ("putin", "putin"),
        ("putin  biden", "putin biden"),
        ('"bloody events"', '"bloody events"'),
        ('putin "public   call" talk', 'putin "public call" talk'),
        ("“bloody events”", '"bloody events"'),
        ("„Rote Linie“", '"Rote Linie"'),
        ('"never closed', '"never closed"'),
        ('a"b c"d', 'a "b c" d'),
        ('""', ""),
        ("U.S. AT&T O'Brien F-16", "U.S. AT&T O'Brien F-16"),
        ("a\x00b\tc", "a b c"),
    ],
)
def test_a_query_is_understood_as(typed: str, understood: str) -> None:
    assert str(parse(typed)) == understood


def test_words_and_phrases_are_told_apart() -> None:
    assert parse('talk "public call"').clauses == (Word("talk"), Phrase("public call"))


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ('"open', "closing quotation mark"),
        ("a ???", "no letter or digit"),
        ("x" * (MAX_LENGTH + 1), "cut at"),
        ("a " * (MAX_TOKENS + 1), "only the first"),
        ("-".join(["ab"] * MAX_TOKENS), "only the first"),
        ("".join(map(chr, range(0x4E00, 0x4E00 + MAX_TOKENS + 1))), "only the first"),
    ],
)
def test_what_was_changed_is_said(typed: str, warning: str) -> None:
    assert any(warning in given for given in parse(typed).warnings)


def test_a_plain_query_gives_no_warning() -> None:
    assert parse('putin "public call"').warnings == ()


@given(st.text())
def test_every_text_is_a_query_and_its_canonical_form_means_the_same(text: str) -> None:
    query = parse(text)
    again = parse(str(query))
    assert again.clauses == query.clauses
    assert len(query.clauses) <= MAX_TOKENS
