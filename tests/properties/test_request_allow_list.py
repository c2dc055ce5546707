"""For any string that a reader types, the engine's request holds only what is on these lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from newswire.search.caller import Caller
from newswire.search.fields import FIELDS
from newswire.search.parameters import Parameters
from newswire.search.query import parse
from newswire.search.request import build, can_be_partial
from tests.unit.stories import NOW

KEYS = frozenset(
    """
    query sort size track_total_hits timeout _source highlight highlight_query
    bool must filter should must_not minimum_should_match function_score functions weight score_mode boost_mode exp
    origin scale decay multi_match match match_phrase match_all match_none term terms range prefix exists geo_distance
    intervals all_of dis_max queries type fields tie_breaker operator analyzer slop boost max_expansions max_gaps
    ordered value rewrite field distance lat lon gt gte lt lte encoder pre_tags post_tags max_analyzer_offset
    number_of_fragments fragment_size more_like_this like min_term_freq min_doc_freq max_query_terms
    """.split()
)
INDEX_FIELDS = frozenset(
    """
    headline headline.exact body_text body_text.exact slug.words byline quotes.text quotes.text.exact
    people.name people.name.words organisations.name.words places.name places.name.words places.country
    quotes.speaker.words topics.code subjects.code index_only.topics index_only.acronyms index_only.points supplier
    publisher.folded language.folded genre.folded status id urgency version_created embargo_until expires correction
    _score paragraphs extra quotes
    """.split()
)
ANALYZERS = {"news_query", "news_quoted", "exact_quoted", "parts"}
KINDS = {"cross_fields", "phrase", "phrase_prefix", "unified"}
LONGEST = 400_000

pieces = st.sampled_from(
    [
        *(f"{name}:" for name in FIELDS),
        *'OR|AND|NOT|-|(|)|"|"a b"~5|NEAR/5|*|elect*|<=3|7d|today|~200km|C++|{"match_all":{}}|_id:|script:'.split("|"),
        *("Kyiv", "U.S.", "football", "embargoed", "killed", "地震", "/a.*/", "[a TO b]", "a^9", "_exists_:x", "\\"),
    ]
)
queries = st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=30).map(" ".join))


@given(q=queries, partial=st.booleans())
@example(q="who", partial=False)
@example(q="similar:ena:1 near:Kyiv~5km has:quotes urgency:1..3 on:today", partial=False)
def test_a_request_holds_only_keys_and_fields_that_are_allowed(q: str, partial: bool) -> None:
    tree = parse(q, UTC, NOW).tree
    similar = {"ena:1": {"id": "ena:1", "headline": "Storm", "body_text": "A storm."}}
    partial = partial and can_be_partial(tree)
    request = build(tree, Parameters(q=q), NOW, Caller(), partial=partial, origin=NOW, similar=similar)
    assert set(_keys(request)) <= KEYS | INDEX_FIELDS
    assert set(_named(request)) <= INDEX_FIELDS
    assert set(_values(request, "analyzer")) <= ANALYZERS
    assert set(_values(request, "type")) <= KINDS
    assert len(json.dumps(request)) < LONGEST


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


def _keys(request: dict[str, Any]) -> Iterator[str]:
    for each in _objects(request):
        yield from each


def _values(request: dict[str, Any], key: str) -> Iterator[Any]:
    return (each[key] for each in _objects(request) if key in each and isinstance(each[key], str))


def _named(request: dict[str, Any]) -> Iterator[str]:
    """Yield the fields that are named in values."""
    for each in _objects(request):
        names = each.get("fields")
        if isinstance(names, list):
            yield from (name.partition("^")[0] for name in names)
        if isinstance(each.get("field"), str):
            yield each["field"]
