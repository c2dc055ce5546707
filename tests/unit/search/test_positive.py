from __future__ import annotations

import pytest

from newswire.search.positive import has_text, is_shouted, marked
from newswire.search.tree import (
    And,
    Everything,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Similar,
    TagField,
    Tagged,
    TextField,
    Word,
)


def all_of(*nodes: Node) -> Node:
    return And(nodes)


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Word("a"), True),
        (Prefix("abc"), True),
        (Everything(), False),
        (Not(Word("a")), False),
        (Tagged(TagField.PERSON, "a"), False),
        (Similar("ena:1"), True),
        (Not(Similar("ena:1")), False),
        (all_of(Tagged(TagField.PERSON, "a"), Or((Phrase("a b"), Not(Word("c"))))), True),
    ],
)
def test_a_tree_has_text_or_not(tree: Node, text: bool) -> None:
    assert has_text(tree) is text


@pytest.mark.parametrize(
    ("words", "shouted"),
    [
        ("WHO CHINA", False),
        ("WHO CHINA TALKS", True),
        ("WHO CHINA talks", False),
        ("WHO 5G 2026", True),
        ("who", False),
    ],
)
def test_capitals_say_nothing_where_all_is_in_capitals(words: str, shouted: bool) -> None:
    assert is_shouted(all_of(*map(Word, words.split()))) is shouted


def fields(tree: Node) -> list[str]:
    return sorted({field for clause in marked(tree, lower=False) for field in _fields(clause)})


def _fields(clause: dict[str, dict[str, object]]) -> list[str]:
    [(kind, body)] = clause.items()
    return list(body["fields"]) if kind == "multi_match" else list(body)  # type: ignore[call-overload]


def test_matches_are_marked_where_they_were_asked_for() -> None:
    assert fields(Word("harbour")) == ["body_text", "headline"]
    assert fields(Word("harbour", TextField.HEADLINE)) == ["headline"]
    assert fields(Phrase("public call", field=TextField.BODY)) == ["body_text"]
    assert fields(Near("a", "b", 5)) == ["body_text", "headline"]
    assert fields(Word("F-16", TextField.HEADLINE)) == ["headline"]
    for nothing in (Word("storm", TextField.SLUG), Not(Word("harbour")), Tagged(TagField.PERSON, "a"), Word("the")):
        assert marked(nothing, lower=False) == []


def test_the_stems_of_what_begins_so_are_marked() -> None:
    prefix, stems = marked(Prefix("Presiden", TextField.BODY), lower=False)
    assert prefix == {"prefix": {"body_text": {"value": "presiden"}}}
    assert stems == {"terms": {"body_text": ["preside", "presid", "presi"]}}
    assert len(marked(Prefix("abc", TextField.BODY), lower=False)) == 1
