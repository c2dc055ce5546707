"""Any text is a query: it is read in bounded time, within its limits, and its canonical form means the same."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.search.fields import NAMES
from newswire.search.limits import MAX_WORDS, words
from newswire.search.query import MAX_WARNINGS, Query, parse
from newswire.search.tokens import MAX_DEPTH, MAX_LENGTH
from newswire.search.tree import And, Everything, Node, Not, Or

SECONDS = 1
"""Far over what linear code takes (a tenth), far under what quadratic code takes."""

SIGNS = ["AND", "OR", "NOT", "NEAR", "NEAR/5", "|", "-", "(", ")", '"', "*", "~", "~5", "~200km", ":", "<=", "..", "&"]
PIECES = st.one_of(
    st.sampled_from(SIGNS),
    st.sampled_from([f"{name}:" for name in NAMES] + ["foo:", "http://"]),
    st.sampled_from(
        ["a", "storm", "IRAN", "U.S.", "C++", "3", "24h", "2026-03-01", "today", "quotes", "北京", "İ", "́", ".", ","]
    ),
    st.text(max_size=5),
)
TYPED = st.one_of(
    st.text(),
    st.lists(PIECES).map(" ".join),
    st.lists(st.tuples(PIECES, st.sampled_from(["", " "]))).map(lambda pairs: "".join(map("".join, pairs))),
)
ZONES = st.sampled_from(["UTC", "Europe/Kyiv", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"]).map(ZoneInfo)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(TYPED, ZONES, TIMES)
def test_every_text_is_a_query_and_its_canonical_form_means_the_same(text: str, zone: ZoneInfo, now: datetime) -> None:
    query = parse(text, zone, now)
    again = parse(str(query), zone, now)
    assert again.tree == query.tree
    assert str(again) == str(query)


@given(TYPED, ZONES, TIMES)
def test_every_query_keeps_to_its_limits(text: str, zone: ZoneInfo, now: datetime) -> None:
    query = parse(text, zone, now)
    assert len(str(query)) <= MAX_LENGTH
    assert words(query.tree) <= MAX_WORDS
    assert len(query.warnings) <= MAX_WARNINGS
    assert all(len(warning) < 300 and warning.isprintable() for warning in query.warnings)
    assert_is_simple(query.tree)


@given(TYPED, TIMES)
def test_the_canonical_form_warns_of_unknown_fields_alone(text: str, now: datetime) -> None:
    again = parse(str(parse(text, UTC, now)), UTC, now)
    assert [warning for warning in again.warnings if not warning.startswith(("there is no field", "and "))] == []


def assert_is_simple(node: Node, depth: int = 0) -> None:
    assert depth <= 4 * MAX_DEPTH
    match node:
        case And(children) | Or(children):
            assert len(set(children)) == len(children) >= 2
            assert not any(isinstance(child, type(node) | Everything) for child in children)
            for child in children:
                assert_is_simple(child, depth + 1)
        case Not(child):
            assert not isinstance(child, Not | Everything)
            assert_is_simple(child, depth + 1)


HOSTILE = {
    "open": "(" * 100_000,
    "nested": "(a OR " * 20_000 + "b" + ")" * 20_000,
    "nested fields": "by:(" * 25_000,
    "negated groups": "-(" * 50_000,
    "negations": "NOT " * 25_000,
    "quotes": '"' * 100_000,
    "stars": "a*" * 50_000,
    "likenesses": "a~" * 50_000,
    "one likeness": "a" + "~5" * 50_000,
    "points": "a." * 50_000,
    "punctuation": ".,;:!?" * 17_000,
    "fields": "by:" * 34_000,
    "unknown fields": " ".join(f"f{number}x:y".replace("1", "a") for number in range(20_000)),
    "accents": "a" + "\u0301\u0323" * 50_000,
    "pairs": "a NEAR " * 15_000,
    "groups of pairs": "(a OR b OR c OR d OR e) NEAR (f OR g OR h OR i OR j) " * 2_000,
    "mixed": "(a OR b c) " * 10_000,
    "dates": " OR ".join(f"after:{hours}h" for hours in range(9_000)),
    "capitals": "AB CD EF OR " * 8_000,
    "Chinese": "北" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_read_in_time(text: str) -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    began = time.process_time()
    query = parse(text, ZoneInfo("Europe/Kyiv"), now)
    assert time.process_time() - began < SECONDS
    assert isinstance(query, Query)
    assert query.warnings
    assert parse(str(query), ZoneInfo("Europe/Kyiv"), now).tree == query.tree
