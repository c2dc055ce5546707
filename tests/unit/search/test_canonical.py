"""Trees as text, those too that no typed query gives."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newswire.search.canonical import canonical
from newswire.search.tree import (
    And,
    Around,
    Dates,
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

A, B, C = map(Word, "abc")
HEADLINE, BODY, PERSON, ID = TextField.HEADLINE, TextField.BODY, TagField.PERSON, TagField.ID
MARCH = Dates(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
SOME_HOURS = Dates(datetime(2026, 3, 1, 7, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Everything(), ""),
        (And((A, B, C)), "a b c"),
        (And((A, Or((B, C)))), "a (b OR c)"),
        (Or((A, And((B, C)))), "a OR (b c)"),
        (Or((A, Not(B))), "a OR NOT b"),
        (Not(And((A, B))), "NOT (a b)"),
        (Not(Or((A, B))), "NOT (a OR b)"),
        (And((A, Near("b", "c d", 5))), 'a b NEAR/5 "c d"'),
        (Near("OR", "by:x", 5), '"OR" NEAR/5 "by:x"'),
        (Near("b", "c", 5, HEADLINE), "headline:(b NEAR/5 c)"),
        (Not(Near("b", "c", 5, HEADLINE)), "NOT headline:(b NEAR/5 c)"),
        (And((Word("a", HEADLINE), Near("b", "c", 5, HEADLINE))), "headline:(a b NEAR/5 c)"),
        (Prefix("elect", BODY), "body:elect*"),
        (Phrase("a b", 3, BODY), 'body:"a b"~3'),
        (And((Word("a", HEADLINE), Word("b", HEADLINE))), "headline:(a b)"),
        (And((Word("a", HEADLINE), Word("b", BODY))), "headline:a body:b"),
        (And((Word("a", HEADLINE), B)), "headline:a b"),
        (Not(Or((Word("a", HEADLINE), Word("b", HEADLINE)))), "NOT headline:(a OR b)"),
        (And((C, Or((Word("a", HEADLINE), Word("b", HEADLINE))))), "c headline:(a OR b)"),
        (And((Word("c", HEADLINE), Or((Word("a", HEADLINE), Word("b", HEADLINE))))), "headline:(c (a OR b))"),
        (And((Word("a", HEADLINE), Not(Word("b", HEADLINE)))), "headline:(a NOT b)"),
        (And((Word("by:x", HEADLINE), Word("a", HEADLINE))), "headline:by:x headline:a"),
        (Tagged(PERSON, "Putin"), "person:Putin"),
        (Tagged(PERSON, "Vladimir Putin"), 'person:"Vladimir Putin"'),
        (Tagged(PERSON, "Jr."), 'person:"Jr."'),
        (Tagged(PERSON, "a*"), 'person:"a*"'),
        (Tagged(PERSON, "OR"), "person:OR"),
        (Or((Tagged(PERSON, "OR"), Tagged(PERSON, "x"))), 'person:("OR" OR x)'),
        (Tagged(ID, "dpa:a/b*,"), "id:dpa:a/b*,"),
        (Tagged(ID, "dpa:a (b)"), 'id:"dpa:a (b)"'),
        (Or((Tagged(ID, "dpa:1"), Tagged(ID, "dpa:2"))), 'id:("dpa:1" OR "dpa:2")'),
        (Similar("dpa:a|b"), 'similar:"dpa:a|b"'),
        (Around("Kyiv", 100.0), "near:Kyiv~100km"),
        (Around("New York", 160.9), 'near:"New York"~160.9km'),
        (Around("a~b", 5.0), 'near:"a~b"~5km'),
        (MARCH, "on:2026-03"),
        (And((A, MARCH)), "a on:2026-03"),
        (SOME_HOURS, "after:2026-03-01T07:00:00Z before:2026-03-01T09:00:00Z"),
        (Not(SOME_HOURS), "NOT (after:2026-03-01T07:00:00Z before:2026-03-01T09:00:00Z)"),
        (Or((And((Word("IRAN"), Word("IRAQ"), Word("UN"))), Word("EU"))), "(IRAN AND IRAQ AND UN) OR EU"),
        (And((Word("IRAN"), Word("IRAQ"), Word("UN"))), "IRAN IRAQ UN"),
    ],
)
def test_a_tree_is_written_as(tree: Node, text: str) -> None:
    assert canonical(tree, UTC) == text


def test_days_of_another_zone_are_times() -> None:
    assert canonical(MARCH, ZoneInfo("Europe/Kyiv")) == "after:2026-03-01T00:00:00Z before:2026-04-01T00:00:00Z"
