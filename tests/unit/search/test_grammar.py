"""The tree of a query where the canonical form alone does not tell it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.search.query import parse
from newswire.search.tokens import MAX_DEPTH
from newswire.search.tree import (
    And,
    Around,
    Comparison,
    Dates,
    Everything,
    Feature,
    Has,
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
    Urgency,
    Word,
)

NOW = datetime(2026, 3, 4, 10, 17, tzinfo=UTC)
A, B, C, D = map(Word, "abcd")


def tree(typed: str) -> Node:
    return parse(typed, UTC, NOW).tree


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("", Everything()),
        ("()", Everything()),
        ("fox-it", Word("fox-it")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a b OR c d", Or((And((A, B)), And((C, D))))),
        ("a (b OR c) d", And((A, Or((B, C)), D))),
        ("a (b (c d))", And((A, B, C, D))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("(a b) (b a)", And((A, B))),
        ("(a OR b) (a OR b)", Or((A, B))),
        ("(a OR b) OR -(c d)", Or((A, B, Not(And((C, D)))))),
        ("a OR (b)", Or((A, B))),
        ("-a", Not(A)),
        ("-a -b", And((Not(A), Not(B)))),
        ("-a b OR c", Or((And((Not(A), B)), C))),
        ("NOT NOT NOT a", Not(A)),
        ("NOT (a OR b)", Not(Or((A, B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("x-y", Word("x-y")),
        ("elect*", Prefix("elect")),
        ('"a b"~5', Phrase("a b", 5)),
        ('headline:"a b"~5', Phrase("a b", 5, TextField.HEADLINE)),
        ("headline:(a b*)", And((Word("a", TextField.HEADLINE), Word("b", TextField.HEADLINE)))),
        ("a NEAR b", Near("a", "b", 10)),
        ('"a b" NEAR/3 c', Near("a b", "c", 3)),
        ("(a OR b) NEAR/3 (c OR d)", Or(tuple(Near(x, y, 3) for x in "ab" for y in "cd"))),
        ("NOT a NEAR/3 b", Not(Near("a", "b", 3))),
        ("a NEAR/3 b NEAR/3 c", And((Near("a", "b", 3), Near("b", "c", 3)))),
        ("slug:(a NEAR/3 b)", Near("a", "b", 3, TextField.SLUG)),
        ("by:a NEAR/3 b", Near("a", "b", 3, TextField.BYLINE)),
        ("a NEAR b*", Near("a", "b", 10)),
        ("a NEAR elect*", And((A, Prefix("elect")))),
        ("person:putin", Tagged(TagField.PERSON, "putin")),
        ("person:joe biden", And((Tagged(TagField.PERSON, "joe"), Word("biden")))),
        ("org:(UN OR NATO)", Or((Tagged(TagField.ORGANISATION, "UN"), Tagged(TagField.ORGANISATION, "NATO")))),
        (
            "person:(a by:b c)",
            And((Tagged(TagField.PERSON, "a"), Word("b", TextField.BYLINE), Tagged(TagField.PERSON, "c"))),
        ),
        ("topic:medtop:20000593", Tagged(TagField.TOPIC, "medtop:20000593")),
        ("id:dpa:a/b,1", Tagged(TagField.ID, "dpa:a/b,1")),
        ("similar:dpa:a/b", Similar("dpa:a/b")),
        ("has:people", Has(Feature.PEOPLE)),
        ("urgency:<3", Urgency(Comparison.LESS, 3)),
        ("urgency:1..3", And((Urgency(Comparison.AT_LEAST, 1), Urgency(Comparison.AT_MOST, 3)))),
        ("near:Kyiv~2.5km", Around("Kyiv", 2.5)),
        ("on:today", Dates(datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC))),
        ("after:24h", Dates(start=datetime(2026, 3, 3, 10, 17, tzinfo=UTC))),
        ("before:2026-03", Dates(end=datetime(2026, 3, 1, tzinfo=UTC))),
        ("foo:bar", Word("foo:bar")),
        ("TALKS IN IRAN OR IRAQ", And(tuple(map(Word, "talks in iran or iraq".split())))),
    ],
)
def test_a_query_is_the_tree(typed: str, node: Node) -> None:
    assert tree(typed) == node


def test_near_between_large_groups_is_and() -> None:
    many = " OR ".join("abcdef")
    query = parse(f"({many}) NEAR ({many.upper()})", UTC, NOW)
    assert isinstance(query.tree, And)
    assert "'NEAR' joins words or phrases of one field; read as AND" in query.warnings


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 300])
def test_what_is_nested_too_deep_is_flattened(depth: int) -> None:
    query = parse("-(a " * depth + "b" + ")" * depth, UTC, NOW)
    assert (f"'(' deeper than {MAX_DEPTH} was left out" in query.warnings) == (depth > MAX_DEPTH)
    assert str(query).count("(") <= MAX_DEPTH


def test_many_negations_are_no_recursion() -> None:
    assert tree("NOT " * 400 + "a") == A
    assert tree("NOT " * 401 + "a") == Not(A)
